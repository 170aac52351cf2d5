// SecretShape: which parts of a schema's values are secret: `format: password` and `writeOnly`.
//
// A shape is a graph of the schema's places, made once; a part is secret where any schema that may
// apply to it says so, whichever branch of an anyOf is taken: to hide too much is better than to
// show a password.
//
// Threads: immutable once its Shapes is built. Ownership: places belong to the Shapes.
// Spec: OpenAPI 3.1.1 "Data Type Format" (password); JSON Schema validation 2020-12, sections 8.5
// (contentSchema) and 9.4 (writeOnly). Tests: tests/secrets/secret_shape_test.cc
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "document/file.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/description.h"

namespace holotype::secrets {

// What stands in place of a secret.
inline constexpr std::string_view kRedacted = "(redacted)";

// One place in a schema, and which places apply below it.
struct SecretShape {
  bool is_secret = false;
  bool reaches_secret = false;           // here or anywhere below
  std::vector<const SecretShape*> also;  // apply to the same value: $ref, allOf, oneOf, then, ...
  std::vector<std::pair<std::string, const SecretShape*>> members;
  std::vector<const SecretShape*> other_members;  // additionalProperties and its like
  std::vector<const SecretShape*> elements;       // items and its like
  std::vector<const SecretShape*> contents;       // contentSchema: of what a string holds
};

// A value with its secrets replaced.
struct RedactedValue {
  json::Value value;
  std::vector<std::string> pointers;  // of what was replaced, in the order of the value
};

// `value` with everything that is secret by `shape` replaced by kRedacted. New parts are in the
// arena, the others shared.
RedactedValue redact(const SecretShape& shape, const json::Value& value, json::Arena& arena);

// The names of members that are secret or hold secrets, whatever branch they stand in.
std::vector<std::string> secret_members(const SecretShape& shape);

class Shapes {
 public:
  explicit Shapes(const openapi::Description& description);

  // The shape of the schema; nullptr where no file of the description speaks of secrets. Whether it
  // reaches one is known after finish().
  const SecretShape* add(const openapi::SchemaUse& use);
  // The same of a body: of a row of items (OpenAPI 3.2 "Sequential Media Types") as well, where
  // before 3.2 `schema` may be that of an item.
  const SecretShape* add_body(const openapi::MediaType& media_type);
  // Marks what reaches a secret. Call it once, when everything was added.
  void finish();

 private:
  const SecretShape* compile(document::Node node);
  void read_keywords(const document::Node& node, SecretShape& shape);

  const openapi::Description& description_;
  bool has_secrets_ = false;     // whether any file speaks of either keyword
  std::deque<SecretShape> all_;  // stable addresses
  std::unordered_map<const json::Value*, SecretShape*> by_place_;
};

}  // namespace holotype::secrets
