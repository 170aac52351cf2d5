// SyntaxError and Parsed<T>: how every parser of this module says where a text breaks its grammar.
//
// The caller knows what the text was (a header, a body, a target) and turns the error into its
// finding.
//
// Tests: every tests/http/*_test.cc
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "base/result.h"

namespace holotype::http {

struct SyntaxError {
  std::size_t offset =
      0;  // in bytes, into the text that was parsed; its size where the text ended early
  std::string reason;  // a full sentence that does not quote the text, which may be a secret

  friend bool operator==(const SyntaxError&, const SyntaxError&) = default;
};

template <typename T>
using Parsed = Result<T, SyntaxError>;

inline tl::unexpected<SyntaxError> malformed(std::size_t offset, std::string reason) {
  return tl::unexpected<SyntaxError>(SyntaxError{offset, std::move(reason)});
}

}  // namespace holotype::http
