#include "tester/credentials.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "base/percent.h"
#include "http/field.h"

namespace holotype::tester {
namespace {

using openapi::SecurityScheme;
using openapi::SecurityUse;
using Type = SecurityScheme::Type;

constexpr std::string_view kRedacted = "(redacted)";

bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

struct Text {
  std::string value;
  std::string shown;
};

// `written` with every env:NAME replaced; `whose` is for the sentence that says what is missing.
Result<Text> filled_in(std::string_view written, std::string_view whose, const LookUp& look_up) {
  constexpr std::string_view kMark = "env:";
  Text text;
  bool has_variable = false;
  for (std::size_t at = 0; at < written.size();) {
    if (written.compare(at, kMark.size(), kMark) != 0) {
      text.value += written[at];
      text.shown += written[at++];
      continue;
    }
    std::size_t end = at += kMark.size();
    while (end < written.size() && is_name_character(written[end])) ++end;
    const std::string variable(written.substr(at, end - at));
    const auto found = look_up(variable);
    if (!found) {
      return fail(fmt::format("{} wants the environment variable \"{}\", which is not set.", whose,
                              variable));
    }
    text.value += *found;
    text.shown += "$" + variable;
    has_variable = true;
    at = end;
  }
  if (!has_variable) text.shown = kRedacted;
  return text;
}

bool is_basic(const SecurityScheme& scheme) {
  return scheme.type == Type::Http && scheme.http_scheme == "basic";
}

std::string made_up(const SecurityScheme& scheme) {
  if (scheme.type == Type::ApiKey) return "key";
  if (is_basic(scheme)) return "user:pass";
  return "dG9rZW4=";
}

// The value of Authorization. Digest is made up as a whole: its answer depends on a challenge.
std::string authorization(const SecurityScheme& scheme, const std::string& value) {
  if (scheme.type != Type::Http) return "Bearer " + value;
  if (is_basic(scheme)) return "Basic " + base64::encode(value);
  if (scheme.http_scheme == "digest") {
    return "Digest username=\"u\", realm=\"*\", nonce=\"abc123\", uri=\"/\", "
           "response=\"6629fae49393a05397450978507c4ef1\"";
  }
  return scheme.http_scheme + " " + value;
}

const Credential* find(std::span<const Credential> given, const SecurityUse& use) {
  const auto found = std::ranges::find(given, use.name, &Credential::scheme);
  return found == given.end() ? nullptr : &*found;
}

// The first requirement for which everything is given; nullptr where there is none.
const openapi::SecurityRequirement* satisfied(const openapi::Operation& operation,
                                              std::span<const Credential> given) {
  for (const openapi::SecurityRequirement& requirement : operation.security) {
    const bool is_given = std::ranges::all_of(
        requirement.uses, [&](const SecurityUse& use) { return find(given, use) != nullptr; });
    if (is_given && !requirement.uses.empty()) return &requirement;
  }
  return nullptr;
}

std::string names_of(const openapi::Description& description) {
  std::string names;
  for (const auto& scheme : description.security_schemes)
    names += (names.empty() ? "" : ", ") + scheme->name;
  return names.empty() ? "it has none" : "it has " + names;
}

}  // namespace

Result<GivenHeader> parse_given_header(const std::string& text, const LookUp& look_up) {
  const std::size_t colon = text.find(':');
  const std::string name(http::trim(text.substr(0, colon)));
  if (colon == std::string::npos || !http::is_token(name))
    return fail("A header is given as 'Name: value', not as \"" + text + "\".");
  auto filled = filled_in(http::trim(std::string_view(text).substr(colon + 1)),
                          "The header " + name, look_up);
  if (!filled) return fail(filled.error().message);
  return GivenHeader{name, std::move(filled->value), std::move(filled->shown)};
}

Result<Credential> parse_credential(const std::string& text,
                                    const openapi::Description& description,
                                    const LookUp& look_up) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (equals == std::string::npos || name.empty())
    return fail(
        "A credential is given as 'SCHEME=value', the scheme by its name in the "
        "description.");
  const auto scheme = std::ranges::find_if(description.security_schemes,
                                           [&](const auto& s) { return s->name == name; });
  if (scheme == description.security_schemes.end()) {
    return fail(fmt::format("The description has no security scheme \"{}\": {}.", name,
                            names_of(description)));
  }
  const bool is_digest = (*scheme)->type == Type::Http && (*scheme)->http_scheme == "digest";
  if (is_digest || (*scheme)->type == Type::MutualTls) {
    return fail(fmt::format("No value alone answers the security scheme \"{}\", which is {}.", name,
                            is_digest ? "digest" : "mutual TLS"));
  }
  auto filled =
      filled_in(std::string_view(text).substr(equals + 1), "The credential " + name, look_up);
  if (!filled) return fail(filled.error().message);
  return Credential{name, std::move(filled->value), std::move(filled->shown)};
}

