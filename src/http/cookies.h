// Cookie: the name/value pairs that a client sends, raw and in order.
//
// Spec: RFC 6265 sections 4.2.1 (syntax) and 5.4 (what clients really send).
// Tests: tests/http/cookies_test.cc
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace holotype::http {

// Views into the header field.
struct Cookie {
  std::string_view name;   // case-sensitive
  std::string_view value;  // raw: nothing is decoded, double quotes are part of it (section 4.2.2)

  friend bool operator==(const Cookie&, const Cookie&) = default;
};

// The pairs of one Cookie field: split at ";", then at the first "=", white space around both
// removed. Tolerant as servers must be: what has no "=" or an empty name is no cookie and is left
// out; names may repeat.
std::vector<Cookie> parse_cookies(std::string_view field);
template <std::same_as<std::string> Temporary>
std::vector<Cookie> parse_cookies(Temporary&& field) = delete;

// The pairs of every Cookie field, in order (HTTP/2 and proxies may split the field).
std::vector<Cookie> parse_cookies(const Headers& headers);
std::vector<Cookie> parse_cookies(Headers&& headers) = delete;

}  // namespace holotype::http
