#include "secrets/secrets.h"

#include <algorithm>

#include "base/percent.h"
#include "http/cookies.h"
#include "http/media_type.h"
#include "json/pointer.h"
#include "json/text.h"

namespace holotype::secrets {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
using openapi::In;

// Credentials by the standards, and the names that keys have by custom where a description is
// silent.
constexpr std::string_view kHeaders[] = {"Authorization", "Proxy-Authorization", "X-API-Key",
                                         "API-Key", "X-Auth-Token"};
constexpr std::string_view kQueryNames[] = {"access_token", "api_key", "apikey"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::ranges::any_of(
      names, [name](const auto& other) { return http::equal_ignoring_case(name, other); });
}

bool is_cookie_field(std::string_view name) {
  return http::equal_ignoring_case(name, "Cookie") || http::equal_ignoring_case(name, "Set-Cookie");
}

// The names of cookies are worth keeping, their values never.
std::string redact_cookies(std::string_view field) {
  std::string out;
  for (const http::Cookie& cookie : http::parse_cookies(field)) {
    out += out.empty() ? "" : "; ";
    out += std::string(cookie.name) + "=" + std::string(kRedacted);
  }
  return out.empty() ? std::string(kRedacted) : out;
}

// `pairs` ("a=1&b=2") with the values whose name is secret replaced.
std::string redact_pairs(std::string_view pairs, const auto& is_secret) {
  std::string out;
  while (true) {
    const std::size_t end = std::min(pairs.find('&'), pairs.size());
    const std::string_view pair = pairs.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    out += pair.substr(0, equals);
    if (equals != pair.size()) {
      out += '=';
      out += is_secret(pair.substr(0, equals)) ? kRedacted : pair.substr(equals + 1);
    }
    if (end == pairs.size()) return out;
    out += '&';
    pairs.remove_prefix(end + 1);
  }
}

// "filter[password]" and "tags[]" belong to filter and tags.
std::string stem_of(std::string name) {
  const std::size_t bracket = name.find('[');
  if (bracket != std::string::npos && bracket > 0) name.resize(bracket);
  return name;
}

std::string decoded_stem(std::string_view raw_name) {
  return stem_of(percent::decode(raw_name, percent::Plus::Space).value_or(std::string(raw_name)));
}

// Whether one pointer leads to the other or to something inside it.
bool is_at_or_below(std::string_view pointer, std::string_view place) {
  return pointer.starts_with(place) &&
         (pointer.size() == place.size() || pointer[place.size()] == '/');
}

bool is_secret_parameter(const Diagnostic& finding, const OperationSecrets& own) {
  static constexpr Place kPlaces[] = {Place::Path, Place::Query, Place::Query, Place::Header,
                                      Place::Cookie};
  return std::ranges::any_of(own.parameters, [&finding](const openapi::Parameter* parameter) {
    return finding.name == parameter->name &&
           finding.in == kPlaces[static_cast<std::size_t>(parameter->in)];
  });
}

void hide(Diagnostic& finding) {
  if (finding.found.empty() || finding.found == "nothing") return;  // nothing was sent there
  finding.found = kRedacted;
  finding.fix.clear();  // "did you mean" tells how near a guess is
}

// The first member on the way: "key" of "/key/0", "" of "".
std::string first_member(std::string_view pointer) {
  const auto tokens = json::tokens(pointer);
  return tokens && !tokens->empty() ? tokens->front() : std::string();
}

void hide_in_body(diagnostic::Diagnostics& findings, const RedactedValue& body) {
  for (Diagnostic& finding : findings) {
    hide_in_body(finding.causes, body);
    if (finding.in != Place::Body) continue;
    for (const std::string& secret : body.pointers) {
      if (is_at_or_below(finding.pointer, secret)) hide(finding);
      // What holds a secret is shown by the names of its members, but whole where a whole value
      // was expected.
      const bool is_whole = finding.found.starts_with('{') || finding.found.starts_with('[');
      if (is_whole && is_at_or_below(secret, finding.pointer)) {
        const json::Value* shown = json::resolve(body.value, finding.pointer);
        finding.found = shown == nullptr ? std::string(kRedacted) : json::shorten(*shown);
      }
    }
  }
}

void add_parameter(const openapi::Parameter& parameter, const SecretShape& shape,
                   OperationSecrets& own) {
  own.parameters.push_back(&parameter);
  if (parameter.in == In::QueryString) {
    own.is_query_secret = true;
    const auto type = http::parse_media_type(parameter.content ? parameter.content->name : "");
    own.has_query_pairs = type && http::is_form(*type);
  }
  if (parameter.in != In::Query) return;
  own.query_names.push_back(parameter.name);
  if (parameter.explodes && parameter.style == openapi::Style::Form) {
    for (std::string& member : secret_members(shape)) own.query_names.push_back(std::move(member));
  }
}

const openapi::SchemaUse& schema_of(const openapi::Parameter& parameter) {
  return parameter.content ? parameter.content->schema : parameter.schema;
}

// What clients send and what the API sends itself.
void add_operations(const openapi::Operation& operation,
                    std::vector<const openapi::Operation*>& all) {
  all.push_back(&operation);
  for (const openapi::Callback& callback : operation.callbacks) {
    for (const openapi::Operation& called : callback.operations) add_operations(called, all);
  }
}

std::vector<const openapi::Operation*> operations_of(const openapi::Description& description) {
  std::vector<const openapi::Operation*> all;
  for (const openapi::Operation& operation : description.operations) add_operations(operation, all);
  for (const openapi::Callback& webhook : description.webhooks) {
    for (const openapi::Operation& operation : webhook.operations) add_operations(operation, all);
  }
  return all;
}

}  // namespace

