#include "tester/tester.h"

#include <algorithm>
#include <set>

#include "tester/candidates.h"
#include "tester/chains.h"
#include "tester/ledger.h"
#include "tester/links.h"

namespace holotype::tester {
namespace {

constexpr std::size_t kMaxVariations = 2000;  // of one body, of which max_cases are sent
constexpr std::size_t kLinkedAnswers = 3;     // of one operation, whose links are followed

bool is_called(const openapi::Operation& operation, const std::string& pattern) {
  return matches(pattern, operation.id) ||
         matches(pattern, operation.method + " " + operation.path);
}

class Run {
 public:
  Run(std::shared_ptr<const contract::Contract> contract, const Settings& settings,
      const Send& send, const std::function<void(const Progress&)>& progress)
      : contract_(std::move(contract)),
        settings_(settings),
        progress_(progress),
        provider_(settings.provider, send),
        drafter_(contract_->description(), settings.provider.credentials),
        prober_(*contract_, drafter_, provider_, settings.observe),
        subjects_(state::Model::derive(contract_->shared_description()), prober_, settings.seed),
        ledger_(prober_,
                {.title = contract_->description().title,
                 .origin = settings.provider.origin + settings.provider.base_path.value_or(""),
                 .seed = settings.seed},
                settings.stop_after) {}

  Report run() {
    for (const openapi::Operation& operation : contract_->description().operations) {
      if (!is_wanted(operation)) continue;
      ledger_.enter(operation);
      wanted_.push_back(&operation);
    }
    // First, while lists are short enough to tell what is missing in them.
    if (settings_.only != Only::Negative) chains();
    for (const openapi::Operation* operation : wanted_) {
      if (is_over()) break;
      test_operation(*operation);
    }
    warn();
    ledger_.report().requests = provider_.sent();
    return std::move(ledger_.report());
  }

 private:
  bool is_wanted(const openapi::Operation& operation) const {
    if (settings_.operations.empty()) return true;
    return std::ranges::any_of(settings_.operations, [&](const std::string& pattern) {
      return is_called(operation, pattern);
    });
  }

  bool is_over() {
    Report& report = ledger_.report();
    if (settings_.is_interrupted && settings_.is_interrupted()) report.is_interrupted = true;
    if (ledger_.is_full()) report.is_stopped = true;
    return !report.unreachable.empty() || report.is_interrupted || report.is_stopped;
  }

  void say(const openapi::Operation& operation) {
    if (!progress_) return;
    const auto index = std::ranges::find(wanted_, &operation) - wanted_.begin();
    progress_({&operation, static_cast<std::size_t>(index), wanted_.size(), provider_.sent(),
               ledger_.report().failures.size()});
  }

  // What has one cause for all operations is said once.
  void warn() {
    if (wanted_.empty()) return;
    const std::string base =
        settings_.provider.base_path.value_or(wanted_.front()->servers.front().base_path);
    if (ledger_.warn_of_all(base)) return;
    for (const openapi::Operation* operation : wanted_) ledger_.warn(*operation);
  }

  // A method that the path does not describe; each path is asked once. Never DELETE: what answers
  // it may be there after all.
  std::string undescribed_method(const openapi::Operation& operation) {
    if (!asked_paths_.insert(operation.path).second) return "";
    for (const std::string_view method : {"GET", "PATCH", "PUT", "POST"}) {
      const auto has_method = [&](const openapi::Operation& other) {
        return other.path == operation.path && other.method == method;
      };
      if (std::ranges::none_of(contract_->description().operations, has_method))
        return std::string(method);
    }
    return "";
  }

  // Ready to be sent, with ids of what exists where that leaves its validity as it is.
  std::optional<Prepared> prepare(const Candidate& candidate) {
    auto plain = prober_.prepare(candidate.draft, candidate.about);
    const bool has_path = std::ranges::any_of(candidate.draft.arguments, [](const auto& argument) {
      return argument.parameter->in == openapi::In::Path;
    });
    if (!has_path) return plain;
    Draft draft = candidate.draft;
    subjects_.bind(draft, candidate.varied);
    auto bound = prober_.prepare(draft, candidate.about);
    if (!bound || (plain && plain->question.wish != bound->question.wish)) return plain;
    return bound;
  }

