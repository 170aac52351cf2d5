// Two kinds of examples, one check: what stands beside a schema (in a media type, parameter or
// header) illustrates the schema as it is used there, direction included; what stands inside a
// Schema Object (`example`, `examples`, `default`) illustrates that object wherever it is used.
//
// Schema Objects are found by a table of the keywords that hold others. Each is looked at once,
// however many references lead to it, so recursion ends. Values (`const`, `enum`, the examples
// themselves) are no schemas and are not entered.
//
// Cost: one visit for each Schema Object, and one compilation for each that has an example which
// its `type` alone does not settle.
#include "contract/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "diagnostic/rules_response.h"
#include "http/media_type.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using document::Node;

// A keyword of a Schema Object that matters here, and what is below it.
struct Keyword {
  enum class Below : std::uint8_t {
    Schema,     // a schema, or a list of them (items before 2020-12)
    Schemas,    // a list of schemas
    ByName,     // schemas by name
    Reference,  // the address of a schema
    Example,    // an instance
    Examples,   // a list of instances
  };
  Keyword(std::string_view text, Below below_it) : name(text), below(below_it) {}

  json::HashedName name;
  Below below;
};

const Keyword* find_keyword(const json::Member& member) {
  using enum Keyword::Below;
  static const std::array kKeywords = {
      Keyword("$ref", Reference),
      Keyword("$dynamicRef", Reference),
      Keyword("properties", ByName),
      Keyword("items", Schema),
      Keyword("example", Example),
      Keyword("default", Example),
      Keyword("examples", Examples),
      Keyword("allOf", Schemas),
      Keyword("anyOf", Schemas),
      Keyword("oneOf", Schemas),
      Keyword("not", Schema),
      Keyword("additionalProperties", Schema),
      Keyword("patternProperties", ByName),
      Keyword("prefixItems", Schemas),
      Keyword("additionalItems", Schema),
      Keyword("contains", Schema),
      Keyword("propertyNames", Schema),
      Keyword("unevaluatedItems", Schema),
      Keyword("unevaluatedProperties", Schema),
      Keyword("dependentSchemas", ByName),
      Keyword("if", Schema),
      Keyword("then", Schema),
      Keyword("else", Schema),
      Keyword("contentSchema", Schema),
  };
  const auto found = std::ranges::find_if(kKeywords, [&member](const Keyword& keyword) {
    return keyword.name.hash == member.hash && keyword.name.name == member.name();
  });
  return found == kKeywords.end() ? nullptr : &*found;
}

// Walks the examples of a description; what several operations share is looked at once.
class ExampleChecker {
 public:
  ExampleChecker(const openapi::Description& description, const std::stop_token& stopping)
      : description_(description), stopping_(stopping) {}

  void check(const openapi::Operation& operation) {
    for (const openapi::Parameter& parameter : operation.parameters) {
      check(parameter.examples, parameter.schema);
      if (parameter.content) check(*parameter.content);
    }
    if (operation.request_body) check(operation.request_body->content);
    for (const openapi::Response& response : operation.responses) {
      check(response.headers);
      check(response.content);
    }
    for (const openapi::Callback& callback : operation.callbacks) check(callback);
  }
  void check(const openapi::Callback& callback) {
    for (const openapi::Operation& operation : callback.operations) check(operation);
  }

  Diagnostics take() { return std::move(findings_); }

 private:
  void check(const std::vector<openapi::MediaType>& content) {
    for (const openapi::MediaType& media_type : content) check(media_type);
  }
  void check(const openapi::MediaType& media_type) {
    const auto type = http::parse_media_range(media_type.name);
    // What a text is an example of, its media type's syntax tells: the mock looks when it serves
    // it.
    const bool is_json = !type || type->is_range() || http::is_json(*type);
    check(media_type.examples, media_type.schema, is_json ? Texts::AreValues : Texts::AreBodies);
    walk(media_type.item_schema.node);
    for (const openapi::Encoding& encoding : media_type.encodings) check(encoding.headers);
  }
  void check(const std::vector<openapi::Header>& headers) {
    for (const openapi::Header& header : headers) check(header.examples, header.schema);
  }
  // Whether an example that is a string is a value, or the body as it is written.
  enum class Texts : std::uint8_t { AreValues, AreBodies };
  void check(const std::vector<openapi::Example>& examples, const openapi::SchemaUse& use,
             Texts texts = Texts::AreValues) {
    walk(use.node);
    if (use.compiled == nullptr) return;
    for (const openapi::Example& example : examples) {
      const bool is_body = example.value != nullptr && example.value->is_string() &&
                           texts == Texts::AreBodies && !use.compiled->accepts(*example.value);
      if (example.value == nullptr || is_body || !seen_.insert(example.value).second) continue;
      const std::string name = example.name.empty() ? "" : " " + example.name;
      check(*example.value, *use.compiled, "example" + name, example.node.source(), use.node);
    }
  }

  // Visits a Schema Object and what is below it.
  void walk(const Node& schema);
  void walk(const Node& schema, const json::Member& member, const Keyword& keyword);
  const json::Value* reference_alone(const Node& schema) const;
  // Checks an instance that stands in a Schema Object.
  void check_inside(const Node& schema, std::string_view keyword, const json::Value& instance);
  void check(const json::Value& instance, const schema::Schema& schema, const std::string& what,
             const SourceLocation& source, const Node& schema_node);

