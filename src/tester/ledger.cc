#include "tester/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "http/media_type.h"
#include "tester/shrink.h"

namespace holotype::tester {
namespace {

constexpr std::size_t kShrinkRequests = 60;

Kind kind_of(const Attempt& attempt) {
  switch (attempt.prepared.question.wish) {
    case Wish::Accepted:
      return Kind::Valid;
    case Wish::Refused:
      return Kind::Invalid;
    case Wish::Unauthorized:
      return Kind::NoCredentials;
    case Wish::MethodRefused:
      return Kind::OtherMethod;
  }
  return Kind::Valid;
}

std::string essence_of(const http::Response& response) {
  const std::string* field = response.headers.find("Content-Type");
  if (field == nullptr) return "";
  const auto type = http::parse_media_type(*field);
  return type ? type->essence() : "";
}

// "/items/*/id" of "/items/17/id": the elements of a list fail in one way.
std::string without_indices(std::string_view pointer) {
  std::string out;
  for (std::size_t at = 0; at < pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', at + 1), pointer.size());
    const std::string_view token = pointer.substr(at + 1, end - at - 1);
    const bool is_index =
        !token.empty() && std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
    out += is_index ? "/*" : pointer.substr(at, end - at);
    at = end;
  }
  return out;
}

std::string failure_key(const std::string& operation, const diagnostic::Diagnostic& finding) {
  return fmt::format("{}\n{}\n{}\n{}\n{}", operation, finding.rule->id, finding.schema,
                     without_indices(finding.pointer), finding.name);
}

// What is deleted is not deleted twice.
bool can_shrink(const Attempt& attempt) {
  return attempt.prepared.draft.method != "DELETE" && attempt.response;
}

// The finding of `others` that says the same, of the same place if there is one; nullptr where
// there is none.
const diagnostic::Diagnostic* counterpart(const diagnostic::Diagnostic& finding,
                                          const diagnostic::Diagnostics& others) {
  const auto says_the_same = [&finding](const diagnostic::Diagnostic& other) {
    return other.rule == finding.rule && other.schema == finding.schema;
  };
  const auto is_there = [&](const diagnostic::Diagnostic& other) {
    return says_the_same(other) && other.name == finding.name &&
           without_indices(other.pointer) == without_indices(finding.pointer);
  };
  auto found = std::ranges::find_if(others, is_there);
  if (found == others.end()) found = std::ranges::find_if(others, says_the_same);
  return found == others.end() ? nullptr : &*found;
}

}  // namespace

void Ledger::enter(const openapi::Operation& operation) {
  entries_.emplace(&operation, report_.operations.size());
  report_.operations.push_back(
      {.id = operation.id, .method = operation.method, .path = operation.path});
  for (const openapi::Response& response : operation.responses)
    report_.operations.back().responses.emplace_back(response.key, 0);
}

OperationReport& Ledger::entry(const openapi::Operation& operation) {
  return report_.operations[entries_.at(&operation)];
}

bool Ledger::note_unreachable(const Attempt& attempt) {
  if (attempt.response || prober_.provider().has_answered()) return true;
  report_.unreachable = attempt.judgement.findings.front().found;
  return false;
}

void Ledger::note_answer(OperationReport& entry, Case& done, const Attempt& attempt) const {
  done.media_type = essence_of(*attempt.response);
  ++entry.answers[done.status];
  const openapi::Operation& operation = *attempt.prepared.draft.operation;
  const auto* response = prober_.contract().find(operation)->response_for(done.status);
  for (auto& [key, count] : entry.responses)
    if (response != nullptr && key == response->described->key) ++count;
}

// What was asked and answered, whatever is to be said of it.
void Ledger::note(const std::string& what, Kind kind, const Attempt& attempt) {
  const openapi::Operation& operation = *attempt.prepared.draft.operation;
  OperationReport& entry = this->entry(operation);
  const Judgement& judgement = attempt.judgement;
  Case done{.operation = entries_.at(&operation),
            .what = what,
            .kind = kind,
            .outcome = !judgement.findings.empty() ? Outcome::Failed
                       : judgement.is_inconclusive ? Outcome::Inconclusive
                                                   : Outcome::Passed,
            .status = attempt.status()};
  if (const document::Node& about = attempt.prepared.question.about)
    done.keyword = about.location();
  if (attempt.response) note_answer(entry, done, attempt);
  if (done.outcome == Outcome::Failed) ++entry.failed;
  if (done.outcome == Outcome::Inconclusive) ++entry.inconclusive;
  if (kind == Kind::Invalid) {
    ++entry.invalid;
    if (done.outcome == Outcome::Inconclusive) ++entry.invalid_inconclusive;
  }
  if (judgement.is_undocumented) ++entry.undocumented;
  report_.cases.push_back(std::move(done));
  for (const diagnostic::Diagnostic& reason : judgement.unchecked) {
    const auto is_known = [&reason](const diagnostic::Diagnostic& known) {
      return known.rule == reason.rule && known.schema == reason.schema;
    };
    if (std::ranges::none_of(entry.unchecked, is_known)) entry.unchecked.push_back(reason);
  }
}

void Ledger::record(const std::string& what, Kind kind, const Attempt& attempt,
                    json::Arena& arena) {
  note(what, kind, attempt);
  const std::string& operation = attempt.prepared.draft.operation->id;
  const diagnostic::Diagnostics& findings = attempt.judgement.findings;
  std::optional<Attempt> smallest;
  std::set<std::size_t> told;  // failures that count this case
  for (const diagnostic::Diagnostic& finding : findings) {
    if (const auto known = find(operation, finding)) {
      if (told.insert(*known).second) ++report_.failures[*known].count;
      continue;
    }
    if (is_full()) continue;
    if (can_shrink(attempt) && &finding == &findings.front())
      smallest = shrink(prober_, attempt, kShrinkRequests, arena);
    // The smallest request may fail in one way alone, and may say it of another place.
    const diagnostic::Diagnostic* of_smallest =
        smallest ? counterpart(finding, smallest->judgement.findings) : nullptr;
    std::optional<std::size_t> known;  // the smallest fails as another one did before
    if (of_smallest != nullptr) known = find(operation, *of_smallest);
    if (of_smallest != nullptr && !known) known = find_same(operation, *of_smallest, *smallest);
    if (known) {
      if (told.insert(*known).second) ++report_.failures[*known].count;
      known_failures_.emplace(failure_key(operation, finding), *known);
      continue;
    }
    if (of_smallest != nullptr) {
      add_failure(operation, what, *of_smallest, *smallest);
    } else {
      add_failure(operation, what, finding, attempt);
    }
    told.insert(report_.failures.size() - 1);
    known_failures_.emplace(failure_key(operation, finding), report_.failures.size() - 1);
  }
}

void Ledger::record(const std::string& what, const Attempt& attempt, json::Arena& arena) {
  record(what, kind_of(attempt), attempt, arena);
}

void Ledger::record(const std::vector<Step>& steps, json::Arena& arena) {
  std::vector<std::string> written;
  for (const Step& step : steps) {
    const std::vector<std::string> before = written;
    if (step.attempt.wire.method != "GET")
      written.push_back(prober_.provider().curl(step.attempt.wire));
    const openapi::Operation& operation = *step.attempt.prepared.draft.operation;
    if (!has(operation)) continue;
    ++entry(operation).steps;
    record(step.what, Kind::Chained, step.attempt, arena);
    if (!step.finding) continue;
    if (Case& done = report_.cases.back(); done.outcome != Outcome::Failed) {
      if (done.outcome == Outcome::Inconclusive) --entry(operation).inconclusive;
      done.outcome = Outcome::Failed;
      ++entry(operation).failed;
    }
    if (const auto known = find(operation.id, *step.finding)) {
      ++report_.failures[*known].count;
    } else {
      add_failure(operation.id, step.what, *step.finding, step.attempt, before);
    }
  }
}

std::optional<std::size_t> Ledger::find(const std::string& operation,
                                        const diagnostic::Diagnostic& finding) const {
  const auto known = known_failures_.find(failure_key(operation, finding));
  return known == known_failures_.end() ? std::nullopt : std::optional(known->second);
}

// Cases of different constraints, made smaller, may come down to one request that fails in one way.
std::optional<std::size_t> Ledger::find_same(const std::string& operation,
                                             const diagnostic::Diagnostic& finding,
                                             const Attempt& attempt) const {
  const std::string curl = prober_.provider().curl(attempt.wire);
  const auto found = std::ranges::find_if(report_.failures, [&](const Failure& failure) {
    return failure.operation == operation && failure.finding.rule == finding.rule &&
           failure.finding.message == finding.message &&
           failure.finding.pointer == finding.pointer && failure.finding.name == finding.name &&
           failure.curl == curl;
  });
  if (found == report_.failures.end()) return std::nullopt;
  return static_cast<std::size_t>(found - report_.failures.begin());
}

void Ledger::add_failure(const std::string& operation, const std::string& what,
                         diagnostic::Diagnostic finding, const Attempt& attempt,
                         std::vector<std::string> before) {
  if (is_full()) return;  // a chain may fail in more ways than are asked for
  const Provider& provider = prober_.provider();
  known_failures_.emplace(failure_key(operation, finding), report_.failures.size());
  finding.found = provider.scrub(std::move(finding.found));
  report_.failures.push_back({.operation = operation,
                              .what = what,
                              .finding = std::move(finding),
                              .status = attempt.status(),
                              .before = std::move(before),
                              .curl = provider.curl(attempt.wire),
                              .request = provider.shown(attempt.wire)});
}

bool Ledger::warn_of_all(const std::string& base_path) {
  std::map<int, int> answers;
  for (const OperationReport& entry : report_.operations)
    for (const auto& [status, count] : entry.statuses) answers[status] += count;
  const bool is_lost = answers.size() == 1 && answers.begin()->first == 404;
  if (!is_lost || report_.operations.size() < 2) return false;
  report_.warnings.push_back(
      fmt::format("Every answer to a valid request was 404, of every operation. Are the paths "
                  "below \"{}/\"? Give the URL with the path that they begin with.",
                  base_path));
  return true;
}

void Ledger::warn(const openapi::Operation& operation) {
  const OperationReport& entry = this->entry(operation);
  const auto all_were = [&entry](std::initializer_list<int> statuses) {
    return !entry.statuses.empty() && std::ranges::all_of(entry.statuses, [&](const auto& pair) {
      return std::ranges::find(statuses, pair.first) != statuses.end();
    });
  };
  if (all_were({404, 410})) {
    report_.warnings.push_back(fmt::format(
        "Every answer of {} was {}: give its parameters examples that name something that "
        "{}.",
        operation.id, entry.statuses.begin()->first,
        operation.method == "DELETE" ? "exists and may be deleted" : "exists"));
  } else if (all_were({401, 403})) {
    report_.warnings.push_back(
        fmt::format("Every answer of {} was {}: give credentials that the service takes, with "
                    "--credential or --header.",
                    operation.id, entry.statuses.begin()->first));
  } else if (all_were({429})) {
    report_.warnings.push_back(
        fmt::format("Every answer of {} was 429: the service limits the rate of requests for "
                    "longer than this waits.",
                    operation.id));
  } else if (!entry.obstacle.empty()) {
    report_.warnings.push_back(
        fmt::format("No valid request of {} could be made: {}.", operation.id, entry.obstacle));
  } else if (entry.invalid != 0 && entry.invalid_inconclusive == entry.invalid) {
    report_.warnings.push_back(fmt::format(
        "No answer to an invalid request of {} tells whether it is checked: they were about "
        "something else, such as what is not there.",
        operation.id));
  }
}

}  // namespace holotype::tester
