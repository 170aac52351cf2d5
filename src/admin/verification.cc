// How counting can be certain although the journal forgets: let k requests match among those that
// are kept, u more be undecided (they differ from what is asked in secrets alone), and e have given
// way that might have matched. Then the true number is between k and k + u + e. Where all of that
// range is allowed the answer is yes, where none of it is the answer is no, else it cannot be
// known.
#include "admin/verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "admin/examine.h"

namespace holotype::admin {
namespace {

using diagnostic::Verdict;
using journal::Exchange;
using journal::ExchangePointer;
using journal::Snapshot;
using journal::Tally;

constexpr std::size_t kShownSequences = 100;
constexpr std::size_t kShownRequests = 10;

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string times_of(std::uint64_t count) {
  return count == 1 ? "once" : count == 2 ? "twice" : counted(count, "time");
}

std::string words_of(const Times& times) {
  if (times.at_most == times.at_least)
    return times.at_least == 0 ? "never" : "exactly " + times_of(times.at_least);
  if (!times.at_most) return "at least " + times_of(times.at_least);
  if (times.at_least == 0) return "at most " + times_of(*times.at_most);
  return fmt::format("between {} and {} times", times.at_least, *times.at_most);
}

// "createTask was to be received once, and was received twice."
std::string sentence(const Expected& expected, const Times& times, std::uint64_t count) {
  const std::string received = count == 0 ? "never was" : "was received " + times_of(count);
  if (times.at_most == 0u)
    return fmt::format("{} was never to be received, and {}.", expected.words, received);
  return fmt::format("{} was to be received {}, and {}.", expected.words, words_of(times),
                     received);
}

// "request 3, POST /v1/tasks, answered 201"
std::string words_of(const Exchange& exchange) {
  return fmt::format("request {}, {} {}, answered {}", exchange.sequence, exchange.request.method,
                     exchange.request.raw_target, exchange.status);
}

// How many of those that gave way may have been meant by one of `all`, each counted once.
std::uint64_t evicted_of(std::span<const Expected> all, const Snapshot& snapshot,
                         std::uint64_t since) {
  if (snapshot.last_evicted <= since) return 0;
  std::uint64_t count = 0;
  for (const auto& [operation, tally] : snapshot.evicted) {
    for (std::size_t i = 0; i < Tally::kVerdicts; ++i) {
      const auto verdict = static_cast<Verdict>(i);
      const bool is_meant = std::ranges::any_of(all, [&](const Expected& one) {
        return is_of(one, operation) && (!one.outcome || *one.outcome == verdict);
      });
      if (is_meant) count += tally.of(verdict);
    }
  }
  return count;
}

// Why it is not known what else was received: `count` older requests, and perhaps more.
std::string gave_way(std::uint64_t count, const Snapshot& snapshot) {
  constexpr std::string_view kEnded =
      "went when the session ended, to make room (--max-sessions) or for want of use "
      "(--session-ttl)";
  if (snapshot.is_past_unknown) return fmt::format("older requests {}", kEnded);
  const std::string requests = counted(count, "older request");
  return snapshot.has_past ? fmt::format("{} gave way to later ones or {}", requests, kEnded)
                           : fmt::format("{} gave way to later ones", requests);
}

// What was received at all: "2 x listTasks, 1 x no operation (GET /v1/task)".
std::string received_words(const Snapshot& snapshot) {
  std::string text;
  for (const auto& [operation, tally] : snapshot.received) {
    text += fmt::format("{}{} x {}", text.empty() ? "" : ", ", tally.total(),
                        operation.empty() ? "no operation" : operation);
  }
  return text.empty() ? "Nothing was received." : "Received were: " + text + ".";
}

// "Requests that match: 3, 5; 2 more are not kept any more." The first of `kept`, of `matched`.
std::string matching_words(const std::vector<std::uint64_t>& sequences, std::uint64_t kept,
                           std::uint64_t matched) {
  if (kept == 0) return "None of the requests that match is kept any more.";
  const std::uint64_t gone = matched - kept;
  return fmt::format("Requests that match: {}{}{}.", fmt::join(sequences, ", "),
                     kept > sequences.size() ? ", ..." : "",
                     gone == 0   ? ""
                     : gone == 1 ? "; 1 more is not kept any more"
                                 : fmt::format("; {} more are not kept any more", gone));
}

// --- The questions

Verified count(const Verification& verification, const contract::Contract& contract,
               const Snapshot& snapshot) {
  const Expected& expected = verification.expected.front();
  Verified verified;
  std::uint64_t matched = 0;
  std::uint64_t undecided = 0;
  for (const ExchangePointer& exchange : snapshot.exchanges) {
    if (exchange->sequence <= verification.since || !is_of(expected, exchange->operation_id))
      continue;
    Examined examined = examine(expected, contract, *exchange);
    if (examined.fit == Fit::Unknown) ++undecided;
    if (examined.fit == Fit::Yes) {
      ++matched;
      if (verified.sequences.size() < kShownSequences)
        verified.sequences.push_back(exchange->sequence);
    }
    if (examined.fit == Fit::No) keep_closer(expected, exchange, examined, verified.closest);
  }
  std::uint64_t evicted = evicted_of(verification.expected, snapshot, verification.since);
  const std::uint64_t kept = matched;
  if (expected.matcher == nullptr && verification.since == 0) {
    matched += evicted;  // they are known to be of that operation and outcome
    evicted = 0;
  }
  const Times& times = verification.times;
  const std::uint64_t possible = matched + undecided + evicted;
  const bool holds_least = times.allows(matched);
  const bool is_open = snapshot.is_past_unknown;  // there may be any number more
  const bool reaches_range =
      (is_open || possible >= times.at_least) && (!times.at_most || matched <= *times.at_most);
  verified.is_certain =
      holds_least ? !times.at_most || (!is_open && possible <= *times.at_most) : !reaches_range;
  verified.holds = holds_least && verified.is_certain;
  verified.count = matched;
  verified.message = sentence(expected, times, matched);
  if (!verified.is_certain) {
    std::string why;
    if (evicted > 0 || is_open) why = gave_way(evicted, snapshot);
    if (undecided > 0) {
      why += fmt::format("{}{} in secrets alone, which are not kept", why.empty() ? "" : "; ",
                         undecided == 1 ? "1 request may differ"
                                        : fmt::format("{} requests may differ", undecided));
    }
    verified.message = fmt::format(
        "It cannot be known whether {} was received {}: {} among those that are kept, but {}.",
        expected.words, words_of(times), matched == 0 ? "none is" : times_of(matched) + " it is",
        why);
  }
  const bool is_too_few = matched < times.at_least;
  if (!is_too_few || verified.holds) verified.closest.reset();
  if (verified.holds || !verified.is_certain) return verified;
  if (verified.closest) {
    verified.message += fmt::format("\nThe closest is {}:", words_of(*verified.closest->exchange));
    for (const std::string& miss : verified.closest->misses) verified.message += "\n  " + miss;
  } else if (is_too_few) {
    verified.message += "\n" + received_words(snapshot);
  } else {
    verified.message += "\n" + matching_words(verified.sequences, kept, matched);
  }
  return verified;
}

Verified in_order(const Verification& verification, const contract::Contract& contract,
                  const Snapshot& snapshot) {
  Verified verified;
  std::size_t step = 0;
  std::uint64_t undecided = 0;
  std::optional<std::uint64_t> too_early;  // where the step that is missing did match
  const auto& steps = verification.expected;
  // The earliest match of each step leaves the most for the steps behind it.
  for (const ExchangePointer& exchange : snapshot.exchanges) {
    if (step == steps.size()) break;
    if (exchange->sequence <= verification.since || !is_of(steps[step], exchange->operation_id))
      continue;
    Examined examined = examine(steps[step], contract, *exchange);
    if (examined.fit == Fit::Yes) {
      verified.sequences.push_back(exchange->sequence);
      verified.closest.reset();
      ++step;
    } else if (examined.fit == Fit::Unknown) {
      ++undecided;
    } else {
      keep_closer(steps[step], exchange, examined, verified.closest);
    }
  }
  verified.holds = step == steps.size();
  if (verified.holds) {
    verified.message =
        fmt::format("{} received in this order: requests {}.", counted(steps.size(), "step"),
                    fmt::join(verified.sequences, ", "));
    return verified;
  }
  const std::uint64_t evicted = evicted_of(steps, snapshot, verification.since);
  const bool has_lost = evicted > 0 || snapshot.is_past_unknown;
  verified.is_certain = !has_lost && undecided == 0;
  for (const ExchangePointer& exchange : snapshot.exchanges) {
    const std::uint64_t after = verified.sequences.empty() ? 0 : verified.sequences.back();
    if (exchange->sequence > after || exchange->sequence <= verification.since ||
        !is_of(steps[step], exchange->operation_id))
      continue;
    if (examine(steps[step], contract, *exchange).fit == Fit::Yes) too_early = exchange->sequence;
  }
  const std::string behind =
      verified.sequences.empty() ? "" : fmt::format(" after request {}", verified.sequences.back());
  verified.message = fmt::format("Step {} of {}, {}, was not received{}.", step + 1, steps.size(),
                                 steps[step].words, behind);
  if (too_early)
    verified.message += fmt::format(" It was received before, as request {}.", *too_early);
  if (!verified.is_certain) {
    verified.message +=
        fmt::format(" But it cannot be known: {}.",
                    has_lost ? gave_way(evicted, snapshot)
                             : "a request differs in secrets alone, which are not kept");
  }
  if (verified.closest) {
    verified.message += fmt::format("\nThe closest is {}:", words_of(*verified.closest->exchange));
    for (const std::string& miss : verified.closest->misses) verified.message += "\n  " + miss;
  } else if (!too_early) {
    verified.message += "\n" + received_words(snapshot);
  }
  return verified;
}

bool is_declared(Verdict verdict) {
  return verdict != Verdict::NotFound && verdict != Verdict::MethodNotAllowed;
}

// That no request breaks a rule: `is_fine` by its verdict.
Verified only(const Verification& verification, const Snapshot& snapshot, bool (*is_fine)(Verdict),
              std::string_view what) {
  Verified verified;
  std::uint64_t total = 0;
  std::uint64_t kept_total = 0;
  std::uint64_t kept = 0;
  std::string list;
  for (const ExchangePointer& exchange : snapshot.exchanges) {
    if (exchange->sequence <= verification.since) continue;
    ++kept_total;
    if (is_fine(exchange->verdict)) continue;
    ++kept;
    if (verified.sequences.size() < kShownSequences)
      verified.sequences.push_back(exchange->sequence);
    if (kept <= kShownRequests)
      list += "\n  " + words_of(*exchange) + ":" + lines_of(exchange->findings);
  }
  std::uint64_t bad_evicted = 0;
  std::uint64_t all_evicted = 0;
  for (const auto& [operation, tally] : snapshot.evicted) {
    all_evicted += tally.total();
    for (std::size_t i = 0; i < Tally::kVerdicts; ++i)
      bad_evicted += is_fine(static_cast<Verdict>(i)) ? 0 : tally.by_verdict[i];
  }
  // With `since` those that gave way may lie before it.
  const bool is_open = verification.since > 0 && snapshot.last_evicted > verification.since;
  const std::uint64_t bad = kept + (verification.since == 0 ? bad_evicted : 0);
  total = kept_total + (verification.since == 0 ? all_evicted : 0);
  verified.is_certain = bad > 0 || (!snapshot.is_past_unknown && (!is_open || bad_evicted == 0));
  verified.holds = bad == 0 && verified.is_certain;
  verified.count = bad;
  if (!verified.is_certain) {
    verified.message = fmt::format("It cannot be known whether every request {}: {}.", what,
                                   gave_way(bad_evicted, snapshot));
  } else if (bad == 0) {
    verified.message = total == 0 ? "Nothing was received."
                                  : fmt::format("Every request {}: all {}.", what, total);
  } else {
    verified.message =
        fmt::format("Not every request {}: {} of {} did not.", what, bad, total) + list;
    if (bad > std::min<std::uint64_t>(kept, kShownRequests)) {
      verified.message +=
          fmt::format("\n  and {} more", bad - std::min<std::uint64_t>(kept, kShownRequests));
    }
  }
  return verified;
}

}  // namespace

Verified verify(const Verification& verification, const contract::Contract& contract,
                const journal::Journal& journal) {
  const Snapshot snapshot = journal.snapshot();
  switch (verification.question) {
    case Verification::Question::Count:
      return count(verification, contract, snapshot);
    case Verification::Question::Order:
      return in_order(verification, contract, snapshot);
    case Verification::Question::OnlyValid:
      return only(
          verification, snapshot, [](Verdict verdict) { return verdict == Verdict::Valid; },
          "was valid");
    case Verification::Question::OnlyDeclared:
      return only(verification, snapshot, is_declared, "was for an operation of the description");
  }
  return {};
}

}  // namespace holotype::admin
