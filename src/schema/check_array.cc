// Findings of the keywords about the elements of an array.
#include <fmt/format.h>

#include "diagnostic/rules_schema.h"
#include "json/text.h"
#include "schema/check.h"
#include "schema/scalar.h"
#include "schema/wording.h"

namespace holotype::schema {
namespace {

using diagnostic::Diagnostic;
namespace rules = diagnostic::rules;

// The element at `index` against `subschema`; where that is `false` the array has too many.
bool check_element(Checker& checker, const Context& context, const Keyword& keyword,
                   const Subschema& subschema, std::size_t index, const diagnostic::Rule& surplus) {
  const json::Value& element = context.value.elements()[index];
  const Place place = context.place.below(index);
  if (!subschema.rejects) {
    return checker.evaluate(subschema, element, place, nullptr, context.findings);
  }
  if (!context.quiet()) {
    const Context at{context.subschema, element, place, nullptr, context.findings};
    checker.report(at, surplus, keyword,
                   fmt::format("must not have an element at index {}", index));
  }
  return false;
}

}  // namespace

bool check_unique_items(Checker& checker, const Context& context, const Keyword& keyword) {
  const auto repetition = find_repetition(context.value.elements());
  if (!repetition) return true;
  if (context.quiet()) return false;
  Diagnostic& finding =
      checker.report(context, rules::kSchemaUniqueItems, keyword, "must not have equal elements");
  finding.found =
      context.subschema.secret
          ? "(not shown)"
          : fmt::format("{} at {} and at {}", describe(context.value.elements()[repetition->later]),
                        repetition->earlier, repetition->later);
  finding.fix = fmt::format("remove the element at {}", repetition->later);
  return false;
}

bool check_prefix_items(Checker& checker, const Context& context, const Keyword& keyword) {
  const Subschemas& prefix = *std::get<const Subschemas*>(keyword.operand);
  const std::size_t count = std::min(prefix.size(), context.value.elements().size());
  bool valid = true;
  for (std::size_t i = 0; i < count; ++i) {
    valid &= check_element(checker, context, keyword, *prefix[i], i, rules::kSchemaAdditionalItems);
    if (checker.is_settled(context, valid)) return false;
  }
  if (context.evaluated != nullptr) context.evaluated->mark_up_to(count);
  return valid;
}

bool check_items(Checker& checker, const Context& context, const Keyword& keyword) {
  const Items& items = *std::get<const Items*>(keyword.operand);
  const std::size_t count = context.value.elements().size();
  bool valid = true;
  for (std::size_t i = items.first; i < count; ++i) {
    valid &= check_element(checker, context, keyword, *items.subschema, i,
                           rules::kSchemaAdditionalItems);
    if (checker.is_settled(context, valid)) return false;
  }
  if (context.evaluated != nullptr) context.evaluated->mark_up_to(count);
  return valid;
}

bool check_contains(Checker& checker, const Context& context, const Keyword& keyword) {
  if (!context.value.is_array()) return true;
  const Contains& contains = *std::get<const Contains*>(keyword.operand);
  std::uint64_t certain = 0;
  std::uint64_t possible = 0;
  for (std::size_t i = 0; i < context.value.elements().size(); ++i) {
    const auto answer = checker.ask(*contains.subschema, context.value.elements()[i],
                                    context.place.below(i), nullptr);
    if (answer == Checker::Answer::No) continue;
    ++possible;
    if (answer == Checker::Answer::Yes) ++certain;
    if (contains.evaluates && context.evaluated != nullptr) context.evaluated->mark(i);
  }
  const bool few = possible < contains.min;
  const bool many = contains.max && certain > *contains.max;
  if (!few && !many) return true;
  if (context.quiet()) return false;
  Keyword deciding = keyword;
  if (many) deciding.member = contains.max_keyword;
  if (few && contains.min_keyword != nullptr) deciding.member = contains.min_keyword;
  const std::uint64_t bound = many ? *contains.max : contains.min;
  const diagnostic::Rule& rule = many                              ? rules::kSchemaMaxContains
                                 : contains.min_keyword != nullptr ? rules::kSchemaMinContains
                                                                   : rules::kSchemaContains;
  Diagnostic& finding = checker.report(
      context, rule, deciding,
      fmt::format("must contain at {} {} of the kind in contains", many ? "most" : "least",
                  counted(bound, deciding.member->value, "element")));
  finding.expected =
      bound == UINT64_MAX ? json::shorten(deciding.member->value) : std::to_string(bound);
  finding.found = fmt::format("{} of {}", certain, context.value.size());
  return false;
}

bool check_unevaluated_items(Checker& checker, const Context& context, const Keyword& keyword) {
  if (!context.value.is_array()) return true;
  const Subschema& subschema = *std::get<const Subschema*>(keyword.operand);
  bool valid = true;
  for (std::size_t i = 0; i < context.value.elements().size(); ++i) {
    if (context.evaluated->contains(i)) continue;
    valid &= check_element(checker, context, keyword, subschema, i, rules::kSchemaUnevaluatedItems);
    if (checker.is_settled(context, valid)) return false;
    context.evaluated->mark(i);
  }
  return valid;
}

}  // namespace holotype::schema
