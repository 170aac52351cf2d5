// Findings of the keywords that apply other schemas to the same value.
//
// Where every branch of anyOf or oneOf fails, a list of all their findings helps nobody. One branch
// is explained: the one that the discriminator names; else one whose `const` or `enum` property has
// its value; else the nearest, where a wrong type is far, a wrong `const` less so, and of the rest
// the one with the fewest findings wins.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "diagnostic/rules_schema.h"
#include "json/text.h"
#include "schema/check.h"
#include "schema/wording.h"

namespace holotype::schema {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
namespace rules = diagnostic::rules;

// What to call a branch: the last name of its reference, its title, or its number.
std::string name_of(const Subschema& branch, std::size_t index) {
  const json::Value& schema = *branch.place.value;
  if (const json::Value* reference = schema.find("$ref");
      reference != nullptr && reference->is_string()) {
    const std::string_view text = reference->as_string();
    return std::string(text.substr(text.find_last_of("/#") + 1));
  }
  if (const json::Value* title = schema.find("title"); title != nullptr && title->is_string()) {
    return std::string(title->as_string());
  }
  return fmt::format("number {}", index + 1);
}

// The branch that the discriminator selects, and what says so.
struct Selected {
  std::size_t branch = 0;
  std::string_view by;
};

std::optional<Selected> discriminated(const Branches& branches, const json::Value& value) {
  if (branches.discriminator.empty() || !value.is_object()) return std::nullopt;
  const json::Value* property = value.find(branches.discriminator);
  if (property != nullptr && property->is_string()) {
    for (const auto& entry : branches.mapping) {
      if (entry.value == property->as_string())
        return Selected{entry.branch, branches.discriminator};
    }
  }
  if (!branches.fallback) return std::nullopt;
  return Selected{*branches.fallback, "defaultMapping"};
}

// How far a value with these findings is from the branch; see the top of the file.
std::uint64_t distance(const Diagnostics& findings, const std::string& pointer) {
  constexpr std::uint64_t kWrongType = 1'000'000;
  constexpr std::uint64_t kWrongConstant = 1'000;
  std::uint64_t sum = 0;
  for (const Diagnostic& finding : findings) {
    const bool here = finding.pointer == pointer;
    const bool child = !here && finding.pointer.find('/', pointer.size() + 1) == std::string::npos;
    if (here && (finding.rule == &rules::kSchemaType || finding.rule == &rules::kSchemaFalse)) {
      sum += kWrongType;
    }
    if ((here || child) &&
        (finding.rule == &rules::kSchemaConst || finding.rule == &rules::kSchemaEnum)) {
      sum += kWrongConstant;
    }
    sum += 1;
  }
  return sum;
}

// The branch to explain, with its findings.
struct Explained {
  std::size_t branch = 0;
  Diagnostics causes;
  std::string_view selected_by = {};  // what the discriminator says
  std::uint8_t types = 0;  // where every branch fails by its type alone: what they would take
};

// The types that a branch wants, where its only complaint is the type; 0 otherwise.
std::uint8_t wanted_types(const Subschema& branch, const Diagnostics& causes) {
  if (causes.size() != 1 || causes[0].rule != &rules::kSchemaType) return 0;
  for (const Keyword& keyword : branch.keywords) {
    if (keyword.op == Op::Type) return std::get<TypeSet>(keyword.operand).bits;
    if (keyword.op == Op::Reference) {
      return wanted_types(*std::get<const Subschema*>(keyword.operand), causes);
    }
  }
  return 0;
}

Explained explain(Checker& checker, const Context& context, const Branches& branches) {
  Explained best;
  if (checker.explaining >= Checker::kMaxCauses) return best;
  const auto findings_of = [&](std::size_t i) {
    Diagnostics findings;
    Evaluated ignored;
    ++checker.explaining;
    checker.evaluate(*branches.subschemas[i], context.value, context.place, &ignored, &findings);
    --checker.explaining;
    return findings;
  };
  if (const auto named = discriminated(branches, context.value)) {
    return {named->branch, findings_of(named->branch), named->by};
  }
  const std::string pointer = context.place.to_pointer();
  std::uint64_t nearest = UINT64_MAX;
  bool types_alone = true;
  for (std::size_t i = 0; i < branches.subschemas.size(); ++i) {
    if (i > 0 && !checker.may_compare_branches()) {
      types_alone = false;
      break;
    }
    Diagnostics findings = findings_of(i);
    const std::uint8_t types = wanted_types(*branches.subschemas[i], findings);
    types_alone = types_alone && types != 0;
    best.types |= types;
    const std::uint64_t far = distance(findings, pointer);
    if (far < nearest) {
      nearest = far;
      best.branch = i;
      best.causes = std::move(findings);
    }
  }
  if (!types_alone) best.types = 0;
  return best;
}

// No branch holds.
void report_none(Checker& checker, const Context& context, const Keyword& keyword,
                 const Branches& branches) {
  const bool any = keyword.op == Op::AnyOf;
  const diagnostic::Rule& rule = any ? rules::kSchemaAnyOf : rules::kSchemaOneOf;
  if (branches.subschemas.empty()) {
    checker.report(context, rule, keyword, "must satisfy a schema of an empty list");
    return;
  }
  Explained explained = explain(checker, context, branches);
  const std::size_t others = branches.subschemas.size() - 1;
  std::string message;
  if (explained.types != 0) {
    message = fmt::format("must be {}", describe(TypeSet{explained.types}));
  } else {
    const std::string name = name_of(*branches.subschemas[explained.branch], explained.branch);
    message = fmt::format("must satisfy {} schema of {}; ", any ? "a" : "exactly one",
                          keyword.member->name());
    if (!explained.selected_by.empty()) {
      message += fmt::format("{} selects {}", explained.selected_by, name);
    } else if (others == 0) {
      message += fmt::format("the only one is {}", name);
    } else {
      message += fmt::format("the nearest is {}, {} failed", name,
                             counted(others, "other branch", "other branches"));
    }
  }
  Diagnostic& finding = checker.report(context, rule, keyword, std::move(message));
  finding.causes = std::move(explained.causes);
}

bool check_all(Checker& checker, const Context& context, const Subschema& subschema) {
  return checker.evaluate(subschema, context.value, context.place, context.evaluated,
                          context.findings);
}

// What is forbidden where `then` or `else` is `false` is said by `if`.
struct Forbidden {
  std::string_view message;
  std::string_view fix;
};
constexpr Forbidden kWhereTrue{"must not satisfy the schema in if: then is false",
                               "change the value so that the schema in if no longer describes it"};
constexpr Forbidden kWhereFalse{"must satisfy the schema in if: else is false",
                                "change the value so that the schema in if describes it"};

// `subschema` is `then` or `else`, nullptr where there is none.
bool check_outcome(Checker& checker, const Context& context, const Subschema* subschema,
                   const Forbidden& forbidden) {
  if (subschema == nullptr) return true;
  if (!subschema->rejects || context.quiet()) return check_all(checker, context, *subschema);
  const Context at{*subschema, context.value, context.place, nullptr, context.findings};
  checker.report_false(at, std::string(forbidden.message)).fix = forbidden.fix;
  return false;
}

}  // namespace

