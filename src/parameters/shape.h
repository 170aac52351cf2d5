// Shape: which JSON types a schema allows a value, its items and its members, as far as turning
// text into JSON needs to know.
//
// A schema that says nothing of types allows all of them. $ref, allOf, anyOf, oneOf, if/then/else
// are followed; enum and const count as their values' types. A Shape is never stricter than its
// schema: what does not fit stays a string, and the schema says why it does not do.
//
// Threads: safe from any thread; Shapes are immutable once compile() has returned.
// Spec: JSON Schema core 2020-12 section 10.2 (applicators). Tests: tests/parameters/shape_test.cc
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "document/file.h"
#include "schema/compiler.h"

namespace holotype::parameters {

// A set of JSON types; a number without Fraction is an integer.
class Types {
 public:
  enum Bit : std::uint8_t {
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Fraction = 8,
    String = 16,
    Array = 32,
    Object = 64,
  };
  static constexpr std::uint8_t kAll = 127;

  constexpr Types(std::uint8_t bits = kAll) : bits_(bits) {}  // NOLINT: a set of one or more
  constexpr bool has(Bit bit) const { return (bits_ & bit) != 0; }
  constexpr bool any() const { return bits_ == kAll; }
  constexpr bool none() const { return bits_ == 0; }
  constexpr bool has_scalar() const {
    return (bits_ & (Boolean | Integer | Fraction | String)) != 0;
  }
  constexpr std::uint8_t bits() const { return bits_; }
  friend constexpr Types operator&(Types a, Types b) {
    return static_cast<std::uint8_t>(a.bits_ & b.bits_);
  }
  friend constexpr Types operator|(Types a, Types b) {
    return static_cast<std::uint8_t>(a.bits_ | b.bits_);
  }
  friend constexpr bool operator==(Types, Types) = default;

 private:
  std::uint8_t bits_;
};

// How a value is written in XML. Spec: OpenAPI 3.2.0 "XML Object".
struct Xml {
  enum class Node : std::uint8_t {
    Default,  // an element; for arrays nothing, their items being the elements
    Element,  // what `wrapped: true` says of arrays as well
    Attribute,
    Text,
    Cdata,
    None,
  };
  std::string_view name;           // "": by the property or component
  std::string_view namespace_uri;  // "": not said
  std::string_view prefix;
  Node node = Node::Default;
};

struct Shape {
  struct Property {
    std::string_view name;  // of the description
    const Shape* shape;
    bool is_required = false;  // by a schema that holds whenever this one does, or by a branch
  };

  Types types;
  // Of array items beyond `prefix`. Never null.
  const Shape* items = nullptr;
  std::vector<const Shape*> prefix;
  std::vector<Property> properties;  // in the order of the description
  // Of members that `properties` does not name. Never null.
  const Shape* additional = nullptr;
  // Whether members beyond `properties` are asked for: additionalProperties (not false) or
  // patternProperties is there, or the schema names no property at all.
  bool is_open = true;
  // Whether the schema says that it must not, or may, be empty text (Swagger 2.0
  // "allowEmptyValue").
  bool forbids_empty = false;
  bool allows_empty = false;
  // The `xml` of the schema, of what it refers to, or of what it combines by allOf; nullptr where
  // there is none.
  const Xml* xml = nullptr;
  // The key of the component that the schema refers to; "" where it is written in place.
  std::string_view component;

  // The shape of that member.
  const Shape& member(std::string_view name) const;
  // The shape of that element.
  const Shape& element(std::size_t index) const;
  bool names(std::string_view property) const;
};

// How a schema is read that does not say by $schema.
using DialectOf = std::function<schema::Dialect(const document::Node& schema)>;

// Makes Shapes and keeps them: equal schemas share one, and recursive ones end. A schema that is
// reached through other resources has another one where a $dynamicRef means something else there.
class ShapeCompiler {
 public:
  // References are followed by `compiler`, which must outlive this.
  ShapeCompiler(schema::Compiler& compiler, DialectOf dialect_of);
  ShapeCompiler(const ShapeCompiler&) = delete;
  ShapeCompiler& operator=(const ShapeCompiler&) = delete;

  // The shape of `schema`; of an empty Node: any type. It lives as long as the compiler.
  const Shape& compile(const document::Node& schema);

  // Allows everything.
  static const Shape& any();

 private:
  using Reached = schema::Reached;
  using Key = std::vector<const void*>;
  struct Flat;
  static Key key_of(const std::vector<Reached>& schemas);
  const Shape* shape_of(const std::vector<Reached>& schemas, int depth) REQUIRES(mutex_);
  void flatten(const Reached& reached, Flat& flat) const;
  void find_naming(const Reached& reached, Shape& shape, int depth) REQUIRES(mutex_);
  Types types_of(const Reached& reached, int depth) const;
  // `schema` with its resource entered; empty where it is no object.
  Reached enter(const Reached& schema) const;
  // What `schema` refers to, one step; empty where it refers to nothing.
  Reached follow(const Reached& schema) const;

  schema::Compiler& compiler_;
  const DialectOf dialect_of_;
  Mutex mutex_;
  std::deque<Shape> shapes_ GUARDED_BY(mutex_);  // stable addresses
  std::deque<Xml> xmls_ GUARDED_BY(mutex_);
  std::map<Key, Shape*> known_ GUARDED_BY(mutex_);
};

}  // namespace holotype::parameters
