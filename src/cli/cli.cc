#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

// What each command was told.
struct Arguments {
  MockArguments mock;
  ProxyArguments proxy;
  CheckArguments check;
  ExplainArguments explain;
  TestArguments test;
  ValidateArguments validate;
  BowtieArguments bowtie;
};

struct Command {
  std::string_view name;
  void (*add)(CLI::App& app, Arguments& arguments);
  int (*run)(const Arguments& arguments);
};

// In the order of the help.
constexpr auto kCommands = std::to_array<Command>({
    {"mock", [](CLI::App& app, Arguments& all) { add_mock(app, all.mock); },
     [](const Arguments& all) { return mock(all.mock); }},
    {"proxy", [](CLI::App& app, Arguments& all) { add_proxy(app, all.proxy); },
     [](const Arguments& all) { return proxy(all.proxy); }},
    {"check", [](CLI::App& app, Arguments& all) { add_check(app, all.check); },
     [](const Arguments& all) { return check(all.check); }},
    {"explain", [](CLI::App& app, Arguments& all) { add_explain(app, all.explain); },
     [](const Arguments& all) { return explain(all.explain); }},
    {"test", [](CLI::App& app, Arguments& all) { add_test(app, all.test); },
     [](const Arguments& all) { return test(all.test); }},
    {"validate", [](CLI::App& app, Arguments& all) { add_validate(app, all.validate); },
     [](const Arguments& all) { return validate(all.validate); }},
    {"bowtie", [](CLI::App& app, Arguments& all) { add_bowtie(app, all.bowtie); },
     [](const Arguments& all) { return bowtie(all.bowtie, std::cin, std::cout); }},
});

// The command line of `commands`, the targets of whose options are in it.
class CommandLine {
 public:
  explicit CommandLine(std::span<const Command> commands) : app_(kDescription, "holotype") {
    app_.set_help_flag("--help", "Print this help and exit");
    app_.set_version_flag("--version", "holotype " HOLOTYPE_VERSION);
    app_.require_subcommand(1);
    app_.footer(kFooter);
    for (const Command& command : commands) command.add(app_, arguments_);
  }

  CLI::App& app() { return app_; }
  const Arguments& arguments() const { return arguments_; }

 private:
  CLI::App app_;
  Arguments arguments_;
};

// The exit code of the command, where its arguments are as they should be. The options of all
// commands would be a twentieth of a server's start: only a help and a message need them.
std::optional<int> run_alone(const Command& command, int argc, char** argv) {
  CommandLine line({&command, 1});
  try {
    line.app().parse(argc, argv);
  } catch (const CLI::ParseError&) {
    return std::nullopt;
  }
  return command.run(line.arguments());
}

int parse_and_run(int argc, char** argv) {
  const auto named =
      argc > 1 ? std::ranges::find(kCommands, argv[1], &Command::name) : kCommands.end();
  if (named != kCommands.end()) {
    if (const auto code = run_alone(*named, argc, argv)) return *code;
  }
  CommandLine line(kCommands);
  CLI::App& app = line.app();
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
  const std::string name = app.get_subcommands().front()->get_name();
  return std::ranges::find(kCommands, name, &Command::name)->run(line.arguments());
}

}  // namespace

int run(int argc, char** argv) {
  try {
    const int code = parse_and_run(argc, argv);
    // Whoever reads a report that is cut short must not take it for a whole one.
    if (!has_lost_output()) return code;
    print_error(
        "What was to be printed could not be written to the standard output; it is cut short.");
    return std::max(code, static_cast<int>(kUsage));
  } catch (const std::exception& error) {
    print_error(std::string("Holotype ends because of a bug of its own; please report it: ") +
                error.what());
    return kBug;
  }
}

}  // namespace holotype::cli
