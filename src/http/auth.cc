#include "http/auth.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/base64.h"
#include "http/message.h"

namespace holotype::http {
namespace {

constexpr std::size_t kMaxParameters = 32;  // Digest, the largest, has twelve

// token68 of RFC 9110 section 11.2, without the "=" that may end it.
bool is_token68_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~+/").find(c) != std::string_view::npos;
}

bool is_token68(std::string_view text) {
  const std::size_t last = text.find_last_not_of('=');
  return last != std::string_view::npos &&
         std::ranges::all_of(text.substr(0, last + 1), is_token68_character);
}

bool is_hexadecimal(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// auth-param = token BWS "=" BWS ( token / quoted-string )
Parsed<Parameter> read_auth_parameter(FieldReader& reader) {
  const std::string_view name = reader.token();
  if (name.empty()) return malformed(reader.offset(), "A parameter name is expected here.");
  reader.skip_whitespace();
  if (!reader.consume('=')) {
    return malformed(reader.offset(), "A parameter name is followed by \"=\" and a value.");
  }
  reader.skip_whitespace();
  Parsed<std::string> value = reader.token_or_quoted_string();
  if (!value) return tl::unexpected(std::move(value.error()));
  return Parameter{to_lower(name), std::move(*value)};
}

// A list of auth-params to the end of the field.
Parsed<Parameters> read_auth_parameters(FieldReader& reader) {
  Parameters parameters;
  while (true) {
    reader.skip_whitespace();
    if (reader.at_end()) return parameters;
    if (reader.consume(',')) continue;
    const std::size_t start = reader.offset();
    Parsed<Parameter> parameter = read_auth_parameter(reader);
    if (!parameter) return tl::unexpected(std::move(parameter.error()));
    if (find_parameter(parameters, parameter->name) != nullptr) {
      return malformed(start, "A parameter occurs once in credentials.");
    }
    if (parameters.size() == kMaxParameters) {
      return malformed(start, "Credentials have more than 32 parameters.");
    }
    parameters.push_back(std::move(*parameter));
    reader.skip_whitespace();
    if (!reader.at_end() && reader.peek() != ',') {
      return malformed(reader.offset(), "The parameters of credentials are separated by \",\".");
    }
  }
}

// What is wrong with the parameters of Digest credentials, or "".
std::string_view find_digest_fault(const Parameters& parameters) {
  const auto has = [&](std::string_view name) {
    return find_parameter(parameters, name) != nullptr;
  };
  for (const std::string_view name : {"realm", "nonce", "uri", "response"}) {
    if (!has(name)) return "Digest credentials name realm, nonce, uri and response.";
  }
  if (has("username") == has("username*")) {
    return "Digest credentials name either username or username*.";
  }
  if (has("qop") && (!has("cnonce") || !has("nc"))) {
    return "Digest credentials with qop name cnonce and nc.";
  }
  const std::string* qop = find_parameter(parameters, "qop");
  if (qop != nullptr && *qop != "auth" && *qop != "auth-int") return "A qop is auth or auth-int.";
  const std::string* count = find_parameter(parameters, "nc");
  if (count != nullptr && (count->size() != 8 || !is_hexadecimal(*count))) {
    return "The nonce count nc is eight hexadecimal digits.";
  }
  const std::string* hashed = find_parameter(parameters, "userhash");
  if (hashed != nullptr && *hashed != "true" && *hashed != "false") {
    return "A userhash is true or false.";
  }
  if (hashed != nullptr && *hashed == "true" && has("username*")) {
    return "A hashed user name is sent as username.";  // RFC 7616 section 3.4.4
  }
  return {};
}

// Hexadecimal digits of a response; RFC 7616 section 6.1 registers these algorithms.
struct DigestAlgorithm {
  std::string_view name;
  std::size_t response_size;
};
constexpr std::array<DigestAlgorithm, 6> kDigestAlgorithms = {{{"MD5", 32},
                                                               {"MD5-sess", 32},
                                                               {"SHA-256", 64},
                                                               {"SHA-256-sess", 64},
                                                               {"SHA-512-256", 64},
                                                               {"SHA-512-256-sess", 64}}};

bool is_digest_response(std::string_view response, std::string_view algorithm) {
  if (response.empty() || !is_hexadecimal(response)) return false;
  for (const DigestAlgorithm& known : kDigestAlgorithms) {
    if (equal_ignoring_case(known.name, algorithm)) return response.size() == known.response_size;
  }
  return true;  // of an algorithm that we do not know, nothing more can be said
}

// RFC 7616 section 3.3: these values of a challenge must not be quoted.
bool is_digest_token(std::string_view name) {
  return name == "algorithm" || name == "stale" || name == "userhash";
}

}  // namespace

Parsed<Credentials> parse_credentials(std::string_view field) {
  FieldReader reader(field);
  reader.skip_whitespace();
  Credentials credentials;
  credentials.scheme = to_lower(reader.token());
  if (credentials.scheme.empty()) {
    return malformed(reader.offset(), "Credentials begin with a scheme, as in Bearer.");
  }
  const std::size_t scheme_end = reader.offset();
  reader.skip_whitespace();
  if (reader.at_end()) return credentials;
  if (reader.offset() == scheme_end) {
    return malformed(scheme_end, "The scheme of credentials is followed by a space.");
  }
  const std::string_view rest = trim(field.substr(reader.offset()));
  if (is_token68(rest)) {
    credentials.token68 = std::string(rest);
    return credentials;
  }
  Parsed<Parameters> parameters = read_auth_parameters(reader);
  if (!parameters) return tl::unexpected(std::move(parameters.error()));
  credentials.parameters = std::move(*parameters);
  return credentials;
}

Parsed<BasicCredentials> decode_basic(const Credentials& credentials) {
  if (credentials.scheme != "basic") return malformed(0, "The scheme is not Basic.");
  const std::optional<std::string> text = base64::decode(credentials.token68);
  if (!text || text->empty()) {
    return malformed(0, "Basic credentials are the base64 form of user:password.");
  }
  const std::size_t colon = text->find(':');
  if (colon == std::string::npos) {
    return malformed(0, "Basic credentials have a colon between user and password.");
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(*text, is_control)) {
    return malformed(0, "Basic credentials hold no control characters.");
  }
  return BasicCredentials{text->substr(0, colon), text->substr(colon + 1)};
}

Parsed<std::string_view> bearer_token(const Credentials& credentials) {
  if (credentials.scheme != "bearer") return malformed(0, "The scheme is not Bearer.");
  if (credentials.token68.empty()) {
    return malformed(0, "Bearer is followed by one token of letters, digits and -._~+/.");
  }
  return credentials.token68;
}

Parsed<DigestCredentials> parse_digest(const Credentials& credentials) {
  if (credentials.scheme != "digest") return malformed(0, "The scheme is not Digest.");
  const Parameters& parameters = credentials.parameters;
  if (const std::string_view fault = find_digest_fault(parameters); !fault.empty()) {
    return malformed(0, std::string(fault));
  }
  const auto value = [&](std::string_view name) {
    const std::string* found = find_parameter(parameters, name);
    return found == nullptr ? std::string() : *found;
  };
  DigestCredentials digest{.username = value("username"),
                           .realm = value("realm"),
                           .nonce = value("nonce"),
                           .uri = value("uri"),
                           .response = value("response"),
                           .algorithm = value("algorithm"),
                           .qop = value("qop"),
                           .cnonce = value("cnonce"),
                           .nonce_count = 0,
                           .opaque = value("opaque"),
                           .is_username_hashed = value("userhash") == "true"};
  if (digest.algorithm.empty()) digest.algorithm = "MD5";
  if (!is_digest_response(digest.response, digest.algorithm)) {
    return malformed(0, "A Digest response is a hash of the algorithm's size in hexadecimal.");
  }
  const std::string count = value("nc");
  std::from_chars(count.data(), count.data() + count.size(), digest.nonce_count, 16);
  if (const std::string* extended = find_parameter(parameters, "username*")) {
    Parsed<std::string> username = decode_extended_value(*extended);
    if (!username) return malformed(0, "username*: " + username.error().reason);
    digest.username = std::move(*username);
  }
  return digest;
}

std::string to_string(const Challenge& challenge) {
  std::string text = challenge.scheme;
  const bool is_digest = equal_ignoring_case(challenge.scheme, "Digest");
  std::string_view separator = " ";
  for (const Parameter& parameter : challenge.parameters) {
    const bool is_plain = is_digest && is_digest_token(to_lower(parameter.name));
    text.append(separator).append(parameter.name).append("=");
    text += is_plain ? quote_unless_token(parameter.value) : quote(parameter.value);
    separator = ", ";
  }
  return text;
}

}  // namespace holotype::http
