#include "rows.h"

namespace holotype::formats {
namespace {

TEST(IdentifierTest, Uuid) {
  expect_rows("uuid", {
                          {"2eb8aa08-aa98-11ea-b4aa-73b441d16380", true},
                          {"2EB8AA08-AA98-11EA-B4AA-73B441D16380", true},
                          {"2eb8aa08-aa98-11ea-b4aa-73b441d1638g", false},
                          {"2eb8aa08aa98-11ea-b4aa-73b441d16380-", false},
                          {"{2eb8aa08-aa98-11ea-b4aa-73b441d16380}", false},
                          {"", false},
                      });
}

TEST(IdentifierTest, Pointers) {
  expect_rows("json-pointer", {{"", true},
                               {"/", true},
                               {"/a~0~1", true},
                               {"/~", false},
                               {"/~2", false},
                               {"a", false},
                               {"#/a", false}});
  const std::vector<Row> kAlways = {{"0", true},    {"10/a", true}, {"1#", true},  {"", false},
                                    {"01", false},  {"-1", false},  {"+1", false}, {"1a", false},
                                    {"1##", false}, {"1#/a", false}};
  expect_rows("relative-json-pointer", kAlways, Edition::Draft7);
  expect_rows("relative-json-pointer", kAlways, Edition::Draft2020);
  expect_rows("relative-json-pointer", {{"0+1", false}, {"0-1/a", false}}, Edition::Draft7);
  expect_rows("relative-json-pointer",
              {{"0+1", true},
               {"0-1/a", true},
               {"0-12#", true},
               {"0+0", false},
               {"0+", false},
               {"0+1+1", false},
               {"0+01", false}},
              Edition::Draft2020);
}

TEST(IdentifierTest, Regex) {
  expect_rows("regex", {
                           {"", true},
                           {"([abc])+\\s+$", true},
                           {"(?<=a+)b", true},
                           {"(?<=xa*)b", true},
                           {"\\p{Letter}", true},
                           {"\\-", true},
                           {"^(abc]", false},
                           {"\\a", false},
                           {"\\Z", false},
                           {"(?i)a", false},
                           {"\\p{letter}", false},
                       });
}

}  // namespace
}  // namespace holotype::formats
