#include "schema/build.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_schema.h"
#include "json/number.h"
#include "json/text.h"
#include "schema/keywords.h"

namespace holotype::schema {

using diagnostic::Diagnostic;
namespace rules = diagnostic::rules;

std::optional<std::uint64_t> count_of(const json::Value& value) {
  if (!value.is_number() || !json::is_integer(value)) return std::nullopt;
  if (const auto integer = json::to_int64(value)) {
    if (*integer < 0) return std::nullopt;
    return static_cast<std::uint64_t>(*integer);
  }
  // Beyond 64 bits: no instance is that large.
  if (json::compare(value, json::Value::integer(0)) < 0) return std::nullopt;
  return UINT64_MAX;
}

Build::Build(Assembler& assembler, Subschema& target) : assembler_(assembler), target_(target) {}

void Build::run() {
  compile_keywords();
  target_.keywords = assembler_.unit().keep_all(keywords_);
}

void Build::compile_keywords() {
  const json::Value* reference = schema().find("$ref");
  if (dialect().reference_stands_alone && reference != nullptr && reference->is_string()) {
    compile_keyword(*schema().find_member(json::HashedName("$ref")));
    return;
  }
  for (const json::Member& member : schema().members()) compile_keyword(member);
  // Core 2020-12 section 11: they depend on the annotations of all their siblings.
  // Not std::ranges: Clang 14 cannot read libstdc++'s subranges.
  std::stable_partition(keywords_.begin(), keywords_.end(), [](const Keyword& keyword) {
    return keyword.op != Op::UnevaluatedItems && keyword.op != Op::UnevaluatedProperties;
  });
}

void Build::compile_keyword(const json::Member& member) {
  const KeywordRow* row = find_keyword(target_.resource->dialect, member.name());
  if (row == nullptr) {
    warn_unknown(member);
    return;
  }
  if (row->compile == nullptr || (row->vocabulary & target_.resource->vocabularies) == 0) return;
  keyword_ = &member;
  row->compile(*this);
}

// A keyword that no dialect knows is an annotation (core section 4.3.1) and fine, unless it looks
// like a slip.
void Build::warn_unknown(const json::Member& member) {
  if (target_.resource->official || member.name().starts_with("x-")) return;
  const Dialect dialect = target_.resource->dialect;
  const bool foreign = find_in_any_dialect(member.name()) != nullptr;
  std::string_view meant;
  if (!foreign) meant = diagnostic::nearest(member.name(), keyword_names(dialect));
  if (!foreign && meant.empty()) return;
  Diagnostic warning =
      foreign ? fault(rules::kSchemaForeignKeyword, member.value,
                      fmt::format("{} has no meaning in {}", member.name(), to_string(dialect)))
              : fault(rules::kSchemaUnknownKeyword, member.value,
                      fmt::format("{} is no keyword and is ignored", member.name()));
  warning.source = target_.place.file->locate_member(member);
  if (!meant.empty()) warning.fix = fmt::format("write {}", meant);
  if (const std::string_view advice = replacement_of(member.name(), dialect); !advice.empty()) {
    warning.fix = advice;
  }
  report(std::move(warning));
}

const json::Member* Build::sibling(std::string_view name) const {
  const json::Member* member = schema().find_member(json::HashedName(name));
  if (member == nullptr) return nullptr;
  const KeywordRow* row = find_keyword(target_.resource->dialect, name);
  const bool known = row != nullptr && (row->vocabulary & target_.resource->vocabularies) != 0;
  return known ? member : nullptr;
}

void Build::add(Op op, Operand operand, const json::Member& at) {
  keywords_.push_back({op, std::move(operand), &at});
}

// Draft 4 and the OpenAPI versions that rest on it know true and false as what some keywords may
// have in place of a schema; as schemas themselves they come with draft 6.
bool Build::expect_schema(const json::Value& value) {
  constexpr Dialects kWithout = only(Dialect::Draft4) | kOpenApiOld;
  const bool is_part = &value != &keyword_->value;
  if (value.is_object()) return true;
  const bool has_booleans = (only(dialect().dialect) & kWithout) == 0 ||
                            keyword_->name() == "additionalProperties" ||
                            keyword_->name() == "additionalItems";
  if (!has_booleans) {
    report_malformed(is_part ? "made of schemas: objects" : "a schema: an object", value);
  } else if (!value.is_boolean()) {
    report_malformed(
        is_part ? "made of schemas: objects, true or false" : "a schema: an object, true or false",
        value);
  }
  return value.is_boolean();
}

const Subschema* Build::subschema(const json::Value& value) {
  if (expect_schema(value)) return assembler_.subschema_at(node_of(value));
  note_malformed();
  return nullptr;
}

std::optional<Subschemas> Build::subschemas(const json::Value& array) {
  if (!array.is_array()) {
    malformed("an array of schemas", array);
    return std::nullopt;
  }
  // Core 2020-12 sections 10.2.1.1 to 10.2.1.3 and 10.3.1.1, and the metaschemas of all drafts. An
  // empty list has its meaning all the same.
  if (array.size() == 0) report_malformed("an array of one schema at least", array);
  Subschemas result;
  for (const json::Value& element : array.elements()) {
    const Subschema* one = subschema(element);
    if (one == nullptr) return std::nullopt;
    result.push_back(one);
  }
  return result;
}

Diagnostic Build::fault(const diagnostic::Rule& rule, const json::Value& at,
                        std::string message) const {
  Diagnostic result;
  result.rule = &rule;
  result.message = std::move(message);
  result.schema = node_of(at).location();
  result.source = node_of(at).source();
  return result;
}

void Build::malformed(std::string_view expected, const json::Value& at) {
  report_malformed(expected, at);
  note_malformed();
}

void Build::note_malformed() {
  unchecked(fmt::format("the value of {} is malformed", keyword_->name()));
}

void Build::report_malformed(std::string_view expected, const json::Value& at) {
  Diagnostic finding =
      fault(rules::kSchemaMalformed, at, fmt::format("{} must be {}", keyword_->name(), expected));
  finding.found = json::shorten(at);
  report(std::move(finding));
}

void Build::unchecked(std::string reason) { add(Op::Unchecked, keep(std::move(reason))); }

void Build::not_a_schema() {
  Diagnostic finding =
      fault(rules::kSchemaMalformed, schema(), "a schema must be an object, true or false");
  finding.found = json::shorten(schema());
  report(std::move(finding));
  static const json::Member kNoKeyword("", json::Value());
  add(Op::Unchecked, keep(std::string("there is no schema but another value")), kNoKeyword);
  target_.keywords = assembler_.unit().keep_all(keywords_);
}

void Build::break_loop(Keyword& looping, std::string_view why) {
  Diagnostic finding = fault(rules::kSchemaReferenceLoop, looping.member->value,
                             "must lead to a smaller part of the value, or to an end");
  if (looping.member->value.is_string()) finding.found = looping.member->value.as_string();
  report(std::move(finding));
  looping.op = Op::Unchecked;
  looping.operand = keep(fmt::format("{} {}", looping.member->name(), why));
}

bool Build::withholds(const document::Node& property) const {
  if (options().direction == Direction::None) return false;
  return assembler_.registry().says(
      property, options().direction == Direction::Request ? "readOnly" : "writeOnly");
}

}  // namespace holotype::schema
