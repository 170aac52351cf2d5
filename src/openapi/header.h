// A response header, or a header of a part of a multipart body.
#pragma once

#include <string>
#include <vector>

#include "openapi/example.h"
#include "openapi/schema_use.h"

namespace holotype::openapi {

// Spec: Header Object (https://spec.openapis.org/oas/v3.1.1#header-object). Style is always simple.
struct Header {
  std::string name;
  bool is_required = false;
  bool is_deprecated = false;
  bool explodes = false;
  SchemaUse schema;
  std::string content_type;  // the single key of `content`; "" where `schema` describes the value
  std::vector<Example> examples;
  document::Node node;
};

}  // namespace holotype::openapi
