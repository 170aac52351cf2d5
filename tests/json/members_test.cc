// An object is written in the order in which its members were added.
#include "json/members.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::json {
namespace {

TEST(MembersTest, KeepsOrderAndTypes) {
  Arena arena;
  std::string text = "a";
  Members members(arena);
  members.add("text", std::string_view(text))
      .add("number", std::uint64_t{3})
      .add("flag", true)
      .add("literal", "b")
      .add_unless_empty("none", "")
      .add("nested", Members(arena).finish());
  text = "changed";  // it was copied
  EXPECT_EQ(write(members.finish()),
            R"({"text":"a","number":3,"flag":true,"literal":"b","nested":{}})");
}

}  // namespace
}  // namespace holotype::json
