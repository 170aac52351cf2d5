// Flat: what a schema asks for at one place, whatever it is written in.
//
// References are followed, the parts of allOf are put together, and the dialects are made one:
// nullable is a type, exclusiveMinimum: true is an exclusive minimum, items: [a, b] is prefixItems.
// Two Flats can be compared keyword by keyword, though one is of Swagger 2.0 and the other of
// OpenAPI 3.1.
//
// Internal to compare. Threads: one at a time (it follows references with the compiler).
// Spec: JSON Schema core and validation 2020-12; OpenAPI 3.0 and Swagger 2.0 "Schema Object".
// Tests: tests/compare/schemas_test.cc
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "document/file.h"
#include "openapi/description.h"
#include "regex/pattern.h"
#include "schema/dialect.h"

namespace holotype::compare {

using document::Node;

// A set of types, one bit each. A number is an integer or has a fraction.
using Types = std::uint8_t;
inline constexpr Types kNull = 1, kBoolean = 2, kInteger = 4, kFraction = 8, kString = 16,
                       kArray = 32, kObject = 64;
inline constexpr Types kNumber = kInteger | kFraction;
inline constexpr Types kAnyType = 127;

// "string or null"; "any" for all.
std::string to_string(Types types);

Types type_of(const json::Value& value);

// What a value must satisfy: every one of `nodes`. None: any value will do.
struct View {
  std::vector<Node> nodes;
  // The anyOf and oneOf of which one branch was chosen: it is one of `nodes`.
  std::vector<const json::Value*> chosen;
  Types types = kAnyType;  // the only types that are looked at

  // The same view has the same key.
  std::string key() const;
};

// A keyword with a number, and whether the value itself is excluded.
struct Bound {
  Node node;  // without a value: there is none
  bool is_exclusive = false;
};

enum class BoundKind : std::uint8_t {
  Minimum,
  Maximum,
  MinLength,
  MaxLength,
  MinItems,
  MaxItems,
  MinProperties,
  MaxProperties,
};
inline constexpr std::size_t kBoundCount = 8;

struct BoundRow {
  std::string_view keyword;
  std::string_view exclusive;  // "" where there is none
  bool is_lower;
  Types types;  // what it is about
};
extern const std::array<BoundRow, kBoundCount> kBounds;

// An anyOf or oneOf.
struct Group {
  Node node;
  bool is_exclusive = false;  // oneOf
  bool has_discriminator = false;
  std::vector<Node> branches;
};

// What becomes of properties that no other keyword of its schema names.
struct Rest {
  std::vector<std::string> names;     // those that are named
  std::vector<std::string> patterns;  // what matches one of patternProperties is named, too
  bool may_name_more = false;         // a branch or a condition may name others
  bool sees_all = false;              // unevaluatedProperties: the names of all parts count
  Node node;                          // the schema

  bool is_closed() const { return node.value->is_boolean() && !node.value->as_boolean(); }
  bool is_open() const { return node.value->is_boolean() && node.value->as_boolean(); }
};

struct Property {
  std::string name;
  View view;
};

struct Flat {
  Node place;               // where findings about the whole point
  bool is_nothing = false;  // false: no value satisfies it
  Node unresolved;          // a reference that leads nowhere
  Types types = kAnyType;
  Node types_at;
  // enum and const: the only values; `values_at` says whether there is such a keyword.
  std::vector<const json::Value*> values;
  Node values_at;
  std::array<Bound, kBoundCount> bounds;
  std::vector<Node> multiples;
  Node unique;
  std::vector<Node> patterns;
  std::vector<Node> formats;
  std::vector<Property> properties;
  std::vector<std::pair<std::string, Node>> required;
  std::vector<Rest> rests;
  std::vector<Property> pattern_properties;  // by pattern
  std::vector<View> prefix;
  View items;  // of all elements behind the prefix
  Node items_at;
  std::vector<Group> groups;
  Node fallback;  // default
  // Every other keyword that restricts, by name.
  std::vector<std::pair<std::string, Node>> others;

  const Property* property(std::string_view name) const;
  const Node* requires_property(std::string_view name) const;
  // Whether it is how a version of OpenAPI says "any bytes": {type: string, format: binary} in 3.0,
  // nothing at all, perhaps with a contentMediaType, in 3.1.
  bool is_bytes() const;
};

// What a Flat says of one property.
struct Said {
  View view;     // its value; nothing is said of it where there are no nodes
  Node refusal;  // what refuses it, whatever its value; none where nothing does
};

// Flattens the schemas of one description.
class Flattener {
 public:
  explicit Flattener(const openapi::Description& description) : description_(&description) {}

  // The reference is valid as long as the Flattener.
  const Flat& flatten(const View& view);

  // By `properties`, by each of patternProperties that matches the name, and by what becomes of
  // those that nothing names.
  Said said_of(const Flat& flat, std::string_view name);
  // Whether a branch of anyOf or oneOf says something of the property, or a branch of a branch.
  bool is_in_branch(const Flat& flat, std::string_view name);

  // Where the references of `node` lead in the end; `node` itself where it has none.
  Node target(const Node& node) const;
  // The properties are withheld that are readOnly in a request and writeOnly in an answer.
  bool is_withheld(const View& property, std::string_view keyword) const;

  const openapi::Description& description() const { return *description_; }

 private:
  struct Building;
  void add(const Node& node, Building& building) const;
  void add_keywords(const Node& node, schema::Dialect dialect, Building& building) const;
  schema::Dialect dialect_of(const Node& node) const;

  bool matches(const std::string& pattern, std::string_view name);

  const openapi::Description* description_;
  std::unordered_map<std::string, std::unique_ptr<Flat>> known_;
  std::unordered_map<std::string, std::optional<regex::Pattern>> patterns_;  // nothing: it is none
};

}  // namespace holotype::compare
