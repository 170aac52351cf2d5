// Objects of more than kIndexFrom members carry an index in front of their members:
//
//     [ slots: uint32 x capacity ][ capacity: uint32 ][ padding ] members...
//
// Open addressing over the members' hashes; a slot holds a member's position plus one. capacity is
// a power of two of at least twice the members, so a probe sequence always ends at an empty slot.
// Small objects are scanned: comparing sixteen 32-bit hashes costs less than a probe that misses
// the cache.
#include "json/value.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "base/check.h"
#include "json/number.h"

namespace holotype::json {
namespace {

constexpr std::size_t kIndexFrom = 17;
constexpr std::size_t kHeaderBytes = 16;  // holds the capacity, keeps the members aligned

std::uint32_t index_capacity(const Member* members) {
  std::uint32_t capacity;
  std::memcpy(&capacity, reinterpret_cast<const std::byte*>(members) - kHeaderBytes,
              sizeof capacity);
  return capacity;
}

std::uint32_t* index_slots(Member* members, std::uint32_t capacity) {
  return reinterpret_cast<std::uint32_t*>(reinterpret_cast<std::byte*>(members) - kHeaderBytes) -
         capacity;
}

const std::uint32_t* index_slots(const Member* members, std::uint32_t capacity) {
  return index_slots(const_cast<Member*>(members), capacity);
}

bool same_name(const Member& member, const HashedName& name) {
  return member.hash == name.hash && member.name() == name.name;
}

std::uint32_t index_capacity_for(std::size_t count) {
  return static_cast<std::uint32_t>(std::bit_ceil(count * 2));
}

// The bytes in front of `count` members.
std::size_t index_bytes(std::size_t count) {
  if (count < kIndexFrom) return 0;
  return index_capacity_for(count) * sizeof(std::uint32_t) + kHeaderBytes;
}

// Room for `count` members, with an index in front where there are enough of them.
Member* allocate_members(Arena& arena, std::size_t count) {
  if (count < kIndexFrom) return arena.allocate_array<Member>(count);
  const std::uint32_t capacity = index_capacity_for(count);
  const std::size_t front = index_bytes(count);
  auto* bytes = static_cast<std::byte*>(arena.allocate(front + count * sizeof(Member), 16));
  std::memset(bytes, 0, front);
  std::memcpy(bytes + front - kHeaderBytes, &capacity, sizeof capacity);
  return reinterpret_cast<Member*>(bytes + front);
}

// The position of a member of that name among the first `count`, entering it at `count` where there
// is none.
std::size_t find_or_enter(Member* members, std::size_t total, std::size_t count,
                          const HashedName& name) {
  if (total < kIndexFrom) {
    for (std::size_t i = 0; i < count; ++i) {
      if (same_name(members[i], name)) return i;
    }
    return count;
  }
  const std::uint32_t capacity = index_capacity(members);
  std::uint32_t* slots = index_slots(members, capacity);
  for (std::uint32_t slot = name.hash & (capacity - 1);; slot = (slot + 1) & (capacity - 1)) {
    if (slots[slot] == 0) {
      slots[slot] = static_cast<std::uint32_t>(count + 1);
      return count;
    }
    if (same_name(members[slots[slot] - 1], name)) return slots[slot] - 1;
  }
}

// equal() and hash() call themselves so deep and no deeper: values come from strangers, and nest as
// they like.
constexpr std::size_t kMaxRecursion = 512;

// Calls `visit` with the corresponding parts of two values until it returns false. Returns whether
// they correspond: the same type, size and names; leaves must be equal.
template <typename Visit>
bool equal_parts(const Value& a, const Value& b, const Visit& visit) {
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Type::Null:
      return true;
    case Type::Boolean:
      return a.as_boolean() == b.as_boolean();
    case Type::Number:
      return compare(a, b) == 0;
    case Type::String:
      return a.as_string() == b.as_string();
    case Type::Array:
      return std::ranges::equal(a.elements(), b.elements(), visit);
    case Type::Object:
      return a.size() == b.size() && std::ranges::all_of(a.members(), [&](const Member& member) {
               const Value* other = b.find(HashedName(member.name(), member.hash));
               return other != nullptr && visit(member.value, *other);
             });
  }
  return false;
}

// The same with the pairs that are still to be compared on the heap.
bool equal_on_heap(const Value& a, const Value& b) {
  std::vector<std::pair<const Value*, const Value*>> pending{{&a, &b}};
  while (!pending.empty()) {
    const auto [one, other] = pending.back();
    pending.pop_back();
    const bool corresponds = equal_parts(*one, *other, [&pending](const Value& x, const Value& y) {
      pending.emplace_back(&x, &y);
      return true;
    });
    if (!corresponds) return false;
  }
  return true;
}

bool equal_at(const Value& a, const Value& b, std::size_t depth) {
  if (depth >= kMaxRecursion) return equal_on_heap(a, b);
  return equal_parts(a, b,
                     [depth](const Value& x, const Value& y) { return equal_at(x, y, depth + 1); });
}

std::uint64_t hash_at(const Value& value, std::uint64_t seed, std::size_t depth) {
  const std::uint64_t base = hash_mix(seed, static_cast<std::uint64_t>(value.type()));
  switch (value.type()) {
    case Type::Null:
      return base;
    case Type::Boolean:
      return hash_mix(base, value.as_boolean());
    case Type::Number: {
      // Equal numbers share their nearest double, whatever form they are held in; -0 is 0.
      const double nearest = value.as_double() + 0.0;
      return hash_mix(base, std::bit_cast<std::uint64_t>(nearest == 0 ? 0.0 : nearest));
    }
    case Type::String:
      return hash_bytes(value.as_string(), base);
    case Type::Array: {
      std::uint64_t state = base;
      if (depth >= kMaxRecursion) return hash_mix(base, value.size());
      for (const Value& element : value.elements()) state = hash_at(element, state, depth + 1);
      return state;
    }
    case Type::Object: {
      if (depth >= kMaxRecursion) return hash_mix(base, value.size());
      std::uint64_t sum = 0;  // addition, since the order of members does not matter
      for (const Member& member : value.members())
        sum += hash_at(member.value, member.hash, depth + 1);
      return hash_mix(base, sum);
    }
  }
  return base;
}

}  // namespace