bool check_all_of(Checker& checker, const Context& context, const Keyword& keyword) {
  bool valid = true;
  for (const Subschema* one : *std::get<const Subschemas*>(keyword.operand)) {
    valid &= check_all(checker, context, *one);
    if (checker.is_settled(context, valid)) return false;
  }
  return valid;
}

bool check_reference(Checker& checker, const Context& context, const Keyword& keyword) {
  return checker.evaluate_reference(context, keyword, *std::get<const Subschema*>(keyword.operand));
}

bool check_dynamic_reference(Checker& checker, const Context& context, const Keyword& keyword) {
  return checker.evaluate_dynamic(context, keyword);
}

bool check_any_of(Checker& checker, const Context& context, const Keyword& keyword) {
  const Branches& branches = *std::get<const Branches*>(keyword.operand);
  bool any = false;
  for (const Subschema* branch : branches.subschemas) {
    any |= checker.ask(*branch, context.value, context.place, context.evaluated) !=
           Checker::Answer::No;
    // Where somebody asks what was evaluated, every branch that holds contributes.
    if (any && context.evaluated == nullptr) return true;
  }
  if (!any && !context.quiet()) report_none(checker, context, keyword, branches);
  return any;
}

bool check_one_of(Checker& checker, const Context& context, const Keyword& keyword) {
  const Branches& branches = *std::get<const Branches*>(keyword.operand);
  std::vector<std::size_t> certain;
  bool possible = false;
  for (std::size_t i = 0; i < branches.subschemas.size(); ++i) {
    const auto answer =
        checker.ask(*branches.subschemas[i], context.value, context.place, context.evaluated);
    possible |= answer != Checker::Answer::No;
    if (answer == Checker::Answer::Yes) certain.push_back(i);
    if (certain.size() > 1 && context.quiet()) return false;
  }
  if (possible && certain.size() <= 1) return true;
  if (context.quiet()) return false;
  if (!possible) {
    report_none(checker, context, keyword, branches);
    return false;
  }
  std::string names;
  for (const std::size_t i : certain) {
    if (!names.empty()) names += i == certain.back() ? " and " : ", ";
    names += name_of(*branches.subschemas[i], i);
  }
  checker.report(context, rules::kSchemaOneOf, keyword,
                 fmt::format("must satisfy exactly one schema of {}, and satisfies {}: {}",
                             keyword.member->name(), certain.size(), names));
  return false;
}

bool check_not(Checker& checker, const Context& context, const Keyword& keyword) {
  const Subschema& subschema = *std::get<const Subschema*>(keyword.operand);
  if (checker.ask(subschema, context.value, context.place, nullptr) != Checker::Answer::Yes) {
    return true;
  }
  if (!context.quiet()) {
    Diagnostic& finding =
        checker.report(context, rules::kSchemaNot, keyword, "must not satisfy the schema in not");
    finding.expected = json::shorten(keyword.member->value);
  }
  return false;
}

bool check_conditional(Checker& checker, const Context& context, const Keyword& keyword) {
  const Conditional& conditional = *std::get<const Conditional*>(keyword.operand);
  switch (checker.ask(*conditional.condition, context.value, context.place, context.evaluated)) {
    case Checker::Answer::Yes:
      return check_outcome(checker, context, conditional.consequence, kWhereTrue);
    case Checker::Answer::No:
      return check_outcome(checker, context, conditional.alternative, kWhereFalse);
    case Checker::Answer::Perhaps:
      break;
  }
  return true;
}

}  // namespace holotype::schema
