// A schema where the description uses it, compiled for the direction in which it is used.
#pragma once

#include <memory>

#include "document/file.h"
#include "schema/schema.h"

namespace holotype::openapi {

// Spec: Schema Object (https://spec.openapis.org/oas/v3.1.1#schema-object)
struct SchemaUse {
  document::Node node;  // the schema as written, before $ref is followed; empty where there is none
  // For Direction::Request below a request, Direction::Response below an answer; nullptr where
  // there is no schema or nothing of it could be compiled (then the fault is in
  // Description::findings).
  std::shared_ptr<const schema::Schema> compiled;

  explicit operator bool() const { return static_cast<bool>(node); }
};

}  // namespace holotype::openapi
