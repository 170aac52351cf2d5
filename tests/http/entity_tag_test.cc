#include "http/entity_tag.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

TEST(EntityTag, Lists) {
  struct Row {
    std::string_view list;
    bool is_weakly;
    bool is_strongly;
  };
  const Row rows[] = {
      {"*", true, true},
      {" * ", true, true},
      {R"("a")", true, true},
      {R"(W/"a")", true, false},
      {R"("b", "a")", true, true},
      {R"("b",W/"a")", true, false},
      {R"(, ,"b" ,, "a",)", true, true},
      {R"("x,"a")", false, false},      // a tag of the text `x,`, and then no tag
      {R"("b,a", "c")", false, false},  // a comma inside a tag ends nothing
      {R"("ab")", false, false},
      {R"(w/"a")", false, false},  // W is case-sensitive
      {"a", false, false},
      {R"(a, "a")", true, true},
      {R"("a)", false, false},
      {"\"", false, false},
      {"W/", false, false},
      {"", false, false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(lists_entity_tag(row.list, R"("a")", Comparison::Weak), row.is_weakly) << row.list;
    EXPECT_EQ(lists_entity_tag(row.list, R"("a")", Comparison::Strong), row.is_strongly)
        << row.list;
  }
}

}  // namespace
}  // namespace holotype::http
