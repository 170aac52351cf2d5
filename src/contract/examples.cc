// Two kinds of examples, one check: what stands beside a schema (in a media type, parameter or
// header) illustrates the schema as it is used there, direction included; what stands inside a
// Schema Object (`example`, `examples`, `default`) illustrates that object wherever it is used.
//
// Cost: one visit for each Schema Object, and one compilation for each that has an example which
// its `type` alone does not settle.
#include "contract/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "contract/body.h"
#include "contract/sequence.h"
#include "diagnostic/rules_response.h"
#include "http/media_type.h"
#include "openapi/schema_walk.h"
#include "parameters/shape.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using document::Node;

// Walks the examples of a description; what several operations share is looked at once.
class ExampleChecker {
 public:
  ExampleChecker(const openapi::Description& description, const std::stop_token& stopping)
      : description_(description),
        stopping_(stopping),
        schemas_(description, {.schema = {},
                               .keyword =
                                   [this](const Node& schema, const json::Member& member) {
                                     check_keyword(schema, member);
                                   }}),
        shapes_(*description.compiler,
                [&description](const Node& node) { return description.dialect_of(node); }) {}
  ExampleChecker(const ExampleChecker&) = delete;  // the visitor points here
  ExampleChecker& operator=(const ExampleChecker&) = delete;

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
    const bool may_be_json =
        type && type->is_range() && (type->type == "*" || type->type == "application");
    const bool is_json = !type || may_be_json || http::is_json(*type);
    check(media_type.examples, media_type.schema, is_json ? Texts::AreValues : Texts::AreBodies,
          type && is_sequence(*type));
    schemas_.walk(media_type.item_schema.node);
    // A multipart text is in parts by a boundary that only the type of the message names.
    const bool is_one_type = type && !type->is_range() && !http::is_multipart(*type);
    if (is_one_type) check_texts(media_type, is_json ? Texts::AreValues : Texts::AreBodies);
    if (type && is_sequence(*type)) check_items(media_type);
    for (const openapi::Encoding& encoding : media_type.encodings) check(encoding.headers);
  }
  // Examples of rows, each value by itemSchema.
  void check_items(const openapi::MediaType& media_type) {
    const openapi::SchemaUse& use = media_type.item_schema;
    if (use.compiled == nullptr) return;
    for (const openapi::Example& example : media_type.examples) {
      if (example.value == nullptr || example.value->is_string()) continue;
      const std::string name = example.name.empty() ? "" : " " + example.name;
      const auto one = [&](const json::Value& value) {
        if (!is_first(value, use.node)) return;
        check(value, *use.compiled, "example" + name, example.node.source(), use.node);
      };
      if (!example.value->is_array()) one(*example.value);
      std::ranges::for_each(example.value->elements(), one);
    }
  }
  void check(const std::vector<openapi::Header>& headers) {
    for (const openapi::Header& header : headers) check(header.examples, header.schema);
  }
  // Whether an example that is a string is a value, or the body as it is written.
  enum class Texts : std::uint8_t { AreValues, AreBodies };
  void check(const std::vector<openapi::Example>& examples, const openapi::SchemaUse& use,
             Texts texts = Texts::AreValues, bool are_rows = false) {
    schemas_.walk(use.node);
    if (use.compiled == nullptr) return;
    const auto accepts = [&use](const json::Value& value) { return use.compiled->accepts(value); };
    for (const openapi::Example& example : examples) {
      // Before 3.2 a schema is often that of each value of a row.
      const bool is_row = are_rows && example.value != nullptr && example.value->is_array() &&
                          std::ranges::all_of(example.value->elements(), accepts);
      if (is_row) continue;
      const bool is_body = example.value != nullptr && example.value->is_string() &&
                           texts == Texts::AreBodies && !use.compiled->accepts(*example.value);
      if (example.value == nullptr || is_body || !is_first(*example.value, use.node)) continue;
      const std::string name = example.name.empty() ? "" : " " + example.name;
      check(*example.value, *use.compiled, "example" + name, example.node.source(), use.node);
    }
  }

  // Checks the examples that are bodies as they are written: `serializedValue`, and a string that
  // is no value of the schema in a media type with a syntax of its own.
  void check_texts(const openapi::MediaType& media_type, Texts texts);
  void add(const SourceLocation& source, const std::string& what, const Node& schema_node,
           Diagnostics findings);

  bool is_first(const json::Value& example, const Node& schema) {
    return seen_.emplace(&example, schema.value).second;
  }
  // Checks the instances that stand in a Schema Object as that member.
  void check_keyword(const Node& schema, const json::Member& member);
  // Checks an instance that stands in a Schema Object.
  void check_inside(const Node& schema, std::string_view keyword, const json::Value& instance);
  void check(const json::Value& instance, const schema::Schema& schema, const std::string& what,
             const SourceLocation& source, const Node& schema_node);

  const openapi::Description& description_;
  const std::stop_token& stopping_;
  openapi::SchemaWalk schemas_;
  parameters::ShapeCompiler shapes_;
  // Examples with their schemas: several responses may share the one, and not the other.
  std::set<std::pair<const json::Value*, const json::Value*>> seen_;
  Diagnostics findings_;
};

void ExampleChecker::check_keyword(const Node& schema, const json::Member& member) {
  if (stopping_.stop_requested()) return;
  const std::string_view name = member.name();
  if (name == "example" || name == "default") {
    check_inside(schema, name, member.value);
  } else if (name == "examples") {
    for (const json::Value& example : member.value.elements())
      check_inside(schema, "example", example);
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
  if (!is_first(instance, schema) || is_settled_by_type(schema, instance)) return;
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
  add(source, what, schema_node, std::move(schema.check(instance).findings));
}

void ExampleChecker::check_texts(const openapi::MediaType& media_type, Texts texts) {
  const openapi::SchemaUse& use = media_type.schema;
  std::optional<BodyContract> contract;
  std::vector<openapi::MediaType> content;
  for (const openapi::Example& example : media_type.examples) {
    const bool is_body = example.value != nullptr && example.value->is_string() &&
                         texts == Texts::AreBodies &&
                         !(use.compiled != nullptr && use.compiled->accepts(*example.value));
    if (!is_body && !example.serialized) continue;
    if (!seen_.emplace(example.node.value, media_type.node.value).second) continue;
    if (!contract) {
      content.push_back(media_type);
      contract.emplace(content, shapes_);
    }
    json::Arena arena;
    const std::string text =
        example.serialized ? *example.serialized : std::string(example.value->as_string());
    Body body = contract->read({{"Content-Type", media_type.name}}, text, arena, text.size());
    const std::string name = example.name.empty() ? "" : " " + example.name;
    add(example.node.source(), "example" + name, use.node, std::move(body.findings));
  }
}

void ExampleChecker::add(const SourceLocation& source, const std::string& what,
                         const Node& schema_node, Diagnostics findings) {
  if (findings.empty()) return;
  const Diagnostic& first = findings.front();
  const std::string more =
      findings.size() > 1 ? fmt::format(" (and {} more)", findings.size() - 1) : "";
  const std::string contradicts =
      schema_node ? "contradicts its schema " + schema_node.pointer() : "is no such body";
  Diagnostic finding{
      .rule = &diagnostic::rules::kExampleInvalid,
      .message = fmt::format("the {} {}: {} {}{}", what, contradicts,
                             first.pointer.empty() ? "it" : first.pointer, first.message, more),
      .found = first.found,
      .schema = schema_node ? schema_node.location() : "",
      .source = source};
  finding.causes = std::move(findings);
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
