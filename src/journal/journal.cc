#include "journal/journal.h"

#include <algorithm>
#include <utility>

namespace holotype::journal {
namespace {

constexpr std::string_view kRedacted = "(redacted)";

bool is_secret(std::string_view name, const std::vector<std::string>& secret_names) {
  static constexpr std::string_view kAlways[] = {"Authorization", "Cookie", "Proxy-Authorization"};
  const auto same = [name](std::string_view other) {
    return http::equal_ignoring_case(name, other);
  };
  return std::ranges::any_of(kAlways, same) || std::ranges::any_of(secret_names, same);
}

std::size_t size_of(const diagnostic::Diagnostics& diagnostics) {
  std::size_t bytes = 0;
  for (const diagnostic::Diagnostic& d : diagnostics) {
    bytes += sizeof d + d.message.size() + d.expected.size() + d.found.size() + d.fix.size() +
             d.name.size() + d.pointer.size() + d.schema.size() + d.source.file.size() +
             size_of(d.causes);
  }
  return bytes;
}

std::string redact_query(std::string_view target, const std::vector<std::string>& secret_names) {
  const std::size_t question = target.find('?');
  if (question == std::string_view::npos || secret_names.empty()) return std::string(target);
  std::string out(target.substr(0, question + 1));
  std::string_view rest = target.substr(question + 1);
  while (true) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = pair.find('=');
    const bool hide =
        equals != std::string_view::npos && is_secret(pair.substr(0, equals), secret_names);
    out +=
        hide ? std::string(pair.substr(0, equals + 1)) + std::string(kRedacted) : std::string(pair);
    if (end == rest.size()) return out;
    out += '&';
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

std::size_t Exchange::size_bytes() const {
  std::size_t bytes = sizeof *this + request.method.size() + request.raw_target.size() +
                      request.body.size() + source.size() + size_of(findings) + size_of(unchecked) +
                      size_of(answer_findings);
  for (const http::Header& header : request.headers)
    bytes += sizeof header + header.name.size() + header.value.size();
  return bytes;
}

void Journal::add(Exchange exchange) {
  if (exchange.size_bytes() > limits_.max_bytes) exchange.request.body.clear();
  const std::size_t bytes = exchange.size_bytes();
  auto shared = std::make_shared<Exchange>(std::move(exchange));
  std::vector<std::shared_ptr<const Exchange>> gone;  // freed after the lock
  MutexLock lock(mutex_);
  shared->sequence = ++recorded_;
  exchanges_.push_back(std::move(shared));
  bytes_ += bytes;
  while (exchanges_.size() > limits_.max_exchanges ||
         (bytes_ > limits_.max_bytes && exchanges_.size() > 1)) {
    bytes_ -= exchanges_.front()->size_bytes();
    gone.push_back(std::move(exchanges_.front()));
    exchanges_.pop_front();
    ++evicted_;
  }
}

std::vector<std::shared_ptr<const Exchange>> Journal::exchanges() const {
  MutexLock lock(mutex_);
  return {exchanges_.begin(), exchanges_.end()};
}

std::shared_ptr<const Exchange> Journal::find(std::string_view report_id) const {
  MutexLock lock(mutex_);
  const auto found =
      std::find_if(exchanges_.rbegin(), exchanges_.rend(),
                   [report_id](const auto& exchange) { return exchange->report_id == report_id; });
  return found == exchanges_.rend() ? nullptr : *found;
}

void Journal::clear() {
  MutexLock lock(mutex_);
  exchanges_.clear();
  bytes_ = 0;
}

std::uint64_t Journal::recorded() const {
  MutexLock lock(mutex_);
  return recorded_;
}

std::uint64_t Journal::evicted() const {
  MutexLock lock(mutex_);
  return evicted_;
}

http::Request redacted(const http::Request& request, const std::vector<std::string>& secret_names) {
  http::Request copy;
  copy.method = request.method;
  copy.raw_target = redact_query(request.raw_target, secret_names);
  copy.body = request.body;
  for (const http::Header& header : request.headers) {
    copy.headers.add(header.name,
                     is_secret(header.name, secret_names) ? std::string(kRedacted) : header.value);
  }
  return copy;
}

}  // namespace holotype::journal
