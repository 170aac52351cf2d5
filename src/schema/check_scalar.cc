// Findings of the keywords about one value by itself.
#include <fmt/format.h>

#include "diagnostic/rules_schema.h"
#include "json/text.h"
#include "schema/check.h"
#include "schema/scalar.h"
#include "schema/wording.h"

namespace holotype::schema {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Rule;
namespace rules = diagnostic::rules;

const json::Value& value_of(const Keyword& keyword) {
  return *std::get<const json::Value*>(keyword.operand);
}

// The texts of a finding, apart from what every finding has.
struct Words {
  const Rule* rule;
  std::string message;
  std::string expected;
  std::string fix = {};
};

// The listed string that was probably meant.
std::string nearest_in(const json::Value& list, const json::Value& value) {
  if (!value.is_string()) return {};
  std::vector<std::string_view> candidates;
  for (const json::Value& one : list.elements()) {
    if (one.is_string()) candidates.push_back(one.as_string());
  }
  const std::string_view near = diagnostic::nearest(value.as_string(), candidates);
  return near.empty() ? std::string() : fmt::format("write {}", json::quote(near));
}

Words words_of_type(const Keyword& keyword, const json::Value& value) {
  const TypeSet& types = std::get<TypeSet>(keyword.operand);
  std::string fix;
  const bool wants_number =
      (types.bits & (TypeSet::kInteger | TypeSet::bit(json::Type::Number))) != 0;
  const bool wants_string = (types.bits & TypeSet::bit(json::Type::String)) != 0;
  if (value.is_string() && wants_number && json::read(value.as_string()) &&
      json::read(value.as_string())->root().is_number()) {
    fix = "write the number without quotes";
  } else if ((value.is_number() || value.is_boolean()) && wants_string) {
    fix = "write the value in quotes";
  }
  return {&rules::kSchemaType, fmt::format("must be {}", describe(types)),
          json::write(keyword.member->value), std::move(fix)};
}

Words words_of_number(const Keyword& keyword) {
  const std::string bound = json::write(value_of(keyword));
  switch (keyword.op) {
    case Op::Maximum:
      return {&rules::kSchemaMaximum, fmt::format("must be at most {}", bound), bound};
    case Op::ExclusiveMaximum:
      return {&rules::kSchemaExclusiveMaximum, fmt::format("must be less than {}", bound), bound};
    case Op::Minimum:
      return {&rules::kSchemaMinimum, fmt::format("must be at least {}", bound), bound};
    case Op::ExclusiveMinimum:
      return {&rules::kSchemaExclusiveMinimum, fmt::format("must be greater than {}", bound),
              bound};
    default:
      return {&rules::kSchemaMultipleOf, fmt::format("must be a multiple of {}", bound), bound};
  }
}

Words words_of_count(const Keyword& keyword) {
  const std::uint64_t count = std::get<std::uint64_t>(keyword.operand);
  const json::Value& written = keyword.member->value;
  const std::string expected = count == UINT64_MAX ? json::shorten(written) : std::to_string(count);
  const auto at_most = [&](std::string_view what, std::string_view plural = {}) {
    return fmt::format("must have at most {}", counted(count, written, what, plural));
  };
  const auto at_least = [&](std::string_view what, std::string_view plural = {}) {
    return fmt::format("must have at least {}", counted(count, written, what, plural));
  };
  switch (keyword.op) {
    case Op::MaxLength:
      return {&rules::kSchemaMaxLength, at_most("character"), expected};
    case Op::MinLength:
      return {&rules::kSchemaMinLength, at_least("character"), expected};
    case Op::MaxItems:
      return {&rules::kSchemaMaxItems, at_most("element"), expected};
    case Op::MinItems:
      return {&rules::kSchemaMinItems, at_least("element"), expected};
    case Op::MaxProperties:
      return {&rules::kSchemaMaxProperties, at_most("property", "properties"), expected};
    default:
      return {&rules::kSchemaMinProperties, at_least("property", "properties"), expected};
  }
}

std::string_view name_of(NumberFormat format) {
  constexpr std::string_view kNames[] = {"int32", "int64", "float", "double"};
  return kNames[static_cast<std::size_t>(format)];
}

Words words_of_encoding(Encoding encoding) {
  constexpr std::string_view kNames[] = {"plain", "base64", "base64url", "base32", "base16"};
  const std::string name(kNames[static_cast<std::size_t>(encoding)]);
  return {&rules::kSchemaContentEncoding, fmt::format("must be {}", name), name};
}

Words words_of_format(const Keyword& keyword) {
  if (const auto* number = std::get_if<NumberFormat>(&keyword.operand)) {
    const std::string name(name_of(*number));
    return {&rules::kSchemaFormat, fmt::format("must fit {}", name), name};
  }
  const formats::Format& format = *std::get<const formats::Format*>(keyword.operand);
  return {&rules::kSchemaFormat, fmt::format("must have the format {}", format.name),
          std::string(format.name), fmt::format("write it like {}", json::quote(format.example))};
}

Words words_of(const Keyword& keyword, const json::Value& value) {
  switch (keyword.op) {
    case Op::Type:
      return words_of_type(keyword, value);
    case Op::Enum: {
      const json::Value& list = value_of(keyword);
      constexpr std::size_t kMaxBytes = 200;
      return {&rules::kSchemaEnum,
              list.size() == 1 ? fmt::format("must be {}", json::shorten(list.elements()[0]))
                               : fmt::format("must be one of {}", json::shorten(list, kMaxBytes)),
              json::shorten(list, kMaxBytes), nearest_in(list, value)};
    }
    case Op::Const: {
      const std::string expected = json::shorten(value_of(keyword));
      return {&rules::kSchemaConst, fmt::format("must be {}", expected), expected};
    }
    case Op::Pattern: {
      const std::string& source = std::get<const regex::Pattern*>(keyword.operand)->source();
      return {&rules::kSchemaPattern, fmt::format("must match the pattern {}", source),
              json::quote(source)};
    }
    case Op::Format:
    case Op::NumberFormat:
      return words_of_format(keyword);
    case Op::ContentEncoding:
      return words_of_encoding(std::get<Encoding>(keyword.operand));
    case Op::ContentMediaType:
      return {&rules::kSchemaContentMediaType, "must hold JSON text", "application/json"};
    case Op::MultipleOf:
    case Op::Maximum:
    case Op::ExclusiveMaximum:
    case Op::Minimum:
    case Op::ExclusiveMinimum:
      return words_of_number(keyword);
    default:
      return words_of_count(keyword);
  }
}

}  // namespace

