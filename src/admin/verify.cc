// Whether what was to be received was received; verification.cc has the answers.
#include "admin/answers.h"
#include "admin/pages.h"
#include "admin/verification.h"
#include "diagnostic/rules_request.h"

namespace holotype::admin {

http::Response verify(const Call& call) {
  const auto verification =
      read_verification(call.parts.contract.shared_description(), *call.checked.body);
  if (!verification) {
    // What contradicts itself is as senseless as what breaks the schema of the page; what the
    // description does not have is well said.
    const diagnostic::Diagnostic& first = verification.error().front();
    const bool is_senseless = first.rule == &diagnostic::rules::kRequestInvalid;
    return problem_response(diagnostic::rules::kRequestInvalid, is_senseless ? 400 : 422,
                            "What is to be verified cannot be read",
                            is_senseless ? to_line(first) : first.message, &verification.error());
  }
  const Verified verified =
      verify(*verification, call.parts.contract, call.parts.session.journal());
  Object answer(call.arena);
  answer.add("holds", verified.holds)
      .add("certain", verified.is_certain)
      .add("message", std::string_view(verified.message));
  if (verified.count) answer.add("count", *verified.count);
  if (!verified.sequences.empty()) {
    std::vector<json::Value> sequences;
    for (const std::uint64_t sequence : verified.sequences)
      sequences.push_back(json::Value::integer(static_cast<std::int64_t>(sequence)));
    answer.add("sequences", json::Value::array(call.arena, sequences));
  }
  if (verified.closest) {
    std::vector<json::Value> misses;
    for (const std::string& miss : verified.closest->misses)
      misses.push_back(json::Value::string(call.arena, miss));
    const journal::Exchange& exchange = *verified.closest->exchange;
    answer.add("closest", Object(call.arena)
                              .add("sequence", exchange.sequence)
                              .add("method", std::string_view(exchange.request.method))
                              .add("target", std::string_view(exchange.request.raw_target))
                              .add("misses", json::Value::array(call.arena, misses))
                              .finish());
  }
  return json_response(answer.finish());
}

}  // namespace holotype::admin
