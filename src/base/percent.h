// Percent-encoding (RFC 3986 section 2.1), the only implementation of it.
//
// Tests: tests/base/percent_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holotype::percent {

// Which characters stay as they are when text is encoded.
enum class Keep {
  Unreserved,             // RFC 3986 section 2.3: letters, digits, "-._~"
  UnreservedAndReserved,  // section 2.2 as well, and triplets that are already encoded (RFC 6570
                          // "+")
};

// How "+" is read.
enum class Plus {
  Literal,  // RFC 3986: a plus sign
  Space,    // application/x-www-form-urlencoded
};

// `text` with every %XX decoded; nullopt where a "%" is not followed by two hexadecimal digits.
// The result is bytes: it may hold NUL and invalid UTF-8.
std::optional<std::string> decode(std::string_view text, Plus plus = Plus::Literal);

// `bytes` with everything but what `keep` names as upper-case %XX.
std::string encode(std::string_view bytes, Keep keep = Keep::Unreserved);

}  // namespace holotype::percent
