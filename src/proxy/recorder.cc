// The idea: an exchange becomes two pieces of YAML, what identifies the request (its head) and what
// was answered. Equal heads are one fixture, equal answers in a row one turn of it.
#include "proxy/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "proxy/recorded_request.h"
#include "proxy/recorded_yaml.h"

namespace holotype::proxy {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

// Whether the answer is about a header field of the request that no fixture looks at (RFC 9110
// sections 13 and 14).
bool is_conditional(int status) {
  static constexpr int kStatuses[] = {206, 304, 412, 416};
  return std::ranges::find(kStatuses, status) != std::end(kStatuses);
}

}  // namespace

Result<std::shared_ptr<Recorder>> Recorder::in(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::filesystem::path probe = std::filesystem::path(folder) / ".recording";
  const bool is_writable = std::ofstream(probe).good();
  std::filesystem::remove(probe, error);
  if (!is_writable) return fail(fmt::format("Nothing can be written in the folder {}.", folder));
  return std::shared_ptr<Recorder>(new Recorder(folder));
}

std::shared_ptr<const AnswerSecrets> Recorder::secrets_of(const contract::Contract& contract) {
  MutexLock lock(mutex_);
  if (secrets_ == nullptr || secrets_->description() != contract.shared_description())
    secrets_ = std::make_shared<const AnswerSecrets>(contract.shared_description());
  return secrets_;
}

void Recorder::record(const contract::Contract& contract, const mock::Mock& mock,
                      const contract::Checked& checked, const http::Response& answer) {
  if (checked.contract == nullptr) return skip(LeftOut::Undescribed);
  if (checked.is_head_of_get) return;  // the GET's fixture answers it
  if (is_conditional(answer.status)) return skip(LeftOut::Conditional);
  auto head = recorded_request(contract, checked);
  if (!head) return skip(head.error());
  auto made = recorded_answer(*secrets_of(contract), contract, mock, checked, answer);
  if (!made) return skip(made.error());
  add(*checked.operation(), *std::move(head), *std::move(made));
}

void Recorder::add(const openapi::Operation& operation, std::string head, RecordedAnswer made) {
  MutexLock lock(mutex_);
  unwritten_fields_ += made.unwritten_fields;
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
    ++skipped_[static_cast<std::size_t>(LeftOut::Full)];
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

void Recorder::skip(LeftOut reason) {
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
  static constexpr std::string_view kReasons[] = {
      "to requests that no operation describes",
      "to paths or queries that are not UTF-8",
      "that break the description",
      "that break the description without their secrets",
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
  if (!left_out.empty()) text += "; not recorded: " + left_out;
  if (unwritten_fields_ != 0) {
    text += fmt::format("; {} header field{} not UTF-8 and left out", unwritten_fields_,
                        unwritten_fields_ == 1 ? " is" : "s are");
  }
  return text;
}

}  // namespace holotype::proxy
