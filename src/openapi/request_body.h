// The body that an operation takes.
#pragma once

#include <vector>

#include "openapi/media_type.h"

namespace holotype::openapi {

// Spec: Request Body Object (https://spec.openapis.org/oas/v3.1.1#request-body-object).
// Swagger 2.0's `body` and `formData` parameters become one, with a media type for each of
// `consumes`.
struct RequestBody {
  bool is_required = false;
  std::vector<MediaType> content;  // in the order of the description
  document::Node node;
};

}  // namespace holotype::openapi
