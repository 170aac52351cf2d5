// Rules about the real service behind the proxy: that it answers, and that its answer holds.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kUpstreamUnreachable{
    "upstream.unreachable",
    Severity::Error,
    502,
    "RFC 9110, section 15.6.3",
    "The service behind the proxy must be reachable and must finish its answer.",
    "Start the service or correct its address; --fallback mock answers in its place meanwhile.",
    "holotype proxy openapi.yaml http://127.0.0.1:1"};
inline constexpr Rule kUpstreamTimeout{
    "upstream.timeout",
    Severity::Error,
    504,
    "RFC 9110, section 15.6.5",
    "The service behind the proxy must answer in time.",
    "Find out why it is slow, or allow more with --upstream-timeout.",
    "--upstream-timeout 1, and a service that answers after 2 seconds"};
inline constexpr Rule kUpstreamMalformed{
    "upstream.malformed",
    Severity::Error,
    502,
    "RFC 9112, section 2 and 6",
    "The answer of the service behind the proxy must be an HTTP/1 message.",
    "Correct the service, or the port: something else than HTTP may listen there.",
    "HTTP/1.1 200 OK, Content-Length: -1"};
inline constexpr Rule kUpstreamRequestUnchecked{
    "upstream.request-unchecked",
    Severity::Note,
    0,
    "Holotype, proxy",
    "The body of a request was passed on to the service without being checked.",
    "The message says why. Where it was too large to be held, allow more with --max-body-bytes.",
    "POST /photos with more than --max-body-bytes"};
inline constexpr Rule kUpstreamAnswerUnchecked{
    "upstream.answer-unchecked",
    Severity::Note,
    0,
    "Holotype, proxy",
    "The body of the service's answer was passed on without being checked.",
    "The message says why. Where it was too large to be held, allow more with --max-answer-bytes.",
    "an answer of more than --max-answer-bytes"};
inline constexpr Rule kUpstreamAnswerInvalid{
    "upstream.answer-invalid",
    Severity::Error,
    502,
    "RFC 9110, section 15.6.3; RFC 9457",
    "The answer of the service behind the proxy must satisfy what its operation describes.",
    "See the violations: correct the service or its description. Without --errors the answer is "
    "passed on as it is.",
    "--errors, and a service that answers {} where the schema has required: [name]"};
inline constexpr Rule kUpstreamReplaced{
    "upstream.replaced",
    Severity::Warning,
    0,
    "Holotype, proxy",
    "The mock answered in place of the service behind the proxy.",
    "The message says why: the service did not answer, or answered 501 Not Implemented.",
    "a service that answers 501, which is the mock's to answer"};

inline constexpr const Rule* kUpstreamRules[] = {
    &kUpstreamUnreachable,      &kUpstreamTimeout,         &kUpstreamMalformed,
    &kUpstreamRequestUnchecked, &kUpstreamAnswerUnchecked, &kUpstreamAnswerInvalid,
    &kUpstreamReplaced,
};

}  // namespace holotype::diagnostic::rules
