#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <optional>

#include "cli/bowtie_command.h"
#include "cli/check_command.h"
#include "cli/console.h"
#include "cli/explain_command.h"
#include "cli/mock_command.h"
#include "cli/options.h"
#include "cli/proxy_command.h"
#include "cli/test_command.h"
#include "cli/usage.h"
#include "cli/validate_command.h"
#include "diagnostic/diagnostic.h"

namespace holotype::cli {
namespace {

constexpr const char* kDescription =
    "Grows an API from its OpenAPI description: answers like it, refuses what it would refuse,\n"
    "says exactly why, and gives the same bytes every time.";

constexpr const char* kFooter =
    "Examples:\n"
    "  holotype mock specs/comp-tasks.yaml --fixtures fixtures/comp-tasks.yaml\n"
    "  holotype mock openapi.yaml -p 0            any free port; the first line says which\n"
    "  holotype proxy openapi.yaml http://127.0.0.1:3000 --record fixtures/\n"
    "  holotype check openapi.yaml                every fault, with file:line:column\n"
    "  holotype explain openapi.yaml GET /v1/tasks  what a request would get, and why\n"
    "  holotype test openapi.yaml http://localhost:3000\n"
    "  holotype validate schema.json a.json b.yaml\n\n"
    "Ask for one answer with a header:            Prefer: code=404  |  example=NAME  |  "
    "dynamic=true\n"
    "Why a request was refused:                   GET the report that Holotype-Violations names\n"
    "What a rule means:                           GET /__holotype/rules/ID\n\n"
    "Exit codes: 0 fine, 1 findings, 2 usage or unreadable input, 3 the address cannot be used, 70 "
    "a bug.";

// What to say of a first word that is no command: CLI11 would only miss a subcommand.
std::optional<std::string> unknown_command(const CLI::App& app, std::string_view word) {
  if (word.starts_with('-')) {
    if (app.get_option_no_throw(std::string(word)) != nullptr) return std::nullopt;
    return "There is no option " + std::string(word) + " before the command.";
  }
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (std::ranges::find(names, word) != names.end()) return std::nullopt;
  const std::string_view nearest = diagnostic::nearest(word, {names.begin(), names.end()});
  std::string text = "There is no command " + std::string(word);
  return text + (nearest.empty() ? "." : "; did you mean " + std::string(nearest) + "?");
}

int parse_and_run(int argc, char** argv) {
  CLI::App app(kDescription, "holotype");
  MockArguments mock_arguments;
  ProxyArguments proxy_arguments;
  CheckArguments check_arguments;
  ExplainArguments explain_arguments;
  TestArguments test_arguments;
  ValidateArguments validate_arguments;
  BowtieArguments bowtie_arguments;
  app.set_help_flag("--help", "Print this help and exit");
  app.set_version_flag("--version", "holotype " HOLOTYPE_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);
  add_mock(app, mock_arguments);
  add_proxy(app, proxy_arguments);
  add_check(app, check_arguments);
  add_explain(app, explain_arguments);
  add_test(app, test_arguments);
  add_validate(app, validate_arguments);
  add_bowtie(app, bowtie_arguments);
  if (argc <= 1) {
    print_error(app.help());
    return kUsage;
  }
  if (const auto text = unknown_command(app, argv[1])) {
    print_error(*text);
    print_error("See: holotype --help");
    return kUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    print_error(usage_error(app, error));
    return kUsage;
  }
  if (app.got_subcommand("mock")) return mock(mock_arguments);
  if (app.got_subcommand("proxy")) return proxy(proxy_arguments);
  if (app.got_subcommand("check")) return check(check_arguments);
  if (app.got_subcommand("explain")) return explain(explain_arguments);
  if (app.got_subcommand("test")) return test(test_arguments);
  if (app.got_subcommand("validate")) return validate(validate_arguments);
  return bowtie(bowtie_arguments, std::cin, std::cout);
}

}  // namespace

int run(int argc, char** argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    print_error(std::string("Holotype ends because of a bug of its own; please report it: ") +
                error.what());
    return kBug;
  }
}

}  // namespace holotype::cli