  bool has_room(const OperationReport& entry, bool is_positive) const {
    if (settings_.only == Only::Positive && !is_positive) return false;
    if (settings_.only == Only::Negative && is_positive) return false;
    const std::size_t limit =
        settings_.only == Only::Both ? (settings_.max_cases + 1) / 2 : settings_.max_cases;
    return (is_positive ? entry.positive : entry.negative) < limit;
  }

  void test_operation(const openapi::Operation& operation) {
    OperationReport& entry = ledger_.entry(operation);
    json::Arena arena;
    const std::vector<Candidate> all =
        candidates(drafter_, operation,
                   {.seed = settings_.seed,
                    .undescribed_method = undescribed_method(operation),
                    .max_variations = std::min(kMaxVariations, 20 * settings_.max_cases)},
                   arena);
    std::set<std::string> sent;
    std::size_t linked = 0;
    std::string obstacle;
    for (const Candidate& candidate : all) {
      if (is_over()) return;
      if (!has_room(entry, true) && !has_room(entry, false)) break;
      auto prepared = prepare(candidate);
      if (!prepared && obstacle.empty()) obstacle = prober_.obstacle();
      const bool is_positive = prepared && prepared->question.wish == Wish::Accepted;
      if (!prepared || !has_room(entry, is_positive) ||
          !sent.insert(key_of(prepared->request)).second)
        continue;
      ++(is_positive ? entry.positive : entry.negative);
      const Attempt attempt = prober_.attempt(*std::move(prepared), arena);
      if (!ledger_.note_unreachable(attempt)) return;
      if (is_positive) ++entry.statuses[attempt.status()];
      if (operation.method == "DELETE" && attempt.has_succeeded()) subjects_.forget(operation);
      ledger_.record(candidate.what, attempt, arena);
      if (is_positive && attempt.has_succeeded() && linked++ < kLinkedAnswers)
        ledger_.record(follow_links(attempt, is_among_wanted_, prober_, arena), arena);
      say(operation);
    }
    if (entry.positive == 0 && settings_.only != Only::Negative) entry.obstacle = obstacle;
  }

  void chains() {
    bool keeps_no_state = false;
    for (const auto& resource : subjects_.model().resources()) {
      const state::OperationRole* creator = subjects_.role(*resource, state::Role::Create);
      if (is_over() || creator == nullptr || !is_wanted(*creator->operation)) continue;
      json::Arena arena;
      const ChainResult result = run_chain(*resource, subjects_, prober_, arena);
      keeps_no_state = keeps_no_state || result.keeps_no_state;
      for (const Step& step : result.steps)
        if (!ledger_.note_unreachable(step.attempt)) return;
      ledger_.record(result.steps, arena);
      say(*creator->operation);
    }
    if (keeps_no_state) {
      ledger_.report().warnings.push_back(
          "The service seems to keep no state: reads show nothing of what was created. That "
          "create, read, change and delete belong together was not tested.");
    }
  }

  const std::shared_ptr<const contract::Contract> contract_;
  const Settings& settings_;
  const std::function<void(const Progress&)>& progress_;
  Provider provider_;
  Drafter drafter_;
  Prober prober_;
  Subjects subjects_;
  Ledger ledger_;
  std::vector<const openapi::Operation*> wanted_;
  std::set<std::string> asked_paths_;
  const IsWanted is_among_wanted_ = [this](const openapi::Operation& operation) {
    return ledger_.has(operation);
  };
};

}  // namespace

std::string unknown_operation(const openapi::Description& description,
                              const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    const auto is_it = [&pattern](const openapi::Operation& o) { return is_called(o, pattern); };
    if (std::ranges::none_of(description.operations, is_it)) return pattern;
  }
  return "";
}

bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t at = star; at <= name.size(); ++at)
    if (matches(rest, name.substr(at))) return true;
  return false;
}

Report test(std::shared_ptr<const contract::Contract> contract, const Settings& settings,
            const Send& send, const std::function<void(const Progress&)>& progress) {
  return Run(std::move(contract), settings, send, progress).run();
}

}  // namespace holotype::tester
