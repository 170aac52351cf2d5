// Which keywords a schema has that can refuse a value, and which of them a value meets.
#include <cstdint>
#include <unordered_set>

#include "schema/check.h"
#include "schema/program.h"
#include "schema/visit.h"

namespace holotype::schema {
namespace {

using json::Type;

constexpr std::uint8_t kNone = 0;
constexpr std::uint8_t kAny = TypeSet::kAny;
constexpr std::uint8_t kNumber = TypeSet::bit(Type::Number);
constexpr std::uint8_t kString = TypeSet::bit(Type::String);
constexpr std::uint8_t kArray = TypeSet::bit(Type::Array);
constexpr std::uint8_t kObject = TypeSet::bit(Type::Object);

// The types that a keyword can refuse a value of by itself (validation 2020-12 section 6, core
// section 10); kNone where it only leads to other schemas.
constexpr std::uint8_t kTypes[kOpCount] = {
    kAny,     // Type
    kAny,     // Enum
    kAny,     // Const
    kNumber,  // MultipleOf
    kNumber,  // Maximum
    kNumber,  // ExclusiveMaximum
    kNumber,  // Minimum
    kNumber,  // ExclusiveMinimum
    kNumber,  // NumberFormat
    kString,  // MaxLength
    kString,  // MinLength
    kString,  // Pattern
    kString,  // Format
    kString,  // ContentEncoding
    kString,  // ContentMediaType
    kNone,    // ContentSchema
    kArray,   // MaxItems
    kArray,   // MinItems
    kArray,   // UniqueItems
    kNone,    // PrefixItems
    kNone,    // Items
    kArray,   // Contains
    kObject,  // MaxProperties
    kObject,  // MinProperties
    kObject,  // Required
    kObject,  // DependentRequired
    kNone,    // DependentSchemas
    kNone,    // Properties
    kNone,    // PatternProperties
    kObject,  // AdditionalProperties, where it is false
    kObject,  // PropertyNames
    kNone,    // AllOf
    kAny,     // AnyOf
    kAny,     // OneOf
    kAny,     // Not
    kNone,    // Conditional
    kNone,    // Reference
    kNone,    // DynamicReference
    kArray,   // UnevaluatedItems, where it is false
    kObject,  // UnevaluatedProperties, where it is false
    kNone,    // Unchecked
};

// A schema in the place of `false` is only led to.
bool leads_on(const Keyword& keyword) {
  switch (keyword.op) {
    case Op::AdditionalProperties:
      return !std::get<const Additional*>(keyword.operand)->subschema->rejects;
    case Op::UnevaluatedItems:
    case Op::UnevaluatedProperties:
      return !std::get<const Subschema*>(keyword.operand)->rejects;
    default:
      return false;
  }
}

}  // namespace

bool is_constraint(const Keyword& keyword) {
  return keyword.member != nullptr && kTypes[static_cast<std::size_t>(keyword.op)] != kNone &&
         !leads_on(keyword);
}

bool applies_to(const Keyword& keyword, const json::Value& value) {
  return (kTypes[static_cast<std::size_t>(keyword.op)] & TypeSet::bit(value.type())) != 0;
}

std::vector<Constraint> Schema::constraints() const {
  std::vector<Constraint> constraints;
  std::unordered_set<const Subschema*> seen = {root_};
  std::unordered_set<const json::Member*> listed;  // one text may be compiled twice
  std::vector<const Subschema*> pending = {root_};
  while (!pending.empty()) {
    const Subschema& subschema = *pending.back();
    pending.pop_back();
    std::vector<const Subschema*> next;
    const auto visit = [&](const Subschema* one) {
      if (seen.insert(one).second) next.push_back(one);
    };
    for (const Keyword& keyword : subschema.keywords) {
      if (is_constraint(keyword) && listed.insert(keyword.member).second)
        constraints.push_back({subschema.place, keyword.member});
      visit_in_place(keyword, visit);
      visit_below(keyword, visit);
    }
    pending.insert(pending.end(), next.rbegin(), next.rend());
  }
  return constraints;
}

void Schema::observe(const json::Value& instance, const Observe& observe) const {
  Checker(*scope_, options_).observe(*root_, instance, observe);
}

}  // namespace holotype::schema
