#include "state/naming.h"

#include <algorithm>
#include <array>
#include <utility>

namespace holotype::state {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Plurals that no ending tells.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kIrregular = {{
    {"people", "person"},
    {"children", "child"},
    {"men", "man"},
    {"women", "woman"},
    {"indices", "index"},
    {"matrices", "matrix"},
    {"vertices", "vertex"},
    {"criteria", "criterion"},
    {"movies", "movie"},
    {"cookies", "cookie"},
    {"aliases", "alias"},
    {"statuses", "status"},
}};

// Endings of plurals, the longest first, and what stands there in the singular.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kEndings = {{
    {"sses", "ss"},
    {"shes", "sh"},
    {"ches", "ch"},
    {"xes", "x"},
    {"zzes", "zz"},
    {"ies", "y"},
    {"ss", "ss"},
    {"us", "us"},
    {"s", ""},
}};

}  // namespace

std::vector<std::string> words(std::string_view name) {
  std::vector<std::string> out;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) out.push_back(std::exchange(word, {}));
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_lower(c) && !is_upper(c) && !is_digit(c)) {
      end_word();
      continue;
    }
    if (is_upper(c) && i > 0) {
      const bool after_small = is_lower(name[i - 1]) || is_digit(name[i - 1]);
      // The last capital of a run begins the next word: "HTTPServer".
      const bool before_small = i + 1 < name.size() && is_lower(name[i + 1]);
      if (after_small || (is_upper(name[i - 1]) && before_small)) end_word();
    }
    word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  end_word();
  return out;
}

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_lower(c) || is_digit(c)) out += c;
    if (is_upper(c)) out += static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string singular(std::string_view word) {
  const auto irregular =
      std::ranges::find(kIrregular, word, &std::pair<std::string_view, std::string_view>::first);
  if (irregular != kIrregular.end()) return std::string(irregular->second);
  for (const auto& [ending, replacement] : kEndings) {
    if (word.size() > ending.size() + 1 && word.ends_with(ending)) {
      return std::string(word.substr(0, word.size() - ending.size())) + std::string(replacement);
    }
  }
  return std::string(word);
}

std::string folded_singular(std::string_view collection) {
  std::vector<std::string> parts = words(collection);
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i)
    out += i + 1 == parts.size() ? singular(parts[i]) : parts[i];
  return out;
}

}  // namespace holotype::state
