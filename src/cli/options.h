// The options of each command: their names, what they are called in the help, and where their
// values go. cli.cc has one command after the other parsed and run.
//
// Internal to the module. Tests: tests/cli/cli_test.cc
#pragma once

#include <CLI/CLI.hpp>

#include "cli/bowtie_command.h"
#include "cli/check_command.h"
#include "cli/explain_command.h"
#include "cli/mock_command.h"
#include "cli/proxy_command.h"
#include "cli/test_command.h"
#include "cli/validate_command.h"

namespace holotype::cli {

// Each adds its command; the arguments must outlive the parsing.
void add_mock(CLI::App& app, MockArguments& mock);
void add_proxy(CLI::App& app, ProxyArguments& proxy);
void add_check(CLI::App& app, CheckArguments& check);
void add_explain(CLI::App& app, ExplainArguments& explain);
void add_test(CLI::App& app, TestArguments& test);
void add_validate(CLI::App& app, ValidateArguments& validate);
void add_bowtie(CLI::App& app, BowtieArguments& bowtie);

}  // namespace holotype::cli
