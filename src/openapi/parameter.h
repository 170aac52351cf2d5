// A parameter of an operation, its serialisation resolved to (location, style, explode).
#pragma once

#include <string>
#include <vector>

#include "base/boxed.h"
#include "openapi/media_type.h"

namespace holotype::openapi {

enum class In : std::uint8_t { Path, Query, QueryString, Header, Cookie };

// Spec: Parameter Object (https://spec.openapis.org/oas/v3.1.1#parameter-object). Defaults of style
// and explode are filled in; Swagger 2.0's collectionFormat is translated ("multi" is form with
// explode).
struct Parameter {
  std::string name;
  In in = In::Query;
  bool is_required = false;
  bool is_deprecated = false;
  bool allows_empty_value = false;
  bool allows_reserved = false;
  Style style = Style::Form;
  bool explodes = true;
  SchemaUse schema;
  Boxed<MediaType> content;  // where the value is a whole document (`content`)
  std::vector<Example> examples;
  document::Node node;
};

}  // namespace holotype::openapi
