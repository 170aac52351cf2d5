// Mock::from_fixture: an answer from a fixture's templates over the description's own answer.
#include <fmt/format.h>

#include <charconv>

#include "base/hash.h"
#include "base/random.h"
#include "http/media_type.h"
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

// The status that an expression gives: a number, or a text that is one; nullopt where it is none.
std::optional<int> status_of(const json::Value& value) {
  std::optional<std::int64_t> number;
  if (value.is_number()) number = json::to_int64(value);
  if (value.is_string()) {
    const std::string_view text = value.as_string();
    int read = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), read);
    if (end.ec == std::errc() && end.ptr == text.data() + text.size()) number = read;
  }
  if (!number || *number < 200 || *number > 599) return std::nullopt;
  return static_cast<int>(*number);
}

// The body that is written in that media type; nullptr where the response has none. XML goes by
// many names.
const BodyPlan* body_in(const ResponsePlan* response, std::string_view media_type) {
  const auto wanted = http::parse_media_range(std::string(media_type));
  if (response == nullptr || !wanted) return nullptr;
  const BodyPlan* alike = nullptr;
  for (const auto& body : response->bodies()) {
    const auto type = http::parse_media_range(body->content_type());
    if (!type) continue;
    if (type->type == wanted->type && type->subtype == wanted->subtype) return body.get();
    if (alike == nullptr && http::is_xml(*type) && http::is_xml(*wanted)) alike = body.get();
  }
  return alike;
}

// Which body of the response an answer is written as, and under which name.
struct Written {
  const BodyPlan* body = nullptr;  // nullptr where the response describes none of that type
  std::string content_type;
};

// What the fixture says itself goes first, then what its file's extension says, then Accept.
Written written_as(const fixtures::Respond& respond, const ResponsePlan* response,
                   const http::Headers& request, const std::optional<std::string>& own_type) {
  if (own_type) return {body_in(response, *own_type), *own_type};
  if (!respond.media_type.empty()) {
    const BodyPlan* body = body_in(response, respond.media_type);
    return {body, body == nullptr ? respond.media_type : body->content_type()};
  }
  const BodyPlan* body = response == nullptr ? nullptr : response->negotiate(request);
  if (body != nullptr) return {body, body->content_type()};
  return {nullptr, respond.text ? "application/octet-stream" : "application/json"};
}

std::optional<std::string> own_content_type(const fixtures::Respond& respond,
                                            const fixtures::Exchange& exchange,
                                            json::Arena& arena) {
  for (const auto& [name, text] : respond.headers) {
    if (http::equal_ignoring_case(name, "Content-Type")) return text.render(exchange, "", arena);
  }
  return std::nullopt;
}

}  // namespace

Answer Mock::from_fixture(const fixtures::Found& found, const Call& call,
                          const RequestView& view) const {
  const contract::Checked& checked = call.checked;
  const OperationPlan* plan = call.plan;
  json::Arena& arena = call.arena;
  const fixtures::Respond& respond = found.respond();
  fixtures::Exchange exchange = view.exchange();
  const std::string url = view.url();
  exchange.url = url;

  Answer answer;
  answer.source = "fixture " + found.fixture->name;
  answer.step = "fixture";
  int status = checked.verdict == Verdict::Valid && plan != nullptr && plan->success() != nullptr
                   ? plan->success()->status()
                   : refusal_status(checked, plan);
  if (respond.status) status = *respond.status;
  if (respond.status_template) {
    const auto value = respond.status_template->lone_expression()->evaluate(exchange, "", arena);
    if (value) status = status_of(*value).value_or(status);
  }
  answer.response.status = status;

  const ResponsePlan* response = plan == nullptr ? nullptr : plan->response_for(status);
  const Written written = written_as(respond, response, checked.request->headers,
                                     own_content_type(respond, exchange, arena));
  const BodyPlan* body = written.body;
  if (response != nullptr) answer.response.headers = response->headers();
  json::Value base;
  if (body != nullptr && options_.is_dynamic) {
    base = body->dynamic(seed_of(call, call.session.seed()), call.session.start_time(), arena)
               .value.value_or(base);
  } else if (body != nullptr && body->standard().value) {
    base = *body->standard().value;
  }
  const std::uint64_t seed =
      hash_mix(hash_bytes(checked.operation() == nullptr ? "" : checked.operation()->id,
                          call.session.seed()),
               view.fingerprint());
  const Instant now = call.session.clock().now();
  exchange.generated = [&](std::string_view pointer) {
    return generated_like(base, pointer, seed, now, arena);
  };

  const bool may_have_content = status != 204 && status != 304;
  std::optional<std::string> bytes;
  if (respond.text) {
    bytes = respond.text->render(exchange, "", arena);
  } else if (respond.body) {
    answer.body = respond.body->render(exchange, arena);
  } else if (respond.merge) {
    if (const auto patch = respond.merge->render(exchange, arena))
      answer.body = json::merge_patch(arena, base, *patch);
  } else if (body != nullptr) {
    answer.body = base;
  }
  std::string content_type = written.content_type;
  if (answer.body) {
    if (body != nullptr) answer.body = body->instance(*answer.body, content_type, arena);
    WrittenBody made = body != nullptr ? body->write(*answer.body, content_type)
                                       : written_body(*answer.body, content_type);
    bytes = std::move(made.bytes);
    content_type = std::move(made.content_type);
  }
  const bool has_content = bytes && may_have_content;
  if (has_content) answer.response.body = std::move(*bytes);
  if (!has_content) answer.body.reset();
  exchange.response = &answer.response;
  exchange.response_body = answer.body ? &*answer.body : nullptr;
  for (const auto& [name, text] : respond.headers) {
    std::string value = text.render(exchange, "", arena);
    // What a request says must not become a header of its own (RFC 9110 section 5.5).
    std::erase_if(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    answer.response.headers.set(name, std::move(value));
  }
  // The boundary of a multipart body is known when that is written.
  const bool is_settled = content_type == written.content_type;
  if (has_content && !(is_settled && answer.response.headers.contains("Content-Type")))
    answer.response.headers.set("Content-Type", std::move(content_type));
  if (respond.delay || respond.body_time || respond.fault != http::WireFault::None) {
    Random random(hash_bytes("delivery", seed));
    if (respond.delay) answer.delivery.delay = respond.delay->draw(random);
    if (respond.body_time) answer.delivery.body_time = respond.body_time->draw(random);
    answer.delivery.fault = respond.fault;
  }
  return answer;
}

}  // namespace holotype::mock
