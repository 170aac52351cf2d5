#include "http/prefer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/field.h"
#include "http/message.h"

namespace holotype::http {
namespace {

// Reads a value into its member, or says what the value should have been. "" is no value at all
// (RFC 7240 section 2).
using Reason = std::string_view;
using Read = Reason (*)(Preferences& preferences, std::string_view value);

std::optional<std::uint64_t> parse_unsigned(std::string_view digits) {
  std::uint64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

Reason read_code(Preferences& preferences, std::string_view value) {
  const std::optional<std::uint64_t> code = parse_unsigned(value);
  if (!code || *code < 100 || *code > 599) return "A code is a status from 100 to 599.";
  preferences.code = static_cast<int>(*code);
  return {};
}

Reason read_example(Preferences& preferences, std::string_view value) {
  if (value.empty()) return "An example is preferred by its name.";
  preferences.example = std::string(value);
  return {};
}

Reason read_dynamic(Preferences& preferences, std::string_view value) {
  const bool is_true = value.empty() || equal_ignoring_case(value, "true");
  if (!is_true && !equal_ignoring_case(value, "false")) return "Dynamic is true or false.";
  preferences.dynamic = is_true;
  return {};
}

Reason read_seed(Preferences& preferences, std::string_view value) {
  preferences.seed = parse_unsigned(value);
  return preferences.seed ? Reason() : "A seed is a whole number from 0 to 2^64-1.";
}

Reason read_wait(Preferences& preferences, std::string_view value) {
  const std::optional<std::uint64_t> wait = parse_unsigned(value);
  static_assert(Preferences::kMaxWait == std::chrono::minutes(1));
  if (!wait || *wait > static_cast<std::uint64_t>(Preferences::kMaxWait.count())) {
    return "A wait is a number of milliseconds, at most 60000.";
  }
  preferences.wait = std::chrono::milliseconds(*wait);
  return {};
}

struct Preference {
  std::string_view name;
  bool (*is_set)(const Preferences& preferences);
  Read read;
};

constexpr std::array<Preference, 5> kPreferences = {{
    {"code", [](const Preferences& p) { return p.code.has_value(); }, read_code},
    {"example", [](const Preferences& p) { return p.example.has_value(); }, read_example},
    {"dynamic", [](const Preferences& p) { return p.dynamic.has_value(); }, read_dynamic},
    {"seed", [](const Preferences& p) { return p.seed.has_value(); }, read_seed},
    {"wait", [](const Preferences& p) { return p.wait.has_value(); }, read_wait},
}};

// The preference of that name, or nullptr; names are compared without case.
const Preference* find(std::string_view name) {
  for (const Preference& preference : kPreferences) {
    if (equal_ignoring_case(preference.name, name)) return &preference;
  }
  return nullptr;
}

bool is_reported(const Preferences& preferences, std::string_view name) {
  return std::ranges::any_of(preferences.invalid,
                             [name](const InvalidPreference& i) { return i.name == name; });
}

// The first occurrence wins even where it is invalid: a later one must not hide the mistake.
bool is_decided(const Preferences& preferences, const Preference& preference) {
  return preference.is_set(preferences) || is_reported(preferences, preference.name);
}

// Reads `[ BWS "=" BWS word ]` and stops at what ends a preference.
Parsed<std::string> read_value(FieldReader& reader) {
  std::string value;
  reader.skip_whitespace();
  if (reader.consume('=')) {
    reader.skip_whitespace();
    Parsed<std::string> word = reader.token_or_quoted_string();
    if (!word) return word;
    value = std::move(*word);
    reader.skip_whitespace();
  }
  const char next = reader.peek();
  if (!reader.at_end() && next != ',' && next != ';') {
    return malformed(reader.offset(), "A value that is not a token must be quoted.");
  }
  return value;
}

}  // namespace

void Preferences::set(std::string_view name, std::string_view value) {
  const Preference* preference = find(name);
  if (preference == nullptr || is_decided(*this, *preference)) return;
  const Reason reason = preference->read(*this, value);
  if (!reason.empty()) invalid.push_back({std::string(preference->name), std::string(reason)});
}

Preferences parse_prefer(std::string_view field) {
  Preferences preferences;
  FieldReader reader(field);
  while (true) {
    reader.skip_whitespace();
    if (reader.at_end()) return preferences;
    if (reader.consume(',')) continue;
    const std::string_view name = reader.token();
    Parsed<std::string> value = read_value(reader);
    if (name.empty()) {
      if (!is_reported(preferences, "")) {
        preferences.invalid.push_back({"", "A preference begins with its name."});
      }
    } else if (value) {
      preferences.set(name, *value);
    } else if (const Preference* known = find(name); known && !is_decided(preferences, *known)) {
      preferences.invalid.push_back({std::string(known->name), std::move(value.error().reason)});
    }
    reader.skip_list_element();
  }
}

}  // namespace holotype::http