Value Value::boolean(bool value) {
  Value result;
  result.payload_.integer = value ? 1 : 0;
  result.kind_ = static_cast<std::uint32_t>(Kind::Boolean);
  return result;
}

Value Value::integer(std::int64_t value) {
  Value result;
  result.payload_.integer = value;
  result.kind_ = static_cast<std::uint32_t>(Kind::Integer);
  return result;
}

Value Value::real(double value) {
  HOLOTYPE_CHECK(std::isfinite(value));
  Value result;
  result.payload_.real = value;
  result.kind_ = static_cast<std::uint32_t>(Kind::Double);
  return result;
}

Value Value::string_view(std::string_view text) {
  HOLOTYPE_CHECK(text.size() < (std::size_t{1} << 28));
  Value result;
  result.payload_.text = text.data();
  result.kind_ = static_cast<std::uint32_t>(Kind::String);
  result.size_ = static_cast<std::uint32_t>(text.size());
  return result;
}

Value Value::string(Arena& arena, std::string_view text) { return string_view(arena.copy(text)); }

Value Value::array(Arena& arena, std::span<const Value> elements) {
  HOLOTYPE_CHECK(elements.size() < (std::size_t{1} << 28));
  Value result;
  result.kind_ = static_cast<std::uint32_t>(Kind::Array);
  result.size_ = static_cast<std::uint32_t>(elements.size());
  Value* copy = arena.allocate_array<Value>(elements.size());
  std::uninitialized_copy(elements.begin(), elements.end(), copy);
  result.payload_.elements = copy;
  return result;
}

Value Value::object(Arena& arena, std::span<const Member> members) {
  HOLOTYPE_CHECK(members.size() < (std::size_t{1} << 26));
  Member* copy = allocate_members(arena, members.size());
  std::size_t count = 0;
  for (const Member& member : members) {
    const std::size_t at =
        find_or_enter(copy, members.size(), count, HashedName(member.name(), member.hash));
    if (at == count) {
      std::construct_at(copy + count++, member);
    } else {
      copy[at].value = member.value;  // the last value wins, at the first one's place
    }
  }
  // Duplicates left fewer members than the index was made for: only a total below the bound needs
  // another.
  if (members.size() >= kIndexFrom && count < kIndexFrom) {
    return object(arena, std::span<const Member>(copy, count));
  }
  Value result;
  result.kind_ = static_cast<std::uint32_t>(Kind::Object);
  result.size_ = static_cast<std::uint32_t>(count);
  result.payload_.members = copy;
  return result;
}

double Value::as_double() const {
  switch (kind()) {
    case Kind::Integer:
      return static_cast<double>(payload_.integer);
    case Kind::Double:
      return payload_.real;
    case Kind::Decimal: {
      double value = 0;
      const std::string_view text = decimal_text();
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc::result_out_of_range) return value;
      // from_chars leaves the value alone: too large, or too small to be told from zero.
      const bool tiny = compare(*this, integer(-1)) > 0 && compare(*this, integer(1)) < 0;
      const double magnitude = tiny ? 0.0 : HUGE_VAL;
      return text.front() == '-' ? -magnitude : magnitude;
    }
    default:
      HOLOTYPE_CHECK(is_number());
      return 0;
  }
}

