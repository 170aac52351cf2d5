// A description as a few lines of text, so that a test is one comparison:
//
//     POST /a/{id} createA /v1
//       path id! simple schema
//       query tags form*               (* explodes, ! is required)
//       body! application/json schema; text/*
//       201 application/json schema example(a)=1 header(X-A)
//       security key | oauth(read)+key2
//       unchecked: parameter 2 is not checked: it cannot be read
#pragma once

#include <string>

#include "openapi/description.h"

namespace holotype::openapi {

// The operations in order; each begins a line at the margin.
std::string dump(const Description& description);
std::string dump(const Operation& operation, const std::string& margin);

}  // namespace holotype::openapi
