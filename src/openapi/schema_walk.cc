#include "openapi/schema_walk.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace holotype::openapi {
namespace {

using document::Node;

// A keyword whose value holds schemas, or leads to one.
struct Keyword {
  enum class Below : std::uint8_t {
    Schema,     // a schema, or a list of them (items before 2020-12)
    Schemas,    // a list of schemas
    ByName,     // schemas by name
    Reference,  // the address of a schema
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

}  // namespace

SchemaWalk::SchemaWalk(const Description& description, Visitor visitor)
    : description_(description), visitor_(std::move(visitor)) {}

void SchemaWalk::walk(const Node& schema) {
  const bool is_new = schema && schema.value->is_object() && seen_.insert(schema.value).second;
  if (!is_new) return;
  const json::Value* alone = reference_alone(schema);
  if (alone == nullptr && visitor_.schema) visitor_.schema(schema);
  for (const json::Member& member : schema.value->members()) {
    if (alone == nullptr || &member.value == alone) walk_below(schema, member);
  }
}

// The $ref beside which every other keyword means nothing: before 2019-09, and in OpenAPI 3.0.
const json::Value* SchemaWalk::reference_alone(const Node& schema) const {
  const json::Value* reference = schema.value->find("$ref");
  if (reference == nullptr || schema.value->size() == 1) return reference;
  const schema::Dialect dialect =
      description_.compiler->dialect_at(schema, description_.dialect_of(schema));
  const bool keeps_siblings = dialect == schema::Dialect::Draft2019 ||
                              dialect == schema::Dialect::Draft2020 ||
                              dialect == schema::Dialect::OpenApi31;
  return keeps_siblings ? nullptr : reference;
}

void SchemaWalk::walk_below(const Node& schema, const json::Member& member) {
  const Keyword* keyword = find_keyword(member);
  if (keyword == nullptr) {
    if (visitor_.keyword) visitor_.keyword(schema, member);
    return;
  }
  const auto walk_elements = [&] {
    for (const json::Value& element : member.value.elements()) walk(Node{schema.file, &element});
  };
  switch (keyword->below) {
    case Keyword::Below::Schema:
      walk(Node{schema.file, &member.value});
      return walk_elements();
    case Keyword::Below::Schemas:
      return walk_elements();
    case Keyword::Below::ByName:
      for (const json::Member& named : member.value.members())
        walk(Node{schema.file, &named.value});
      return;
    case Keyword::Below::Reference:
      if (!member.value.is_string()) return;
      if (const auto target = description_.compiler->resolve(schema, member.value.as_string(),
                                                             description_.dialect_of(schema))) {
        walk(*target);
      }  // one that leads nowhere was reported when the description was read
      return;
  }
}

void SchemaWalk::walk(const MediaType& media_type) {
  walk(media_type.schema.node);
  walk(media_type.item_schema.node);
  for (const Encoding& encoding : media_type.encodings) {
    for (const Header& header : encoding.headers) walk(header.schema.node);
  }
}

void SchemaWalk::walk(const Operation& operation) {
  for (const Parameter& parameter : operation.parameters) {
    walk(parameter.schema.node);
    if (parameter.content) walk(*parameter.content);
  }
  if (operation.request_body) {
    for (const MediaType& media_type : operation.request_body->content) walk(media_type);
  }
  for (const Response& response : operation.responses) {
    for (const Header& header : response.headers) walk(header.schema.node);
    for (const MediaType& media_type : response.content) walk(media_type);
  }
  for (const Callback& callback : operation.callbacks) {
    for (const Operation& called : callback.operations) walk(called);
  }
}

}  // namespace holotype::openapi
