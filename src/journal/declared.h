// Which part of an operation an answer belongs to.
//
// Internal to the module. Spec: OpenAPI 3.1.1 "Responses Object", "Response Object".
#pragma once

#include <vector>

#include "http/message.h"
#include "openapi/operation.h"

namespace holotype::journal {

// The response that describes a status; nullptr where none does.
const openapi::Response* response_of(const openapi::Operation& operation, int status);

// The key of `content` that the Content-Type matches best; nullptr where none does.
const openapi::MediaType* media_type_of(const std::vector<openapi::MediaType>& content,
                                        const http::Headers& headers);

}  // namespace holotype::journal