  const openapi::Description& description_;
  const std::stop_token& stopping_;
  std::unordered_set<const json::Value*> seen_;  // Schema Objects and examples
  Diagnostics findings_;
};

void ExampleChecker::walk(const Node& schema) {
  const bool is_new = schema && schema.value->is_object() && seen_.insert(schema.value).second;
  if (!is_new || stopping_.stop_requested()) return;
  const json::Value* alone = reference_alone(schema);
  for (const json::Member& member : schema.value->members()) {
    if (alone != nullptr && &member.value != alone) continue;
    if (const Keyword* keyword = find_keyword(member)) walk(schema, member, *keyword);
  }
}

// The $ref beside which every other keyword means nothing: before 2019-09, and in OpenAPI 3.0.
const json::Value* ExampleChecker::reference_alone(const Node& schema) const {
  const json::Value* reference = schema.value->find("$ref");
  if (reference == nullptr || schema.value->size() == 1) return reference;
  const schema::Dialect dialect =
      description_.compiler->dialect_at(schema, description_.dialect_of(schema));
  const bool keeps_siblings = dialect == schema::Dialect::Draft2019 ||
                              dialect == schema::Dialect::Draft2020 ||
                              dialect == schema::Dialect::OpenApi31;
  return keeps_siblings ? nullptr : reference;
}

void ExampleChecker::walk(const Node& schema, const json::Member& member, const Keyword& keyword) {
  const Node below{schema.file, &member.value};
  const auto each_element = [&](const auto& visit) {
    for (const json::Value& element : member.value.elements()) visit(element);
  };
  const auto walk_element = [&](const json::Value& element) { walk({schema.file, &element}); };
  switch (keyword.below) {
    case Keyword::Below::Schema:
      walk(below);
      return each_element(walk_element);
    case Keyword::Below::Schemas:
      return each_element(walk_element);
    case Keyword::Below::ByName:
      for (const json::Member& named : member.value.members()) walk({schema.file, &named.value});
      return;
    case Keyword::Below::Reference:
      if (!member.value.is_string()) return;
      if (const auto target = description_.compiler->resolve(schema, member.value.as_string(),
                                                             description_.dialect_of(schema))) {
        walk(*target);
      }  // one that leads nowhere was reported when the description was read
      return;
    case Keyword::Below::Example:
      return check_inside(schema, member.name(), member.value);
    case Keyword::Below::Examples:
      return each_element(
          [&](const json::Value& example) { check_inside(schema, "example", example); });
  }
}

// Whether `type` alone decides, as it does for most properties, and the instance is of that type.
bool is_settled_by_type(const Node& schema, const json::Value& instance) {
  static constexpr std::string_view kSilent[] = {"type",     "description", "title",
                                                 "example",  "examples",    "default",
                                                 "readOnly", "writeOnly",   "nullable"};
  struct Row {
    std::string_view name;
    json::Type type;
  };
  static constexpr Row kTypes[] = {{"string", json::Type::String},
                                   {"boolean", json::Type::Boolean},
                                   {"number", json::Type::Number},
                                   {"object", json::Type::Object},
                                   {"array", json::Type::Array}};
  const json::Value* type = schema.value->find("type");
  if (type == nullptr || !type->is_string()) return false;
  const auto row = std::ranges::find(kTypes, type->as_string(), &Row::name);
  if (row == std::end(kTypes) || row->type != instance.type()) return false;
  return std::ranges::all_of(schema.value->members(), [](const json::Member& member) {
    return std::ranges::find(kSilent, member.name()) != std::end(kSilent);
  });
}

void ExampleChecker::check_inside(const Node& schema, std::string_view keyword,
                                  const json::Value& instance) {
  if (!seen_.insert(&instance).second || is_settled_by_type(schema, instance)) return;
  // The schema's own faults were reported when the description was read.
  const schema::Compiled compiled = description_.compiler->compile(
      schema, {.dialect = description_.dialect_of(schema), .direction = schema::Direction::None});
  check(instance, *compiled.schema, std::string(keyword), Node{schema.file, &instance}.source(),
        schema);
}

void ExampleChecker::check(const json::Value& instance, const schema::Schema& schema,
                           const std::string& what, const SourceLocation& source,
                           const Node& schema_node) {
  if (schema.accepts(instance)) return;
  schema::Outcome outcome = schema.check(instance);
  if (outcome.findings.empty()) return;
  const Diagnostic& first = outcome.findings.front();
  const std::string more =
      outcome.findings.size() > 1 ? fmt::format(" (and {} more)", outcome.findings.size() - 1) : "";
  std::string location = schema_node.location();
  Diagnostic finding{.rule = &diagnostic::rules::kExampleInvalid,
                     .message = fmt::format(
                         "the {} contradicts its schema {}: {} {}{}", what, schema_node.pointer(),
                         first.pointer.empty() ? "it" : first.pointer, first.message, more),
                     .found = first.found,
                     .schema = std::move(location),
                     .source = source};
  finding.causes = std::move(outcome.findings);
  findings_.push_back(std::move(finding));
}

}  // namespace

Diagnostics check_examples(const openapi::Description& description,
                           const std::stop_token& stopping) {
  ExampleChecker checker(description, stopping);
  for (const openapi::Operation& operation : description.operations) checker.check(operation);
  for (const openapi::Callback& webhook : description.webhooks) checker.check(webhook);
  return checker.take();
}

}  // namespace holotype::contract
