#include <string>

#include "rows.h"

namespace holotype::formats {
namespace {

using namespace std::string_view_literals;

TEST(HostTest, HostnameLooksIntoPunycodeFromDraft7On) {
  const std::vector<Row> kBoth = {
      {"example.com", true},
      {"EXAMPLE.com", true},
      {"localhost", true},
      {"3com.com", true},
      {"a--b.com", true},
      {"example.com.", false},
      {"a..b", false},
      {"-a.com", false},
      {"a-.com", false},
      {"a_b.com", false},
      {"", false},
      {"a b", false},
      {"exa\0mple"sv, false},
      {"b\u00FCcher.de", false},
      {"xn--bcher-kva.example", true},
  };
  expect_rows("hostname", kBoth, Edition::Draft4);
  expect_rows("hostname", kBoth, Edition::Draft7);
  expect_rows("hostname", {{"xn--x", true}, {"a.xn--07jt112bpxg", true}}, Edition::Draft4);
  expect_rows("hostname",
              {{"xn--x", false}, {"a.xn--07jt112bpxg", false}, {"XN--BCHER-KVA.example", true}},
              Edition::Draft7);
}

TEST(HostTest, HostnameLengths) {
  const std::string label(63, 'a');
  const std::string name = label + "." + label + "." + label + "." + std::string(61, 'a');
  expect_rows("hostname", {{label, true}, {label + "a", false}, {name, true}, {name + "a", false}});
  expect_rows("idn-hostname", {{name, true}, {name + "a", false}});
}

TEST(HostTest, IdnHostname) {
  expect_rows("idn-hostname", {
                                  {"b\u00FCcher.example", true},
                                  {"xn--bcher-kva.example", true},
                                  {"B\u00FCcher.example", false},   // upper case is no U-label
                                  {"bu\u0308cher.example", false},  // not NFC
                                  {"\u2615.example", false},        // a symbol
                                  {"ab--\u00E9", false},            // hyphens in places 3 and 4
                                  {"\u05D0.com", true},
                                  {"\u05D0.1com", false},  // the Bidi rule, for all labels
                                  {"\u05D01", true},
                                  {"\u05D0a", false},
                                  {"\u00E9\0"sv, false},
                                  {"\u00E9\xFF", false},
                                  {"\u00E9..b", false},
                              });
}

TEST(HostTest, Ipv4) {
  expect_rows("ipv4", {
                          {"0.0.0.0", true},
                          {"255.255.255.255", true},
                          {"256.0.0.1", false},
                          {"01.2.3.4", false},
                          {"00.2.3.4", false},
                          {"1.2.3", false},
                          {"1.2.3.4.5", false},
                          {"1.2.3.1000", false},
                          {"1.2.3.99999999999999999999", false},
                          {"1.2.3.4 ", false},
                          {"", false},
                      });
}

TEST(HostTest, Ipv6) {
  expect_rows("ipv6", {
                          {"::", true},
                          {"::1", true},
                          {"1::", true},
                          {"1:2:3:4:5:6:7:8", true},
                          {"1:2:3:4:5:6:7::", true},
                          {"::2:3:4:5:6:7:8", true},
                          {"1:2:3:4:5:6:7:8::", false},
                          {"1:2:3:4::5:6:7:8", false},
                          {"1:2:3:4:5:6:1.2.3.4", true},
                          {"a:b::1.2.3.4", true},
                          {"::ffff:1.2.3.4", true},
                          {"1:2:3:4:5:6::1.2.3.4", false},
                          {"1:2:3:4:5:6:7:1.2.3.4", false},
                          {"1.2.3.4::", false},
                          {"::1.2.3.4:5", false},
                          {"::1.2.3", false},
                          {":::", false},
                          {":1", false},
                          {"1:", false},
                          {"12345::", false},
                          {"fe80::1%eth0", false},
                          {"", false},
                      });
}

TEST(HostTest, Cidr) {
  expect_rows("ipv4-cidr", {{"10.0.0.0/8", true},
                            {"10.0.0.0/0", true},
                            {"10.0.0.0/33", false},
                            {"10.0.0.0/08", false},
                            {"10.0.0.0", false},
                            {"10.0.0.0/", false},
                            {"10.0.0.0/-1", false}});
  expect_rows("ipv6-cidr",
              {{"2001:db8::/32", true}, {"::1/128", true}, {"::1/129", false}, {"::1", false}});
}

}  // namespace
}  // namespace holotype::formats
