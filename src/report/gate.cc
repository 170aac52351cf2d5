#include "report/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace holotype::report {
namespace {

using journal::Aspect;

std::optional<double> percent_from(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  const bool is_sound = error == std::errc() && at == end && number >= 0 && number <= 100;
  return is_sound ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string_view Gate::of() const { return aspect ? to_string(*aspect) : "everything"; }

Result<Gate> parse_gate(std::string_view text) {
  Gate gate;
  std::string_view number = text;
  if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
    const std::string_view name = text.substr(0, equals);
    const auto aspect = std::ranges::find_if(journal::kAspects,
                                             [name](Aspect one) { return to_string(one) == name; });
    if (aspect == std::end(journal::kAspects)) {
      std::vector<std::string_view> names;
      for (const Aspect one : journal::kAspects) names.push_back(to_string(one));
      return fail(fmt::format("Coverage has no {}; it has {}.", name, fmt::join(names, ", ")));
    }
    gate.aspect = *aspect;
    number = text.substr(equals + 1);
  }
  const auto wanted = percent_from(number);
  if (!wanted) {
    return fail(
        fmt::format("--fail-under takes a percentage from 0 to 100, as in 80 or statuses=50, "
                    "not {}.",
                    text));
  }
  gate.wanted_percent = *wanted;
  return gate;
}

Gate apply(Gate gate, const journal::CoverageReport& coverage) {
  gate.is_percent = percent(gate.aspect ? coverage.share(*gate.aspect) : coverage.total());
  return gate;
}

double percent(const journal::Share& share) {
  if (share.declared == 0) return 100;
  return 100.0 * static_cast<double>(share.met) / static_cast<double>(share.declared);
}

std::string percent_text(double percent) {
  return fmt::format("{:.1f}", std::floor(percent * 10 + 1e-9) / 10);
}

}  // namespace holotype::report
