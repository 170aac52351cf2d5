// Keywords about one value by itself: type, enum, const, numbers and strings.
#include <fmt/format.h>

#include <array>

#include "diagnostic/rules_schema.h"
#include "json/number.h"
#include "schema/build.h"
#include "schema/scalar.h"

namespace holotype::schema {
namespace {

constexpr struct {
  std::string_view name;
  std::uint8_t bits;
} kTypes[] = {
    {"null", TypeSet::bit(json::Type::Null)},
    {"boolean", TypeSet::bit(json::Type::Boolean)},
    {"number", TypeSet::bit(json::Type::Number)},
    {"string", TypeSet::bit(json::Type::String)},
    {"array", TypeSet::bit(json::Type::Array)},
    {"object", TypeSet::bit(json::Type::Object)},
    {"integer", TypeSet::kInteger},
};

std::uint8_t bits_of(const json::Value& name) {
  if (!name.is_string()) return 0;
  for (const auto& row : kTypes) {
    if (row.name == name.as_string()) return row.bits;
  }
  return 0;
}

// The set that `type` names; nullopt after a fault.
std::optional<TypeSet> types_of(Build& build) {
  TypeSet set{0, build.dialect().fraction_decides};
  const json::Value& value = build.value();
  if (value.is_string()) {
    set.bits = bits_of(value);
  } else {
    for (const json::Value& name : value.elements()) {
      const std::uint8_t bits = bits_of(name);
      if (bits == 0) {
        set.bits = 0;
        break;
      }
      // OpenAPI 3.0 has no lists here, which has been said.
      if ((set.bits & bits) != 0 && build.dialect().dialect != Dialect::OpenApi30)
        build.report_malformed("a list of types, each once", name);
      set.bits |= bits;
    }
  }
  if (set.bits != 0) return set;
  build.malformed("a type (null, boolean, number, integer, string, array, object) or several");
  return std::nullopt;
}

void build_bound(Build& build, Op op, const json::Value& bound) {
  if (!bound.is_number()) return build.malformed("a number");
  build.add(op, &bound);
}

// Draft 4 and OpenAPI 3.0: `exclusiveMaximum: true` beside `maximum` changes what that means.
void build_flagged_bound(Build& build, Op inclusive, Op exclusive, std::string_view flag_name) {
  const json::Member* flag = build.sibling(flag_name);
  const bool excludes = flag != nullptr && flag->value.is_boolean() && flag->value.as_boolean();
  build_bound(build, excludes ? exclusive : inclusive, build.value());
}

void build_count(Build& build, Op op) {
  const auto count = count_of(build.value());
  if (!count) return build.malformed("a non-negative integer");
  build.add(op, *count);
}

constexpr struct {
  std::string_view name;
  NumberFormat format;
} kNumberFormats[] = {
    {"int32", NumberFormat::Int32},
    {"int64", NumberFormat::Int64},
    {"float", NumberFormat::Float},
    {"double", NumberFormat::Double},
};

}  // namespace

bool TypeSet::contains(const json::Value& value) const {
  if ((bits & bit(value.type())) != 0) return true;
  if ((bits & kInteger) == 0 || !value.is_number()) return false;
  if (value.kind() == json::Kind::Integer) return true;
  if (!fraction_decides) return json::is_integer(value);
  return value.kind() == json::Kind::Decimal &&
         value.decimal_text().find_first_of(".eE") == std::string_view::npos;
}

void build_type(Build& build) {
  if (const auto set = types_of(build)) build.add(Op::Type, *set);
}

// OpenAPI 3.0.3 "Schema Object", nullable: it adds null to the types, and without `type` it does
// nothing. Swagger 2.0 has the type "file" for what is no JSON at all.
void build_nullable_type(Build& build) {
  if (build.value().is_string() && build.value().as_string() == "file" &&
      build.target().resource->dialect == Dialect::Swagger20) {
    return;
  }
  // OpenAPI 3.0.4 "Schema Object": one type, and with arrays what is in them.
  if (build.value().is_array() && build.target().resource->dialect == Dialect::OpenApi30)
    build.report_malformed("one type: lists of types come with OpenAPI 3.1", build.value());
  auto set = types_of(build);
  if (!set) return;
  const bool is_array = build.value().is_string() && build.value().as_string() == "array";
  if (is_array && build.sibling("items") == nullptr)
    build.report_malformed("beside items where it is array", build.value());
  const json::Member* nullable = build.sibling("nullable");
  if (nullable != nullptr && nullable->value.is_boolean() && nullable->value.as_boolean()) {
    set->bits |= TypeSet::bit(json::Type::Null);
  }
  build.add(Op::Type, *set);
}

void build_enum(Build& build) {
  if (!build.value().is_array()) return build.malformed("an array of values");
  // Draft 4 asks for one value at least, and each once (validation section 5.5.1.1), and so does
  // Swagger 2.0 with it; the schema of OpenAPI 3.0 for one at least. Later drafts recommend both.
  const Dialects dialect = only(build.dialect().dialect);
  constexpr Dialects kDistinct = only(Dialect::Draft4) | only(Dialect::Swagger20);
  if ((dialect & (kDistinct | kOpenApiOld)) != 0 && build.value().size() == 0)
    build.report_malformed("an array of one value at least", build.value());
  if ((dialect & kDistinct) != 0) {
    if (const auto repetition = find_repetition(build.value().elements()))
      build.report_malformed("an array of values, each once",
                             build.value().elements()[repetition->later]);
  }
  build.add(Op::Enum, &build.value());
}

void build_const(Build& build) { build.add(Op::Const, &build.value()); }

void build_multiple_of(Build& build) {
  const json::Value& value = build.value();
  if (!value.is_number() || json::compare(value, json::Value::integer(0)) <= 0) {
    return build.malformed("a number greater than 0");
  }
  build.add(Op::MultipleOf, &value);
}

void build_maximum(Build& build) { build_bound(build, Op::Maximum, build.value()); }
void build_minimum(Build& build) { build_bound(build, Op::Minimum, build.value()); }
void build_exclusive_maximum(Build& build) {
  build_bound(build, Op::ExclusiveMaximum, build.value());
}
void build_exclusive_minimum(Build& build) {
  build_bound(build, Op::ExclusiveMinimum, build.value());
}
void build_maximum_with_flag(Build& build) {
  build_flagged_bound(build, Op::Maximum, Op::ExclusiveMaximum, "exclusiveMaximum");
}
void build_minimum_with_flag(Build& build) {
  build_flagged_bound(build, Op::Minimum, Op::ExclusiveMinimum, "exclusiveMinimum");
}

void build_flag(Build& build) {
  if (!build.value().is_boolean()) return build.malformed("true or false, beside the bound");
  // Draft 4, validation sections 5.1.2.1 and 5.1.3.1; OpenAPI does not ask for it.
  const bool is_upper = build.keyword().name() == "exclusiveMaximum";
  const bool is_alone = build.sibling(is_upper ? "maximum" : "minimum") == nullptr;
  if (is_alone && build.dialect().dialect == Dialect::Draft4)
    build.report_malformed(is_upper ? "beside maximum" : "beside minimum", build.value());
}

void build_max_length(Build& build) { build_count(build, Op::MaxLength); }
void build_min_length(Build& build) { build_count(build, Op::MinLength); }
void build_max_items(Build& build) { build_count(build, Op::MaxItems); }
void build_min_items(Build& build) { build_count(build, Op::MinItems); }
void build_max_properties(Build& build) { build_count(build, Op::MaxProperties); }
void build_min_properties(Build& build) { build_count(build, Op::MinProperties); }

void build_pattern(Build& build) {
  const json::Value& value = build.value();
  if (!value.is_string()) return build.malformed("a string");
  auto pattern = regex::Pattern::compile(value.as_string());
  if (pattern) {
    build.add(Op::Pattern, build.keep(std::move(*pattern)));
    return;
  }
  auto finding = build.fault(diagnostic::rules::kSchemaPatternMalformed, value,
                             "pattern must be a regular expression of ECMA-262");
  finding.found = value.as_string();
  finding.fix = fmt::format("at offset {}: {}", pattern.error().offset, pattern.error().message);
  build.report(std::move(finding));
  build.unchecked("the pattern is no regular expression");
}

void build_format(Build& build) {
  const json::Value& value = build.value();
  if (!value.is_string()) return build.malformed("a string");
  const std::string_view name = value.as_string();
  if (name == "password") build.target().secret = true;
  const bool asserts =
      build.options().format == Format::Assert || build.has_vocabulary(kFormatAssertion);
  if (!asserts) return;
  if ((only(build.target().resource->dialect) & kOpenApi) != 0) {
    for (const auto& row : kNumberFormats) {
      if (row.name == name) build.add(Op::NumberFormat, row.format);
    }
  }
  // A format that nobody knows accepts everything (validation 2020-12 section 7.2.3).
  if (const formats::Format* format = formats::find(name, build.dialect().edition)) {
    build.add(Op::Format, format);
  }
}

namespace {

constexpr struct {
  std::string_view name;
  Encoding encoding;
} kEncodings[] = {
    {"base64", Encoding::Base64},  // draft 7 has this one alone
    {"base64url", Encoding::Base64Url},
    {"base32", Encoding::Base32},
    {"base16", Encoding::Base16},
};

// The encoding that `contentEncoding` names; Identity where it is absent or names none.
Encoding encoding_of(const json::Value* name, Dialect dialect) {
  if (name == nullptr || !name->is_string()) return Encoding::Identity;
  for (const auto& row : kEncodings) {
    const bool is_known = dialect != Dialect::Draft7 || row.encoding == Encoding::Base64;
    if (is_known && row.name == name->as_string()) return row.encoding;
  }
  return Encoding::Identity;
}

Encoding sibling_encoding(const Build& build, Dialect dialect) {
  const json::Member* encoding = build.sibling("contentEncoding");
  return encoding_of(encoding == nullptr ? nullptr : &encoding->value, dialect);
}

// RFC 6839 section 3.1: "+json" is JSON as well.
bool is_json_type(std::string_view media_type) {
  const std::string_view essence = media_type.substr(0, media_type.find(';'));
  return essence == "application/json" || essence.ends_with("+json");
}

}  // namespace

void build_content_encoding(Build& build) {
  if (!build.value().is_string()) return build.malformed("a string");
  if (build.options().format != Format::Assert) return;
  const Encoding encoding = encoding_of(&build.value(), build.target().resource->dialect);
  if (encoding != Encoding::Identity) build.add(Op::ContentEncoding, encoding);
}

void build_content_media_type(Build& build) {
  if (!build.value().is_string()) return build.malformed("a string");
  if (build.options().format != Format::Assert || !is_json_type(build.value().as_string())) return;
  build.add(Op::ContentMediaType, sibling_encoding(build, build.target().resource->dialect));
}

// Validation 2020-12 section 8.5: without contentMediaType it says nothing.
void build_content_schema(Build& build) {
  const Subschema* subschema = build.subschema(build.value());
  const json::Member* type = build.sibling("contentMediaType");
  const bool is_json =
      type != nullptr && type->value.is_string() && is_json_type(type->value.as_string());
  if (subschema == nullptr || !is_json || build.options().format != Format::Assert) return;
  build.target().tracks = true;
  build.add(
      Op::ContentSchema,
      build.keep(Content{subschema, sibling_encoding(build, build.target().resource->dialect)}));
}

void build_write_only(Build& build) {
  if (!build.value().is_boolean()) return build.report_malformed("true or false", build.value());
  if (!build.value().as_boolean()) return;
  build.target().secret = true;
  // OpenAPI 3.0.4 "Schema Object": a property must not be both.
  const json::Member* read_only = build.sibling("readOnly");
  const bool is_both =
      read_only != nullptr && read_only->value.is_boolean() && read_only->value.as_boolean();
  if (is_both && build.target().resource->dialect == Dialect::OpenApi30)
    build.report_malformed("false where readOnly is true", build.value());
}

}  // namespace holotype::schema
