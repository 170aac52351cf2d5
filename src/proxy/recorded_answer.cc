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

// Whether the field says something of the answer; the rest is for --cors to decide, or of one
// transfer.
bool is_recorded(std::string_view name) {
  return !is_one_of(name, kUnrecorded) && !http::to_lower(name).starts_with("access-control-");
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

namespace {

// An answer on its way into the recording.
struct Draft {
  http::Response answer;       // its coding undone
  std::optional<Value> value;  // of a JSON body
};

// The answer as it came, without what is of one transfer.
Result<Draft, LeftOut> as_it_came(const http::Response& answer, json::Arena& arena) {
  Draft draft{{answer.status, {}, ""}, std::nullopt};
  for (const http::Header& header : answer.headers) {
    if (is_recorded(header.name)) draft.answer.headers.add(header.name, header.value);
  }
  if (answer.body.empty() || answer.status == 204 || answer.status == 304) return draft;
  const auto coding = answer.headers.combined("Content-Encoding");
  auto decoded = coding ? http::decode_content(*coding, answer.body, kMaxDecodedBytes)
                        : Result<std::string, http::CodingError>(answer.body);
  if (!decoded) return tl::unexpected(LeftOut::Unreadable);
  draft.answer.body = *std::move(decoded);
  if (!is_json_type(answer.headers)) return draft;
  // RFC 8259 section 8.1: a byte order mark may be passed over, as the check of bodies does.
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view text = draft.answer.body;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  auto value = json::read(arena, text);
  if (!value) return tl::unexpected(LeftOut::Invalid);
  draft.value = *std::move(value);
  return draft;
}

// `hidden` with what `example` has in the places of secrets.
Value with_examples(const Value& came, const Value& hidden, const Value* example,
                    json::Arena& arena) {
  if (example == nullptr) return hidden;
  const bool is_place = hidden.is_string() && hidden.as_string() == secrets::kRedacted;
  if (is_place) return json::equal(came, hidden) ? hidden : *example;
  if (hidden.is_array() && !example->elements().empty()) {
    std::vector<Value> elements;
    for (std::size_t i = 0; i < hidden.elements().size(); ++i) {
      const std::size_t at = std::min(i, example->elements().size() - 1);
      elements.push_back(
          with_examples(came.elements()[i], hidden.elements()[i], &example->elements()[at], arena));
    }
    return Value::array(arena, elements);
  }
  if (!hidden.is_object()) return hidden;
  std::vector<json::Member> members;
  for (const json::Member& member : hidden.members()) {
    const Value* before = came.find(member.name());
    members.emplace_back(member.name(), before == nullptr
                                            ? member.value
                                            : with_examples(*before, member.value,
                                                            example->find(member.name()), arena));
  }
  return Value::object(arena, members);
}

// What becomes of one answer.
class Recording {
 public:
  Recording(const AnswerSecrets& secrets, const contract::Contract& contract,
            const mock::Mock& mock, const contract::Checked& checked, int status)
      : secrets_(secrets),
        contract_(contract),
        mock_(mock),
        checked_(checked),
        response_(checked.contract->response_for(status)) {}

  Result<RecordedAnswer, LeftOut> make(const http::Response& answer) {
    auto came = as_it_came(answer, arena_);
    if (!came) return tl::unexpected(came.error());
    if (!is_allowed(came->answer)) return tl::unexpected(LeftOut::Invalid);
    Draft shown = without_secrets(*came);
    if (has_changed_ && !is_allowed(shown.answer)) show_examples(*came, shown);
    if (has_changed_ && !is_allowed(shown.answer)) return tl::unexpected(LeftOut::NeedsSecrets);
    return written(*came, std::move(shown));
  }

 private:
  // An undescribed answer to an invalid request breaks nothing: see mock::Mock::check_fixtures().
  bool is_allowed(const http::Response& answer) {
    if (response_ == nullptr && checked_.verdict != diagnostic::Verdict::Valid) return true;
    return contract_.check_response(*checked_.contract, checked_.request->method, answer, arena_)
        .findings.empty();
  }

  Draft without_secrets(const Draft& came) {
    Draft shown{{came.answer.status, {}, came.answer.body}, came.value};
    for (const http::Header& header : came.answer.headers) {
      const bool is_cookie = http::equal_ignoring_case(header.name, "Set-Cookie");
      const bool is_secret = secrets_.is_secret_field(header.name, response_);
      std::string value = is_cookie   ? redacted_cookie(header.value)
                          : is_secret ? std::string(secrets::kRedacted)
                                      : header.value;
      has_changed_ |= value != header.value;
      if (utf8::is_valid(value)) {
        shown.answer.headers.add(header.name, std::move(value));
      } else {
        ++unwritten_fields_;
        has_changed_ = true;
      }
    }
    if (!came.value) return shown;
    shown.value = secrets_.hide(*came.value, response_, arena_);
    is_body_hidden_ = !json::equal(*shown.value, *came.value);
    if (is_body_hidden_) shown.answer.body = json::write(*shown.value);
    has_changed_ |= is_body_hidden_;
    return shown;
  }

  void show_examples(const Draft& came, Draft& shown) {
    const mock::ResponsePlan* plan =
        mock_.plan_for(*checked_.contract).response_for(came.answer.status);
    if (plan == nullptr) return;
    http::Headers headers;
    for (const http::Header& header : shown.answer.headers) {
      const std::string* example = plan->headers().find(header.name);
      const bool is_shown = header.value == secrets::kRedacted && example != nullptr;
      headers.add(header.name, is_shown ? *example : header.value);
    }
    shown.answer.headers = std::move(headers);
    if (!is_body_hidden_) return;
    const auto* media_type = response_->body.media_type_of(came.answer.headers);
    const auto body = std::ranges::find_if(
        plan->bodies(), [&](const auto& one) { return &one->media_type() == media_type; });
    if (body == plan->bodies().end() || !(*body)->valid()) return;
    shown.value = with_examples(*came.value, *shown.value, &*(*body)->valid(), arena_);
    shown.answer.body = json::write(*shown.value);
  }

  // "Content-Type: text/plain" and, of several fields of a name, a list.
  Value fields(const http::Headers& headers) {
    const auto text = [this](const std::string& value) {
      return Value::string(arena_, escape_expressions(value));
    };
    std::vector<json::Member> members;
    for (const http::Header& header : headers) {
      if (headers.find(header.name) != &header.value) continue;  // said with the first one
      std::vector<Value> values;
      for (const http::Header& other : headers) {
        if (http::equal_ignoring_case(other.name, header.name)) values.push_back(text(other.value));
      }
      members.emplace_back(arena_.copy(header.name),
                           values.size() == 1 ? values.front() : Value::array(arena_, values));
    }
    return Value::object(arena_, members);
  }

  RecordedAnswer written(const Draft& came, Draft shown) {
    const int status = shown.answer.status;
    std::vector<json::Member> members = {{"status", Value::integer(status)}};
    if (!shown.answer.headers.empty())
      members.emplace_back("headers", fields(shown.answer.headers));
    // As a text where it is laid out otherwise than a value would be; not with secrets in it.
    const bool is_text = shown.value && !is_body_hidden_ && utf8::is_valid(came.answer.body) &&
                         json::write(*shown.value) != came.answer.body;
    RecordedAnswer out;
    out.unwritten_fields = unwritten_fields_;
    if (is_text) {
      // Behind the others, since its lines are no value's.
    } else if (shown.value) {
      members.emplace_back("body", escape_expressions(*shown.value, arena_));
    } else if (!shown.answer.body.empty()) {
      out.body_bytes = std::move(shown.answer.body);
      out.body_name = fmt::format("{}-{:016x}.bin", file_name_of(*checked_.operation()),
                                  hash_bytes(out.body_bytes));
      members.emplace_back("bodyFile", Value::string(arena_, out.body_name));
    } else if (response_ != nullptr && !response_->body.content().empty() &&
               may_have_content(checked_, status)) {
      members.emplace_back("bodyText", Value::string_view(""));
    }
    out.respond = yaml_after_key(Value::object(arena_, members), 6);
    if (is_text)
      out.respond +=
          "\n      bodyText:" + yaml_text_after_key(escape_expressions(came.answer.body), 8);
    return out;
  }

  const AnswerSecrets& secrets_;
  const contract::Contract& contract_;
  const mock::Mock& mock_;
  const contract::Checked& checked_;
  const contract::ResponseContract* const response_;  // nullptr: the status is not described
  json::Arena arena_;
  bool has_changed_ = false;     // what is shown is not what came
  bool is_body_hidden_ = false;  // there are secrets in it
  std::size_t unwritten_fields_ = 0;
};

}  // namespace

Result<RecordedAnswer, LeftOut> recorded_answer(const AnswerSecrets& secrets,
                                                const contract::Contract& contract,
                                                const mock::Mock& mock,
                                                const contract::Checked& checked,
                                                const http::Response& answer) {
  return Recording(secrets, contract, mock, checked, answer.status).make(answer);
}

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
