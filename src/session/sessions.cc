#include "session/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "diagnostic/rules_session.h"
#include "session/address.h"

namespace holotype::session {
namespace {

// At most this much of a name that may be anything.
std::string quoted(std::string_view name) {
  std::string text(name.substr(0, 64));
  std::ranges::replace_if(
      text, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return text + (name.size() > 64 ? "..." : "");
}

Options with_journal(Options options, const journal::Limits& limits) {
  options.journal = limits;
  return options;
}

}  // namespace

Sessions::Sessions(const Options& options, const Limits& limits, Now now)
    : options_(with_journal(options, limits.journal)),
      limits_(limits),
      now_(std::move(now)),
      default_(std::string(kDefaultName), options) {}

Result<std::shared_ptr<Session>, Refusal> Sessions::get(std::string_view name) {
  // The default session is not the table's, so nobody owns what is given out.
  if (name == kDefaultName) return std::shared_ptr<Session>(std::shared_ptr<void>(), &default_);
  if (!is_valid_name(name)) {
    return tl::unexpected(Refusal{
        &diagnostic::rules::kSessionNameMalformed,
        fmt::format("\"{}\" cannot be the name of a session: a name is 1 to 64 letters, digits, "
                    "\".\", \"_\" or \"-\", and begins with a letter or digit.",
                    quoted(name))});
  }
  const Time now = now_();
  std::vector<std::shared_ptr<Session>> gone;  // freed after the lock
  MutexLock lock(mutex_);
  expire(now, gone);
  if (const auto found = by_name_.find(name); found != by_name_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    found->second->used = now;
    return found->second->session;
  }
  if (order_.size() >= limits_.max_sessions) {
    const auto idle = std::ranges::find_if(
        order_.rbegin(), order_.rend(), [](const Entry& e) { return e.session.use_count() == 1; });
    if (idle == order_.rend()) {
      return tl::unexpected(Refusal{
          &diagnostic::rules::kSessionLimitReached,
          limits_.max_sessions == 0
              ? std::string("Sessions are switched off here (--max-sessions 0).")
              : fmt::format(
                    "The session {} has no place: all {} sessions are in use (--max-sessions).",
                    name, limits_.max_sessions)});
    }
    gone.push_back(idle->session);
    displace(std::prev(idle.base()));
    ++counts_.evicted;
  }
  order_.push_front({std::make_shared<Session>(std::string(name), options_), now});
  order_.front().session->journal().go_on_from(ended_.take(name));
  by_name_.emplace(order_.front().session->name(), order_.begin());
  ++counts_.created;
  return order_.front().session;
}

void Sessions::expire(Time now, std::vector<std::shared_ptr<Session>>& gone) {
  while (!order_.empty() && now - order_.back().used > limits_.idle &&
         order_.back().session.use_count() == 1) {
    gone.push_back(order_.back().session);
    displace(std::prev(order_.end()));
    ++counts_.expired;
  }
}

void Sessions::drop(Order::iterator entry) {
  by_name_.erase(entry->session->name());
  order_.erase(entry);
}

void Sessions::displace(Order::iterator entry) {
  journal::Past past = entry->session->journal().past();
  if (!past.is_empty()) ended_.remember(entry->session->name(), std::move(past));
  drop(entry);
}

std::shared_ptr<Session> Sessions::find(std::string_view name) {
  if (name == kDefaultName) return {std::shared_ptr<void>(), &default_};
  MutexLock lock(mutex_);
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second->session;
}

bool Sessions::remove(std::string_view name) {
  std::shared_ptr<Session> gone;  // freed after the lock
  MutexLock lock(mutex_);
  ended_.take(name);
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return false;
  gone = found->second->session;
  drop(found->second);
  return true;
}

diagnostic::Diagnostics Sessions::description_changed(
    const std::shared_ptr<const openapi::Description>& description) {
  diagnostic::Diagnostics findings;
  const auto tell = [&](Session& session) {
    session.description_changed();
    for (diagnostic::Diagnostic& fault : session.added_fixtures().faults(description)) {
      fault.message = fmt::format("session {}: {}", session.name(), fault.message);
      findings.push_back(std::move(fault));
    }
  };
  tell(default_);
  for (const std::shared_ptr<Session>& session : all()) tell(*session);
  return findings;
}

std::vector<std::shared_ptr<Session>> Sessions::all() {
  std::vector<std::shared_ptr<Session>> sessions;
  MutexLock lock(mutex_);
  for (const Entry& entry : order_) sessions.push_back(entry.session);
  return sessions;
}

Sessions::Counts Sessions::counts() const {
  MutexLock lock(mutex_);
  Counts counts = counts_;
  counts.live = order_.size();
  return counts;
}

}  // namespace holotype::session
