#include "callbacks/dispatcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "transport/client.h"

namespace holotype::callbacks {
namespace {

using std::chrono::steady_clock;

// "[::1]:80" or "127.0.0.1:80" without the port.
std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool is_this_machine(std::string_view host) {
  if (http::equal_ignoring_case(host, "localhost") || host == "[::1]") return true;
  // An address, not a name that begins like one.
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool deserves_retry(int status) { return status == 0 || status == 429 || status >= 500; }

// What is recorded of a request.
journal::Attempt attempt_of(const contract::OutgoingRequest& outgoing) {
  journal::Attempt attempt{.name = outgoing.name, .url = outgoing.url};
  attempt.request = outgoing.shown.value_or(outgoing.request);
  if (outgoing.shown) attempt.url = outgoing.shown->raw_target;
  return attempt;
}

}  // namespace

Result<Destination> destination_of(std::string_view url, bool allows_remote) {
  const std::size_t scheme = url.find("://");
  const std::string_view name = url.substr(0, scheme);
  const bool is_http =
      http::equal_ignoring_case(name, "http") || http::equal_ignoring_case(name, "https");
  const bool is_clean = std::ranges::none_of(
      url, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
  if (scheme == std::string_view::npos || !is_http || !is_clean)
    return fail(fmt::format("\"{}\" is no absolute http or https URL", url.substr(0, 200)));
  const std::string_view rest = url.substr(scheme + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::string_view authority = rest.substr(0, end);
  if (authority.empty() || authority.find('@') != std::string_view::npos)
    return fail(fmt::format("\"{}\" names no host, or a user", url.substr(0, 200)));
  if (!allows_remote && !is_this_machine(host_of(authority))) {
    return fail(
        fmt::format("{} is not this machine; --allow-remote-callbacks lets callbacks and "
                    "webhooks go elsewhere",
                    host_of(authority)));
  }
  std::string_view target = rest.substr(end);
  target = target.substr(0, target.find('#'));
  return Destination{fmt::format("{}://{}", name, authority),
                     fmt::format("{}{}", target.starts_with('/') ? "" : "/", target)};
}

Dispatcher::Dispatcher(Options options, Report report)
    : options_(std::move(options)), report_(std::move(report)) {}

Dispatcher::~Dispatcher() {
  std::vector<std::thread> threads;
  {
    MutexLock lock(mutex_);
    is_stopping_ = true;
    threads.swap(threads_);
  }
  changed_.notify_all();
  for (std::thread& thread : threads) thread.join();
}

void Dispatcher::send(const std::string& session, std::vector<contract::OutgoingRequest> requests,
                      std::chrono::milliseconds after) {
  std::vector<journal::Attempt> refused;
  {
    MutexLock lock(mutex_);
    if (is_stopping_) return;
    Line& line = lines_[session];
    for (contract::OutgoingRequest& request : requests) {
      if (waiting_ >= options_.max_waiting) {
        refused.push_back(attempt_of(request));
        refused.back().error = fmt::format("{} others are waiting to be sent", waiting_);
        continue;
      }
      line.jobs.push_back({std::move(request), steady_clock::now() + after});
      ++waiting_;
    }
    if (line.jobs.empty()) lines_.erase(session);
    while (threads_.size() < std::min(options_.threads, lines_.size()))
      threads_.emplace_back([this] { work(); });
  }
  changed_.notify_all();
  for (journal::Attempt& attempt : refused) report_(session, std::move(attempt));
}

bool Dispatcher::wait_until_idle(std::chrono::milliseconds timeout) {
  const Time end = steady_clock::now() + timeout;
  MutexLock lock(mutex_);
  while (waiting_ != 0 && steady_clock::now() < end) changed_.wait_until(mutex_, end);
  return waiting_ == 0;
}

Dispatcher::Lines::iterator Dispatcher::next(Time now, Time& wake) {
  for (auto at = lines_.begin(); at != lines_.end(); ++at) {
    if (at->second.is_taken) continue;
    if (at->second.jobs.front().due <= now) return at;
    wake = std::min(wake, at->second.jobs.front().due);
  }
  return lines_.end();
}

void Dispatcher::work() {
  while (std::optional<Task> task = take()) {
    const bool is_done = attempt(task->line->first, task->job);
    finish(std::move(*task), is_done);
  }
}

std::optional<Dispatcher::Task> Dispatcher::take() {
  MutexLock lock(mutex_);
  while (!is_stopping_) {
    Time wake = steady_clock::now() + std::chrono::hours(1);
    const Lines::iterator line = next(steady_clock::now(), wake);
    if (line != lines_.end()) {
      line->second.is_taken = true;
      return Task{line, line->second.jobs.front()};
    }
    changed_.wait_until(mutex_, wake);
  }
  return std::nullopt;
}

void Dispatcher::finish(Task task, bool is_done) {
  MutexLock lock(mutex_);
  Line& line = task.line->second;
  line.is_taken = false;
  if (is_done) {
    line.jobs.pop_front();
    --waiting_;
    if (line.jobs.empty()) lines_.erase(task.line);
  } else {
    line.jobs.front() = std::move(task.job);
  }
  changed_.notify_all();
}

bool Dispatcher::attempt(const std::string& session, Job& job) {
  journal::Attempt tried = attempt_of(job.outgoing);
  tried.number = job.number;
  const auto destination = destination_of(job.outgoing.url, options_.allows_remote);
  if (!destination) {
    tried.error = destination.error().message;
    report_(session, std::move(tried));
    return true;
  }
  http::Request request = job.outgoing.request;
  request.raw_target = destination->target;
  auto client =
      transport::Client::to(destination->origin, {.connect_timeout = options_.connect_timeout,
                                                  .read_timeout = options_.answer_timeout,
                                                  .write_timeout = options_.answer_timeout,
                                                  .max_body_bytes = std::size_t{1} << 20});
  if (!client) {
    tried.error = client.error().message;
    report_(session, std::move(tried));
    return true;
  }
  const auto answer = client->send(request);
  if (answer) {
    tried.status = answer->status;
  } else {
    tried.error = answer.error().message;
  }
  const auto retries = static_cast<int>(options_.pauses.size());
  tried.is_last = !deserves_retry(tried.status) || job.number > retries;
  const bool is_done = tried.is_last;
  if (!is_done) {
    job.due = steady_clock::now() + options_.pauses[static_cast<std::size_t>(job.number - 1)];
    ++job.number;
  }
  report_(session, std::move(tried));
  return is_done;
}

}  // namespace holotype::callbacks
