// What one session begins with and what goes wrong in it: seed, time, faults.
#include <charconv>

#include "admin/answers.h"
#include "admin/pages.h"
#include "base/date_time.h"
#include "base/mutex.h"
#include "diagnostic/rules_request.h"
#include "json/number.h"
#include "json/text.h"
#include "mock/id_shape.h"

namespace holotype::admin {
namespace {

// A member of the body that is a string; "" where it is null or another text counts.
std::string text_of(const json::Value* value, const std::string& otherwise) {
  if (value == nullptr) return otherwise;
  return value->is_string() ? std::string(value->as_string()) : std::string();
}

http::Response refused(std::string detail, const diagnostic::Diagnostics* findings = nullptr) {
  return problem_response(diagnostic::rules::kRequestInvalid, 422,
                          "These settings cannot be used; none was changed", std::move(detail),
                          findings);
}

// Of all 64 bits, as --seed takes it.
std::optional<std::uint64_t> seed_of(const json::Value& value) {
  if (const auto small = json::to_int64(value)) return static_cast<std::uint64_t>(*small);
  const std::string text = json::write(value);
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole ? std::optional(seed) : std::nullopt;
}

std::string text_of(const std::optional<faults::DelaySpec>& delay) {
  return delay ? delay->text() : std::string();
}

}  // namespace

http::Response get_settings(const Call& call) {
  session::Session& session = call.parts.session;
  const faults::Faults faults = session.faults().get();
  std::vector<json::Value> rates;
  for (const faults::FaultSpec& fault : faults.rates)
    rates.push_back(json::Value::string(call.arena, fault.text));
  Object object(call.arena);
  object.add("seed", session.seed())
      .add("now", mock::to_rfc3339(session.start_time()))
      .add_unless_empty("delay", text_of(faults.delay))
      .add_unless_empty("slowBody", text_of(faults.body_time))
      .add("faults", json::Value::array(call.arena, rates));
  return json_response(object.finish());
}

// A merge patch (RFC 7396): what is left out stays, null takes away.
http::Response change_settings(const Call& call) {
  session::Session& session = call.parts.session;
  MutexLock one_at_a_time(session.step_mutex());
  const json::Value& body = *call.checked.body;
  const json::Value* seed = body.find("seed");
  const json::Value* now = body.find("now");
  const json::Value* rates = body.find("faults");
  const faults::Faults before = session.faults().get();

  std::optional<Instant> time;
  if (now != nullptr) {
    time = parse_rfc3339(now->as_string());
    if (!time) return refused("now must be a time like 2024-01-15T10:30:00Z.");
  }
  const auto number = seed == nullptr ? std::nullopt : seed_of(*seed);
  if (seed != nullptr && !number) return refused("seed must be written as digits alone.");
  std::vector<std::string> texts;
  if (rates == nullptr) {
    for (const faults::FaultSpec& fault : before.rates) texts.push_back(fault.text);
  } else {
    for (const json::Value& text : rates->elements()) texts.emplace_back(text.as_string());
  }
  auto faults =
      faults::Faults::parse(text_of(body.find("delay"), text_of(before.delay)),
                            text_of(body.find("slowBody"), text_of(before.body_time)), texts);
  if (!faults) return refused(faults.error().message);
  const diagnostic::Diagnostics undeclared = call.parts.mock.check_faults(*faults);
  if (!undeclared.empty()) return refused(undeclared.front().message, &undeclared);

  if (number) session.set_seed(*number);
  if (time) session.set_time(*time);
  session.faults().set(std::move(*faults));
  return get_settings(call);
}

}  // namespace holotype::admin
