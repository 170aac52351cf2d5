#include "faults/delay.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>

namespace holotype::faults {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kLogNormal = "lognormal:";
constexpr double kMostDeviation = 5;

// All of `text` as a number that is not negative.
std::optional<double> number(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end || !(value >= 0)) return std::nullopt;
  return value;
}

std::optional<milliseconds> time(std::string_view text) {
  double unit = 1;
  if (text.ends_with("ms")) {
    text.remove_suffix(2);
  } else if (text.ends_with('s')) {
    text.remove_suffix(1);
    unit = 1000;
  }
  const auto value = number(text);
  if (!value || *value * unit > static_cast<double>(DelaySpec::kMost.count())) return std::nullopt;
  return milliseconds(std::llround(*value * unit));
}

}  // namespace

Result<DelaySpec> DelaySpec::parse(std::string_view text) {
  DelaySpec spec;
  spec.text_ = text;
  const auto wrong = [text] {
    return fail(
        fmt::format("\"{}\" is no delay: write 50ms, 0.5s, 50ms..200ms (anything between) "
                    "or lognormal:80ms:0.5 (median and deviation), at most 60s.",
                    text.substr(0, 64)));
  };
  if (text.starts_with(kLogNormal)) {
    const std::string_view rest = text.substr(kLogNormal.size());
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return wrong();
    const auto median = time(rest.substr(0, colon));
    const auto deviation = number(rest.substr(colon + 1));
    if (!median || !deviation || *deviation > kMostDeviation) return wrong();
    spec.kind_ = Kind::LogNormal;
    spec.low_ = *median;
    spec.deviation_ = *deviation;
    return spec;
  }
  const std::size_t dots = text.find("..");
  const auto low = time(text.substr(0, dots));
  if (!low) return wrong();
  spec.low_ = spec.high_ = *low;
  if (dots == std::string_view::npos) return spec;
  const auto high = time(text.substr(dots + 2));
  if (!high || *high < *low) return wrong();
  spec.kind_ = Kind::Uniform;
  spec.high_ = *high;
  return spec;
}

milliseconds DelaySpec::draw(Random& random) const {
  switch (kind_) {
    case Kind::Fixed:
      return low_;
    case Kind::Uniform:
      return low_ +
             milliseconds(random.below(static_cast<std::uint64_t>((high_ - low_).count()) + 1));
    case Kind::LogNormal:
      break;
  }
  // Box and Muller 1958. 1 - unit() is never zero.
  const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
  const double normal = radius * std::cos(2 * std::numbers::pi * random.unit());
  const double drawn = static_cast<double>(low_.count()) * std::exp(deviation_ * normal);
  return milliseconds(std::llround(std::min(drawn, static_cast<double>(kMost.count()))));
}

}  // namespace holotype::faults
