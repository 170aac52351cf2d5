// FieldTree: pairs of names and texts, put together to one JSON value by the brackets in their
// names.
//
//     a[b]=1  a[c][]=x  a[c][]=y   ->   {"a": {"b": "1", "c": ["x", "y"]}}
//
// Spec: OpenAPI 3.1.1 "Style Values" (deepObject, one level). NON-STANDARD: more levels, "[]" and
// "[0]" for arrays, as PHP, Rails, qs and Stripe's clients write them.
// Tests: tests/parameters/styles_test.cc, tests/parameters/form_body_test.cc
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parameters/wire.h"

namespace holotype::parameters {

// A text in the tree, or the value that it was found to be already.
struct Leaf {
  std::string_view raw;
  Coding coding = Coding::Form;
  std::size_t offset = 0;
  std::optional<json::Value> value = {};
  std::optional<json::Value> octets = {};  // see part_content.h
};

// What went wrong below one field.
struct FieldFault {
  enum class Kind : std::uint8_t { Malformed, Repeated };
  Kind kind = Kind::Malformed;
  std::string pointer;
  std::string message;
  std::size_t offset = 0;
};

// "a[b][]" as {"a", "b", ""}; the whole name where brackets are missing or do not close.
std::vector<std::string_view> split_name(std::string_view name);

class FieldTree {
 public:
  static constexpr std::size_t kMaxDepth = 64;

  FieldTree() { fields_.emplace_back(); }

  bool empty() const { return fields_.front().is_empty(); }
  // Puts `leaf` below `keys`. "" appends to an array. Returns false where `keys` are too many.
  bool add(std::span<const std::string_view> keys, Leaf leaf);

  // What is made of leaves that are bytes.
  enum class Bytes : std::uint8_t { Shown, Octets };

  // The whole tree as a value of `shape`. Faults are appended to `faults`.
  json::Value to_value(const Shape& shape, Reading::Scalars scalars, json::Arena& arena,
                       std::vector<FieldFault>& faults, Bytes bytes = Bytes::Shown) const;

 private:
  struct Field {
    std::vector<Leaf> leaves;
    std::vector<std::string_view> keys;  // of the children, in order
    std::vector<std::size_t> children;
    std::unordered_map<std::string_view, std::size_t> index;  // "" names the last one
    bool is_empty() const { return leaves.empty() && children.empty(); }
  };
  class Builder;

  std::size_t child(std::size_t parent, std::string_view key, bool must_be_new);

  std::deque<Field> fields_;
};

}  // namespace holotype::parameters
