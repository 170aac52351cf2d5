#include "admin/dependence.h"

#include <algorithm>
#include <string_view>

namespace holotype::admin {
namespace {

using json::Value;
using Tokens = std::span<const std::string>;

// What a keyword does with the value that it is asked about.
enum class Does : std::uint8_t {
  Describes,     // refuses nothing
  Compares,      // looks at all of it, parts and all
  RefersAway,    // to a schema that is not read here
  AppliesAll,    // each of its schemas must hold of it
  AppliesSome,   // its schemas decide together
  AppliesIf,     // one for each name of a member that is there
  Members,       // a schema for each name
  Patterns,      // a schema for each pattern of names
  OtherMembers,  // for members that `properties` does not name
  LeftMembers,   // for members that nothing else has looked at
  Elements,      // for elements, or a list of such
  SomeElements,  // for one or more elements
  LeftElements,  // for elements that nothing else has looked at
};

struct KnownKeyword {
  std::string_view name;
  Does does;
};

// JSON Schema 2020-12, and what older drafts have besides. A keyword that is not here looks at a
// value without its parts: its names, its size, or a text or number as such.
constexpr KnownKeyword kKeywords[] = {
    {"$schema", Does::Describes},
    {"$id", Does::Describes},
    {"id", Does::Describes},
    {"$anchor", Does::Describes},
    {"$dynamicAnchor", Does::Describes},
    {"$vocabulary", Does::Describes},
    {"$comment", Does::Describes},
    {"$defs", Does::Describes},
    {"definitions", Does::Describes},
    {"title", Does::Describes},
    {"description", Does::Describes},
    {"default", Does::Describes},
    {"example", Does::Describes},
    {"examples", Does::Describes},
    {"deprecated", Does::Describes},
    {"readOnly", Does::Describes},
    {"writeOnly", Does::Describes},
    {"const", Does::Compares},
    {"enum", Does::Compares},
    {"uniqueItems", Does::Compares},
    {"$ref", Does::RefersAway},
    {"$dynamicRef", Does::RefersAway},
    {"$recursiveRef", Does::RefersAway},
    {"allOf", Does::AppliesAll},
    {"anyOf", Does::AppliesSome},
    {"oneOf", Does::AppliesSome},
    {"not", Does::AppliesSome},
    {"if", Does::AppliesSome},
    {"then", Does::AppliesSome},
    {"else", Does::AppliesSome},
    {"dependentSchemas", Does::AppliesIf},
    {"dependencies", Does::AppliesIf},
    {"properties", Does::Members},
    {"patternProperties", Does::Patterns},
    {"additionalProperties", Does::OtherMembers},
    {"unevaluatedProperties", Does::LeftMembers},
    {"items", Does::Elements},
    {"prefixItems", Does::Elements},
    {"additionalItems", Does::Elements},
    {"contains", Does::SomeElements},
    {"unevaluatedItems", Does::LeftElements},
};

const KnownKeyword* find_known(std::string_view name) {
  const auto found = std::ranges::find(kKeywords, name, &KnownKeyword::name);
  return found == std::end(kKeywords) ? nullptr : found;
}

bool is_index(std::string_view token) {
  return !token.empty() && std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
}

// Of a schema, or of each of a list or an object of schemas.
Dependence of_each(const Value& schemas, bool is_map, Tokens tokens) {
  Dependence most = Dependence::None;
  if (is_map) {
    for (const json::Member& member : schemas.members())
      most = std::max(most, dependence_of(member.value, tokens));
  } else if (schemas.is_array()) {
    for (const Value& element : schemas.elements())
      most = std::max(most, dependence_of(element, tokens));
  } else {
    most = dependence_of(schemas, tokens);
  }
  return most;
}

// Where others decide whether it counts, what fails elsewhere may fail because of it.
Dependence spread(Dependence one) {
  return one == Dependence::None ? Dependence::None : Dependence::Whole;
}

// `tokens` lead to a part of the value; not empty.
Dependence of_keyword(const Value& schema, const json::Member& keyword, Tokens tokens) {
  const KnownKeyword* known = find_known(keyword.name());
  if (known == nullptr) return Dependence::None;
  const Value& value = keyword.value;
  const Tokens below = tokens.subspan(1);
  switch (known->does) {
    case Does::Describes:
      return Dependence::None;
    case Does::Compares:
      return value.is_boolean() && !value.as_boolean() && keyword.name() == "uniqueItems"
                 ? Dependence::None
                 : Dependence::Whole;
    case Does::RefersAway:
      return Dependence::Whole;
    case Does::AppliesAll:
      return of_each(value, false, tokens);
    case Does::AppliesSome:
      return spread(of_each(value, false, tokens));
    case Does::AppliesIf:
      return of_each(value, true, tokens);
    case Does::Members: {
      const Value* named = value.find(tokens.front());
      return named == nullptr ? Dependence::None : dependence_of(*named, below);
    }
    case Does::Patterns:
      return of_each(value, true, below);
    case Does::OtherMembers: {
      const Value* named = schema.find("properties");
      const bool is_named = named != nullptr && named->find(tokens.front()) != nullptr;
      return is_named ? Dependence::None : dependence_of(value, below);
    }
    case Does::LeftMembers:
      return spread(dependence_of(value, below));
    case Does::Elements:
      return is_index(tokens.front()) ? of_each(value, false, below) : Dependence::None;
    case Does::SomeElements:
    case Does::LeftElements:
      return is_index(tokens.front()) ? spread(dependence_of(value, below)) : Dependence::None;
  }
  return Dependence::Whole;
}

}  // namespace

Dependence dependence_of(const Value& schema, Tokens tokens) {
  if (!schema.is_object()) return Dependence::None;
  if (tokens.empty()) {
    const bool asserts = std::ranges::any_of(schema.members(), [](const json::Member& keyword) {
      const KnownKeyword* known = find_known(keyword.name());
      return known == nullptr || known->does != Does::Describes;
    });
    return asserts ? Dependence::Part : Dependence::None;
  }
  Dependence most = Dependence::None;
  bool looks_at_the_rest = false;
  for (const json::Member& keyword : schema.members()) {
    most = std::max(most, of_keyword(schema, keyword, tokens));
    looks_at_the_rest |= keyword.name().starts_with("unevaluated");
  }
  // What is left to unevaluatedProperties and unevaluatedItems depends on what has held elsewhere.
  return looks_at_the_rest ? spread(most) : most;
}

}  // namespace holotype::admin
