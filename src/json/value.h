// Value: one JSON value, immutable, 16 bytes, pointing into an Arena that somebody else keeps
// alive.
//
// A Value is a handle: copying it copies 16 bytes, never the tree below. It is valid as long as the
// arena (or Tree) that it was made in. The address of a Value inside its parent is stable for that
// time, so `const Value*` identifies a place in a document.
//
// Objects keep their members in the order of the text. Each member carries the hash of its name,
// computed once when the text was read; find() compares hashes first, and objects of more than 16
// members have an index. Names are unique: readers keep the last of several (and report it).
//
// Numbers are exact. A number is held as a 64-bit integer where it is one, else as a double where
// the shortest decimal form of that double is the number written, else as its text. number.h
// compares and divides all three without rounding.
//
// offset() tells where in the text the value began, so that a finding about a value can name its
// place; document/ turns it into file:line:column.
//
// Threads: immutable, share freely. Determinism: iteration follows the text.
// Spec: RFC 8259. Tests: tests/json/value_test.cc
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "json/arena.h"

namespace holotype::json {

// The six types of RFC 8259 section 3 (true and false are one).
enum class Type : std::uint8_t { Null, Boolean, Number, String, Array, Object };

// How a value is held. Order matters: Integer..Decimal are the numbers.
enum class Kind : std::uint8_t {
  Null,
  Boolean,
  Integer,  // std::int64_t
  Double,   // finite; its shortest decimal form is the number
  Decimal,  // the number's text (RFC 8259 section 6), where neither of the above is exact
  String,
  Array,
  Object,
};

// A member name's hash: the low 32 bits of hash_bytes(name).
inline std::uint32_t hash_name(std::string_view name) {
  return static_cast<std::uint32_t>(hash_bytes(name));
}

// A name with its hash, for lookups that are repeated.
struct HashedName {
  explicit HashedName(std::string_view text) : name(text), hash(hash_name(text)) {}
  // Precondition: `hash_of_text` is hash_name(text).
  HashedName(std::string_view text, std::uint32_t hash_of_text) : name(text), hash(hash_of_text) {}
  std::string_view name;
  std::uint32_t hash;
};

struct Member;

class Value {
 public:
  static constexpr std::uint32_t kNoOffset = 0xFFFFFFFF;

  constexpr Value() : payload_{.integer = 0}, kind_(0), size_(0), offset_(kNoOffset) {}  // null

  static Value boolean(bool value);
  static Value integer(std::int64_t value);
  // Precondition: `value` is finite. A double that is an integer stays a Double ("1.0").
  static Value real(double value);
  // `text` must outlive the value: a literal, or bytes of the same arena.
  static Value string_view(std::string_view text);
  // Copies `text` into the arena.
  static Value string(Arena& arena, std::string_view text);
  // The number that `text` writes, exactly. Precondition: `text` fits RFC 8259 section 6.
  static Value number(Arena& arena, std::string_view text);
  // Copies the elements (handles) into the arena.
  static Value array(Arena& arena, std::span<const Value> elements);
  // Copies the members into the arena; of members with the same name the last value wins and takes
  // the place of the first.
  static Value object(Arena& arena, std::span<const Member> members);

  Kind kind() const { return static_cast<Kind>(kind_); }
  Type type() const;
  bool is_null() const { return kind() == Kind::Null; }
  bool is_boolean() const { return kind() == Kind::Boolean; }
  bool is_number() const { return kind() >= Kind::Integer && kind() <= Kind::Decimal; }
  bool is_string() const { return kind() == Kind::String; }
  bool is_array() const { return kind() == Kind::Array; }
  bool is_object() const { return kind() == Kind::Object; }

  // The as_*() functions have the kind as precondition; HOLOTYPE_CHECK guards it.
  bool as_boolean() const;
  std::int64_t as_integer() const;  // Kind::Integer
  double as_double() const;         // any number; the nearest double, +-HUGE_VAL beyond its range
  std::string_view as_string() const;     // Kind::String; UTF-8, may hold NUL
  std::string_view decimal_text() const;  // Kind::Decimal

  // The elements of an array; empty for every other type.
  std::span<const Value> elements() const;
  // The members of an object, in order; empty for every other type.
  std::span<const Member> members() const;
  // The number of elements, members or bytes of a string; 0 for others.
  std::size_t size() const { return size_; }

