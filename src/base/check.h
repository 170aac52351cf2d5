// Our own bugs: HOLOTYPE_CHECK(condition) throws Bug when an invariant of this code is broken.
//
// Bug is never the answer to bad input. It is caught in two places only: main (exit code 70) and
// the request pipeline (500, logged, the server lives).
//
// Tests: tests/base/check_test.cc
#pragma once

#include <stdexcept>
#include <string>

namespace holotype {

// An invariant of Holotype itself does not hold. what() is "file:line: condition".
class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

namespace internal {
[[noreturn]] void throw_bug(const char* file, int line, const char* condition);
}  // namespace internal

}  // namespace holotype

#define HOLOTYPE_CHECK(condition)     \
  ((condition) ? static_cast<void>(0) \
               : ::holotype::internal::throw_bug(__FILE__, __LINE__, #condition))
