// Rules about recorded traffic: whether it could be read and judged at all. What was found in it
// has the rules of requests and answers.
//
// Tests: tests/traffic/
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kTrafficMalformed{
    "traffic.malformed",
    Severity::Error,
    0,
    "HAR 1.2, log, entries",
    "A recording is a HAR file: log.entries is a list, and each entry has a request with its "
    "method and url and a response with its status.",
    "Export the recording again; browsers do it in the network panel (Save all as HAR with "
    "content).",
    "{\"log\": {\"entries\": [{\"request\": {}}]}}"};
inline constexpr Rule kTrafficNothingJudged{
    "traffic.nothing-judged",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Server Object",
    "A recording has an exchange with the API that the description describes.",
    "Name the address that the API had in the recording with --base, or add it to the servers of "
    "the description.",
    "a recording of http://localhost:3000, and servers: [{url: https://api.example.com}]"};
inline constexpr Rule kTrafficBaseUnknown{
    "traffic.base-unknown",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Server Object, url",
    "It is known which hosts of a recording are the API's.",
    "Name the API's address with --base. Until then only the requests that match an operation are "
    "judged, so one that is described nowhere goes unnoticed.",
    "a recording of two hosts, and servers: [{url: /v1}]"};
inline constexpr Rule kTrafficBodyLost{
    "traffic.body-lost",
    Severity::Note,
    0,
    "HAR 1.2, postData and content",
    "A body that was sent is in the recording.",
    "Record again with bodies: in a browser choose the export with content, and export before "
    "leaving the page.",
    "content: {size: 1024, mimeType: application/json}"};
inline constexpr Rule kTrafficCredentialsLeftOut{
    "traffic.credentials-left-out",
    Severity::Note,
    0,
    "HAR 1.2, headers",
    "The credentials of a request are in the recording.",
    "Nothing needs to be done, unless credentials are what the check is for: browsers leave out "
    "Authorization and cookies unless the export with sensitive data is chosen.",
    "a recording without any Authorization, Cookie and Set-Cookie"};

inline constexpr const Rule* kTrafficRules[] = {
    &kTrafficMalformed, &kTrafficNothingJudged,      &kTrafficBaseUnknown,
    &kTrafficBodyLost,  &kTrafficCredentialsLeftOut,
};

}  // namespace holotype::diagnostic::rules
