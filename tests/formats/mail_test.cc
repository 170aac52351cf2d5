#include <string>

#include "rows.h"

namespace holotype::formats {
namespace {

TEST(MailTest, Email) {
  expect_rows("email", {
                           {"user@example.com", true},
                           {"user+tag@example.com", true},
                           {"o'hara@localhost", true},
                           {"\"a b\"@example.com", true},
                           {"\"a\\\"b\"@example.com", true},
                           {"user@[127.0.0.1]", true},
                           {"user@[ipv6:::1]", true},
                           {"user@[IPv6:1::2::3]", false},
                           {"user@[::1]", false},
                           {"user@[127.0.0.1", false},
                           {"user@[x400:abc]", false},
                           {"user", false},
                           {"user@", false},
                           {"@example.com", false},
                           {"a..b@example.com", false},
                           {"a.@example.com", false},
                           {"a@b@example.com", false},
                           {"a@example.com.", false},
                           {"a@exa_mple.com", false},
                           {"\"a@example.com", false},
                           {"\"a\"b@example.com", false},
                           {"us\u00E9r@example.com", false},
                           {"\"\u00E9\"@example.com", false},
                           {"user@b\u00FCcher.example", false},
                           {"", false},
                       });
}

TEST(MailTest, LocalPartHas64Octets) {
  const std::string longest(64, 'a');
  expect_rows("email", {{longest + "@example.com", true}, {longest + "a@example.com", false}});
}

TEST(MailTest, AllOfItHas254Octets) {
  const std::string label = "." + std::string(59, 'b');
  const std::string rest = label + label + label + label;  // 240 octets
  const std::string local(10, 'a');
  expect_rows("email", {{local + "@cde" + rest, true}, {local + "@cdef" + rest, false}});
  expect_rows("idn-email", {{local + "@cde" + rest, true},
                            {local + "@cdef" + rest, false},
                            {"\u00E9aaaaaaaa@cde" + rest, true},
                            {"\u00E9aaaaaaaaa@cde" + rest, false}});
}

TEST(MailTest, IdnEmail) {
  expect_rows("idn-email", {
                               {"us\u00E9r@example.com", true},
                               {"\"\u00E9 b\"@example.com", true},
                               {"user@b\u00FCcher.example", true},
                               {"user@bu\u0308cher.example", true},
                               {"user@\u2615.example", false},
                               {"user@\xFF.example", false},
                               {"\xFF@example.com", false},
                               {"user", false},
                           });
}

}  // namespace
}  // namespace holotype::formats