std::string_view Value::decimal_text() const {
  HOLOTYPE_CHECK(kind() == Kind::Decimal);
  return {payload_.text, size_};
}

const Member* Value::find_member(const HashedName& name) const {
  if (!is_object()) return nullptr;
  const Member* members = payload_.members;
  if (size_ < kIndexFrom) {
    for (std::size_t i = 0; i < size_; ++i) {
      if (same_name(members[i], name)) return &members[i];
    }
    return nullptr;
  }
  const std::uint32_t capacity = index_capacity(members);
  const std::uint32_t* slots = index_slots(members, capacity);
  for (std::uint32_t slot = name.hash & (capacity - 1); slots[slot] != 0;
       slot = (slot + 1) & (capacity - 1)) {
    const Member& member = members[slots[slot] - 1];
    if (same_name(member, name)) return &member;
  }
  return nullptr;
}

Value Value::with_offset(std::uint32_t offset) const {
  Value result = *this;
  result.offset_ = offset;
  return result;
}

bool equal(const Value& a, const Value& b) { return equal_at(a, b, 0); }

std::uint64_t hash(const Value& value, std::uint64_t seed) { return hash_at(value, seed, 0); }

Value copy(Arena& arena, const Value& value) {
  switch (value.kind()) {
    case Kind::String:
      return Value::string(arena, value.as_string()).with_offset(value.offset());
    case Kind::Decimal:
      return Value::number(arena, value.decimal_text()).with_offset(value.offset());
    case Kind::Array: {
      std::vector<Value> elements;
      elements.reserve(value.size());
      for (const Value& element : value.elements()) elements.push_back(copy(arena, element));
      return Value::array(arena, elements).with_offset(value.offset());
    }
    case Kind::Object: {
      std::vector<Member> members;
      members.reserve(value.size());
      for (const Member& member : value.members()) {
        members.emplace_back(HashedName(arena.copy(member.name()), member.hash),
                             copy(arena, member.value), member.name_offset);
      }
      return Value::object(arena, members).with_offset(value.offset());
    }
    default:
      return value;
  }
}

Value at_one_place(Arena& arena, const Value& value, std::uint32_t offset) {
  if (value.is_array()) {
    std::vector<Value> elements;
    elements.reserve(value.size());
    for (const Value& element : value.elements())
      elements.push_back(at_one_place(arena, element, offset));
    return Value::array(arena, elements).with_offset(offset);
  }
  if (!value.is_object()) return value.with_offset(offset);
  std::vector<Member> members;
  members.reserve(value.size());
  for (const Member& member : value.members()) {
    members.emplace_back(HashedName(member.name(), member.hash),
                         at_one_place(arena, member.value, offset), offset);
  }
  return Value::object(arena, members).with_offset(offset);
}

std::size_t copied_bytes(const Value& value) {
  switch (value.kind()) {
    case Kind::String:
      return value.as_string().size();
    case Kind::Decimal:
      return value.decimal_text().size();
    case Kind::Array: {
      std::size_t bytes = value.size() * sizeof(Value) + alignof(Value);
      for (const Value& element : value.elements()) bytes += copied_bytes(element);
      return bytes;
    }
    case Kind::Object: {
      // Aligned for the index, too.
      std::size_t bytes = index_bytes(value.size()) + value.size() * sizeof(Member) + 16;
      for (const Member& member : value.members())
        bytes += member.size + copied_bytes(member.value);
      return bytes;
    }
    default:
      return 0;
  }
}

Value merge_patch(Arena& arena, const Value& target, const Value& patch) {
  if (!patch.is_object()) return patch;
  std::vector<Member> members;
  members.reserve(target.size() + patch.size());
  for (const Member& member : target.members()) {
    const Value* change = patch.find(HashedName(member.name(), member.hash));
    if (change == nullptr) {
      members.push_back(member);
    } else if (!change->is_null()) {
      members.push_back(member);
      members.back().value = merge_patch(arena, member.value, *change);
    }
  }
  for (const Member& member : patch.members()) {
    const bool is_new = target.find(HashedName(member.name(), member.hash)) == nullptr;
    if (!is_new || member.value.is_null()) continue;
    members.push_back(member);
    members.back().value = merge_patch(arena, Value(), member.value);
  }
  return Value::object(arena, members);
}

}  // namespace holotype::json
