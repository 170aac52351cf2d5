#include "faults/faults.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace holotype::faults {
namespace {

// "10%" or "0.1" as a share of one.
std::optional<double> rate_of(std::string_view text) {
  const bool is_percent = text.ends_with('%');
  if (is_percent) text.remove_suffix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  if (is_percent) value /= 100;
  if (!(value >= 0 && value <= 1)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<http::WireFault> wire_fault_from_string(std::string_view text) {
  if (text == "truncate") return http::WireFault::Truncate;
  if (text == "reset") return http::WireFault::Reset;
  return std::nullopt;
}

Result<FaultSpec> FaultSpec::parse(std::string_view text) {
  FaultSpec spec;
  spec.text = text;
  const std::size_t at = text.find('@');
  const std::string_view kind = text.substr(0, at);
  bool is_understood = true;
  if (const auto wire = wire_fault_from_string(kind)) {
    spec.wire = *wire;
  } else {
    const auto read = std::from_chars(kind.data(), kind.data() + kind.size(), spec.status);
    is_understood = read.ec == std::errc() && read.ptr == kind.data() + kind.size() &&
                    spec.status >= 400 && spec.status <= 599;
  }
  if (at != std::string_view::npos) {
    const auto rate = rate_of(text.substr(at + 1));
    is_understood = is_understood && rate.has_value();
    spec.rate = rate.value_or(0);
  }
  if (!is_understood) {
    return fail(
        fmt::format("\"{}\" is no fault: write a status from 400 to 599, truncate or reset, "
                    "alone or with a rate, as in 503@10%.",
                    text.substr(0, 64)));
  }
  return spec;
}

Result<Faults> Faults::parse(std::string_view delay, std::string_view body_time,
                             const std::vector<std::string>& rates) {
  Faults faults;
  for (const auto& [text, spec] :
       {std::pair{delay, &faults.delay}, std::pair{body_time, &faults.body_time}}) {
    if (text.empty()) continue;
    auto parsed = DelaySpec::parse(text);
    if (!parsed) return tl::unexpected(std::move(parsed.error()));
    *spec = std::move(*parsed);
  }
  for (const std::string& text : rates) {
    auto parsed = FaultSpec::parse(text);
    if (!parsed) return tl::unexpected(std::move(parsed.error()));
    faults.rates.push_back(std::move(*parsed));
  }
  return faults;
}

Draw Faults::draw(std::uint64_t seed, std::uint64_t n) const {
  Random random(hash_mix(seed ^ 0x6661756c7473u, n));  // "faults": apart from generated values
  Draw draw;
  // Everything is drawn every time, so that adding a fault does not move the delays.
  if (delay) draw.delivery.delay = delay->draw(random);
  if (body_time) draw.delivery.body_time = body_time->draw(random);
  bool is_hit = false;
  for (const FaultSpec& spec : rates) {
    const bool hits = random.unit() < spec.rate;
    if (!hits || is_hit) continue;
    is_hit = true;
    if (spec.status != 0) {
      draw.status = spec.status;
    } else {
      draw.delivery.fault = spec.wire;
    }
  }
  return draw;
}

}  // namespace holotype::faults
