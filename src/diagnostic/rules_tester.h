// Rules about a provider under test: what `holotype test` expects of its answers beyond what each
// answer's own response describes.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kTestNoAnswer{
    "test.no-answer",
    Severity::Error,
    0,
    "RFC 9112, section 9.6",
    "Every request must be answered.",
    "See the log of the service: it closed the connection, timed out or sent what is no HTTP.",
    "a service that closes the connection without a word"};
inline constexpr Rule kTestServerError{
    "test.server-error",
    Severity::Error,
    0,
    "RFC 9110, section 15.6",
    "No request, valid or not, may make the service fail with a 5xx.",
    "See the log of the service for the request that the curl line repeats.",
    "500 for a title of 200 characters"};
inline constexpr Rule kTestValidRefused{
    "test.valid-refused",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Operation Object",
    "A request that satisfies the description must not be refused as invalid.",
    "Correct the service, or describe the constraint that it enforces.",
    "400 for a title of 200 characters where maxLength is 200"};
inline constexpr Rule kTestInvalidAccepted{
    "test.invalid-accepted",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Operation Object",
    "A request that breaks the description must be refused with a 4xx.",
    "Let the service check the constraint named, or take it out of the description.",
    "201 for a title of 201 characters where maxLength is 200"};
inline constexpr Rule kTestCredentialIgnored{
    "test.credential-ignored",
    Severity::Error,
    0,
    "RFC 9110, section 15.5.2",
    "A request without the credentials that its operation asks for must be refused with 401 or "
    "403.",
    "Let the service ask for the credential, or describe the operation as open.",
    "200 without an X-API-Key"};
inline constexpr Rule kTestMethodAccepted{
    "test.method-accepted",
    Severity::Error,
    0,
    "RFC 9110, section 15.5.6",
    "A method that the path does not describe must be refused with 405 (or 404, 501).",
    "Describe the operation, or let the service refuse it.",
    "200 for PATCH where the path has GET and DELETE"};
inline constexpr Rule kTestAllowMissing{
    "test.allow-missing",
    Severity::Error,
    0,
    "RFC 9110, section 15.5.6",
    "A 405 must have an Allow header that names the methods described.",
    "Send Allow with every 405.",
    "405 without Allow"};
inline constexpr Rule kTestAllowWrong{
    "test.allow-wrong",
    Severity::Error,
    0,
    "RFC 9110, section 10.2.1",
    "The Allow header of a 405 must name the methods described, and not the one that was refused.",
    "Send the methods that the path has, or describe those that it has.",
    "405 to PATCH with Allow: GET, PATCH"};
inline constexpr Rule kTestAcceptIgnored{
    "test.accept-ignored",
    Severity::Error,
    0,
    "RFC 9110, section 12.5.1",
    "A media type that the description offers must be sent to who accepts that one alone.",
    "Let the service write that media type, or take it out of the description.",
    "application/json for Accept: application/xml, where both are described"};
inline constexpr Rule kTestStaleRead{
    "test.stale-read",
    Severity::Error,
    0,
    "RFC 9110, section 9.3.1",
    "What a request wrote must be there when the resource is read next.",
    "Look at how the service stores the property, and at caches before it.",
    "PATCH title B is answered 200, GET still says title A"};
inline constexpr Rule kTestMemberLost{
    "test.member-lost",
    Severity::Error,
    0,
    "RFC 5789, section 2; RFC 7396",
    "A change must leave alone what it does not name.",
    "Let PATCH change the properties that it names, and no others.",
    "PATCH title B, and the color is gone"};
inline constexpr Rule kTestStillThere{"test.still-there",
                                      Severity::Error,
                                      0,
                                      "RFC 9110, section 9.3.5",
                                      "What was deleted must not be found afterwards.",
                                      "Let the service answer 404 or 410 for what it deleted.",
                                      "DELETE is answered 204, GET still 200"};
inline constexpr Rule kTestNotFound{
    "test.not-found",
    Severity::Error,
    0,
    "RFC 9110, section 15.3.2",
    "What a request created must be found by the id, link or Location that its answer gave.",
    "Let the service store what it says it created, and answer with the id that it stored.",
    "POST is answered 201 with an id, GET of that id 404"};
inline constexpr Rule kTestIdRepeated{"test.id-repeated",
                                      Severity::Error,
                                      0,
                                      "RFC 9110, section 15.3.2",
                                      "Two resources must not be created with the same id.",
                                      "Let the service give each resource an id of its own.",
                                      "two POSTs, both answered with id 1"};

inline constexpr const Rule* kTesterRules[] = {
    &kTestNoAnswer,          &kTestServerError,    &kTestValidRefused, &kTestInvalidAccepted,
    &kTestCredentialIgnored, &kTestMethodAccepted, &kTestAllowMissing, &kTestAllowWrong,
    &kTestAcceptIgnored,     &kTestStaleRead,      &kTestMemberLost,   &kTestStillThere,
    &kTestNotFound,          &kTestIdRepeated,
};

}  // namespace holotype::diagnostic::rules
