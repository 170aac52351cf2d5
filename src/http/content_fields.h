// Header fields that are true of the bytes of one message, whatever a description says of them.
//
// Spec: RFC 9110 sections 8.4 and 8.6, RFC 9112 section 6.1. Tests: tests/mock/mock_test.cc
#pragma once

#include <algorithm>
#include <string_view>

#include "http/message.h"

namespace holotype::http {

// Whether a field of that name tells how the content is coded or where it ends.
inline bool is_of_the_bytes(std::string_view name) {
  static constexpr std::string_view kNames[] = {"Content-Encoding", "Content-Length",
                                                "Transfer-Encoding"};
  return std::ranges::any_of(
      kNames, [name](std::string_view other) { return equal_ignoring_case(name, other); });
}

}  // namespace holotype::http
