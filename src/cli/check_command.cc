#include "cli/check_command.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/cli.h"
#include "cli/console.h"
#include "server/service.h"

namespace holotype::cli {

int check(const CheckArguments& arguments) {
  server::Settings settings;
  settings.description_path = arguments.descriptions.front();
  settings.more_descriptions.assign(arguments.descriptions.begin() + 1,
                                    arguments.descriptions.end());
  settings.fixture_paths = arguments.fixtures;
  settings.allowed_paths = arguments.allowed_paths;
  const diagnostic::Diagnostics findings = server::check(settings);
  for (const diagnostic::Diagnostic& finding : findings) print_out(to_line(finding));
  if (findings.empty()) {
    print_out(fmt::format("{}: no findings", fmt::join(arguments.descriptions, " ")));
    return kFine;
  }
  print_error(fmt::format("{}: {}", fmt::join(arguments.descriptions, " "), summary(findings)));
  // A file that cannot be read was not checked: that is no finding about its content.
  if (findings.front().rule->id == "document.unreadable") return kUsage;
  const bool has_failed = arguments.is_strict || diagnostic::has_errors(findings);
  return has_failed ? kFindings : kFine;
}

}  // namespace holotype::cli
