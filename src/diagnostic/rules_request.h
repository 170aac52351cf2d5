// Rules about one request: routing, security, media types, parameters and bodies (schema.* aside).
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

// Routing.
inline constexpr Rule kPathUnknown{
    "request.path-unknown",
    Severity::Error,
    404,
    "OpenAPI 3.1.1, Paths Object; RFC 9110, section 15.5.5",
    "The path of a request must match a path template of the description.",
    "Compare the path with the nearest ones named in the message; mind the base path of servers.",
    "GET /v1/taks"};
inline constexpr Rule kMethodUnknown{
    "request.method-unknown",
    Severity::Error,
    405,
    "OpenAPI 3.1.1, Path Item Object; RFC 9110, section 15.5.6",
    "The method of a request must be one that the path item describes.",
    "Use one of the methods that the Allow header lists.",
    "PUT /v1/tasks"};
inline constexpr Rule kPathMalformed{"request.path-malformed",
                                     Severity::Error,
                                     400,
                                     "RFC 3986, section 2.1",
                                     "Every % in the path must begin a percent-encoded byte.",
                                     "Percent-encode the path: a literal percent sign is %25.",
                                     "GET /v1/tasks/%zz"};

// Security.
inline constexpr Rule kCredentialMissing{
    "request.credential-missing",
    Severity::Error,
    401,
    "OpenAPI 3.1.1, Security Requirement Object; RFC 9110, section 11.6.1",
    "A request must carry the credentials of at least one security requirement of its operation.",
    "Send the credential named in the message. Any value will do: Holotype checks its presence and "
    "form.",
    "POST /v1/tasks without X-API-Key"};
inline constexpr Rule kCredentialMalformed{
    "request.credential-malformed",
    Severity::Error,
    401,
    "RFC 9110, section 11.4; RFC 7617; RFC 6750",
    "A credential must have the form that its security scheme prescribes.",
    "Write the Authorization header as the scheme wants it, for example: Bearer TOKEN.",
    "Authorization: Bearer"};
inline constexpr Rule kSecurityUnchecked{
    "request.security-unchecked",
    Severity::Note,
    0,
    "OpenAPI 3.1.1, Security Requirement Object",
    "The credentials of this operation cannot be checked.",
    "Define the security scheme in components.securitySchemes.",
    "security: [{nobody: []}]"};

// Media types.
inline constexpr Rule kMediaTypeUnsupported{
    "request.media-type-unsupported",
    Severity::Error,
    415,
    "OpenAPI 3.1.1, Request Body Object; RFC 9110, section 15.5.16",
    "The Content-Type of a request must be a media type that its operation describes.",
    "Set Content-Type to one of the media types named in the message.",
    "Content-Type: text/plain"};
inline constexpr Rule kMediaTypeMissing{
    "request.media-type-missing",
    Severity::Error,
    415,
    "RFC 9110, section 8.3",
    "A request with a body must say its media type in Content-Type.",
    "Add a Content-Type header with one of the media types named in the message.",
    "POST /v1/tasks with a body and without Content-Type"};
inline constexpr Rule kMediaTypeMalformed{
    "request.media-type-malformed",
    Severity::Error,
    415,
    "RFC 9110, section 8.3.1",
    "Content-Type must be a media type: type/subtype with parameters.",
    "Write it as type/subtype, for example application/json.",
    "Content-Type: json"};
inline constexpr Rule kPartTypeMissing{
    "request.part-type-missing",
    Severity::Warning,
    415,
    "OpenAPI 3.1.1, Encoding Object, contentType; RFC 7578, section 4.4",
    "A part of a multipart body should say its media type where the description wants another than "
    "text/plain.",
    "Give the part a Content-Type, one of the media types named in the message.",
    "Content-Disposition: form-data; name=\"picture\" without a Content-Type"};
