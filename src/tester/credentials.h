// Credentials: what the user gives for every request or for a security scheme, and what is made up
// where nothing is given.
//
//     --header 'Authorization: Bearer env:TOKEN'     --credential 'api_key=env:KEY'
//
// Values come from the command line or, as env:NAME, from the environment. `shown` stands for a
// value wherever people read: "$NAME" where it came from the environment, so that a curl line works
// when it is pasted, "(redacted)" where it did not.
//
// Threads: pure. Spec: OpenAPI 3.1.1 "Security Scheme Object", RFC 7617, RFC 6750.
// Tests: tests/tester/credentials_test.cc
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "openapi/description.h"

namespace holotype::tester {

// A header that the user wants on every request.
struct GivenHeader {
  std::string name;
  std::string value;
  std::string shown;
};

// What the user has for one security scheme: the key, the token, "user:password".
struct Credential {
  std::string scheme;  // the name in the description
  std::string value;
  std::string shown;
};

// The value of an environment variable; nullopt where it is not set.
using LookUp = std::function<std::optional<std::string>(const std::string& variable)>;

// "Name: value". Fails with a sentence where there is no name or no such variable.
Result<GivenHeader> parse_given_header(const std::string& text, const LookUp& look_up);

// "SCHEME=value". Fails where the description has no such scheme, or it is one that no value alone
// answers (digest, mutualTLS).
Result<Credential> parse_credential(const std::string& text,
                                    const openapi::Description& description, const LookUp& look_up);

// Whether the operation's credentials are sent in a header of that name.
bool is_credential(const openapi::Operation& operation, std::string_view header_name);

// Whether the user gave all that one of the operation's requirements asks for.
bool has_credentials(const openapi::Operation& operation, std::span<const Credential> given);

// Adds what the operation asks for: by the first requirement for which everything is given, else by
// the first, made up: well-formed, and good for a stand-in alone.
void add_credentials(const openapi::Operation& operation, std::span<const Credential> given,
                     http::Request& request);

// A value that nobody may read, as it stands in a request, and what stands for it.
struct Secret {
  std::string value;
  std::string shown;
};
// The ways in which what was given stands in requests.
std::vector<Secret> secrets_of(std::span<const GivenHeader> headers,
                               std::span<const Credential> credentials);

// Appends "name=value" to the query of a target.
void add_to_query(std::string& raw_target, std::string_view pairs);

}  // namespace holotype::tester