Secrets::Secrets(const openapi::Description& description) : shapes_(description) {
  for (const auto& scheme : description.security_schemes) {
    if (scheme->type != openapi::SecurityScheme::Type::ApiKey) continue;
    if (scheme->in == In::Header) header_names_.push_back(scheme->parameter_name);
    if (scheme->in == In::Query) query_names_.push_back(scheme->parameter_name);
  }
  const std::vector<const openapi::Operation*> operations = operations_of(description);
  std::unordered_map<const openapi::MediaType*, const SecretShape*> bodies;
  for (const openapi::Operation* operation : operations) {
    for (const openapi::Parameter& parameter : operation->parameters)
      shapes_.add(schema_of(parameter));
    if (!operation->request_body) continue;
    for (const openapi::MediaType& media_type : operation->request_body->content)
      bodies.emplace(&media_type, shapes_.add_body(media_type));
  }
  shapes_.finish();
  for (const openapi::Operation* operation : operations) {
    OperationSecrets own;
    for (const openapi::Parameter& parameter : operation->parameters) {
      const SecretShape* shape = shapes_.add(schema_of(parameter));
      if (shape != nullptr && shape->reaches_secret) add_parameter(parameter, *shape, own);
    }
    if (operation->request_body) {
      for (const openapi::MediaType& media_type : operation->request_body->content) {
        const SecretShape* shape = bodies.at(&media_type);
        if (shape != nullptr && shape->reaches_secret) own.bodies.emplace(&media_type, shape);
      }
    }
    if (!own.bodies.empty() || !own.parameters.empty())
      by_operation_.emplace(operation, std::move(own));
  }
}

const OperationSecrets* Secrets::of(const openapi::Operation* operation) const {
  if (operation == nullptr || by_operation_.empty()) return nullptr;
  const auto found = by_operation_.find(operation);
  return found == by_operation_.end() ? nullptr : &found->second;
}

bool Secrets::is_secret_header(std::string_view name, const OperationSecrets* own) const {
  if (is_one_of(name, kHeaders) || is_one_of(name, header_names_)) return true;
  return own != nullptr && std::ranges::any_of(own->parameters, [name](const auto* parameter) {
           return parameter->in == In::Header && http::equal_ignoring_case(parameter->name, name);
         });
}

bool Secrets::is_secret_query(std::string_view name, const OperationSecrets* own) const {
  if (is_one_of(name, kQueryNames) || is_one_of(name, query_names_)) return true;
  return own != nullptr && (own->is_query_secret ||
                            std::ranges::find(own->query_names, name) != own->query_names.end());
}

