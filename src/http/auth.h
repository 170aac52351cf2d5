// Credentials and challenges: Authorization read, WWW-Authenticate written.
//
// Reasons never quote the credentials. Credentials keep no positions: what decodes them further
// reports offset 0.
//
// Spec: RFC 9110 section 11, RFC 7617 (Basic), RFC 6750 (Bearer), RFC 7616 (Digest).
// Tests: tests/http/auth_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/field.h"
#include "http/syntax.h"

namespace holotype::http {

struct Credentials {
  std::string scheme;     // lower-case: "basic", "bearer", "digest", ...
  std::string token68;    // "" where parameters are used
  Parameters parameters;  // empty where token68 is used

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

// Reads an Authorization field: a scheme, then nothing, a token68 or a list of auth-params.
// Fails where a parameter occurs twice (RFC 9110 section 11.2).
Parsed<Credentials> parse_credentials(std::string_view field);

struct BasicCredentials {
  std::string user;  // holds no colon
  std::string password;

  friend bool operator==(const BasicCredentials&, const BasicCredentials&) = default;
};

// The user and password of Basic credentials (RFC 7617 section 2). Fails where the scheme is
// another, or the token is no base64, holds no colon or a control character.
Parsed<BasicCredentials> decode_basic(const Credentials& credentials);

// The token of Bearer credentials (RFC 6750 section 2.1), a view into them. Fails where the scheme
// is another, or there is no token.
Parsed<std::string_view> bearer_token(const Credentials& credentials);
Parsed<std::string_view> bearer_token(Credentials&& credentials) = delete;

// What Digest credentials must and may name (RFC 7616 section 3.4).
struct DigestCredentials {
  std::string username;  // of username*, decoded, where that is used
  std::string realm;
  std::string nonce;
  std::string uri;
  std::string response;           // hexadecimal
  std::string algorithm;          // as sent; "MD5" where it is absent
  std::string qop;                // "auth", "auth-int"; "" in the form of RFC 2069
  std::string cnonce;             // with qop
  std::uint32_t nonce_count = 0;  // nc, with qop
  std::string opaque;
  bool is_username_hashed = false;

  friend bool operator==(const DigestCredentials&, const DigestCredentials&) = default;
};

// Fails where the scheme is another, a required parameter is missing, or one breaks its grammar.
// Whether the response is right is not checked: a mock knows no passwords.
Parsed<DigestCredentials> parse_digest(const Credentials& credentials);

// One challenge. Parameter names are written as given here.
struct Challenge {
  std::string scheme;  // "Basic", "Bearer", ...
  Parameters parameters;
};

// `Basic realm="tasks", charset="UTF-8"`. Values are quoted, as RFC 9110 section 11.5 (realm), RFC
// 6750 and RFC 7617 want, except the parameters that RFC 7616 section 3.3 wants as tokens
// (algorithm, stale, userhash).
std::string to_string(const Challenge& challenge);

}  // namespace holotype::http