inline constexpr Rule kNotAcceptable{
    "request.not-acceptable",
    Severity::Error,
    406,
    "RFC 9110, sections 12.5.1 and 15.5.7",
    "The Accept header of a request must allow a media type in which the operation answers.",
    "Accept one of the media types named in the message, or leave the Accept header out.",
    "Accept: image/png"};

// Bodies.
inline constexpr Rule kBodyMissing{"request.body-missing",
                                   Severity::Error,
                                   422,
                                   "OpenAPI 3.1.1, Request Body Object, required",
                                   "A required request body must be there.",
                                   "Send a body in one of the media types named in the message.",
                                   "POST /v1/tasks without a body"};
inline constexpr Rule kBodyMalformed{
    "request.body-malformed",
    Severity::Error,
    400,
    "RFC 8259; RFC 7578; XML 1.0; WHATWG URL, section 5.1",
    "A body must be well-formed in its media type.",
    "Mend the fault at the offset, line and column that the message names.",
    "{\"title\":"};
inline constexpr Rule kDuplicateName{
    "request.body-duplicate-name",
    Severity::Warning,
    422,
    "RFC 8259, section 4",
    "The names within an object of a JSON body should be unique.",
    "Send each name once: of two, Holotype takes the last; others take the first, or refuse both.",
    "{\"title\": \"a\", \"title\": \"b\"}"};
inline constexpr Rule kXmlName{
    "request.xml-name",
    Severity::Error,
    422,
    "OpenAPI 3.2.0, XML Object",
    "An XML body must have the elements, attributes and namespaces that the xml objects of its "
    "schema give it.",
    "Write the value as the message says: an element, an attribute or text, with that name.",
    "<pet><id>1</id></pet> where id is an attribute"};
inline constexpr Rule kBodyUndescribed{
    "request.body-undescribed",
    Severity::Error,
    415,
    "OpenAPI 3.1.1, Operation Object, requestBody; RFC 9110, section 15.5.16",
    "A request must not have a body where its operation describes none.",
    "Send the request without a body, or describe the body under requestBody.",
    "POST /tasks/{id}/complete with a body, where it has no requestBody"};
inline constexpr Rule kCharsetUnsupported{
    "request.charset-unsupported",
    Severity::Error,
    415,
    "RFC 9110, sections 8.3.2 and 15.5.16",
    "The charset of a body must be one that Holotype can decode: UTF-8, UTF-16, UTF-32, "
    "ISO-8859-1, windows-1252 or US-ASCII.",
    "Send the body in UTF-8.",
    "Content-Type: text/plain; charset=x-unknown"};
inline constexpr Rule kBodyUnchecked{
    "request.body-unchecked",
    Severity::Note,
    0,
    "OpenAPI 3.1.1, Media Type Object",
    "A body of this media type was not checked against its schema.",
    "Describe the body in a media type that Holotype can read, or accept that it passes unchecked.",
    "POST /photos with Content-Type: application/octet-stream, described by {type: object}"};
inline constexpr Rule kContentCodingUnsupported{
    "request.content-coding-unsupported",
    Severity::Error,
    415,
    "RFC 9110, sections 8.4 and 15.5.16",
    "A content coding must be one that Holotype can decode: gzip, deflate or identity.",
    "Send the body without Content-Encoding, or with gzip.",
    "Content-Encoding: zzz"};

// Parameters.
inline constexpr Rule kParameterMissing{"request.parameter-missing",
                                        Severity::Error,
                                        422,
                                        "OpenAPI 3.1.1, Parameter Object, required",
                                        "A required parameter must be there.",
                                        "Add the parameter named in the message.",
                                        "GET /pets"};
inline constexpr Rule kParameterMalformed{
    "request.parameter-malformed",
    Severity::Error,
    422,
    "OpenAPI 3.1.1, Parameter Object, style; RFC 6570",
    "A parameter must be serialised in its style.",
    "Write the parameter in the style that the message names.",
    "GET /pets?id=%zz"};
