// What a body looks like in one media type.
#pragma once

#include <string>
#include <vector>

#include "base/boxed.h"
#include "openapi/example.h"
#include "openapi/header.h"
#include "openapi/schema_use.h"

namespace holotype::openapi {

enum class Style : std::uint8_t {
  Simple,
  Label,
  Matrix,
  Form,
  SpaceDelimited,
  PipeDelimited,
  DeepObject,
  TabDelimited,  // Swagger 2.0 collectionFormat: tsv
  Cookie,        // 3.2: as Form, but nothing is percent-encoded
};

// How one property of a form or multipart body is serialised.
// Spec: Encoding Object (https://spec.openapis.org/oas/v3.1.1#encoding-object)
struct Encoding {
  std::string property;
  std::vector<std::string>
      content_types;       // the comma-separated list of `contentType`; empty: by the schema
  bool has_style = false;  // style, explode or allowReserved is given (RFC 6570 rules)
  Style style = Style::Form;
  bool explodes = true;
  bool allows_reserved = false;
  bool forbids_reserved = false;  // spelt out: reserved characters come percent-encoded
  bool is_single = false;         // Swagger 2.0 `type: file`: one value, whatever is in it
  std::vector<Header> headers;
  document::Node node;
};

// Spec: Media Type Object (https://spec.openapis.org/oas/v3.1.1#media-type-object)
struct MediaType {
  std::string name;  // the key as written: "application/json; charset=utf-8", "text/*"
  SchemaUse schema;
  SchemaUse item_schema;          // 3.2: of each item of a sequential media type
  std::vector<Example> examples;  // `example` first, then `examples` in order
  std::vector<Encoding> encodings;
  // 3.2, of multipart bodies whose parts have no names: the first ones, and the others.
  std::vector<Encoding> prefix_encodings;
  Boxed<Encoding> item_encoding;
  document::Node node;
};

}  // namespace holotype::openapi
