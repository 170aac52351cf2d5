#include "proxy/recorded_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "base/utf8.h"
#include "http/content_coding.h"
#include "http/field.h"
#include "http/media_type.h"
#include "json/text.h"
#include "proxy/recorded_yaml.h"

namespace holotype::proxy {
namespace {

using json::Value;

constexpr std::size_t kMaxDecodedBytes = std::size_t{64} << 20;

// Fields that say something of one transfer, not of the answer.
constexpr std::string_view kUnrecorded[] = {
    "Content-Length", "Content-Encoding", "Date",         "Age", "Server", "Via",
    "Connection",     "Alt-Svc",          "Server-Timing"};
// Keys by custom (the answer's own; RFC 6749 section 5.1 for the members of a body).
constexpr std::string_view kSecretFields[] = {"Authorization", "X-API-Key", "API-Key",
                                              "X-Auth-Token", "X-CSRF-Token"};
constexpr std::string_view kSecretMembers[] = {"access_token", "refresh_token", "id_token",
                                               "client_secret"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::ranges::any_of(
      names, [name](std::string_view other) { return http::equal_ignoring_case(name, other); });
}

// "session=(redacted); Path=/; HttpOnly"
std::string redacted_cookie(std::string_view field) {
  const std::size_t equals = field.find('=');
  const std::size_t end = std::min(field.find(';'), field.size());
  if (equals == std::string_view::npos || equals > end) return std::string(secrets::kRedacted);
  return fmt::format("{}={}{}", field.substr(0, equals), secrets::kRedacted, field.substr(end));
}

// The fields of an answer that are recorded, one for each name.
http::Headers recorded_headers(const http::Headers& headers, const AnswerSecrets& secrets,
                               const contract::ResponseContract* response) {
  http::Headers kept;
  for (const http::Header& header : headers) {
    if (is_one_of(header.name, kUnrecorded) || kept.contains(header.name)) continue;
    if (http::to_lower(header.name).starts_with("access-control-")) continue;  // --cors decides
    std::string value = headers.combined(header.name).value_or("");
    if (http::equal_ignoring_case(header.name, "Set-Cookie")) {
      value = redacted_cookie(header.value);
    } else if (secrets.is_secret_field(header.name, response)) {
      value = secrets::kRedacted;
    }
    if (utf8::is_valid(value)) kept.add(header.name, std::move(value));
  }
  return kept;
}

Value without_tokens(const Value& value, json::Arena& arena) {
  if (value.is_array()) {
    std::vector<Value> elements;
    for (const Value& element : value.elements())
      elements.push_back(without_tokens(element, arena));
    return Value::array(arena, elements);
  }
  if (!value.is_object()) return value;
  std::vector<json::Member> members;
  for (const json::Member& member : value.members()) {
    const bool is_token = member.value.is_string() && is_one_of(member.name(), kSecretMembers);
    members.emplace_back(member.name(), is_token ? Value::string_view(secrets::kRedacted)
                                                 : without_tokens(member.value, arena));
  }
  return Value::object(arena, members);
}

bool is_json_type(const http::Headers& headers) {
  const std::string* field = headers.find("Content-Type");
  const auto type =
      field == nullptr ? std::nullopt : std::make_optional(http::parse_media_type(*field));
  return type && *type && http::is_json(**type);
}

// Whether an answer could have had a body: RFC 9110 sections 9.3.2, 15.3.5 and 15.4.5.
bool may_have_content(const contract::Checked& checked, int status) {
  return checked.request->method != "HEAD" && status != 204 && status != 304;
}

}  // namespace

AnswerSecrets::AnswerSecrets(std::shared_ptr<const openapi::Description> of)
    : description_(std::move(of)), shapes_(*description_) {
  for (const auto& scheme : description_->security_schemes) {
    if (scheme->type == openapi::SecurityScheme::Type::ApiKey && scheme->in == openapi::In::Header)
      key_names_.push_back(scheme->parameter_name);
  }
  std::vector<std::pair<const openapi::Header*, const secrets::SecretShape*>> fields;
  for (const openapi::Operation& operation : description_->operations) {
    for (const openapi::Response& response : operation.responses) {
      for (const openapi::MediaType& media_type : response.content) {
        if (!media_type.schema) continue;
        if (const auto* shape = shapes_.add(media_type.schema)) by_media_type_[&media_type] = shape;
      }
      for (const openapi::Header& header : response.headers) {
        if (const auto* shape = shapes_.add(header.schema)) fields.emplace_back(&header, shape);
      }
    }
  }
  shapes_.finish();
  for (const auto& [header, shape] : fields) {
    if (shape->reaches_secret) fields_.insert(header);
  }
}

bool AnswerSecrets::is_secret_field(std::string_view name,
                                    const contract::ResponseContract* response) const {
  if (is_one_of(name, kSecretFields) || is_one_of(name, key_names_)) return true;
  return response != nullptr && !fields_.empty() &&
         std::ranges::any_of(response->described->headers, [&](const openapi::Header& header) {
           return http::equal_ignoring_case(header.name, name) && fields_.contains(&header);
         });
}

Value AnswerSecrets::hide(const Value& value, const contract::ResponseContract* response,
                          json::Arena& arena) const {
  Value kept = without_tokens(value, arena);
  if (response == nullptr || by_media_type_.empty()) return kept;
  for (const openapi::MediaType& media_type : response->body.content()) {
    const auto shape = by_media_type_.find(&media_type);
    if (shape != by_media_type_.end()) kept = secrets::redact(*shape->second, kept, arena).value;
  }
  return kept;
}

Result<RecordedAnswer, LeftOut> recorded_answer(const AnswerSecrets& secrets,
                                                const contract::Contract& contract,
                                                const contract::Checked& checked,
                                                const http::Response& answer) {
  json::Arena arena;
  const contract::ResponseContract* response = checked.contract->response_for(answer.status);
  http::Response kept{answer.status, recorded_headers(answer.headers, secrets, response), ""};
  std::optional<Value> value;
  std::optional<std::string> layout;
  const bool has_body = !answer.body.empty() && answer.status != 204 && answer.status != 304;
  if (has_body) {
    const auto coding = answer.headers.combined("Content-Encoding");
    auto decoded = coding ? http::decode_content(*coding, answer.body, kMaxDecodedBytes)
                          : Result<std::string, http::CodingError>(answer.body);
    if (!decoded) return tl::unexpected(LeftOut::Unreadable);
    kept.body = *std::move(decoded);
    if (is_json_type(answer.headers)) {
      const auto read = json::read(arena, kept.body);
      if (!read) return tl::unexpected(LeftOut::Invalid);
      value = secrets.hide(*read, response, arena);
      // As a text where it is laid out otherwise than a value would be; not with secrets in it.
      std::string written = json::write(*value);
      const bool has_layout = written != kept.body && utf8::is_valid(kept.body);
      if (has_layout && json::write(*read) == written) {
        layout = kept.body;
      } else {
        kept.body = std::move(written);
      }
    }
  }
  // An undescribed answer to an invalid request breaks nothing: see mock::Mock::check_fixtures().
  const bool is_checked = response != nullptr || checked.verdict == diagnostic::Verdict::Valid;
  if (is_checked &&
      !contract.check_response(*checked.contract, checked.request->method, kept, arena)
           .findings.empty())
    return tl::unexpected(LeftOut::Invalid);

  std::vector<json::Member> headers;
  for (const http::Header& header : kept.headers)
    headers.emplace_back(arena.copy(header.name),
                         Value::string(arena, escape_expressions(header.value)));
  std::vector<json::Member> members = {{"status", Value::integer(answer.status)}};
  if (!headers.empty()) members.emplace_back("headers", Value::object(arena, headers));
  RecordedAnswer out;
  if (layout) {
    // Behind the others, since its lines are no value's.
  } else if (value) {
    members.emplace_back("body", escape_expressions(*value, arena));
  } else if (has_body) {
    out.body_name =
        fmt::format("{}-{:016x}.bin", file_name_of(*checked.operation()), hash_bytes(kept.body));
    out.body_bytes = std::move(kept.body);
    members.emplace_back("bodyFile", Value::string(arena, out.body_name));
  } else if (response != nullptr && !response->body.content().empty() &&
             may_have_content(checked, answer.status)) {
    members.emplace_back("bodyText", Value::string_view(""));
  }
  out.respond = yaml_after_key(Value::object(arena, members), 6);
  if (layout)
    out.respond += "\n      bodyText:" + yaml_text_after_key(escape_expressions(*layout), 8);
  return out;
}

// The operation's name as a file's, without an extension.
std::string file_name_of(const openapi::Operation& operation) {
  std::string name = operation.id;
  std::ranges::replace_if(
      name,
      [](char c) {
        const bool is_kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '_' || c == '-';
        return !is_kept;
      },
      '-');
  return name.substr(0, 120);
}

}  // namespace holotype::proxy