// The content is checked where it stands: its pointers go on from the string's. It has no place of
// its own in the text of the instance, so findings have the string's.
bool check_content_schema(Checker& checker, const Context& context, const Keyword& keyword) {
  if (!context.value.is_string()) return true;
  const Content& content = *std::get<const Content*>(keyword.operand);
  const auto text = decode(content.encoding, context.value.as_string());
  if (!text) return true;  // contentEncoding's finding
  json::Arena arena;
  const auto value = json::read(arena, *text);
  if (!value) return true;  // contentMediaType's
  diagnostic::Diagnostics inner;
  if (checker.evaluate(*content.subschema, *value, context.place, nullptr,
                       context.quiet() ? nullptr : &inner)) {
    return true;
  }
  if (context.quiet()) return false;
  const bool has_place = context.value.offset() != json::Value::kNoOffset;
  for (Diagnostic& finding : inner) {
    finding.offset = has_place ? std::optional<std::size_t>(context.value.offset()) : std::nullopt;
  }
  diagnostic::append(*context.findings, std::move(inner));
  return false;
}

bool check_scalar(Checker& checker, const Context& context, const Keyword& keyword) {
  switch (holds(keyword, context.value)) {
    case Verdict::Holds:
      return true;
    case Verdict::Unknown:
      checker.note_unchecked(context, keyword, "matching the pattern takes too many steps");
      return true;
    case Verdict::Fails:
      break;
  }
  if (context.quiet()) return false;
  Words words = words_of(keyword, context.value);
  Diagnostic& finding = checker.report(context, *words.rule, keyword, std::move(words.message));
  finding.expected = std::move(words.expected);
  // Beside a whole value that is expected, the whole value that was found.
  if ((keyword.op == Op::Enum || keyword.op == Op::Const) && !context.subschema.secret) {
    finding.found = json::shorten(context.value);
  }
  finding.fix = std::move(words.fix);
  return false;
}

}  // namespace holotype::schema
