// What the stand-in sends itself: webhooks on request, and what became of them and of callbacks.
#include "admin/answers.h"
#include "admin/pages.h"
#include "diagnostic/rules_request.h"

namespace holotype::admin {
namespace {

json::Value attempt_json(const journal::Attempt& attempt, json::Arena& arena) {
  Object object(arena);
  object.add("sequence", attempt.sequence)
      .add("name", std::string_view(attempt.name))
      .add("url", std::string_view(attempt.url))
      .add("method", std::string_view(attempt.request.method))
      .add_unless_empty("body", attempt.request.body)
      .add("attempt", static_cast<std::uint64_t>(attempt.number));
  if (attempt.status != 0) object.add("status", static_cast<std::uint64_t>(attempt.status));
  object.add_unless_empty("error", attempt.error);
  object.add("isLast", attempt.is_last);
  return object.finish();
}

}  // namespace

http::Response send_webhook(const Call& call) {
  const std::string url(call.checked.body->find("url")->as_string());
  const auto sent = call.parts.send_webhook(call.text("name"), url);
  if (!sent) {
    return problem_response(diagnostic::rules::kRequestInvalid, 422, "The webhook was not sent",
                            sent.error().message);
  }
  http::Response accepted = no_content();
  accepted.status = 202;
  return accepted;
}

http::Response list_attempts(const Call& call) {
  std::vector<json::Value> all;
  for (const journal::Attempt& attempt : call.parts.session.attempts().all())
    all.push_back(attempt_json(attempt, call.arena));
  return json_response(Object(call.arena)
                           .add("evicted", call.parts.session.attempts().evicted())
                           .add("attempts", json::Value::array(call.arena, all))
                           .finish());
}

}  // namespace holotype::admin
