// Findings of the keywords about the members of an object.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_schema.h"
#include "json/text.h"
#include "schema/check.h"

namespace holotype::schema {
namespace {

using diagnostic::Diagnostic;
namespace rules = diagnostic::rules;

void mark(const Context& context, const json::Member& member) {
  if (context.evaluated == nullptr) return;
  context.evaluated->mark(static_cast<std::size_t>(&member - context.value.members().data()));
}

// The names that the schema beside `context` knows and the object does not have.
std::vector<std::string_view> absent_names(const Context& context) {
  std::vector<std::string_view> names;
  for (const Keyword& keyword : context.subschema.keywords) {
    const auto* map = std::get_if<const PropertyMap*>(&keyword.operand);
    if (map == nullptr) continue;
    for (const auto& property : (*map)->properties) {
      if (context.value.find(property.name) == nullptr) names.push_back(property.name.name);
    }
  }
  return names;
}

// The candidate that `name` is probably a slip for. Every short name is near every other, so they
// are left alone.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t kShort = 3;
  return name.size() <= kShort ? std::string_view() : diagnostic::nearest(name, candidates);
}

// A member that no keyword allows.
void report_surplus(Checker& checker, const Context& context, const Keyword& keyword,
                    const json::Member& member, const diagnostic::Rule& rule) {
  const Place place = context.place.below(member);
  const Context at{context.subschema, member.value, place, nullptr, context.findings};
  Diagnostic& finding =
      checker.report(at, rule, keyword, fmt::format("must not have property {}", member.name()));
  if (member.name_offset != json::Value::kNoOffset) finding.offset = member.name_offset;
  const std::string_view meant = nearest(member.name(), absent_names(context));
  finding.fix = meant.empty() ? fmt::format("remove {}", member.name())
                              : fmt::format("remove {}, or rename it to {}", member.name(), meant);
}

bool check_member(Checker& checker, const Context& context, const Keyword& keyword,
                  const json::Member& member, const Subschema& subschema,
                  const diagnostic::Rule& surplus) {
  mark(context, member);
  if (!subschema.rejects) {
    return checker.evaluate(subschema, member.value, context.place.below(member), nullptr,
                            context.findings);
  }
  if (!context.quiet()) report_surplus(checker, context, keyword, member, surplus);
  return false;
}

// The first member of the object that `name` may be a slip for: one that no schema beside it names.
std::string_view misspelling_of(const Context& context, std::string_view name) {
  std::vector<std::string_view> unknown;
  for (const json::Member& member : context.value.members()) {
    const bool known = std::ranges::any_of(context.subschema.keywords, [&](const Keyword& keyword) {
      const auto* map = std::get_if<const PropertyMap*>(&keyword.operand);
      return map != nullptr && (*map)->find({member.name(), member.hash}) != nullptr;
    });
    if (!known) unknown.push_back(member.name());
  }
  return nearest(name, unknown);
}

void report_missing(Checker& checker, const Context& context, const diagnostic::Rule& rule,
                    const Keyword& keyword, std::string_view name, std::string message) {
  Diagnostic& finding = checker.report(context, rule, keyword, std::move(message));
  const std::string_view slip = misspelling_of(context, name);
  finding.fix = slip.empty() ? fmt::format("add {}", name)
                             : fmt::format("add {}; {} looks like a misspelling of it", name, slip);
}

// Whether some pattern matches `name`, and what it then says about the member.
struct Matched {
  bool any = false;
  bool valid = true;
};
Matched check_patterns(Checker& checker, const Context& context, const Keyword& keyword,
                       const PatternMap& patterns, const json::Member& member) {
  Matched result;
  for (const PatternMap::Entry& entry : patterns.entries) {
    const regex::Match match =
        entry.pattern ? entry.pattern->matches(member.name()) : regex::Match::OverBudget;
    if (match == regex::Match::No) continue;
    if (match == regex::Match::OverBudget) {
      checker.note_unchecked(
          context, keyword,
          fmt::format("whether {} matches {} is not known", member.name(), entry.source));
      mark(context, member);
      continue;
    }
    result.any = true;
    result.valid &= check_member(checker, context, keyword, member, *entry.subschema,
                                 rules::kSchemaAdditionalProperties);
    if (checker.is_settled(context, result.valid)) break;
  }
  return result;
}

// For additionalProperties: whether a sibling takes care of the member, or may.
bool is_named(const Additional& additional, const json::Member& member) {
  if (additional.properties != nullptr &&
      additional.properties->find({member.name(), member.hash}) != nullptr) {
    return true;
  }
  return additional.patterns != nullptr &&
         std::ranges::any_of(additional.patterns->entries, [&](const PatternMap::Entry& entry) {
           return !entry.pattern || entry.pattern->matches(member.name()) != regex::Match::No;
         });
}

}  // namespace

bool check_required(Checker& checker, const Context& context, const Keyword& keyword) {
  if (!context.value.is_object()) return true;
  bool valid = true;
  for (const json::HashedName& name : *std::get<const Names*>(keyword.operand)) {
    if (context.value.find(name) != nullptr) continue;
    valid = false;
    if (checker.is_settled(context, valid)) break;
    report_missing(checker, context, rules::kSchemaRequired, keyword, name.name,
                   fmt::format("must have property {}", name.name));
    context.findings->back().expected = json::shorten(keyword.member->value, 200);
  }
  return valid;
}

