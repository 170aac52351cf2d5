// The idea: an exchange becomes two pieces of YAML, what identifies the request (its head) and what
// was answered. Equal heads are one fixture, equal answers in a row one turn of it.
#include "proxy/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/hash.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "http/content_coding.h"
#include "http/field.h"
#include "http/media_type.h"
#include "http/target.h"
#include "json/pointer.h"
#include "json/text.h"
#include "mock/request_view.h"
#include "proxy/recorded_yaml.h"
#include "secrets/secrets.h"

namespace holotype::proxy {
namespace {

using json::Value;

constexpr std::size_t kMaxBytes = std::size_t{256} << 20;
constexpr std::size_t kMaxDecodedBytes = std::size_t{64} << 20;
// A body longer than this is no condition: nobody could read the fixture.
constexpr std::size_t kMaxConditionBytes = std::size_t{64} << 10;

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

// `value` without what the pointers name.
Value without(const Value& value, const std::string& place, const std::set<std::string>& pointers,
              json::Arena& arena) {
  if (!value.is_object()) return value;  // elements of arrays stay: arrays compare whole
  std::vector<json::Member> members;
  for (const json::Member& member : value.members()) {
    const std::string below = json::join(place, member.name());
    if (!pointers.contains(below))
      members.emplace_back(member.name(), without(member.value, below, pointers, arena));
  }
  return Value::object(arena, members);
}

// Whether a secret lies in an array, where it cannot be left out of a condition.
bool has_array_on_the_way(const Value& root, const std::string& pointer) {
  const auto tokens = json::tokens(pointer);
  const Value* at = &root;
  for (const std::string& token : tokens.value_or(std::vector<std::string>{})) {
    if (at == nullptr || at->is_array()) return true;
    at = at->find(token);
  }
  return false;
}

// The body as a condition; nullopt where it can be none.
std::optional<Value> body_condition(const contract::Checked& checked,
                                    const secrets::Redacted& redacted, json::Arena& arena) {
  if (!checked.body || redacted.is_body_dropped ||
      checked.request->body.size() > kMaxConditionBytes)
    return std::nullopt;
  for (const std::string& pointer : redacted.body_pointers) {
    if (pointer.empty() || has_array_on_the_way(*checked.body, pointer)) return std::nullopt;
  }
  return without(*checked.body, "", {redacted.body_pointers.begin(), redacted.body_pointers.end()},
                 arena);
}

void add_condition(std::vector<json::Member>& conditions, std::string_view name,
                   const std::string& value, json::Arena& arena) {
  const bool is_text = utf8::is_valid(name) && utf8::is_valid(value);
  if (is_text && value != secrets::kRedacted)
    conditions.emplace_back(arena.copy(name), Value::string(arena, value));
}

// "    operation: getTask\n    when:...": what identifies the request.
std::string head_of(const contract::Contract& contract, const contract::Checked& checked) {
  json::Arena arena;
  const secrets::Redacted redacted = contract.secrets().redact(checked.secret_subject());
  const openapi::Operation& operation = *checked.operation();
  const secrets::OperationSecrets* own = contract.secrets().of(&operation);
  const auto is_secret_path = [own](std::string_view name) {
    return own != nullptr && std::ranges::any_of(own->parameters, [name](const auto* parameter) {
             return parameter->in == openapi::In::Path && parameter->name == name;
           });
  };
  std::vector<json::Member> path, query, when;
  for (const http::RawPair& pair : checked.path_values) {
    const auto value = percent::decode(pair.value.value_or(""));
    if (value && !is_secret_path(pair.name)) add_condition(path, pair.name, *value, arena);
  }
  std::set<std::string> names;  // of several values the first one counts, as in fixtures
  for (const http::RawPair& pair : http::RawPairs(redacted.request.raw_query().value_or(""))) {
    const auto name = percent::decode(pair.name, percent::Plus::Space);
    const auto value = percent::decode(pair.value.value_or(""), percent::Plus::Space);
    if (name && value && names.insert(*name).second) add_condition(query, *name, *value, arena);
  }
  if (!path.empty()) when.emplace_back("path", Value::object(arena, path));
  if (!query.empty()) when.emplace_back("query", Value::object(arena, query));
  if (const auto body = body_condition(checked, redacted, arena)) when.emplace_back("body", *body);

  std::string head = "    operation: " + yaml_scalar(operation.id) + "\n";
  if (checked.verdict != diagnostic::Verdict::Valid)
    head += fmt::format("    outcome: {}\n", to_string(checked.verdict));
  if (!when.empty()) head += "    when:" + yaml_after_key(Value::object(arena, when), 6) + "\n";
  return head;
}

// "session=(redacted); Path=/; HttpOnly"
std::string redacted_cookie(std::string_view field) {
  const std::size_t equals = field.find('=');
  const std::size_t end = std::min(field.find(';'), field.size());
  if (equals == std::string_view::npos || equals > end) return std::string(secrets::kRedacted);
  return fmt::format("{}={}{}", field.substr(0, equals), secrets::kRedacted, field.substr(end));
}

// The fields of an answer that are recorded, one for each name.
http::Headers recorded_headers(const http::Headers& headers) {
  http::Headers kept;
  for (const http::Header& header : headers) {
    if (is_one_of(header.name, kUnrecorded) || kept.contains(header.name)) continue;
    if (http::to_lower(header.name).starts_with("access-control-")) continue;  // --cors decides
    std::string value = headers.combined(header.name).value_or("");
    if (http::equal_ignoring_case(header.name, "Set-Cookie")) {
      value = redacted_cookie(header.value);
    } else if (is_one_of(header.name, kSecretFields)) {
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

// The value of an answer without what anybody calls secret.
Value without_secrets(
    const Value& value,
    const std::unordered_map<const openapi::MediaType*, const secrets::SecretShape*>& shapes,
    const contract::ResponseContract* response, json::Arena& arena) {
  Value kept = without_tokens(value, arena);
  if (response == nullptr || shapes.empty()) return kept;
  for (const openapi::MediaType& media_type : response->body.content()) {
    const auto shape = shapes.find(&media_type);
    if (shape != shapes.end()) kept = secrets::redact(*shape->second, kept, arena).value;
  }
  return kept;
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

// Whether the answer is about a header field of the request that no fixture looks at (RFC 9110
// sections 13 and 14).
bool is_conditional(int status) {
  static constexpr int kStatuses[] = {206, 304, 412, 416};
  return std::ranges::find(kStatuses, status) != std::end(kStatuses);
}

bool is_json_type(const http::Headers& headers) {
  const std::string* field = headers.find("Content-Type");
  const auto type =
      field == nullptr ? std::nullopt : std::make_optional(http::parse_media_type(*field));
  return type && *type && http::is_json(**type);
}

}  // namespace

Recorder::AnswerSecrets::AnswerSecrets(std::shared_ptr<const openapi::Description> of)
    : description(std::move(of)), shapes(*description) {
  for (const openapi::Operation& operation : description->operations) {
    for (const openapi::Response& response : operation.responses) {
      for (const openapi::MediaType& media_type : response.content) {
        if (!media_type.schema) continue;
        if (const auto* shape = shapes.add(media_type.schema)) by_media_type[&media_type] = shape;
      }
    }
  }
  shapes.finish();
}

Result<std::shared_ptr<Recorder>> Recorder::in(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::filesystem::path probe = std::filesystem::path(folder) / ".recording";
  const bool is_writable = std::ofstream(probe).good();
  std::filesystem::remove(probe, error);
  if (!is_writable) return fail(fmt::format("Nothing can be written in the folder {}.", folder));
  return std::shared_ptr<Recorder>(new Recorder(folder));
}

std::shared_ptr<const Recorder::AnswerSecrets> Recorder::secrets_of(
    const contract::Contract& contract) {
  MutexLock lock(mutex_);
  if (secrets_ == nullptr || secrets_->description != contract.shared_description())
    secrets_ = std::make_shared<const AnswerSecrets>(contract.shared_description());
  return secrets_;
}

Result<Recorder::Recorded, Recorder::Skipped> Recorder::recorded(const contract::Contract& contract,
                                                                 const contract::Checked& checked,
                                                                 const http::Response& answer) {
  json::Arena arena;
  http::Response kept{answer.status, recorded_headers(answer.headers), ""};
  const contract::ResponseContract* response = checked.contract->response_for(answer.status);
  std::optional<Value> value;
  std::optional<std::string> layout;
  const bool has_body = !answer.body.empty() && answer.status != 204 && answer.status != 304;
  if (has_body) {
    const auto coding = answer.headers.combined("Content-Encoding");
    auto decoded = coding ? http::decode_content(*coding, answer.body, kMaxDecodedBytes)
                          : Result<std::string, http::CodingError>(answer.body);
    if (!decoded) return tl::unexpected(Skipped::Unreadable);
    kept.body = *std::move(decoded);
    if (is_json_type(answer.headers)) {
      const auto read = json::read(arena, kept.body);
      if (!read) return tl::unexpected(Skipped::Invalid);
      value = without_secrets(*read, secrets_of(contract)->by_media_type, response, arena);
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
    return tl::unexpected(Skipped::Invalid);

  std::vector<json::Member> headers;
  for (const http::Header& header : kept.headers)
    headers.emplace_back(arena.copy(header.name),
                         Value::string(arena, escape_expressions(header.value)));
  std::vector<json::Member> members = {{"status", Value::integer(answer.status)}};
  if (!headers.empty()) members.emplace_back("headers", Value::object(arena, headers));
  Recorded out;
  if (layout) {
    // Behind the others, since its lines are no value's.
  } else if (value) {
    members.emplace_back("body", escape_expressions(*value, arena));
  } else if (has_body) {
    out.body_name =
        fmt::format("{}-{:016x}.bin", file_name_of(*checked.operation()), hash_bytes(kept.body));
    out.body_bytes = std::move(kept.body);
    members.emplace_back("bodyFile", Value::string(arena, out.body_name));
  }
  out.respond = yaml_after_key(Value::object(arena, members), 6);
  if (layout)
    out.respond += "\n      bodyText:" + yaml_text_after_key(escape_expressions(*layout), 8);
  return out;
}

void Recorder::record(const contract::Contract& contract, const contract::Checked& checked,
                      const http::Response& answer) {
  if (checked.contract == nullptr) return skip(Skipped::Undescribed);
  if (checked.is_head_of_get) return;  // the GET's fixture answers it
  if (is_conditional(answer.status)) return skip(Skipped::Conditional);
  auto made = recorded(contract, checked, answer);
  if (!made) return skip(made.error());
  add(*checked.operation(), head_of(contract, checked), *std::move(made));
}

void Recorder::add(const openapi::Operation& operation, std::string head, Recorded made) {
  MutexLock lock(mutex_);
  File& file = files_[file_name_of(operation) + ".yaml"];
  const auto found = file.by_head.find(head);
  const bool is_new = found == file.by_head.end();
  if (!is_new && file.requests[found->second].turns.back().respond == made.respond) {
    ++file.requests[found->second].turns.back().times;  // of the last turn nobody says how often
    return;
  }
  const bool has_new_body = !made.body_name.empty() && !bodies_.contains(made.body_name);
  const std::size_t size = head.size() * (is_new ? 2 : 0) + made.respond.size() +
                           (has_new_body ? made.body_bytes.size() : 0) + 200;
  if (bytes_ + size > kMaxBytes) {
    ++skipped_[static_cast<std::size_t>(Skipped::Full)];
    return;
  }
  bytes_ += size;
  file.is_changed = true;
  if (has_new_body) bodies_.emplace(std::move(made.body_name), Body{std::move(made.body_bytes)});
  if (is_new) {
    file.by_head.emplace(head, file.requests.size());
    file.requests.push_back({std::move(head), operation.id, {}});
  }
  Request& request = is_new ? file.requests.back() : file.requests[found->second];
  request.turns.push_back({std::move(made.respond)});
}

void Recorder::skip(Skipped reason) {
  MutexLock lock(mutex_);
  ++skipped_[static_cast<std::size_t>(reason)];
}

namespace {

// The answers of a list, two spaces further in, a dash before the first line.
std::string as_element(std::string_view respond) {
  std::string out;
  for (std::size_t at = 0; at < respond.size();) {
    const std::size_t end = std::min(respond.find('\n', at + 1), respond.size());
    const std::string_view line = respond.substr(at + 1, end - at - 1);
    out += out.empty() ? "\n      - " + std::string(line.substr(6)) : "\n  " + std::string(line);
    at = end;
  }
  return out;
}

Result<void> replace_file(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path draft = path.string() + ".part";
  std::error_code error;
  {
    std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.flush();
    if (!stream) return fail(fmt::format("{} cannot be written.", draft.string()));
  }
  std::filesystem::rename(draft, path, error);
  if (error) return fail(fmt::format("{} cannot be put in place.", path.string()));
  return {};
}

}  // namespace

std::string Recorder::text_of(const File& file) {
  std::string text = "# Recorded by holotype proxy.\nfixtures:\n";
  std::size_t number = 0;
  for (const Request& request : file.requests) {
    text += fmt::format("  - name: {}\n{}    respond:",
                        yaml_scalar(fmt::format("{}-{}", request.stem, ++number)), request.head);
    if (request.turns.size() == 1) {
      text += request.turns.front().respond + "\n";
      continue;
    }
    for (const Turn& turn : request.turns) {
      text += as_element(turn.respond);
      const bool is_last = &turn == &request.turns.back();
      if (turn.times > 1 && !is_last) text += fmt::format("\n        times: {}", turn.times);
    }
    text += "\n";
  }
  return text;
}

// Bodies first: a file of fixtures never names one that is not there.
Result<void> Recorder::write() {
  MutexLock one_at_a_time(writing_);
  std::vector<std::pair<std::string, std::string>> texts;
  {
    MutexLock lock(mutex_);
    for (auto& [name, body] : bodies_) {
      if (!std::exchange(body.is_written, true)) texts.emplace_back(name, body.bytes);
    }
    for (auto& [name, file] : files_) {
      if (std::exchange(file.is_changed, false)) texts.emplace_back(name, text_of(file));
    }
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto written =
        replace_file(std::filesystem::path(folder_) / texts[i].first, texts[i].second);
    if (written) continue;
    MutexLock lock(mutex_);  // this one and those after it are for the next time
    for (; i < texts.size(); ++i) {
      if (const auto body = bodies_.find(texts[i].first); body != bodies_.end())
        body->second.is_written = false;
      if (const auto file = files_.find(texts[i].first); file != files_.end())
        file->second.is_changed = true;
    }
    return written;
  }
  return {};
}

std::string Recorder::summary() const {
  static constexpr std::string_view kReasons[] = {"to requests that no operation describes",
                                                  "that break the description",
                                                  "in a content coding that is not read",
                                                  "to a condition or a range",
                                                  "beyond the bound of 256 MiB",
                                                  "too large to be held, or broken off"};
  MutexLock lock(mutex_);
  std::size_t requests = 0, answers = 0;
  for (const auto& [name, file] : files_) {
    requests += file.requests.size();
    for (const Request& request : file.requests) answers += request.turns.size();
  }
  std::string text =
      fmt::format("{} answer{} to {} request{} recorded in {}", answers, answers == 1 ? "" : "s",
                  requests, requests == 1 ? "" : "s", folder_);
  std::string left_out;
  for (std::size_t i = 0; i < std::size(kReasons); ++i) {
    if (skipped_[i] != 0)
      left_out += fmt::format("{}{} {}", left_out.empty() ? "" : ", ", skipped_[i], kReasons[i]);
  }
  return text + (left_out.empty() ? "" : "; not recorded: " + left_out);
}

}  // namespace holotype::proxy
