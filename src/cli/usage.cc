#include "cli/usage.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"

namespace holotype::cli {
namespace {

// "--prot" of "--prot=1".
std::string name_in(const std::string& word) { return word.substr(0, word.find('=')); }

// "mock, proxy and test"
std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_last = i + 1 == names.size();
    text += (i == 0 ? "" : is_last ? " and " : ", ") + names[i];
  }
  return text;
}

// An option that the command does not have: others do, or it is misspelt.
std::string unknown_option(const CLI::App& command, const std::string& name) {
  std::vector<std::string> owners;
  for (const CLI::App* other : command.get_parent()->get_subcommands({})) {
    if (other->get_option_no_throw(name) != nullptr) owners.push_back(other->get_name());
  }
  const std::string text = fmt::format("{} has no option {}", command.get_name(), name);
  if (!owners.empty())
    return fmt::format("{}; {} {} it.", text, list_of(owners), owners.size() == 1 ? "has" : "have");
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& one : option->get_lnames()) names.push_back("--" + one);
  }
  const std::string_view nearest = diagnostic::nearest(name, {names.begin(), names.end()});
  return text + (nearest.empty() ? "." : fmt::format("; did you mean {}?", nearest));
}

std::string sentence(const CLI::App& command, const CLI::ParseError& error) {
  // First of all: what follows a misspelt option is taken for something else.
  const std::vector<std::string> words = command.remaining();
  for (const std::string& word : words) {
    const std::string name = name_in(word);
    const bool is_option = name.size() > 1 && name[0] == '-';
    if (is_option && command.get_parent() != nullptr &&
        command.get_option_no_throw(name) == nullptr)
      return unknown_option(command, name);
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !words.empty())
    return fmt::format("{} takes no argument {} here.", command.get_name(), words.front());
  std::string text = error.what();
  const std::string name = text.substr(0, text.find(':'));
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const bool is_repeated = text.find("received") != std::string::npos;
    return name + (is_repeated ? " may be given once." : " needs a value.");
  }
  if (text.compare(name.size(), 7, ": must ") == 0) text.erase(name.size(), 1);
  return text.ends_with('.') ? text : text + '.';
}

}  // namespace

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
  const bool has_end = most != std::numeric_limits<std::uint64_t>::max();
  const std::string range = has_end      ? fmt::format(" from {} to {}", least, most)
                            : least != 0 ? fmt::format(", {} at least", least)
                                         : std::string();
  return {[=](const std::string& text) -> std::string {
            std::uint64_t number = 0;
            const char* const end = text.data() + text.size();
            const auto [stop, fault] = std::from_chars(text.data(), end, number);
            if (fault == std::errc() && stop == end && number >= least && number <= most) return {};
            return fmt::format("must be a whole number{}, and is {}", range, text);
          },
          std::string()};
}

CLI::Validator seconds_from(double least, double most) {
  return {[=](const std::string& text) -> std::string {
            double number = 0;
            const bool is_number = CLI::detail::lexical_cast(text, number);
            if (is_number && number >= least && number <= most) return {};
            return fmt::format("must be a number of seconds from {} to {}, and is {}", least, most,
                               text);
          },
          std::string()};
}

CLI::Validator true_or_false() {
  return {[](const std::string& text) -> std::string {
            bool truth = false;
            if (CLI::detail::lexical_cast(text, truth)) return {};
            return fmt::format("must be true or false, and is {}", text);
          },
          std::string()};
}

CLI::Validator path() {
  return {[](const std::string& text) -> std::string {
            return text.empty() ? "must name a file, and is empty" : "";
          },
          std::string()};
}

std::string usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<CLI::App*> commands = app.get_subcommands();
  if (commands.empty()) return fmt::format("{}\nSee: holotype --help", sentence(app, error));
  return fmt::format("{}\nSee: holotype {} --help", sentence(*commands.front(), error),
                     commands.front()->get_name());
}

}  // namespace holotype::cli
