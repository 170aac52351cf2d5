// The edges of a program: which sub-schemas a keyword applies, and whether to the same value or to
// parts of it.
//
// Internal to the module.
#pragma once

#include "schema/program.h"

namespace holotype::schema {

// Whether `keyword` is a dynamic reference that may mean more than one sub-schema. Where it may
// not, it means the one that it names by itself.
inline bool has_choice(const Keyword& keyword, const Scope& scope) {
  return keyword.op == Op::DynamicReference &&
         scope.choices.contains(std::get<const Dynamic*>(keyword.operand)->anchor);
}

// Calls `visit` with each sub-schema that `keyword` applies to the same value; of a dynamic
// reference, the one that it names by itself.
template <typename Visit>
void visit_in_place(const Keyword& keyword, Visit visit) {
  switch (keyword.op) {
    case Op::AllOf:
      for (const Subschema* one : *std::get<const Subschemas*>(keyword.operand)) visit(one);
      break;
    case Op::AnyOf:
    case Op::OneOf:
      for (const Subschema* one : std::get<const Branches*>(keyword.operand)->subschemas)
        visit(one);
      break;
    case Op::Not:
    case Op::Reference:
      visit(std::get<const Subschema*>(keyword.operand));
      break;
    case Op::Conditional: {
      const auto& conditional = *std::get<const Conditional*>(keyword.operand);
      visit(conditional.condition);
      if (conditional.consequence != nullptr) visit(conditional.consequence);
      if (conditional.alternative != nullptr) visit(conditional.alternative);
      break;
    }
    case Op::DependentSchemas:
      for (const auto& entry : std::get<const DependentSubschemas*>(keyword.operand)->entries) {
        visit(entry.subschema);
      }
      break;
    case Op::DynamicReference:
      visit(std::get<const Dynamic*>(keyword.operand)->initial);
      break;
    default:
      break;
  }
}

// Calls `visit` with each sub-schema that `keyword` applies to members, names or elements.
template <typename Visit>
void visit_below(const Keyword& keyword, Visit visit) {
  switch (keyword.op) {
    case Op::PrefixItems:
      for (const Subschema* one : *std::get<const Subschemas*>(keyword.operand)) visit(one);
      break;
    case Op::Items:
      visit(std::get<const Items*>(keyword.operand)->subschema);
      break;
    case Op::Contains:
      visit(std::get<const Contains*>(keyword.operand)->subschema);
      break;
    case Op::Properties:
      for (const auto& one : std::get<const PropertyMap*>(keyword.operand)->properties) {
        visit(one.subschema);
      }
      break;
    case Op::PatternProperties:
      for (const auto& one : std::get<const PatternMap*>(keyword.operand)->entries) {
        visit(one.subschema);
      }
      break;
    case Op::AdditionalProperties:
      visit(std::get<const Additional*>(keyword.operand)->subschema);
      break;
    case Op::ContentSchema:
      visit(std::get<const Content*>(keyword.operand)->subschema);
      break;
    case Op::PropertyNames:
    case Op::UnevaluatedItems:
    case Op::UnevaluatedProperties:
      visit(std::get<const Subschema*>(keyword.operand));
      break;
    default:
      break;
  }
}

}  // namespace holotype::schema
