#include "state/naming.h"

#include <gtest/gtest.h>

namespace holotype::state {
namespace {

TEST(Naming, Words) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(words("taskId"), (Words{"task", "id"}));
  EXPECT_EQ(words("task_id"), (Words{"task", "id"}));
  EXPECT_EQ(words("Task-ID"), (Words{"task", "id"}));
  EXPECT_EQ(words("HTTPServer2"), (Words{"http", "server2"}));
  EXPECT_EQ(words("{}"), Words{});
}

TEST(Naming, Folded) {
  EXPECT_EQ(folded("per_page"), folded("perPage"));
  EXPECT_EQ(folded("filter[status]"), "filterstatus");
}

TEST(Naming, Singular) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"tasks", "task"},      {"companies", "company"}, {"addresses", "address"},
      {"boxes", "box"},       {"people", "person"},     {"statuses", "status"},
      {"status", "status"},   {"policies", "policy"},   {"pet", "pet"},
      {"branches", "branch"}, {"houses", "house"},      {"news", "new"},
      {"chess", "chess"},     {"cookies", "cookie"},    {"ids", "id"},
  };
  for (const auto& [plural, one] : rows) EXPECT_EQ(singular(plural), one) << plural;
  EXPECT_EQ(folded_singular("train-stations"), "trainstation");
  EXPECT_EQ(folded_singular("customLinks"), "customlink");
}

}  // namespace
}  // namespace holotype::state
