// Members: collects the members of an object that is to be written, in the order in which they are
// added.
//
//     json::Members(arena).add("met", true).add("name", name).finish()
//
// Threads: one at a time. Tests: tests/json/members_test.cc
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "json/arena.h"
#include "json/value.h"

namespace holotype::json {

class Members {
 public:
  // `arena` must outlive the value that is made.
  explicit Members(Arena& arena) : arena_(arena) {}

  // `name` must be a literal, or live as long as the arena.
  Members& add(std::string_view name, Value value) {
    members_.emplace_back(name, value);
    return *this;
  }
  // Text is copied; it must be UTF-8.
  Members& add(std::string_view name, std::string_view text) {
    return add(name, Value::string(arena_, text));
  }
  Members& add(std::string_view name, const char* text) {
    return add(name, std::string_view(text));
  }
  Members& add(std::string_view name, std::uint64_t number) {
    return add(name, Value::integer(static_cast<std::int64_t>(number)));
  }
  Members& add(std::string_view name, bool value) { return add(name, Value::boolean(value)); }
  Members& add_unless_empty(std::string_view name, std::string_view text) {
    return text.empty() ? *this : add(name, text);
  }

  Value finish() const { return Value::object(arena_, members_); }

 private:
  Arena& arena_;
  std::vector<Member> members_;
};

}  // namespace holotype::json
