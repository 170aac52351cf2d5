// What is said of arguments that cannot be used: sentences in place of CLI11's own words.
//
// Tests: tests/cli/cli_test.cc
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>

namespace holotype::cli {

// Checks of an option's value; `--help` does not show them.
CLI::Validator whole_number(std::uint64_t least = 0,
                            std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
CLI::Validator seconds_from(double least, double most);
CLI::Validator true_or_false();
CLI::Validator path();  // not empty: "$SPEC" of a script whose SPEC is not set

// What is wrong with the arguments, and where help is: two lines. `app` has parsed them.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error);

}  // namespace holotype::cli
