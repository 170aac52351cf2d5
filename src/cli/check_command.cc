#include "cli/check_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/cli.h"
#include "cli/console.h"
#include "server/check.h"

namespace holotype::cli {
namespace {

server::CheckSettings settings_of(const CheckArguments& arguments) {
  server::CheckSettings asked;
  server::Settings& settings = asked.settings;
  settings.description_path = arguments.descriptions.front();
  settings.more_descriptions.assign(arguments.descriptions.begin() + 1,
                                    arguments.descriptions.end());
  settings.fixture_paths = arguments.fixtures;
  settings.allowed_paths = arguments.allowed_paths;
  asked.traffic_paths = arguments.traffic;
  asked.base = arguments.base;
  asked.older_path = arguments.older;
  asked.tells_compatible = arguments.is_verbose;
  return asked;
}

// What cannot be asked for; "" where all can.
std::string unusable(const CheckArguments& arguments) {
  if (!arguments.older.empty() && arguments.descriptions.size() > 1)
    return "--against compares one description with one older version of it.";
  if (arguments.is_verbose && arguments.older.empty())
    return "--verbose tells the changes that break nobody; name the older version with --against.";
  if (arguments.base.empty()) return {};
  if (arguments.traffic.empty())
    return "--base says where the API was in a recording; name that with --traffic.";
  const bool is_url =
      arguments.base.starts_with("http://") || arguments.base.starts_with("https://");
  return is_url ? ""
                : fmt::format("--base {} is not like http://host[:port][/path].", arguments.base);
}

bool fails(const diagnostic::Diagnostics& findings, bool is_strict) {
  return std::ranges::any_of(findings, [is_strict](const diagnostic::Diagnostic& finding) {
    return finding.rule->severity == diagnostic::Severity::Error ||
           (is_strict && finding.rule->severity == diagnostic::Severity::Warning);
  });
}

}  // namespace

int check(const CheckArguments& arguments) {
  if (const std::string reason = unusable(arguments); !reason.empty()) {
    print_error(reason);
    return kUsage;
  }
  const server::CheckResult result = server::check(settings_of(arguments));
  const diagnostic::Diagnostics& findings = result.findings;
  for (const diagnostic::Diagnostic& finding : findings) print_out(to_line(finding));
  for (const std::string& sentence : result.summaries) print_error(sentence);
  const std::string names = fmt::format("{}", fmt::join(arguments.descriptions, " "));
  if (findings.empty()) {
    print_out(fmt::format("{}: no findings", names));
    return kFine;
  }
  print_error(fmt::format("{}: {}", names, summary(findings)));
  if (result.is_unreadable) return kUsage;
  return fails(findings, arguments.is_strict) ? kFindings : kFine;
}

}  // namespace holotype::cli
