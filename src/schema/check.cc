// One walk serves two purposes: with a list of findings it goes on after a failure, without one
// ("quiet") it stops at the first. Keywords that look at several sub-schemas (anyOf, not, contains)
// ask quietly, and walk again with a list only where they must explain a failure.
//
// What cannot be checked passes and is counted. Keywords that turn a yes into a no (not, oneOf with
// two matches, maxContains, if) look at the count: a yes that rests on something unchecked is only
// a "perhaps", and fails nothing.
#include "schema/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_schema.h"
#include "document/uri.h"
#include "json/pointer.h"
#include "schema/wording.h"

namespace holotype::schema {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
namespace rules = diagnostic::rules;

namespace {

constexpr Check kChecks[kOpCount] = {
    check_scalar,                  // Type
    check_scalar,                  // Enum
    check_scalar,                  // Const
    check_scalar,                  // MultipleOf
    check_scalar,                  // Maximum
    check_scalar,                  // ExclusiveMaximum
    check_scalar,                  // Minimum
    check_scalar,                  // ExclusiveMinimum
    check_scalar,                  // NumberFormat
    check_scalar,                  // MaxLength
    check_scalar,                  // MinLength
    check_scalar,                  // Pattern
    check_scalar,                  // Format
    check_scalar,                  // ContentEncoding
    check_scalar,                  // ContentMediaType
    check_content_schema,          // ContentSchema
    check_scalar,                  // MaxItems
    check_scalar,                  // MinItems
    check_unique_items,            // UniqueItems
    check_prefix_items,            // PrefixItems
    check_items,                   // Items
    check_contains,                // Contains
    check_scalar,                  // MaxProperties
    check_scalar,                  // MinProperties
    check_required,                // Required
    check_dependent_required,      // DependentRequired
    check_dependent_schemas,       // DependentSchemas
    check_properties,              // Properties
    check_pattern_properties,      // PatternProperties
    check_additional_properties,   // AdditionalProperties
    check_property_names,          // PropertyNames
    check_all_of,                  // AllOf
    check_any_of,                  // AnyOf
    check_one_of,                  // OneOf
    check_not,                     // Not
    check_conditional,             // Conditional
    check_reference,               // Reference
    check_dynamic_reference,       // DynamicReference
    check_unevaluated_items,       // UnevaluatedItems
    check_unevaluated_properties,  // UnevaluatedProperties
    check_unchecked,               // Unchecked
};

// How often a dynamic reference may come to the same sub-schema for the same value. Once more is a
// circle: what was entered on the first round decides what the second one means, and from there on
// nothing changes. (Circles of other references are broken when the schema is compiled.)
constexpr int kMaxRounds = 2;

const Keyword kNesting{Op::Unchecked, std::monostate(), nullptr};

// "uri#/pointer" of the keyword, the pointer percent-encoded (RFC 6901 section 6).
std::string location_of(const Subschema& subschema, const json::Member* keyword) {
  std::string pointer = subschema.place.pointer();
  const std::string root = subschema.resource->root.pointer();
  if (pointer.starts_with(root)) pointer.erase(0, root.size());
  if (keyword != nullptr && !keyword->name().empty()) {
    json::append_token(pointer, keyword->name());
  }
  return subschema.resource->uri + "#" + document::encode_fragment(pointer);
}

// The order of the instance's text, as far as it has one; and each finding once, though several
// references may lead to the schema that it is about.
void put_in_order(Diagnostics& findings) {
  const auto place = [](const Diagnostic& one) { return one.offset.value_or(0); };
  std::ranges::stable_sort(findings, {}, place);
  Diagnostics once;
  once.reserve(findings.size());
  std::size_t begin = 0;  // in `once`, of those about the place
  for (Diagnostic& finding : findings) {
    if (!once.empty() && place(once.back()) != place(finding)) begin = once.size();
    // Not std::ranges: Clang 14 cannot read libstdc++'s subranges.
    if (std::find(once.begin() + static_cast<std::ptrdiff_t>(begin), once.end(), finding) !=
        once.end()) {
      continue;
    }
    once.push_back(std::move(finding));
  }
  for (Diagnostic& finding : once) put_in_order(finding.causes);
  findings = std::move(once);
}

}  // namespace

std::string Place::to_pointer() const {
  std::vector<const Place*> steps;
  for (const Place* at = this; at->parent != nullptr; at = at->parent) steps.push_back(at);
  std::string pointer;
  std::for_each(steps.rbegin(), steps.rend(), [&pointer](const Place* step) {
    if (step->member != nullptr) {
      json::append_token(pointer, step->member->name());
    } else {
      json::append_token(pointer, step->index);
    }
  });
  return pointer;
}

Outcome Checker::check(const Subschema& root, const json::Value& instance) {
  Outcome outcome;
  evaluate(root, instance, Place{}, nullptr, &outcome.findings);
  put_in_order(outcome.findings);
  if (reported_ >= kMaxFindings) {
    const Context context{root, instance, Place{}, nullptr, &unchecked_};
    report(context, rules::kSchemaUnchecked, kNesting,
           fmt::format("there are more than {} findings; the rest is left out", kMaxFindings));
  }
  outcome.unchecked = std::move(unchecked_);
  return outcome;
}

Outcome Checker::check_rejected(const Subschema& root, const json::Value& instance) {
  Outcome outcome = check(root, instance);
  if (outcome.valid()) {
    report({root, instance, Place{}, nullptr, &outcome.findings}, rules::kSchemaTooCostly, kNesting,
           "must satisfy the schema; to find out where it does not takes too many steps");
  }
  return outcome;
}

Outcome Checker::trace_rejected(const Subschema& root, const json::Value& instance) {
  traced_root_ = &root;
  Outcome outcome = check_rejected(root, instance);
  outcome.keyword_locations = std::move(keyword_locations_);
  return outcome;
}

void Checker::observe(const Subschema& root, const json::Value& instance, const Observe& observe) {
  observe_ = &observe;
  check(root, instance);
  observe_ = nullptr;
}

// Between two references evaluation goes down the text of the schema, so the way is what the
// pointers have below the place that the last reference led to, one reference after the other.
std::string Checker::keyword_location(const Subschema& subschema,
                                      const json::Member* keyword) const {
  const auto below = [](const Subschema& start, std::string pointer) {
    const std::string from = start.place.pointer();
    return pointer.starts_with(from) ? pointer.substr(from.size()) : pointer;
  };
  const auto pointer_of = [](const Subschema& at, const json::Member* member) {
    std::string pointer = at.place.pointer();
    if (member != nullptr && !member->name().empty()) json::append_token(pointer, member->name());
    return pointer;
  };
  std::string here = pointer_of(subschema, keyword);
  std::string way;
  for (const Followed* at = followed_; at != nullptr; at = at->outer) {
    way = below(*at->target, std::move(here)) + way;
    here = pointer_of(*at->from, at->reference);
  }
  return below(*traced_root_, std::move(here)) + way;
}

bool Checker::accepts(const Subschema& root, const json::Value& instance) {
  return evaluate(root, instance, Place{}, nullptr, nullptr);
}

bool Checker::evaluate(const Subschema& subschema, const json::Value& value, const Place& place,
                       Evaluated* evaluated, Diagnostics* findings) {
  if (subschema.keywords.empty() && !subschema.rejects) return true;
  // Beyond this nobody reads on; whether the value is valid is still found out.
  if (reported_ >= kMaxFindings) findings = nullptr;
  Evaluated own;
  const Context context{subschema, value, place,
                        evaluated != nullptr || subschema.tracks ? &own : nullptr, findings};
  if (subschema.rejects) {
    if (!context.quiet()) report_false(context, "no value is allowed here: the schema is false");
    return false;
  }
  if (++steps_ > scope_.max_steps) {
    note_unchecked(context, kNesting,
                   fmt::format("the value takes more than {} steps", scope_.max_steps));
    return true;
  }
  if (calls_ >= kMaxCalls) {
    note_unchecked(context, kNesting, "its schemas lead through each other too deeply");
    return true;
  }
  if (place.depth > options_.max_depth) {
    note_unchecked(context, kNesting,
                   fmt::format("the value is nested deeper than {} levels", options_.max_depth));
    return true;
  }
  const Entered* const outer = entered_;
  Entered entered{subschema.resource, outer};
  if (outer == nullptr || outer->resource != subschema.resource) entered_ = &entered;
  ++calls_;
  bool valid = true;
  for (const Keyword& keyword : subschema.keywords) {
    const bool holds = kChecks[static_cast<std::size_t>(keyword.op)](*this, context, keyword);
    if (observe_ != nullptr && is_constraint(keyword) && applies_to(keyword, value))
      (*observe_)(*keyword.member, holds);
    if (holds) continue;
    valid = false;
    if (context.quiet()) break;
  }
  --calls_;
  entered_ = outer;
  // After a failure nothing counts as evaluated by the letter; a list of findings is clearer when
  // what was looked at is not reported a second time as surplus.
  if (evaluated != nullptr && (valid || !context.quiet())) evaluated->merge(own);
  return valid;
}

Checker::Answer Checker::ask(const Subschema& subschema, const json::Value& value,
                             const Place& place, Evaluated* evaluated) {
  const std::uint64_t before = unchecked_count_;
  Evaluated own;
  if (!evaluate(subschema, value, place, evaluated == nullptr ? nullptr : &own, nullptr)) {
    return Answer::No;
  }
  if (evaluated != nullptr) evaluated->merge(own);
  return unchecked_count_ == before ? Answer::Yes : Answer::Perhaps;
}

Diagnostic& Checker::report(const Context& context, const diagnostic::Rule& rule,
                            const Keyword& keyword, std::string message) {
  ++reported_;
  Diagnostic finding;
  finding.rule = &rule;
  finding.message = std::move(message);
  finding.found = context.subschema.secret ? "(not shown)" : describe(context.value);
  finding.pointer = context.place.to_pointer();
  if (context.value.offset() != json::Value::kNoOffset) finding.offset = context.value.offset();
  finding.schema = location_of(context.subschema, keyword.member);
  const json::Value& at =
      keyword.member == nullptr ? *context.subschema.place.value : keyword.member->value;
  finding.source = context.subschema.place.file->locate(at);
  if (traced_root_ != nullptr) {
    keyword_locations_.try_emplace({finding.schema, finding.pointer},
                                   keyword_location(context.subschema, keyword.member));
  }
  context.findings->push_back(std::move(finding));
  return context.findings->back();
}

Diagnostic& Checker::report_false(const Context& context, std::string message) {
  return report(context, rules::kSchemaFalse, kNesting, std::move(message));
}

void Checker::note_unchecked(const Context& context, const Keyword& keyword,
                             std::string_view reason) {
  constexpr std::size_t kMaxNotes = 100;
  ++unchecked_count_;
  if (unchecked_.size() >= kMaxNotes) return;
  Diagnostics notes;
  const Context noting{context.subschema, context.value, context.place, nullptr, &notes};
  report(noting, rules::kSchemaUnchecked, keyword, fmt::format("not checked, because {}", reason));
  if (std::ranges::find(unchecked_, notes.front()) == unchecked_.end()) {
    diagnostic::append(unchecked_, std::move(notes));
  }
}

// Core 2020-12 section 8.2.3.2: the outermost resource that was entered and carries the anchor.
const Subschema* Checker::dynamic_target(const Dynamic& dynamic) const {
  const Subschema* target = dynamic.initial;
  for (const Entered* at = entered_; at != nullptr; at = at->outer) {
    const auto found = scope_.targets.find({at->resource, dynamic.anchor});
    if (found != scope_.targets.end()) target = found->second;
  }
  return target;
}

bool Checker::evaluate_reference(const Context& context, const Keyword& reference,
                                 const Subschema& target) {
  const Followed followed{&context.subschema, reference.member, &target, followed_};
  followed_ = &followed;
  const bool valid =
      evaluate(target, context.value, context.place, context.evaluated, context.findings);
  followed_ = followed.outer;
  return valid;
}

bool Checker::evaluate_dynamic(const Context& context, const Keyword& keyword) {
  const Subschema* target = dynamic_target(*std::get<const Dynamic*>(keyword.operand));
  int rounds = 0;
  for (const Turn* at = turns_; at != nullptr && at->place == &context.place; at = at->outer) {
    rounds += at->target == target ? 1 : 0;
  }
  if (rounds >= kMaxRounds) {
    note_unchecked(context, keyword, "its references lead in a circle");
    return true;
  }
  const Turn turn{&context.place, target, turns_};
  turns_ = &turn;
  const bool valid = evaluate_reference(context, keyword, *target);
  turns_ = turn.outer;
  return valid;
}

bool check_unchecked(Checker& checker, const Context& context, const Keyword& keyword) {
  checker.note_unchecked(context, keyword, *std::get<const std::string*>(keyword.operand));
  return true;
}

}  // namespace holotype::schema