std::string Secrets::redacted_target(const Subject& subject) const {
  const OperationSecrets* own = of(subject.operation);
  const std::string_view path = subject.request.raw_path();
  std::string target;
  std::size_t copied = 0;
  if (own != nullptr && subject.path != nullptr) {
    for (const http::RawPair& pair : *subject.path) {
      const bool is_secret = std::ranges::any_of(own->parameters, [&pair](const auto* parameter) {
        return parameter->in == In::Path && parameter->name == pair.name;
      });
      if (!is_secret || !pair.value) continue;
      const auto at = static_cast<std::size_t>(pair.value->data() - path.data());
      if (at < copied || at > path.size()) continue;
      target += std::string(path.substr(copied, at - copied)) + std::string(kRedacted);
      copied = at + pair.value->size();
    }
  }
  target += path.substr(copied);
  if (const auto query = subject.request.raw_query()) {
    target += '?';
    const bool is_whole = own != nullptr && own->is_query_secret && !own->has_query_pairs;
    target += is_whole ? std::string(kRedacted)
                       : redact_pairs(*query, [this, own](std::string_view raw_name) {
                           return is_secret_query(decoded_stem(raw_name), own);
                         });
  }
  return target;
}

void Secrets::redact_body(const Subject& subject, const OperationSecrets& own,
                          Redacted& redacted) const {
  const auto found = own.bodies.find(subject.media_type);
  if (subject.media_type != nullptr && found == own.bodies.end()) {  // this one has no secrets
    redacted.request.body = subject.request.body;
    return;
  }
  const bool is_readable = subject.media_type != nullptr && subject.body != nullptr &&
                           !subject.request.headers.contains("Content-Encoding");
  const std::string* field = subject.request.headers.find("Content-Type");
  const auto type = field == nullptr ? std::nullopt : [field] {
    auto parsed = http::parse_media_type(*field);
    return parsed ? std::optional(*parsed) : std::nullopt;
  }();
  if (is_readable && type) {
    json::Arena arena;
    RedactedValue value = secrets::redact(*found->second, *subject.body, arena);
    redacted.body_pointers = std::move(value.pointers);
    if (redacted.body_pointers.empty()) {
      redacted.request.body = subject.request.body;
      return;
    }
    if (http::is_json(*type)) {
      redacted.request.body = json::write(value.value);
      return;
    }
    if (http::is_form(*type)) {
      const auto names = secret_members(*found->second);
      redacted.request.body = redact_pairs(subject.request.body, [&names](std::string_view name) {
        return std::ranges::find(names, decoded_stem(name)) != names.end();
      });
      return;
    }
  }
  redacted.is_body_dropped = true;
  redacted.request.body = kRedacted;
}

Redacted Secrets::redact(const Subject& subject) const {
  const OperationSecrets* own = of(subject.operation);
  Redacted redacted;
  redacted.request.method = subject.request.method;
  redacted.request.raw_target = redacted_target(subject);
  redacted.request.headers.reserve(subject.request.headers.size());
  for (const http::Header& header : subject.request.headers) {
    redacted.request.headers.add(header.name,
                                 is_cookie_field(header.name)         ? redact_cookies(header.value)
                                 : is_secret_header(header.name, own) ? std::string(kRedacted)
                                                                      : header.value);
  }
  if (own == nullptr || own->bodies.empty() || subject.request.body.empty()) {
    redacted.request.body = subject.request.body;
  } else {
    redact_body(subject, *own, redacted);
  }
  return redacted;
}

void Secrets::hide_parameters(diagnostic::Diagnostics& findings,
                              const OperationSecrets* own) const {
  for (Diagnostic& finding : findings) {
    const bool is_credential =
        finding.in == Place::Cookie ||
        (finding.in == Place::Header && is_secret_header(finding.name, own)) ||
        (finding.in == Place::Query && (is_secret_query(stem_of(finding.name), own) ||
                                        is_secret_query(first_member(finding.pointer), own)));
    if (is_credential || (own != nullptr && is_secret_parameter(finding, *own))) hide(finding);
    hide_parameters(finding.causes, own);
  }
}

void Secrets::redact(diagnostic::Diagnostics& findings, const Subject& subject) const {
  if (findings.empty()) return;
  const OperationSecrets* own = of(subject.operation);
  hide_parameters(findings, own);
  if (own == nullptr) return;
  const auto found = own->bodies.find(subject.media_type);
  if (found == own->bodies.end() || subject.body == nullptr) return;
  json::Arena arena;
  hide_in_body(findings, secrets::redact(*found->second, *subject.body, arena));
}

}  // namespace holotype::secrets
