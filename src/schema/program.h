// The compiled form of schemas: sub-schemas with their keywords, each with its operand ready to
// use.
//
// It keeps the structure of the text (one Subschema a schema object, one Keyword a keyword),
// because check() names keywords and branches. The plan for accepts() is derived from it (plan.h).
// Sub-schemas refer to each other by pointer and may form cycles; a Unit owns them all.
//
// Threads: a Subschema is immutable once the compile() that made it has returned.
// Internal to the module.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "document/file.h"
#include "formats/format.h"
#include "json/arena.h"
#include "json/value.h"
#include "regex/pattern.h"
#include "schema/registry.h"
#include "schema/schema.h"

namespace holotype::schema {

// What a keyword asks for. Several keywords may share one (`maximum` and draft 4's exclusive form).
enum class Op : std::uint8_t {
  Type,
  Enum,
  Const,
  MultipleOf,
  Maximum,
  ExclusiveMaximum,
  Minimum,
  ExclusiveMinimum,
  NumberFormat,
  MaxLength,
  MinLength,
  Pattern,
  Format,
  ContentEncoding,
  ContentMediaType,
  ContentSchema,
  MaxItems,
  MinItems,
  UniqueItems,
  PrefixItems,
  Items,
  Contains,
  MaxProperties,
  MinProperties,
  Required,
  DependentRequired,
  DependentSchemas,
  Properties,
  PatternProperties,
  AdditionalProperties,
  PropertyNames,
  AllOf,
  AnyOf,
  OneOf,
  Not,
  Conditional,
  Reference,
  DynamicReference,
  UnevaluatedItems,
  UnevaluatedProperties,
  Unchecked,
};
inline constexpr std::size_t kOpCount = static_cast<std::size_t>(Op::Unchecked) + 1;

class Unit;
struct Subschema;
using Subschemas = std::vector<const Subschema*>;
using Names = std::vector<json::HashedName>;

// Types as a set: bit n is json::Type n. Integer is a bit of its own, for numbers alone.
struct TypeSet {
  static constexpr std::uint8_t kInteger = 1 << 6;
  static constexpr std::uint8_t kAny = 0x3F;
  static constexpr std::uint8_t bit(json::Type type) {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(type));
  }
  std::uint8_t bits = 0;
  bool fraction_decides = false;  // draft 4: 1.0 is no integer

  bool contains(const json::Value& value) const;
};

struct PropertyMap {
  struct Property {
    json::HashedName name;
    const Subschema* subschema;
    bool withheld = false;  // readOnly in a request, writeOnly in an answer: must not be there
  };
  PropertyMap(Unit& unit, const std::vector<Property>& in_order);
  // nullptr where there is none of that name.
  const Property* find(const json::HashedName& name) const;

  std::span<const Property> properties;    // in the order of the schema
  std::span<const std::uint32_t> by_hash;  // where they are among those, by their names' hashes
};

struct PatternMap {
  struct Entry {
    // nullopt where the pattern could not be compiled: whether a name matches is not known.
    std::optional<regex::Pattern> pattern;
    std::string_view source;
    const Subschema* subschema;
  };
  std::vector<Entry> entries;
};

// additionalProperties: for members that neither sibling names. The siblings may be nullptr.
struct Additional {
  const Subschema* subschema;
  const PropertyMap* properties;
  const PatternMap* patterns;
};

// For the elements from `first` on.
struct Items {
  const Subschema* subschema;
  std::size_t first;
};

struct Contains {
  const Subschema* subschema;
  std::uint64_t min;
  std::optional<std::uint64_t> max;
  const json::Member* min_keyword;  // minContains and maxContains, nullptr where absent
  const json::Member* max_keyword;
  bool evaluates;  // from 2020-12 on, what it matches counts as evaluated
};

struct Conditional {
  const Subschema* condition;
  const Subschema* consequence;  // then, may be nullptr
  const Subschema* alternative;  // else, may be nullptr
};

struct DependentNames {
  struct Entry {
    json::HashedName name;
    Names required;
  };
  std::vector<Entry> entries;
};

struct DependentSubschemas {
  struct Entry {
    json::HashedName name;
    const Subschema* subschema;
  };
  std::vector<Entry> entries;
};

