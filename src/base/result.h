// Result<T, E>: a value, or why there is none. Failures that a caller must handle are values, never
// exceptions; a finding about a user's data is a Diagnostic (see diagnostic/diagnostic.h).
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/source_location.h"

namespace holotype {

// Why something could not be done, as a full sentence for the person who asked for it.
// `where` is empty when the failure has no place in a file.
struct Error {
  std::string message;
  SourceLocation where = {};

  // "file:line:column: message", or the message alone.
  std::string to_string() const {
    return where.file.empty() ? message : where.to_string() + ": " + message;
  }
};

template <typename T, typename E = Error>
using Result = tl::expected<T, E>;

// return fail("No file {} exists.", path)  reads better than spelling out the unexpected type.
inline tl::unexpected<Error> fail(std::string message, SourceLocation where = {}) {
  return tl::unexpected<Error>(Error{std::move(message), std::move(where)});
}

}  // namespace holotype
