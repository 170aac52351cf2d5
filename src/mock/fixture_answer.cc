// Mock::from_fixture: an answer from a fixture's templates over the description's own answer.
#include <fmt/format.h>

#include "base/hash.h"
#include "diagnostic/rules_fixture.h"
#include "json/number.h"
#include "json/pointer.h"
#include "json/text.h"
#include "mock/id_shape.h"
#include "mock/mock.h"

namespace holotype::mock {
namespace {

using diagnostic::Verdict;

// The value that $generated stands for: shaped like the base's value there. Without one, an id.
json::Value generated_like(const json::Value& base, std::string_view pointer, std::uint64_t seed,
                           Instant now, json::Arena& arena) {
  const json::Value* example = json::resolve(base, pointer);
  const std::uint64_t own_seed = hash_bytes(pointer, seed);
  if (example != nullptr) return like(*example, own_seed, now, arena);
  return json::Value::string(arena, reshape("abc123def456", own_seed));
}

}  // namespace

Answer Mock::from_fixture(const fixtures::Fixture& fixture, const Call& call,
                          const RequestView& view) const {
  const contract::Checked& checked = call.checked;
  const OperationPlan* plan = call.plan;
  json::Arena& arena = call.arena;
  const fixtures::Respond& respond = fixture.respond;
  fixtures::Exchange exchange = view.exchange();
  const std::string url = view.url();
  exchange.url = url;

  Answer answer;
  answer.source = "fixture " + fixture.name;
  int status = checked.verdict == Verdict::Valid && plan != nullptr && plan->success() != nullptr
                   ? plan->success()->status()
                   : refusal_status(checked, plan);
  if (respond.status) status = *respond.status;
  if (respond.status_template) {
    const auto value = respond.status_template->lone_expression()->evaluate(exchange, "", arena);
    const auto number = value && value->is_number() ? json::to_int64(*value) : std::nullopt;
    if (number && *number >= 200 && *number <= 599) status = static_cast<int>(*number);
  }
  answer.response.status = status;

  const ResponsePlan* response = plan == nullptr ? nullptr : plan->response_for(status);
  const BodyPlan* body =
      response == nullptr ? nullptr : response->negotiate(checked.request->headers);
  if (response != nullptr) answer.response.headers = response->headers();
  json::Value base;
  if (body != nullptr && body->standard().value) base = *body->standard().value;
  const std::uint64_t seed =
      hash_mix(hash_bytes(checked.operation() == nullptr ? "" : checked.operation()->id,
                          call.session.seed()),
               view.fingerprint());
  const Instant now = call.session.clock().now();
  exchange.generated = [&](std::string_view pointer) {
    return generated_like(base, pointer, seed, now, arena);
  };

  if (respond.body) {
    answer.body = respond.body->render(exchange, arena);
  } else if (respond.merge) {
    if (const auto patch = respond.merge->render(exchange, arena))
      answer.body = json::merge_patch(arena, base, *patch);
  } else if (body != nullptr) {
    answer.body = base;
  }
  const bool has_content = answer.body && status != 204 && status != 304;
  if (has_content) {
    answer.response.body =
        body != nullptr ? body->serialize(*answer.body) : json::write(*answer.body);
  } else {
    answer.body.reset();
  }
  exchange.response = &answer.response;
  exchange.response_body = answer.body ? &*answer.body : nullptr;
  for (const auto& [name, text] : respond.headers) {
    std::string value = text.render(exchange, "", arena);
    // What a request says must not become a header of its own (RFC 9110 section 5.5).
    std::erase_if(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    answer.response.headers.set(name, std::move(value));
  }
  if (has_content && !answer.response.headers.contains("Content-Type")) {
    answer.response.headers.add("Content-Type",
                                body != nullptr ? body->content_type() : "application/json");
  }
  return answer;
}

}  // namespace holotype::mock
