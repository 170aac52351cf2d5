// Lazy: a value that is made when it is first asked for, once, whoever asks.
//
// A description has thousands of operations of which a client calls a dozen; what only a called one
// needs is kept in one of these. An exception of the maker goes to who asked, and the next one
// tries again.
//
// Threads: safe from any thread; others that ask meanwhile wait. The maker must not ask for the
// same value. Tests: tests/base/lazy_test.cc
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace holotype {

template <typename T>
class Lazy {
 public:
  // The value, which is what `make()` returned when it was called for the first time. It lives as
  // long as this.
  template <typename Make>
  const T& get(Make&& make) const {
    // What `make` returns is made in its place, so it need not be movable.
    std::call_once(once_, [&] { value_.reset(new T(std::forward<Make>(make)())); });
    return *value_;
  }

 private:
  mutable std::once_flag once_;
  mutable std::unique_ptr<const T> value_;
};

}  // namespace holotype
