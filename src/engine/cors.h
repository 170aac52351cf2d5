// Cross-origin resource sharing: what lets a page of another origin call the stand-in.
//
// A development server is called from pages on another port all the time, so everything is allowed:
// every origin, with credentials, every method and header. The origin is named, never "*", because
// browsers refuse "*" with credentials.
//
// Spec: the Fetch Standard, section 3.2 "CORS protocol". Tests: tests/engine/cors_test.cc
#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"

namespace holotype::engine {

// Whether the request asks for permission before the real one (Fetch section 3.2.2).
bool is_preflight(const http::Request& request);

// The answer to a preflight.
http::Response preflight_response(const http::Request& request);

// Adds what lets the page of the request's Origin read the answer; nothing where there is no
// Origin.
void allow_origin(const http::Request& request, http::Response& response);

}  // namespace holotype::engine
