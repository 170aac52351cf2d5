// Rules about one answer: what an operation promises, and the examples that an author wrote for it.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kStatusUndescribed{
    "response.status-undescribed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Responses Object",
    "The status of an answer must be one that its operation describes.",
    "Answer with a status that is described, or describe this one or a default response.",
    "418 from an operation with 200 and 404"};
inline constexpr Rule kStatusUnchecked{
    "response.status-unchecked",
    Severity::Note,
    0,
    "OpenAPI 3.1.1, Responses Object; RFC 9110, section 15.2",
    "An answer cannot be checked where the operation describes no response that ends an exchange.",
    "Describe the response of a successful call.",
    "a service answers 200, where responses is {\"100\": {description: Go on.}}"};
inline constexpr Rule kResponseBodyMissing{
    "response.body-missing",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Response Object, content",
    "An answer must have a body where its response describes one.",
    "Send the body, or describe a response without content.",
    "200 without a body, where the response has content: {application/json: {}}"};
inline constexpr Rule kResponseBodyUndescribed{
    "response.body-undescribed",
    Severity::Note,
    0,
    "OpenAPI 3.1.1, Response Object, content",
    "A body that the response does not describe cannot be checked.",
    "Describe the body under content.",
    "201 with the body \"hello\", where the response has no content"};
inline constexpr Rule kResponseBodyForbidden{
    "response.body-forbidden",
    Severity::Error,
    0,
    "RFC 9110, sections 15.3.5 and 8.6",
    "A 204 must have no body, and no Content-Length that announces one.",
    "Answer without the body, or with 200 and a body that is described.",
    "204 with Content-Length: 7"};
inline constexpr Rule kResponseHeaderMissing{
    "response.header-missing",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Header Object, required",
    "A required header must be in the answer.",
    "Send the header named in the message.",
    "200 without X-Count, where headers has X-Count: {required: true}"};
inline constexpr Rule kExampleInvalid{
    "example.invalid",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Media Type Object, example",
    "An example should satisfy the schema that it illustrates.",
    "Correct the example or the schema: clients of the stand-in meet the example as it is.",
    "an example without a property that its schema requires"};

inline constexpr Rule kResponseInvalid{
    "response.invalid",
    Severity::Error,
    500,
    "RFC 9457",
    "An answer must satisfy the response that its operation describes.",
    "See the violations: correct the example, the fixture or the service that gave the answer.",
    "--errors, and an example {} of a schema with required: [name]"};
inline constexpr const Rule* kResponseRules[] = {
    &kStatusUndescribed,       &kStatusUnchecked,       &kResponseBodyMissing,
    &kResponseBodyUndescribed, &kResponseBodyForbidden, &kResponseHeaderMissing,
    &kExampleInvalid,          &kResponseInvalid,
};

}  // namespace holotype::diagnostic::rules