inline constexpr Rule kParameterEmpty{
    "request.parameter-empty",
    Severity::Error,
    422,
    "OpenAPI 3.1.1, Parameter Object, allowEmptyValue",
    "A parameter must not be empty unless allowEmptyValue or its schema says so.",
    "Give the parameter a value or leave it out.",
    "GET /pets?limit="};
inline constexpr Rule kParameterRepeated{"request.parameter-repeated",
                                         Severity::Error,
                                         422,
                                         "OpenAPI 3.1.1, Parameter Object, explode",
                                         "A parameter that is no exploded array must occur once.",
                                         "Send the parameter once.",
                                         "GET /pets?limit=1&limit=2"};
inline constexpr Rule kParameterUndeclared{
    "request.parameter-undeclared",
    Severity::Warning,
    422,
    "OpenAPI 3.1.1, Operation Object, parameters",
    "A query parameter should be one that the operation describes.",
    "Correct the name, leave the parameter out, or describe it.",
    "GET /v1/tasks?limt=2"};
inline constexpr Rule kParameterDeprecated{
    "request.parameter-deprecated",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Parameter Object, deprecated",
    "A parameter that the description calls deprecated should not be used.",
    "Leave the parameter out: the description says that it will go.",
    "GET /pets?legacy=1"};
inline constexpr Rule kParameterUnchecked{
    "request.parameter-unchecked",
    Severity::Note,
    0,
    "OpenAPI 3.1.1, Parameter Object",
    "A parameter could not be checked.",
    "See the message for the reason.",
    "?at=x, described by content: {application/x-point: {schema: {}}}"};

// Transport: what RFC 9112 framing and the limits of the server refuse.
inline constexpr Rule kMessageMalformed{"request.message-malformed",
                                        Severity::Error,
                                        400,
                                        "RFC 9112",
                                        "A request must be a well-formed HTTP/1.1 message.",
                                        "Mend the client: see the message.",
                                        "GET / HTTP/1.1 without a Host header"};
inline constexpr Rule kBodyTooLarge{"request.body-too-large",
                                    Severity::Error,
                                    413,
                                    "RFC 9110, section 15.5.14",
                                    "A body must not be larger than the limit.",
                                    "Send less, or raise the limit with --max-body-bytes.",
                                    "Content-Length: 10485761"};
inline constexpr Rule kTargetTooLong{"request.target-too-long",
                                     Severity::Error,
                                     414,
                                     "RFC 9110, section 15.5.15",
                                     "The request target must not be longer than the limit.",
                                     "Shorten it, or raise the limit with --max-target-bytes.",
                                     "GET / with a query of 8192 bytes"};
inline constexpr Rule kHeadersTooLarge{
    "request.headers-too-large",
    Severity::Error,
    431,
    "RFC 6585, section 5",
    "The header section must not be larger than the limit.",
    "Send fewer or shorter headers, or raise the limit with --max-header-bytes.",
    "a Cookie header of 32768 bytes"};
inline constexpr Rule kRequestTimeout{"request.timeout",
                                      Severity::Error,
                                      408,
                                      "RFC 9110, section 15.5.9",
                                      "A request must arrive within the time limit.",
                                      "Send the head within 10 seconds of its first byte, and the "
                                      "content within 30 after that: these limits are fixed.",
                                      "half a request line, and nothing for 10 seconds"};
inline constexpr Rule kFeatureUnsupported{
    "request.feature-unsupported",
    Severity::Error,
    501,
    "RFC 9110, section 15.6.2; RFC 9112, section 6.1",
    "A request must not use a transfer coding that the server does not have.",
    "Send the content with Content-Length, or with Transfer-Encoding: chunked and no other coding.",
    "Transfer-Encoding: gzip, chunked"};
inline constexpr Rule kTunnelUnsupported{
    "request.tunnel-unsupported",
    Severity::Error,
    501,
    "RFC 9110, sections 9.3.6 and 15.6.2",
    "A request must be one for this server: it opens no tunnels to others.",
    "Use the address as that of the service itself, not as that of a proxy in the client's "
    "settings (--proxy, https_proxy).",
    "CONNECT example.com:443"};
