#include "rows.h"

namespace holotype::formats {
namespace {

TEST(HttpTest, MediaRange) {
  expect_rows("media-range", {
                                 {"application/json", true},
                                 {"*/*", true},
                                 {"text/*", true},
                                 {"text/html;charset=utf-8", true},
                                 {"text/html ; charset=\"a \\\" b\"; q=1", true},
                                 {"application/vnd.api+json;", true},
                                 {"text", false},
                                 {"text/", false},
                                 {"/json", false},
                                 {"text/html charset=utf-8", false},
                                 {"text/html;charset", false},
                                 {"text/html;charset=", false},
                                 {"text/html;charset=\"a", false},
                                 {"a/b, c/d", false},
                             });
}

TEST(HttpTest, StructuredFields) {
  expect_rows("sf-string", {{"\"a b\"", true},
                            {"\"\\\"\\\\\"", true},
                            {"\"\"", true},
                            {"a", false},
                            {"\"a", false},
                            {"\"\\a\"", false},
                            {"\"\u00E9\"", false},
                            {"\"a\"b", false}});
  expect_rows("sf-token",
              {{"a", true}, {"*a:/b", true}, {"1a", false}, {"a b", false}, {"", false}});
  expect_rows("sf-binary",
              {{":YQ==:", true}, {"::", true}, {":YQ:", true}, {"YQ==", false}, {":Y-Q:", false}});
  expect_rows("sf-boolean", {{"?0", true}, {"?1", true}, {"true", false}, {"?2", false}});
}

}  // namespace
}  // namespace holotype::formats
