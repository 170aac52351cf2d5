#include "contract/security.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/percent.h"
#include "diagnostic/rules_request.h"
#include "http/auth.h"
#include "http/cookies.h"
#include "http/field.h"
#include "http/target.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
using openapi::SecurityScheme;
using openapi::SecurityUse;

// What one scheme found in a request.
struct Credential {
  const diagnostic::Rule* rule = nullptr;  // nullptr: it is there and well-formed
  std::string message;
  std::string fix;
  Place in = Place::Header;
  std::string name = "Authorization";
};

bool has_query_parameter(const http::Request& request, std::string_view name) {
  const auto query = request.raw_query();
  if (!query) return false;
  const http::RawPairs pairs(*query);
  return std::any_of(pairs.begin(), pairs.end(), [name](const http::RawPair& pair) {
    return pair.value && !pair.value->empty() &&
           percent::decode(pair.name, percent::Plus::Space) == name;
  });
}

bool has_cookie(const http::Request& request, std::string_view name) {
  return std::ranges::any_of(
      http::parse_cookies(request.headers),
      [name](const http::Cookie& cookie) { return cookie.name == name && !cookie.value.empty(); });
}

bool has_header(const http::Request& request, std::string_view name) {
  const std::string* value = request.headers.find(name);
  return value != nullptr && !value->empty();
}

Credential check_api_key(const SecurityScheme& scheme, const http::Request& request) {
  struct Row {
    openapi::In in;
    Place place;
    std::string_view noun;
    bool (*is_there)(const http::Request&, std::string_view);
  };
  static constexpr Row kRows[] = {
      {openapi::In::Header, Place::Header, "header", has_header},
      {openapi::In::Query, Place::Query, "query parameter", has_query_parameter},
      {openapi::In::Cookie, Place::Cookie, "cookie", has_cookie},
  };
  if (scheme.in == openapi::In::Header && request.headers.is_repeated(scheme.parameter_name)) {
    return {&diagnostic::rules::kCredentialMalformed,
            fmt::format("must carry one API key: the header {} comes several times",
                        scheme.parameter_name),
            fmt::format("send the header {} once", scheme.parameter_name), Place::Header,
            scheme.parameter_name};
  }
  const auto row = std::ranges::find(kRows, scheme.in, &Row::in);
  if (row == std::end(kRows) || row->is_there(request, scheme.parameter_name)) return {};
  return {&diagnostic::rules::kCredentialMissing,
          fmt::format("must carry an API key in the {} {}", row->noun, scheme.parameter_name),
          fmt::format("send the {} {} with any value", row->noun, scheme.parameter_name),
          row->place, scheme.parameter_name};
}

