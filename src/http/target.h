// Request targets and query strings, split where the raw text says so and never decoded.
//
// Nothing is normalised: "/a/../b" keeps its dot segments (a client that wants them removed does so
// before it sends, RFC 3986 section 5.2.4; removing them here would answer for another path than
// the one requested, and no file is ever looked up by path), "//" keeps its empty segment, "%2F" is
// part of a segment.
//
// Spec: RFC 9112 section 3.2 (forms), RFC 3986 sections 3.3 and 3.4 (path, query), the WHATWG URL
// Standard section 5.1 (how a query splits into pairs).
// Tests: tests/http/target_test.cc
#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/syntax.h"

namespace holotype::http {

// Views into the target.
struct Target {
  std::string_view authority;  // "host:port" of an absolute-form, else ""
  std::string_view path;  // "/v1/tasks"; "*" in asterisk-form; "/" where an absolute-form has none
  std::optional<std::string_view> query;  // after the first "?"; nullopt where there is none

  friend bool operator==(const Target&, const Target&) = default;
};

// Splits a request target. Origin-form ("/a?b"), absolute-form ("http://h/a?b") and asterisk-form
// ("*") are read; authority-form ("h:80", of CONNECT) is not. Refused: an empty target, white space
// and control characters, a fragment ("#"). Bytes outside ASCII are let through, as clients send
// them.
Parsed<Target> parse_target(std::string_view raw_target);
template <std::same_as<std::string> Temporary>
Parsed<Target> parse_target(Temporary&& raw_target) = delete;

// The raw segments of a path: {"a", "", "b%2Fc"} of "/a//b%2Fc", {""} of "/", {} of "" and of "*".
std::vector<std::string_view> path_segments(std::string_view raw_path);
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> path_segments(Temporary&& raw_path) = delete;

// One pair of a query, or of a body of the same syntax. Views into it.
struct RawPair {
  std::string_view name;
  std::optional<std::string_view> value;  // nullopt where there is no "=": "b" in "a=1&b&c="
  std::size_t offset = 0;                 // of the pair

  friend bool operator==(const RawPair&, const RawPair&) = default;
};

// The pairs of a raw query in order, for range-for; empty pairs ("a=1&&b=2") are left out.
//
//   for (const RawPair& pair : RawPairs("a=1&b&c=")) ...   // {a, "1", 0}, {b, nullopt, 4}, {c, "",
//   6}
class RawPairs {
 public:
  explicit RawPairs(std::string_view raw_query) : text_(raw_query) {}
  template <std::same_as<std::string> Temporary>
  explicit RawPairs(Temporary&& raw_query) = delete;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = RawPair;
    using difference_type = std::ptrdiff_t;
    using pointer = const RawPair*;
    using reference = const RawPair&;

    Iterator() = default;
    explicit Iterator(std::string_view text) : text_(text) { advance(); }
    reference operator*() const { return pair_; }
    pointer operator->() const { return &pair_; }
    Iterator& operator++() {
      advance();
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      advance();
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) {
      return a.position() == b.position();
    }

   private:
    static constexpr std::size_t kEnd = static_cast<std::size_t>(-1);
    std::size_t position() const { return is_done_ ? kEnd : pair_.offset; }
    void advance();

    std::string_view text_;
    std::size_t next_ = 0;
    RawPair pair_;
    bool is_done_ = true;
  };

  Iterator begin() const { return Iterator(text_); }
  Iterator end() const { return {}; }

 private:
  std::string_view text_;
};

}  // namespace holotype::http
