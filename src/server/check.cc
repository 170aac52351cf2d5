#include "server/check.h"

#include <algorithm>
#include <utility>

#include "compare/compare.h"
#include "contract/examples.h"
#include "review/review.h"
#include "server/loading.h"
#include "traffic/judge.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostics;
using SharedDescription = std::shared_ptr<const openapi::Description>;

void refuse(Diagnostics&& findings, CheckResult& result) {
  diagnostic::append(result.findings, std::move(findings));
  result.is_unreadable = true;
}

void refuse(const std::string& path, Diagnostics&& findings, CheckResult& result) {
  const std::size_t begin = result.findings.size();
  refuse(std::move(findings), result);
  result.unreadable.push_back({path, begin, result.findings.size()});
}

// A fixture file that is not there is no finding about its content.
bool has_unreadable(const Diagnostics& findings) {
  return std::ranges::any_of(
      findings, [](const auto& finding) { return finding.rule->id == "document.unreadable"; });
}

// The description itself, its examples and fixtures, in that order.
void check_description(const Settings& settings, const SharedDescription& description,
                       document::Reader& reader, CheckResult& result) {
  Diagnostics& findings = result.findings;
  diagnostic::append(findings, Diagnostics(description->findings));
  diagnostic::append(findings, contract::check_examples(*description));
  diagnostic::append(findings, review::review(*description));
  const auto contract = std::make_shared<const contract::Contract>(description);
  diagnostic::append(
      findings,
      mock::Mock(contract, fixtures::FixtureSet(), mock_options(settings)).check_generation());
  diagnostic::append(findings, contract->clashes());
  fixtures::FixtureSet fixtures;
  if (!settings.fixture_paths.empty())
    fixtures = fixtures::load_sound(description, settings.fixture_paths, reader);
  result.is_unreadable = has_unreadable(fixtures.findings());
  diagnostic::append(findings, Diagnostics(fixtures.findings()));
  // One that cannot be read says nothing of the others.
  diagnostic::append(
      findings, mock::Mock(contract, std::move(fixtures), mock_options(settings)).check_fixtures());
}

void check_traffic(const CheckSettings& asked, const SharedDescription& description,
                   CheckResult& result) {
  const contract::Contract contract(description, {.max_body_bytes = asked.settings.max_body_bytes});
  for (const std::string& path : asked.traffic_paths) {
    auto reader = std::make_shared<document::FolderReader>(
        std::vector<std::filesystem::path>{folder_of(path)});
    auto recording = traffic::read_recording(std::make_shared<document::Library>(reader), path);
    if (!recording) {
      refuse(path, std::move(recording.error()), result);
      continue;
    }
    traffic::Judgement judgement = traffic::judge(contract, *recording, {.base = asked.base});
    result.summaries.push_back(judgement.summary(*recording));
    diagnostic::append(result.findings, std::move(judgement.findings));
  }
}

void check_against(const CheckSettings& asked, const SharedDescription& newer,
                   CheckResult& result) {
  if (asked.older_path.empty()) return;
  Settings settings;
  settings.description_path = asked.older_path;
  settings.allowed_paths = asked.settings.allowed_paths;
  settings.allows_remote_refs = asked.settings.allows_remote_refs;
  auto older = load_description(settings, std::make_shared<RememberingReader>(settings));
  if (!older) return refuse(asked.older_path, std::move(older.error()), result);
  diagnostic::append(
      result.findings,
      compare::compare(**older, *newer, {.tells_compatible = asked.tells_compatible}));
}

}  // namespace

CheckResult check(const CheckSettings& asked) {
  CheckResult result;
  const auto reader = std::make_shared<RememberingReader>(asked.settings);
  auto description = load_description(asked.settings, reader);
  if (!description) {
    refuse(std::move(description.error()), result);
    return result;
  }
  const bool asks_about_others = !asked.traffic_paths.empty() || !asked.older_path.empty();
  if (!asks_about_others) check_description(asked.settings, *description, *reader, result);
  check_traffic(asked, *description, result);
  check_against(asked, *description, result);
  return result;
}

}  // namespace holotype::server