// Whether the parameters or token of parsed credentials have their scheme's form; the reason where
// not.
std::optional<std::string> malformed(const http::Credentials& credentials) {
  const auto reason = [](const auto& parsed) {
    return parsed ? std::nullopt : std::optional<std::string>(parsed.error().reason);
  };
  if (credentials.scheme == "basic") return reason(http::decode_basic(credentials));
  if (credentials.scheme == "bearer") return reason(http::bearer_token(credentials));
  if (credentials.scheme == "digest") return reason(http::parse_digest(credentials));
  return std::nullopt;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

Credential check_authorization(std::string_view wanted, const http::Request& request) {
  const std::string* field = request.headers.find("Authorization");
  const std::string form = fmt::format("Authorization: {} ...", wanted);
  if (field == nullptr || field->empty()) {
    return {&diagnostic::rules::kCredentialMissing,
            fmt::format("must carry {} credentials", wanted),
            fmt::format("send the header {}", form)};
  }
  if (request.headers.is_repeated("Authorization")) {
    return {&diagnostic::rules::kCredentialMalformed,
            "must carry credentials once: the header Authorization comes several times",
            "send the header Authorization once"};
  }
  // Credentials of another scheme have another form: they are not badly formed ones of this one.
  const std::size_t end = field->find_first_of(" \t");
  if (!http::equal_ignoring_case(std::string_view(*field).substr(0, end), wanted)) {
    // What stands alone may be a secret that was sent without a scheme.
    const std::string other =
        end == std::string::npos ? "" : ", not " + lower(field->substr(0, end));
    return {&diagnostic::rules::kCredentialMissing,
            fmt::format("must carry {} credentials{}", wanted, other),
            fmt::format("send the header {}", form)};
  }
  const auto credentials = http::parse_credentials(*field);
  const auto badly_formed = [&](std::string reason) -> Credential {
    if (reason.ends_with('.')) reason.pop_back();
    return {&diagnostic::rules::kCredentialMalformed,
            fmt::format("must carry well-formed {} credentials: {}", wanted, reason),
            fmt::format("write it as {}", form)};
  };
  if (!credentials) return badly_formed(credentials.error().reason);
  if (const auto reason = malformed(*credentials)) return badly_formed(*reason);
  return {};
}

// The HTTP authentication scheme of a security scheme, spelt as its RFC does; "" for API keys.
std::string authentication_scheme(const SecurityScheme& scheme) {
  switch (scheme.type) {
    case SecurityScheme::Type::Http:
      if (scheme.http_scheme.empty()) return "";
      return std::string(1, static_cast<char>(std::toupper(scheme.http_scheme[0]))) +
             scheme.http_scheme.substr(1);
    case SecurityScheme::Type::OAuth2:
    case SecurityScheme::Type::OpenIdConnect:
      return "Bearer";  // RFC 6750: how an access token is sent
    default:
      return "";
  }
}

Credential check_scheme(const SecurityScheme& scheme, const http::Request& request) {
  if (scheme.type == SecurityScheme::Type::ApiKey) return check_api_key(scheme, request);
  return check_authorization(authentication_scheme(scheme), request);
}

std::string challenge(const SecurityScheme& scheme) {
  // RFC 9110 section 11.5: without a realm of its own, one that covers the whole server.
  const http::Parameters realm = {{"realm", "*"}};
  if (scheme.type == SecurityScheme::Type::ApiKey) {
    // API keys have no registered scheme; clients skip one that they do not know (section 11.6.1).
    const std::string_view in = scheme.in == openapi::In::Query    ? "query"
                                : scheme.in == openapi::In::Cookie ? "cookie"
                                                                   : "header";
    return http::to_string({"ApiKey", {{"in", std::string(in)}, {"name", scheme.parameter_name}}});
  }
  const std::string name = authentication_scheme(scheme);
  if (name == "Digest") {
    // RFC 7616 section 3.3 asks for a nonce. Any will do, and a fixed one keeps answers the same.
    return http::to_string({name, {{"realm", "*"}, {"nonce", "abc123"}}});
  }
  return name.empty() ? "" : http::to_string({name, name == "Bearer" ? http::Parameters{} : realm});
}

bool is_checkable(const SecurityUse& use) {
  return use.scheme != nullptr && use.scheme->type != SecurityScheme::Type::MutualTls;
}

Diagnostic unchecked_note(const SecurityUse& use) {
  const std::string_view why = use.scheme == nullptr ? "no such security scheme is defined"
                                                     : "TLS client certificates are not looked at";
  return {
      .rule = &diagnostic::rules::kSecurityUnchecked,
      .message = fmt::format("the security scheme {} was not checked, because {}", use.name, why),
      .in = Place::Security,
      .name = use.name,
      .schema = use.node.location(),
      .source = use.node.source()};
}

Diagnostic finding(const SecurityUse& use, Credential&& credential) {
  return {.rule = credential.rule,
          .message = std::move(credential.message),
          .fix = std::move(credential.fix),
          .in = credential.in,
          .name = std::move(credential.name),
          .schema = use.scheme->node.location(),
          .source = use.scheme->node.source()};
}

SecurityCheck::Outcome check_requirement(const openapi::SecurityRequirement& requirement,
                                         const http::Request& request) {
  SecurityCheck::Outcome outcome;
  for (const SecurityUse& use : requirement.uses) {
    if (!is_checkable(use)) {
      outcome.unchecked.push_back(unchecked_note(use));
      continue;
    }
    Credential credential = check_scheme(*use.scheme, request);
    if (credential.rule != nullptr) outcome.findings.push_back(finding(use, std::move(credential)));
  }
  return outcome;
}

}  // namespace

SecurityCheck::SecurityCheck(const openapi::Operation& operation) : operation_(&operation) {
  // API keys have no authentication scheme that is registered, so they are challenged only where
  // nothing else is: a 401 must challenge (RFC 9110 section 15.5.2).
  std::vector<std::string> registered;
  std::vector<std::string> keys;
  for (const openapi::SecurityRequirement& requirement : operation.security) {
    for (const SecurityUse& use : requirement.uses) {
      if (!is_checkable(use)) continue;
      auto& list = use.scheme->type == SecurityScheme::Type::ApiKey ? keys : registered;
      std::string text = challenge(*use.scheme);
      if (text.empty() || std::ranges::find(list, text) != list.end()) continue;
      list.push_back(std::move(text));
    }
  }
  challenges_ = fmt::format("{}", fmt::join(registered.empty() ? keys : registered, ", "));
}

SecurityCheck::Outcome SecurityCheck::check(const http::Request& request) const {
  // The first requirement that is met decides. One that is met without anything left unchecked is
  // better, so that an undefined scheme beside a defined one does not hide what was really checked.
  std::optional<Outcome> best;
  for (const openapi::SecurityRequirement& requirement : operation_->security) {
    Outcome outcome = check_requirement(requirement, request);
    if (outcome.findings.empty() && outcome.unchecked.empty()) return outcome;
    const bool is_better = !best || outcome.findings.size() < best->findings.size();
    if (is_better) best = std::move(outcome);
  }
  if (!best) return {};
  if (best->findings.empty()) return *best;
  best->unchecked.clear();  // the request is refused for what was checked
  if (const std::size_t others = operation_->security.size() - 1; others > 0) {
    for (Diagnostic& diagnostic : best->findings) {
      diagnostic.fix += others == 1
                            ? "; another way to authenticate is described"
                            : fmt::format("; {} other ways to authenticate are described", others);
    }
  }
  return *best;
}

}  // namespace holotype::contract
