// Shape: one schema as the generator reads it, with its references followed.
//
// It keeps the structure of the text (a Shape a schema), so that a branch can be chosen and judged
// by itself; Demand merges the Shapes that must hold at one place. Keywords that ask for nothing
// are left out.
//
// Internal to the module. Threads: immutable once Planner::plan() returned; Shapes form cycles.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "json/value.h"
#include "regex/pattern.h"
#include "regex/syntax.h"
#include "schema/schema.h"

namespace holotype::generate {

// A set of types, one bit each. "number" is Integer | Fraction, so that sets intersect bit by bit.
using Types = std::uint8_t;
namespace types {
inline constexpr Types kNull = 1, kBoolean = 2, kInteger = 4, kFraction = 8, kString = 16,
                       kArray = 32, kObject = 64;
inline constexpr Types kNumber = kInteger | kFraction;
inline constexpr Types kAny = 127;
}  // namespace types

inline constexpr std::uint64_t kNoMaximum = std::numeric_limits<std::uint64_t>::max();

struct Shape;

// minimum, maximum and their exclusive forms.
struct Bound {
  const json::Value* value;
  bool exclusive;
};

// A value that the author gives: `example`, an element of `examples`, `default`.
struct AuthorValue {
  const json::Value* value;  // without what does not travel in this direction
  bool is_example = true;    // not a default
  // Why it breaks the schema that it stands in; nullptr where it does not. The place in the value
  // is not known yet.
  std::shared_ptr<const diagnostic::Diagnostic> fault = nullptr;
};

struct PatternShape {
  std::string_view source;
  std::optional<regex::Pattern> pattern;  // nullopt where it is no regular expression: ignored
  std::shared_ptr<const regex::Node> syntax;
};

struct Shape {
  document::Node place;
  std::string name;      // the last segment of a $ref that leads here: "Pet"; may be empty
  bool rejects = false;  // `false`

  // Every type where there is no `type`. `listed` is the first one that is not null, 0 without.
  Types types = types::kAny;
  Types listed = 0;

  std::vector<AuthorValue> author_values;  // in the order of preference
  const json::Value* constant = nullptr;
  std::vector<json::Value> choices;  // enum
  bool has_enum = false;

  std::vector<Bound> lower;
  std::vector<Bound> upper;
  const json::Value* multiple_of = nullptr;

  std::uint64_t min_length = 0;
  std::uint64_t max_length = kNoMaximum;
  std::optional<PatternShape> pattern;
  std::string_view format;
  bool is_json_text = false;       // contentMediaType, where nothing encodes it
  std::string_view file = {};      // what contentMediaType names, of which there is a sample_file()
  bool is_encoded = false;         // contentEncoding: base64
  const Shape* content = nullptr;  // contentSchema, of a string that holds JSON

  std::uint64_t min_items = 0;
  std::uint64_t max_items = kNoMaximum;
  bool unique_items = false;
  std::vector<const Shape*> prefix_items;
  const Shape* items = nullptr;  // of those behind `prefix_items`
  const Shape* contains = nullptr;
  std::uint64_t min_contains = 1;
  std::uint64_t max_contains = kNoMaximum;
  const Shape* unevaluated_items = nullptr;

  struct Property {
    json::HashedName name;
    const Shape* shape;
    bool withheld;  // readOnly in a request, writeOnly in an answer
  };
  struct PatternProperty {
    PatternShape pattern;
    const Shape* shape;
  };
  struct Dependency {
    std::string_view name;
    std::vector<std::string_view> required;
    const Shape* shape = nullptr;
  };
  std::vector<Property> properties;
  std::vector<PatternProperty> pattern_properties;
  const Shape* additional_properties = nullptr;
  const Shape* unevaluated_properties = nullptr;
  const Shape* property_names = nullptr;
  std::vector<std::string_view> required;
  std::vector<Dependency> dependencies;
  std::uint64_t min_properties = 0;
  std::uint64_t max_properties = kNoMaximum;

  const Shape* reference = nullptr;
  bool is_dynamic = false;  // by $dynamicRef or $recursiveRef
  std::vector<const Shape*> all_of;
  std::vector<const Shape*> any_of;
  std::vector<const Shape*> one_of;
  const Shape* negated = nullptr;
  const Shape* condition = nullptr;
  const Shape* consequence = nullptr;
  const Shape* alternative = nullptr;

  // OpenAPI "Discriminator Object": which value of `discriminator` names which schema.
  std::string_view discriminator;
  struct Mapping {
    std::string_view value;
    const Shape* shape;
  };
  std::vector<Mapping> mapping;

  // Whether values made by the book may still break it: `not`, `oneOf`, `contains` and the like.
  bool is_intricate = false;
  // Judges values against this schema alone; never nullptr once planned.
  std::shared_ptr<const schema::Schema> judge;

  // nullptr where `properties` does not name it.
  const Property* find(json::HashedName wanted) const {
    for (const Property& property : properties) {
      if (property.name.hash == wanted.hash && property.name.name == wanted.name) return &property;
    }
    return nullptr;
  }
};

// `shape` with references followed as far as they stand alone.
inline const Shape* target_of(const Shape* shape) {
  for (int steps = 0; shape->reference != nullptr && steps < 32; ++steps) shape = shape->reference;
  return shape;
}

}  // namespace holotype::generate
