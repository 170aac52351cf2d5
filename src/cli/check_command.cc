#include "cli/check_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "cli/cli.h"
#include "cli/console.h"
#include "report/from_findings.h"
#include "server/check.h"

namespace holotype::cli {
namespace {

server::CheckSettings settings_of(const CheckArguments& arguments) {
  server::CheckSettings asked;
  asked.settings = served_settings(arguments);
  asked.settings.is_strict = false;  // the report weighs warnings, the reading goes on
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
  const bool asks_about_others = !arguments.traffic.empty() || !arguments.older.empty();
  if (asks_about_others && !arguments.fixtures.empty()) {
    return "--fixtures are checked with the description itself, in place of which --traffic and "
           "--against ask about something else; check them by themselves.";
  }
  if (arguments.base.empty()) return {};
  if (arguments.traffic.empty())
    return "--base says where the API was in a recording; name that with --traffic.";
  const bool is_url =
      arguments.base.starts_with("http://") || arguments.base.starts_with("https://");
  return is_url ? ""
                : fmt::format("--base {} is not like http://host[:port][/path].", arguments.base);
}

report::Report report_of(const server::CheckResult& result, const CheckArguments& arguments) {
  std::vector<std::string> files = arguments.descriptions;
  for (const auto* paths : {&arguments.fixtures, &arguments.traffic}) {
    for (const std::string& path : *paths) {
      std::error_code error;
      if (std::filesystem::is_regular_file(path, error)) files.push_back(path);
    }
  }
  report::Report report = report::from_findings(result.findings, files);
  report.command = "check";
  report.descriptions = arguments.descriptions;
  report.remarks = result.summaries;
  report.is_strict = arguments.is_strict;
  return report;
}

// How many findings there are, by what they are about: the descriptions, or another file that
// cannot be read.
void print_counts(const std::string& names, const server::CheckResult& result) {
  diagnostic::Diagnostics rest;
  std::size_t at = 0;
  const auto keep_until = [&](std::size_t end) {
    for (; at < end; ++at) rest.push_back(result.findings[at]);
  };
  for (const auto& one : result.unreadable) {
    keep_until(one.begin);
    const diagnostic::Diagnostics own(
        result.findings.begin() + static_cast<std::ptrdiff_t>(one.begin),
        result.findings.begin() + static_cast<std::ptrdiff_t>(one.end));
    print_error(one.path + " cannot be read: " + summary(own));
    at = one.end;
  }
  keep_until(result.findings.size());
  if (!rest.empty()) print_error(names + ": " + summary(rest));
}

}  // namespace

int check(const CheckArguments& arguments) {
  if (const std::string reason = unusable(arguments); !reason.empty()) {
    print_error(reason);
    return kUsage;
  }
  const auto reporting = parse_reporting(arguments.report);
  if (!reporting) {
    print_error(reporting.error().to_string());
    return kUsage;
  }
  const server::CheckResult result = server::check(settings_of(arguments));
  const diagnostic::Diagnostics& findings = result.findings;
  const report::Report report = report_of(result, arguments);
  if (const auto written = write(report, *reporting); !written) {
    print_error(written.error().to_string());
    return kUsage;
  }
  const std::string names = fmt::format("{}", fmt::join(arguments.descriptions, " "));
  if (!reporting->takes_stdout()) {
    for (const diagnostic::Diagnostic& finding : findings)
      print_out(report::to_line(finding, has_colour(STDOUT_FILENO)));
    if (findings.empty()) print_out(names + ": no findings");
  }
  for (const std::string& sentence : result.summaries) print_error(sentence);
  if (findings.empty()) return kFine;
  print_counts(names, result);
  if (result.is_unreadable) return kUsage;
  return report.has_failed() ? kFindings : kFine;
}

}  // namespace holotype::cli
