#include "rows.h"

namespace holotype::formats {
namespace {

TEST(UriTest, Uri) {
  expect_rows("uri", {
                         {"http://example.com", true},
                         {"http://user:pass@example.com:8080/a/b;c=1?d=e&f#g", true},
                         {"urn:isbn:0451450523", true},
                         {"mailto:a@b", true},
                         {"a:", true},
                         {"file:///etc/hosts", true},
                         {"http://", true},
                         {"http://example.com:", true},
                         {"http://[::1]:80/", true},
                         {"http://[v1.a:b]/", true},
                         {"http://a/%20", true},
                         {"http://a/?q=a/b?c", true},
                         {"http://[::1", false},
                         {"http://[::1]a", false},
                         {"http://[v1.]/", false},
                         {"http://[v.a]/", false},
                         {"http://[v1.%41]/", false},
                         {"http://[fe80::1%25eth0]/", false},
                         {"http://a:b:c/", false},
                         {"http://a@b@c/", false},
                         {"http://a/%2", false},
                         {"http://a/#b#c", false},
                         {"http://a b/", false},
                         {"http://a/\u00E9", false},
                         {"1a:b", false},
                         {":a", false},
                         {"/a", false},
                         {"a", false},
                         {"", false},
                     });
}

TEST(UriTest, UriReference) {
  expect_rows("uri-reference", {
                                   {"", true},
                                   {"a/b", true},
                                   {"a/b:c", true},
                                   {"./a:b", true},
                                   {"a:b", true},
                                   {"?a:b", true},
                                   {"#a:b", true},
                                   {"//a/b", true},
                                   {"a_b:c", false},
                                   {":a", false},
                                   {"a b", false},
                                   {"[a]", false},
                               });
}

TEST(UriTest, Iri) {
  expect_rows("iri", {
                         {"http://b\u00FCcher.example/\u00E9?\u00E9#\u00E9", true},
                         {"http://\u00E9@a/", true},
                         {"http://a/?\uE000", true},  // iprivate
                         {"http://a/\uE000", false},  // but in a query
                         {"http://a/#\uE000", false},
                         {"http://a/\u0080", false},
                         {"http://a/\uFFFE", false},
                         {"http://a/\U000E0001", false},
                         {"http://a/\xFF", false},
                         {"\u00E9:a", false},
                         {"http://a/\u200E", false},
                         {"http://a/\u200F", false},
                         {"http://a\u202A/", false},
                         {"http://a/?\u202E", false},
                         {"http://a/#\u202E", false},
                         {"http://a/\u2029", true},
                         {"http://a/\u202F", true},
                         {"http://a/%E2%80%AE", true},
                     });
  expect_rows("iri-reference",
              {{"\u00E9", true}, {"\u00E9:a", false}, {"#\u00E9", true}, {"\xC3", false}});
}

TEST(UriTest, UriTemplate) {
  expect_rows("uri-template", {
                                  {"/a{?b*,c:3}{#d}", true},
                                  {"{=a}", true},  // reserved, and grammar
                                  {"{a.b.c}", true},
                                  {"{%41b}", true},
                                  {"\u00E9{a}", true},
                                  {"\u200E{a}", true},
                                  {"{.a}", true},
                                  {"{}", false},
                                  {"{a", false},
                                  {"a}", false},
                                  {"{a:}", false},
                                  {"{a:0}", false},
                                  {"{a:12345}", false},
                                  {"{a:3*}", false},
                                  {"{a..b}", false},
                                  {"{a.}", false},
                                  {"{.}", false},
                                  {"{a-b}", false},
                                  {"{{a}}", false},
                                  {"%4", false},
                                  {"a|b", false},
                              });
}

}  // namespace
}  // namespace holotype::formats