bool check_dependent_required(Checker& checker, const Context& context, const Keyword& keyword) {
  if (!context.value.is_object()) return true;
  bool valid = true;
  for (const auto& entry : std::get<const DependentNames*>(keyword.operand)->entries) {
    if (context.value.find(entry.name) == nullptr) continue;
    for (const json::HashedName& name : entry.required) {
      if (context.value.find(name) != nullptr) continue;
      valid = false;
      if (checker.is_settled(context, false)) return false;
      report_missing(checker, context, rules::kSchemaDependentRequired, keyword, name.name,
                     fmt::format("must have property {} where {} is", name.name, entry.name.name));
    }
  }
  return valid;
}

bool check_dependent_schemas(Checker& checker, const Context& context, const Keyword& keyword) {
  if (!context.value.is_object()) return true;
  bool valid = true;
  for (const auto& entry : std::get<const DependentSubschemas*>(keyword.operand)->entries) {
    const json::Member* member = context.value.find_member(entry.name);
    if (member == nullptr) continue;
    if (entry.subschema->rejects && !context.quiet()) {
      report_surplus(checker, context, keyword, *member, rules::kSchemaFalse);
      valid = false;
      if (checker.is_settled(context, valid)) return false;
      continue;
    }
    valid &= checker.evaluate(*entry.subschema, context.value, context.place, context.evaluated,
                              context.findings);
    if (checker.is_settled(context, valid)) return false;
  }
  return valid;
}

bool check_properties(Checker& checker, const Context& context, const Keyword& keyword) {
  const PropertyMap& map = *std::get<const PropertyMap*>(keyword.operand);
  bool valid = true;
  for (const json::Member& member : context.value.members()) {
    const PropertyMap::Property* property = map.find({member.name(), member.hash});
    if (property == nullptr) continue;
    if (property->withheld) {
      mark(context, member);
      valid = false;
      if (context.quiet()) return false;
      const bool request = checker.options().direction == Direction::Request;
      report_surplus(checker, context, keyword, member,
                     request ? rules::kSchemaReadOnly : rules::kSchemaWriteOnly);
      Diagnostic& finding = context.findings->back();
      finding.message =
          fmt::format("must not have {} property {} in a {}", request ? "readOnly" : "writeOnly",
                      member.name(), request ? "request" : "response");
      finding.fix = fmt::format("remove {}", member.name());
      if (!request) finding.found = "(not shown)";
      continue;
    }
    valid &=
        check_member(checker, context, keyword, member, *property->subschema, rules::kSchemaFalse);
    if (checker.is_settled(context, valid)) return false;
  }
  return valid;
}

bool check_pattern_properties(Checker& checker, const Context& context, const Keyword& keyword) {
  const PatternMap& patterns = *std::get<const PatternMap*>(keyword.operand);
  bool valid = true;
  for (const json::Member& member : context.value.members()) {
    valid &= check_patterns(checker, context, keyword, patterns, member).valid;
    if (checker.is_settled(context, valid)) return false;
  }
  return valid;
}

bool check_additional_properties(Checker& checker, const Context& context, const Keyword& keyword) {
  const Additional& additional = *std::get<const Additional*>(keyword.operand);
  bool valid = true;
  for (const json::Member& member : context.value.members()) {
    if (is_named(additional, member)) continue;
    valid &= check_member(checker, context, keyword, member, *additional.subschema,
                          rules::kSchemaAdditionalProperties);
    if (checker.is_settled(context, valid)) return false;
  }
  return valid;
}

bool check_property_names(Checker& checker, const Context& context, const Keyword& keyword) {
  const Subschema& subschema = *std::get<const Subschema*>(keyword.operand);
  bool valid = true;
  for (const json::Member& member : context.value.members()) {
    const json::Value name =
        json::Value::string_view(member.name()).with_offset(member.name_offset);
    const Place place = context.place.below(member);
    diagnostic::Diagnostics causes;
    if (checker.evaluate(subschema, name, place, nullptr, context.quiet() ? nullptr : &causes)) {
      continue;
    }
    valid = false;
    if (checker.is_settled(context, valid)) return false;
    const Context at{context.subschema, name, place, nullptr, context.findings};
    Diagnostic& finding =
        checker.report(at, rules::kSchemaPropertyNames, keyword,
                       fmt::format("must not have a property with the name {}", member.name()));
    finding.causes = std::move(causes);
  }
  return valid;
}

bool check_unevaluated_properties(Checker& checker, const Context& context,
                                  const Keyword& keyword) {
  const Subschema& subschema = *std::get<const Subschema*>(keyword.operand);
  bool valid = true;
  for (const json::Member& member : context.value.members()) {
    const auto index = static_cast<std::size_t>(&member - context.value.members().data());
    if (context.evaluated->contains(index)) continue;
    valid &= check_member(checker, context, keyword, member, subschema,
                          rules::kSchemaUnevaluatedProperties);
    if (checker.is_settled(context, valid)) return false;
  }
  return valid;
}

}  // namespace holotype::schema