bool is_credential(const openapi::Operation& operation, std::string_view header_name) {
  if (http::equal_ignoring_case(header_name, "Authorization") ||
      http::equal_ignoring_case(header_name, "Cookie")) {
    return true;
  }
  for (const openapi::SecurityRequirement& requirement : operation.security) {
    for (const SecurityUse& use : requirement.uses) {
      if (use.scheme != nullptr &&
          http::equal_ignoring_case(header_name, use.scheme->parameter_name)) {
        return true;
      }
    }
  }
  return false;
}

bool has_credentials(const openapi::Operation& operation, std::span<const Credential> given) {
  return satisfied(operation, given) != nullptr;
}

void add_credentials(const openapi::Operation& operation, std::span<const Credential> given,
                     http::Request& request) {
  if (operation.security.empty()) return;
  const openapi::SecurityRequirement* requirement = satisfied(operation, given);
  if (requirement == nullptr) requirement = &operation.security.front();
  std::string cookies;
  for (const SecurityUse& use : requirement->uses) {
    if (use.scheme == nullptr || use.scheme->type == Type::MutualTls) continue;
    const Credential* known = find(given, use);
    const std::string value = known != nullptr ? known->value : made_up(*use.scheme);
    const std::string& name = use.scheme->parameter_name;
    if (use.scheme->type != Type::ApiKey) {
      request.headers.add("Authorization", authorization(*use.scheme, value));
    } else if (use.scheme->in == openapi::In::Query) {
      add_to_query(request.raw_target, name + "=" + percent::encode(value));
    } else if (use.scheme->in == openapi::In::Header) {
      request.headers.add(name, value);
    } else {
      cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    }
  }
  if (cookies.empty()) return;
  // One field alone (RFC 6265 section 5.4).
  const std::string* others = request.headers.find("Cookie");
  request.headers.set("Cookie", others == nullptr ? cookies : *others + "; " + cookies);
}

std::vector<Secret> secrets_of(std::span<const GivenHeader> headers,
                               std::span<const Credential> credentials) {
  // Shorter values are found everywhere, and hide nothing.
  constexpr std::size_t kMinSecretBytes = 4;
  std::vector<Secret> secrets;
  const auto add = [&secrets](std::string value, std::string shown) {
    if (value.size() >= kMinSecretBytes) secrets.push_back({std::move(value), std::move(shown)});
  };
  for (const GivenHeader& header : headers) add(header.value, header.shown);
  for (const Credential& credential : credentials) {
    const bool is_variable = credential.shown != kRedacted;
    add(credential.value, credential.shown);
    add(base64::encode(credential.value),
        is_variable ? "$(printf %s \"" + credential.shown + "\" | base64 | tr -d '\\n')"
                    : std::string(kRedacted));
    if (const std::string encoded = percent::encode(credential.value); encoded != credential.value)
      add(encoded, credential.shown);
  }
  // The longest first: one may hold another.
  std::ranges::stable_sort(secrets, std::greater<>(),
                           [](const Secret& s) { return s.value.size(); });
  return secrets;
}

void add_to_query(std::string& raw_target, std::string_view pairs) {
  if (pairs.empty()) return;
  raw_target += raw_target.find('?') == std::string::npos ? '?' : '&';
  raw_target += pairs;
}

}  // namespace holotype::tester