  // The member's value, or nullptr where there is none or this is no object.
  const Value* find(std::string_view name) const { return find(HashedName(name)); }
  const Value* find(const HashedName& name) const;
  const Member* find_member(const HashedName& name) const;

  // The byte offset in the text that the value was read from, or kNoOffset.
  std::uint32_t offset() const { return offset_; }
  Value with_offset(std::uint32_t offset) const;

 private:
  union Payload {
    std::int64_t integer;
    double real;
    const char* text;
    const Value* elements;
    const Member* members;
  };
  Payload payload_;
  std::uint32_t kind_ : 4;
  std::uint32_t
      size_ : 28;  // a text, array or object of more than 268,435,455 is refused by readers
  std::uint32_t offset_;
};
static_assert(sizeof(Value) == 16);

// One member of an object: name, the hash of the name, where the name stands, value.
struct Member {
  Member() = default;
  // `name` must outlive the member: a literal, or bytes of the same arena.
  Member(std::string_view member_name, Value member_value)
      : Member(HashedName(member_name), member_value) {}
  Member(HashedName hashed, Value member_value, std::uint32_t offset = Value::kNoOffset)
      : text(hashed.name.data()),
        size(static_cast<std::uint32_t>(hashed.name.size())),
        hash(hashed.hash),
        name_offset(offset),
        value(member_value) {}

  std::string_view name() const { return {text, size}; }

  const char* text = nullptr;
  std::uint32_t size = 0;
  std::uint32_t hash = 0;
  std::uint32_t name_offset = Value::kNoOffset;
  Value value;
};

inline const Value* Value::find(const HashedName& name) const {
  const Member* member = find_member(name);
  return member == nullptr ? nullptr : &member->value;
}

inline Type Value::type() const {
  constexpr Type kTypes[] = {Type::Null,   Type::Boolean, Type::Number, Type::Number,
                             Type::Number, Type::String,  Type::Array,  Type::Object};
  return kTypes[kind_ & 7];
}
inline bool Value::as_boolean() const {
  HOLOTYPE_CHECK(is_boolean());
  return payload_.integer != 0;
}
inline std::int64_t Value::as_integer() const {
  HOLOTYPE_CHECK(kind() == Kind::Integer);
  return payload_.integer;
}
inline std::string_view Value::as_string() const {
  HOLOTYPE_CHECK(is_string());
  return {payload_.text, size_};
}
inline std::span<const Value> Value::elements() const {
  return is_array() ? std::span<const Value>(payload_.elements, size_) : std::span<const Value>();
}
inline std::span<const Member> Value::members() const {
  return is_object() ? std::span<const Member>(payload_.members, size_) : std::span<const Member>();
}

// A value together with the memory that it lives in. Move-only; moving does not invalidate values.
class Tree {
 public:
  Tree() : arena_(std::make_unique<Arena>()) {}
  Tree(std::unique_ptr<Arena> arena, Value root) : arena_(std::move(arena)), root_(root) {}

  const Value& root() const& { return root_; }
  const Value& root() && = delete;  // the value would point into freed memory
  Arena& arena() { return *arena_; }
  const Arena& arena() const { return *arena_; }
  void set_root(Value root) { root_ = root; }

 private:
  std::unique_ptr<Arena> arena_;
  Value root_;
};

// Equality as JSON Schema 2020-12 section 4.2.2 defines it: numbers by mathematical value (1
// == 1.0), strings by code points, arrays by order, objects without regard to order.
bool equal(const Value& a, const Value& b);

// A hash by which equal() values agree.
std::uint64_t hash(const Value& value, std::uint64_t seed = 0);

// `value` with all that is below it, copied into `arena` (for values that must outlive their own).
Value copy(Arena& arena, const Value& value);
// The bytes that copy() takes of an arena: no less, and a few more.
std::size_t copied_bytes(const Value& value);

// The same with the offset of every value in it replaced.
Value at_one_place(Arena& arena, const Value& value, std::uint32_t offset);

// RFC 7396: `target` with `patch` merged into it; null removes. New parts are built in `arena`, the
// others are shared handles, so both inputs must outlive the result.
Value merge_patch(Arena& arena, const Value& target, const Value& patch);

}  // namespace holotype::json
