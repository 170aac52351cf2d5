// Lifecycle fields: what an answer says of an operation that is on its way out.
//
//     deprecated: true                                   Deprecation: @1705314600
//     x-deprecated-since: 2023-07-01                     Deprecation: @1688169600
//     x-sunset: 2025-01-01 (beside deprecated or not)    Sunset: Wed, 01 Jan 2025 00:00:00 GMT
//
// OpenAPI says that an operation is deprecated but not since when, and RFC 9745 wants a date: it is
// the mock's standing clock, since the operation is deprecated by then, unless the extension knows
// better. OpenAPI has no word for the end; x-sunset is what tools that compare descriptions read.
//
// Spec: RFC 9745 (Deprecation), RFC 8594 (Sunset), RFC 9110 section 5.6.7 (dates).
// Tests: tests/exchanges/http/lifecycle.exchange
#pragma once

#include "base/clock.h"
#include "http/message.h"
#include "openapi/operation.h"

namespace holotype::mock {

// Empty for an operation that stays. An extension that is no date is ignored.
http::Headers lifecycle_fields(const openapi::Operation& operation, Instant now);

}  // namespace holotype::mock
