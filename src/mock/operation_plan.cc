#include "mock/operation_plan.h"

#include <algorithm>

#include "base/hash.h"
#include "http/accept.h"
#include "mock/header_values.h"
#include "mock/lifecycle.h"

namespace holotype::mock {
namespace {

const openapi::Example* named(const std::vector<openapi::Example>& examples,
                              std::string_view name) {
  const auto found = std::ranges::find(examples, name, &openapi::Example::name);
  return found == examples.end() || found->value == nullptr ? nullptr : &*found;
}

}  // namespace

ResponsePlan::ResponsePlan(const contract::ResponseContract& contract,
                           const std::shared_ptr<GeneratorSource>& generators,
                           const generate::Options& options, std::string_view operation_id)
    : contract_(&contract), generators_(generators), options_(options) {
  options_.seed = generate::seed_for(options.seed, operation_id);
  for (std::size_t i = 0; i < contract.body.content().size(); ++i) {
    bodies_.push_back(
        std::make_unique<BodyPlan>(contract.body, i, generators, options, operation_id));
    has_ranges_ = has_ranges_ || contract.body.ranges()[i].is_range();
  }
}

const BodyPlan* ResponsePlan::negotiate(const http::Headers& request) const {
  if (bodies_.empty()) return nullptr;
  if (bodies_.size() == 1) return bodies_.front().get();
  if (has_ranges_) return offer(request).body;
  const auto accept = request.combined("Accept");
  if (!accept || *accept == "*/*") return bodies_.front().get();
  const auto index = http::negotiate(http::parse_accept(*accept), contract_->body.ranges());
  return bodies_[index.value_or(0)].get();
}

ResponsePlan::Offer ResponsePlan::offer(const http::Headers& request) const {
  if (bodies_.empty()) return {};
  if (!has_ranges_) {
    const BodyPlan* body = negotiate(request);
    return {body, body->content_type()};
  }
  const BodyPlan* first = bodies_.front().get();
  const auto field = request.combined("Accept");
  if (!field || *field == "*/*") return {first, first->content_type()};
  const http::Accept accept = http::parse_accept(*field);
  std::vector<http::MediaType> offered = contract_->body.ranges();
  std::vector<const BodyPlan*> bodies;
  for (const auto& body : bodies_) bodies.push_back(body.get());
  // A range of which nothing can be written gives way to what is wanted less.
  while (const auto index = http::negotiate(accept, offered)) {
    if (auto type = bodies[*index]->content_type_for(accept))
      return {bodies[*index], *std::move(type)};
    offered.erase(offered.begin() + static_cast<std::ptrdiff_t>(*index));
    bodies.erase(bodies.begin() + static_cast<std::ptrdiff_t>(*index));
  }
  return {first, first->content_type(), false};
}

const http::Headers& ResponsePlan::headers() const {
  std::call_once(once_, [this] {
    json::Arena arena;
    for (const openapi::Header& header : described().headers) {
      if (!is_from_description(header.name)) continue;
      std::optional<json::Value> value = own_value(header, options_.now, arena);
      if (!value && header.schema.compiled != nullptr) {
        generate::Options options = options_;
        options.seed = hash_bytes(header.name, options.seed);
        options.format = format_of(header.name);
        value = generators_->plan(header.schema.compiled)->generate(options, arena).value;
      }
      if (!value) continue;
      // RFC 9110 section 5.3: a list in other fields, Set-Cookie is as many fields.
      const bool is_each =
          value->is_array() && http::equal_ignoring_case(header.name, "Set-Cookie");
      for (const json::Value& one : is_each ? value->elements() : std::span(&*value, 1)) {
        auto text = header_text(header, one);
        if (text) headers_.add(header.name, *std::move(text));
      }
    }
    static const http::Request kNoRequest;
    parameters::RawParameters raw(kNoRequest, {}, arena);
    raw.headers = &headers_;
    has_sound_headers_ =
        std::ranges::none_of(contract_->headers, [&](const parameters::Decoder& decoder) {
          return diagnostic::has_errors(decoder.check(raw, arena).findings);
        });
  });
  return headers_;
}

bool ResponsePlan::has_sound_headers() const {
  headers();
  return has_sound_headers_;
}

int ResponsePlan::status(int wanted) const {
  const openapi::Response& response = described();
  if (!response.is_range && !response.is_default()) return response.status;
  if (wanted != 0) return wanted;
  return response.is_default() ? 200 : response.status;
}

bool ExamplePair::matches(const contract::Checked& checked) const {
  if (request_body != nullptr && (!checked.body || !json::equal(*request_body, *checked.body)))
    return false;
  return std::ranges::all_of(parameters, [&checked](const auto& wanted) {
    const auto found =
        std::ranges::find(checked.parameters, wanted.first, &parameters::NamedValue::parameter);
    return found != checked.parameters.end() && json::equal(found->value, *wanted.second);
  });
}

OperationPlan::OperationPlan(const contract::OperationContract& contract,
                             const std::shared_ptr<GeneratorSource>& generators,
                             const generate::Options& options)
    : contract_(&contract), lifecycle_(lifecycle_fields(contract.operation(), options.now)) {
  for (const auto& response : contract.responses()) {
    responses_.push_back(
        std::make_unique<ResponsePlan>(*response, generators, options, contract.operation().id));
    if (response.get() == contract.success()) success_ = responses_.back().get();
  }
  find_pairs();
  for (const openapi::Callback& callback : contract.operation().callbacks) {
    for (const openapi::Operation& operation : callback.operations)
      callbacks_.emplace_back(callback, operation, generators, options);
  }
}

const ResponsePlan* OperationPlan::response_for(int status) const {
  const contract::ResponseContract* wanted = contract_->response_for(status);
  const auto found = std::ranges::find_if(
      responses_, [wanted](const auto& r) { return &r->contract() == wanted; });
  return found == responses_.end() ? nullptr : found->get();
}

void OperationPlan::find_pairs() {
  const openapi::Operation& operation = contract_->operation();
  for (const auto& response : responses_) {
    if (response->described().is_interim()) continue;
    for (const openapi::MediaType& media_type : response->described().content) {
      for (const openapi::Example& example : media_type.examples) {
        const bool is_taken =
            std::ranges::find(pairs_, example.name, &ExamplePair::name) != pairs_.end();
        if (example.name.empty() || is_taken) continue;
        ExamplePair pair{.name = example.name, .response = response.get()};
        if (operation.request_body) {
          for (const openapi::MediaType& body : operation.request_body->content) {
            const openapi::Example* request = named(body.examples, example.name);
            if (request != nullptr && pair.request_body == nullptr)
              pair.request_body = request->value;
          }
        }
        for (const openapi::Parameter& parameter : operation.parameters) {
          if (const openapi::Example* value = named(parameter.examples, example.name)) {
            pair.parameters.emplace_back(&parameter, value->value);
          }
        }
        if (pair.request_body != nullptr || !pair.parameters.empty())
          pairs_.push_back(std::move(pair));
      }
    }
  }
}

}  // namespace holotype::mock
