// File: one description file as read, its values and where they stood. Node: a place in one.
//
// A File is made by a Library and lives as long as it. Its values are JSON values whatever the file
// was written in; every value and member name knows the byte offset of its first character.
//
// A YAML alias is a handle of its own with the alias's place; what is below it is shared with the
// anchored value and has the places, and the pointers, of the anchored one.
//
// Threads: immutable once made, share freely.
// Spec: RFC 6901 (pointers). Tests: tests/document/file_test.cc
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/source_location.h"
#include "document/line_index.h"
#include "json/value.h"

namespace holotype::document {

class File {
 public:
  // `text` is UTF-8 without a byte order mark; the offsets in `tree` count its bytes. It is not
  // kept.
  File(std::string uri, std::string name, std::string_view text, json::Tree tree);
  File(const File&) = delete;  // Nodes point at it
  File& operator=(const File&) = delete;

  // The absolute URI in normal form, without a fragment: "file:///home/me/specs/a.yaml",
  // "memory:a.yaml".
  const std::string& uri() const { return uri_; }
  // What a SourceLocation says: the path as the user gave it, for a referenced file seen from
  // there.
  const std::string& name() const { return name_; }
  // The size of the text: UTF-8 without a byte order mark; in YAML every line ends with LF,
  // whatever it ended with in the file.
  std::size_t text_bytes() const { return lines_.text_bytes(); }
  const json::Value& root() const { return tree_.root(); }

  // Where `value` begins; the file alone where that is not known. `value` is of this file.
  SourceLocation locate(const json::Value& value) const { return locate(value.offset()); }
  // The line and column of a byte offset; the file alone for json::Value::kNoOffset.
  SourceLocation locate(std::uint32_t offset) const;
  // Where the member's name begins.
  SourceLocation locate_member(const json::Member& member) const {
    return locate(member.name_offset);
  }

  // The JSON Pointer of `value`, told by its address: "" for &root(). nullopt where it is not in
  // this file. Cost: the depth times the width of the objects on the way, where the file has no
  // aliases.
  std::optional<std::string> pointer_to(const json::Value* value) const;

  // Bytes held: values and the index of lines.
  std::size_t memory_bytes() const;

 private:
  std::string uri_;
  std::string name_;
  json::Tree tree_;
  LineIndex lines_;
};

// A place in a file, and thereby the identity of a value: two Nodes are equal where they are the
// same place, not where they hold equal values. Trivially copyable; valid as long as the Library.
struct Node {
  const File* file = nullptr;
  const json::Value* value = nullptr;

  // The member's value; without a value where there is none or this is no object.
  Node member(std::string_view name) const;
  Node member(json::HashedName name) const;
  // The element at `index`; without a value where there is none or this is no array.
  Node element(std::size_t index) const;
  // Whether there is a value.
  explicit operator bool() const { return value != nullptr; }

  // file:line:column of the value; the file alone where there is no value.
  SourceLocation source() const;
  // The JSON Pointer inside the file; "" where there is no value.
  std::string pointer() const;
  // "uri#/pointer", the pointer percent-encoded as RFC 6901 section 6 asks.
  std::string location() const;

  friend bool operator==(const Node&, const Node&) = default;
};
static_assert(sizeof(Node) == 2 * sizeof(void*));

}  // namespace holotype::document

template <>
struct std::hash<holotype::document::Node> {
  std::size_t operator()(const holotype::document::Node& node) const noexcept {
    return std::hash<const void*>()(node.value);
  }
};
