#include "mock/fixture_answer.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "base/random.h"
#include "http/media_type.h"
#include "json/number.h"
#include "json/pointer.h"
#include "json/text.h"
#include "mock/id_shape.h"

namespace holotype::mock {
namespace {

using diagnostic::Verdict;

// What most answers have no more of: those of the description, the fixture and Holotype.
constexpr std::size_t kUsualFields = 8;

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

bool says_of_answer(const fixtures::FieldTemplate& field) {
  return std::ranges::any_of(field.values, [](const fixtures::TextTemplate& text) {
    return std::ranges::any_of(text.expressions(),
                               [](const auto* expression) { return expression->needs_response(); });
  });
}

std::optional<std::string> own_content_type(const fixtures::Respond& respond,
                                            const fixtures::Exchange& exchange,
                                            json::Arena& arena) {
  for (const fixtures::FieldTemplate& field : respond.headers) {
    if (http::equal_ignoring_case(field.name, "Content-Type"))
      return field.values.front().render(exchange, "", arena);
  }
  return std::nullopt;
}

// Whether values are written as documents of that type.
bool is_document(const std::string& content_type) {
  const auto type = http::parse_media_type(content_type);
  return type && (http::is_json(*type) || (http::is_xml(*type) && type->type != "image"));
}

}  // namespace

Mock::FixtureAnswer::FixtureAnswer(const Mock& mock, const fixtures::Found& found, const Call& call,
                                   const RequestView& view)
    : mock_(mock),
      call_(call),
      respond_(found.respond()),
      exchange_(view.exchange()),
      url_(view.url()),
      seed_(hash_mix(
          hash_bytes(call.checked.operation() == nullptr ? "" : call.checked.operation()->id,
                     call.session.seed()),
          view.fingerprint())) {
  exchange_.url = url_;
  answer_.source = "fixture " + found.fixture->name;
  answer_.step = "fixture";
  answer_.response.status = status();
  const ResponsePlan* response =
      call.plan == nullptr ? nullptr : call.plan->response_for(answer_.response.status);
  answer_.response.headers.reserve(kUsualFields);
  if (response != nullptr) answer_.response.headers = response->headers();
  written_ = written_as(response);
  render();
}

int Mock::FixtureAnswer::status() const {
  if (respond_.status_template) {
    const auto value =
        respond_.status_template->lone_expression()->evaluate(exchange_, "", call_.arena);
    const std::optional<int> status = value ? status_of(*value) : std::nullopt;
    if (status) return *status;
  }
  if (respond_.status) return *respond_.status;
  const bool succeeds = call_.checked.verdict == Verdict::Valid && call_.plan != nullptr &&
                        call_.plan->success() != nullptr;
  return succeeds ? call_.plan->success()->status()
                  : mock_.refusal_status(call_.checked, call_.plan);
}

// What the fixture says itself goes first, then what its file's extension says, then Accept.
Mock::FixtureAnswer::Written Mock::FixtureAnswer::written_as(const ResponsePlan* response) const {
  if (const auto own = own_content_type(respond_, exchange_, call_.arena))
    return {body_in(response, *own), *own};
  if (!respond_.media_type.empty()) {
    const BodyPlan* body = body_in(response, respond_.media_type);
    return {body, body == nullptr ? respond_.media_type : body->content_type()};
  }
  const ResponsePlan::Offer offer =
      response == nullptr ? ResponsePlan::Offer{} : response->offer(call_.checked.request->headers);
  if (offer.body != nullptr) {
    const std::string& own_type = offer.body->content_type();
    if (!response->has_ranges()) return {offer.body, own_type};
    // Of a range a value can be written as JSON or XML. A text is what it is.
    const bool is_value = !respond_.text && is_document(offer.content_type);
    return {offer.body, is_value ? offer.content_type : own_type};
  }
  return {nullptr, respond_.text ? "application/octet-stream" : "application/json"};
}

// What the description alone would answer: what `merge` changes, and $generated is shaped like.
json::Value Mock::FixtureAnswer::base() const {
  const BodyPlan* body = written_.body;
  if (body == nullptr) return {};
  if (!mock_.options_.is_dynamic) return body->standard().value.value_or(json::Value());
  const session::Session& session = call_.session;
  return body->dynamic(seed_of(call_, session.seed()), session.start_time(), call_.arena)
      .value.value_or(json::Value());
}

void Mock::FixtureAnswer::render() {
  const int status = answer_.response.status;
  if (status == 204 || status == 304) return;
  json::Arena& arena = call_.arena;
  const json::Value base = this->base();
  const Instant now = call_.session.clock().now();
  exchange_.generated = [this, base, now](std::string_view pointer) {
    return generated_like(base, pointer, seed_, now, call_.arena);
  };
  if (respond_.text) {
    text_ = respond_.text->render(exchange_, "", arena);
  } else if (respond_.body) {
    answer_.body = respond_.body->render(exchange_, arena);
  } else if (respond_.merge) {
    if (const auto patch = respond_.merge->render(exchange_, arena))
      answer_.body = json::merge_patch(arena, base, *patch);
  } else if (written_.body != nullptr) {
    answer_.body = base;
  }
  if (answer_.body && written_.body != nullptr)
    answer_.body = written_.body->instance(*answer_.body, written_.content_type, arena);
}

void Mock::FixtureAnswer::set_header(const fixtures::FieldTemplate& field) {
  http::Headers& headers = answer_.response.headers;
  for (const fixtures::TextTemplate& text : field.values) {
    std::string value = text.render(exchange_, "", call_.arena);
    // What a request says must not become a header of its own (RFC 9110 section 5.5).
    std::erase_if(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    if (&text == &field.values.front()) {
      headers.set(field.name, std::move(value));
    } else {
      headers.add(field.name, std::move(value));
    }
  }
}

Answer Mock::FixtureAnswer::finish() {
  const bool has_content = text_ || answer_.body;
  std::string content_type = written_.content_type;
  if (answer_.body) {
    WrittenBody made = written_.body != nullptr ? written_.body->write(*answer_.body, content_type)
                                                : written_body(*answer_.body, content_type);
    answer_.response.body = std::move(made.bytes);
    content_type = std::move(made.content_type);
  } else if (text_) {
    answer_.response.body = *std::move(text_);
  }
  exchange_.response = &answer_.response;
  exchange_.response_body = answer_.body ? &*answer_.body : nullptr;
  if (has_content) answer_.response.headers.set("Content-Type", content_type);
  // Those that say something of the answer come last, when all others are there.
  for (const bool of_answer : {false, true}) {
    for (const fixtures::FieldTemplate& field : respond_.headers) {
      if (says_of_answer(field) == of_answer) set_header(field);
    }
  }
  // The boundary of a multipart body is known when that is written.
  if (has_content && content_type != written_.content_type)
    answer_.response.headers.set("Content-Type", std::move(content_type));
  if (respond_.delay || respond_.body_time || respond_.fault != http::WireFault::None) {
    Random random(hash_bytes("delivery", seed_));
    if (respond_.delay) answer_.delivery.delay = respond_.delay->draw(random);
    if (respond_.body_time) answer_.delivery.body_time = respond_.body_time->draw(random);
    answer_.delivery.fault = respond_.fault;
  }
  return std::move(answer_);
}

Answer Mock::from_fixture(const fixtures::Found& found, const Call& call,
                          const RequestView& view) const {
  return FixtureAnswer(*this, found, call, view).finish();
}

}  // namespace holotype::mock