// anyOf and oneOf, with what tells the branches apart for findings.
struct Branches {
  Subschemas subschemas;
  std::string_view discriminator;  // OpenAPI: the property whose value names the branch; "" without
  struct Mapping {
    std::string_view value;
    std::size_t branch;
  };
  std::vector<Mapping> mapping;
  // OpenAPI 3.2 defaultMapping: where the property is not there or names none of them.
  std::optional<std::size_t> fallback;
};

// $dynamicRef and, with the empty name, $recursiveRef.
struct Dynamic {
  std::string_view anchor;
  const Subschema* initial;
};

enum class NumberFormat : std::uint8_t { Int32, Int64, Float, Double };

// How the content of a string is encoded (contentEncoding).
enum class Encoding : std::uint8_t { Identity, Base64, Base64Url, Base32, Base16 };

// What `contentSchema` asks of a string, and how to come to the content.
struct Content {
  const Subschema* subschema;
  Encoding encoding;
};

using Operand =
    std::variant<std::monostate, std::uint64_t, TypeSet, NumberFormat, Encoding, const json::Value*,
                 const Subschema*, const Subschemas*, const Names*, const PropertyMap*,
                 const PatternMap*, const Additional*, const Items*, const Contains*,
                 const Conditional*, const DependentNames*, const DependentSubschemas*,
                 const Branches*, const Dynamic*, const Content*, const regex::Pattern*,
                 const formats::Format*, const std::string*>;

struct Keyword {
  Op op;
  Operand operand;
  const json::Member* member;  // in the schema: the name and the value that findings point at
};

struct Plan;

// One schema object or boolean.
struct Subschema {
  document::Node place;
  const Resource* resource = nullptr;
  bool rejects = false;  // `false`
  bool tracks = false;   // unevaluatedItems, unevaluatedProperties or contentSchema: the Checker's
  bool secret = false;   // writeOnly or format password: findings do not show the value
  const Subschema* composed_in = nullptr;  // the schema in whose allOf this one is written
  std::span<Keyword> keywords;
  mutable Plan* plan = nullptr;  // the Planner's
};

// How often sub-schemas are applied to parts of one instance: a second's worth or a few. A schema
// whose references double on every level asks for 2^n. Fuzzers set less, to tell slow from endless.
#ifndef HOLOTYPE_MAX_SCHEMA_STEPS
#define HOLOTYPE_MAX_SCHEMA_STEPS 100'000'000
#endif

// What running a program needs besides it. Where a $dynamicRef may lead: the sub-schema that
// carries the anchor in each resource.
struct Scope {
  struct Hash {
    std::size_t operator()(const std::pair<const Resource*, std::string_view>& key) const {
      return std::hash<const void*>()(key.first) ^ std::hash<std::string_view>()(key.second);
    }
  };
  std::unordered_map<std::pair<const Resource*, std::string_view>, const Subschema*, Hash> targets;
  // The anchors that more than one resource carries: what a reference to them means, the way of
  // each evaluation decides.
  std::unordered_set<std::string_view> choices;
  std::uint64_t max_steps = HOLOTYPE_MAX_SCHEMA_STEPS;
};

// The memory of programs that were compiled together. Only grows; what is in it never moves.
class Unit {
 public:
  Unit() = default;
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  ~Unit() {
    for (const Owned& one : owned_) one.destroy(one.object);
  }

  template <typename T>
  T* keep(T value) {
    T* object = new (arena_.allocate(sizeof(T), alignof(T))) T(std::move(value));
    if constexpr (!std::is_trivially_destructible_v<T>) {
      owned_.push_back({object, [](void* one) { static_cast<T*>(one)->~T(); }});
    }
    return object;
  }

  // A copy of what does not grow any more.
  template <typename T>
  std::span<T> keep_all(const std::vector<T>& values) {
    T* copies = arena_.allocate_array<T>(values.size());
    std::uninitialized_copy(values.begin(), values.end(), copies);
    return {copies, values.size()};
  }

 private:
  struct Owned {
    void* object;
    void (*destroy)(void*);
  };
  json::Arena arena_;
  std::vector<Owned> owned_;
};

}  // namespace holotype::schema
