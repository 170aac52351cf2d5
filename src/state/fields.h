// Fields: what a schema says about the members of a value, one level deep.
//
// Everything that speaks about the value is read together: $ref, allOf, and each branch of anyOf
// and oneOf, for a resource may be any of them. It is a list of names to work with, not a check:
// whether a value fits is the schema's to say.
//
// Threads: FieldReader one at a time, at load; Fields are immutable. Ownership: nodes and names
// are the description's. Spec: OpenAPI 3.1.1 "Schema Object" (readOnly, writeOnly).
// Tests: tests/state/derive_test.cc
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "document/file.h"
#include "openapi/description.h"

namespace holotype::state {

// A set of JSON types that a schema names; empty where it names none.
struct TypeSet {
  bool has_string = false;
  bool has_integer = false;  // or number
  bool has_boolean = false;
  bool has_array = false;
  bool has_object = false;
  bool has_null = false;

  bool is_scalar() const {
    return (has_string || has_integer || has_boolean) && !has_array && !has_object;
  }
  // Whether a value of it can be written as one path segment.
  bool may_name() const {
    return has_string || has_integer || !(has_boolean || has_array || has_object);
  }
};

struct Field {
  std::string_view name;
  std::vector<document::Node> schemas;  // all that speak of it, references followed or not
  TypeSet types;
  std::string_view format;
  const json::Value* default_value = nullptr;
  bool is_read_only = false;
  bool is_write_only = false;
  bool is_required = false;
};

struct Fields {
  std::vector<Field> members;         // in the order of the description
  std::vector<document::Node> items;  // of an array; empty where none are described
  TypeSet types;
  bool is_open = false;  // names no member, or allows others by additionalProperties

  const Field* find(std::string_view name) const;
};

class FieldReader {
 public:
  explicit FieldReader(const openapi::Description& description) : description_(&description) {}

  // What these schemas say together of one value. Never null.
  std::shared_ptr<const Fields> read(const std::vector<document::Node>& schemas);
  std::shared_ptr<const Fields> read(const document::Node& schema) {
    return read(std::vector<document::Node>{schema});
  }

  // The types that a schema names.
  TypeSet types_of(const document::Node& schema) const;

  // Where a schema is in the end: $ref followed, and an allOf or anyOf of one schema entered. Two
  // uses of one component have the same.
  document::Node identity(document::Node schema) const;

 private:
  struct Reading;
  document::Node follow(const document::Node& schema) const;
  void collect(const document::Node& schema, Reading& reading) const;
  void describe(Field& field) const;

  const openapi::Description* description_;
  std::map<std::vector<const json::Value*>, std::shared_ptr<const Fields>> known_;
};

}  // namespace holotype::state