inline constexpr Rule kExpectationUnsupported{
    "request.expectation-unsupported",
    Severity::Error,
    417,
    "RFC 9110, sections 10.1.1 and 15.5.18",
    "The only expectation that a request can state is 100-continue.",
    "Leave the Expect header out, or write Expect: 100-continue.",
    "Expect: 200-ok"};
inline constexpr Rule kVersionUnsupported{
    "request.version-unsupported",
    Severity::Error,
    505,
    "RFC 9110, section 15.6.6; RFC 9112, section 2.3",
    "A request must be one of HTTP/1.1 or HTTP/1.0.",
    "Let the client speak HTTP/1.1: with curl, --http1.1 in the place of --http2-prior-knowledge.",
    "GET / HTTP/2.0"};

inline constexpr Rule kTooManyConnections{"request.too-many-connections",
                                          Severity::Error,
                                          503,
                                          "RFC 9110, section 15.6.4",
                                          "There must not be more connections than the limit.",
                                          "Close idle connections, or raise the limit with "
                                          "--max-connections.",
                                          "the second connection with --max-connections 1"};
inline constexpr Rule kBug{"holotype.bug",
                           Severity::Error,
                           500,
                           "RFC 9110, section 15.6.1",
                           "Holotype must answer every request.",
                           "Report the message and the request: this is a bug of Holotype.",
                           "a request that Holotype fails at: none is known"};

// The request as a whole: the type of the problem document that lists the findings above.
inline constexpr Rule kRequestInvalid{
    "request.invalid",
    Severity::Error,
    422,
    "RFC 9457",
    "A request must satisfy its operation.",
    "See the violations: each names its rule, its place and what to do.",
    "POST /v1/tasks with {\"title\": 5}"};
inline constexpr Rule kPreferenceUnsatisfied{
    "request.preference-unsatisfied",
    Severity::Error,
    404,
    "RFC 7240",
    "What Prefer asks for must be something that the operation describes.",
    "Ask for one of the statuses or examples named in the message.",
    "Prefer: code=418"};
inline constexpr Rule kPreferenceMalformed{"request.preference-malformed",
                                           Severity::Error,
                                           400,
                                           "RFC 7240",
                                           "Prefer must be well-formed: code is a status, seed and "
                                           "wait are numbers, dynamic is true or false.",
                                           "Mend the preference that the message names.",
                                           "Prefer: code=abc"};

inline constexpr const Rule* kRequestRules[] = {
    &kBug,
    &kTooManyConnections,
    &kRequestInvalid,
    &kPathUnknown,
    &kPathMalformed,
    &kMethodUnknown,
    &kCredentialMissing,
    &kCredentialMalformed,
    &kSecurityUnchecked,
    &kMediaTypeMissing,
    &kMediaTypeMalformed,
    &kMediaTypeUnsupported,
    &kPartTypeMissing,
    &kNotAcceptable,
    &kBodyMissing,
    &kBodyMalformed,
    &kDuplicateName,
    &kXmlName,
    &kBodyUndescribed,
    &kCharsetUnsupported,
    &kBodyUnchecked,
    &kContentCodingUnsupported,
    &kParameterMissing,
    &kParameterMalformed,
    &kParameterEmpty,
    &kParameterRepeated,
    &kParameterUndeclared,
    &kParameterDeprecated,
    &kParameterUnchecked,
    &kMessageMalformed,
    &kBodyTooLarge,
    &kTargetTooLong,
    &kHeadersTooLarge,
    &kRequestTimeout,
    &kFeatureUnsupported,
    &kTunnelUnsupported,
    &kExpectationUnsupported,
    &kVersionUnsupported,
    &kPreferenceUnsatisfied,
    &kPreferenceMalformed,
};

}  // namespace holotype::diagnostic::rules
