#include "mock/callback_plan.h"

#include <algorithm>

#include "base/hash.h"
#include "base/percent.h"
#include "http/target.h"
#include "parameters/encode.h"

namespace holotype::mock {
namespace {

// The author's first value, else one of the schema where the parameter must be there.
std::optional<json::Value> value_of(const openapi::Parameter& parameter,
                                    GeneratorSource& generators, const generate::Options& options,
                                    json::Arena& arena) {
  for (const openapi::Example& example : parameter.examples) {
    if (example.value != nullptr) return *example.value;
  }
  const openapi::SchemaUse& schema =
      parameter.content ? parameter.content->schema : parameter.schema;
  if (!parameter.is_required || schema.compiled == nullptr) return std::nullopt;
  generate::Options own = options;
  own.seed = hash_bytes(parameter.name, options.seed);
  return generators.plan(schema.compiled)->generate(own, arena).value;
}

// A URL must not gain a line or a space from what a request says.
bool is_url(std::string_view text) {
  return text.find("://") != std::string_view::npos && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
         });
}

// Adds "name=value" before the fragment, unless the author's URL says that name itself.
void add_to_query(std::string& url, std::string_view name, const std::string& pairs) {
  const std::size_t end = std::min(url.find('#'), url.size());
  const std::size_t question = url.find('?');
  if (question >= end) {
    url.insert(end, "?" + pairs);
    return;
  }
  const std::string_view query = std::string_view(url).substr(question + 1, end - question - 1);
  for (const http::RawPair& pair : http::RawPairs(query)) {
    if (percent::decode(pair.name, percent::Plus::Space) == name) return;
  }
  url.insert(end, (query.empty() ? "" : "&") + pairs);
}

}  // namespace

CallbackPlan::CallbackPlan(const openapi::Callback& callback, const openapi::Operation& operation,
                           const std::shared_ptr<GeneratorSource>& generators,
                           const generate::Options& options)
    : callback_(&callback), operation_(&operation) {
  // A bare "$request.body#/url" is an expression as well (the grammar needs no braces).
  const std::string& key = callback.expression;
  auto url = fixtures::TextTemplate::parse(key.starts_with('$') ? "{" + key + "}" : key);
  if (url) url_ = std::move(*url);
  json::Arena arena;
  for (const openapi::Parameter& parameter : operation.parameters) {
    const auto value = value_of(parameter, *generators, options, arena);
    if (!value) continue;
    auto text = parameters::encode(parameter, *value);
    if (text) parameters_.emplace_back(&parameter, *std::move(text));
  }
  if (!operation.request_body || operation.request_body->content.empty()) return;
  const openapi::MediaType& media_type = operation.request_body->content.front();
  shapes_ = generators->shapes();
  contract_ = std::make_unique<contract::BodyContract>(operation.request_body->content, *shapes_);
  body_ = std::make_unique<BodyPlan>(*contract_, 0, generators, options, operation.id);
  const auto example = std::ranges::find_if(
      media_type.examples, [](const openapi::Example& e) { return e.value != nullptr; });
  if (example == media_type.examples.end()) return;
  diagnostic::Diagnostics faults;
  fixtures::ValueTemplate value({example->node.file, example->value}, faults);
  if (faults.empty() && !value.is_constant()) example_ = std::move(value);
}

std::optional<contract::OutgoingRequest> CallbackPlan::request(const fixtures::Exchange& exchange,
                                                               const secrets::Secrets& secrets,
                                                               json::Arena& arena) const {
  if (!url_) return std::nullopt;
  std::string url = url_->render(exchange, "", arena);
  if (!is_url(url)) return std::nullopt;
  return request_to(std::move(url), exchange, secrets, arena);
}

contract::OutgoingRequest CallbackPlan::request_to(std::string url,
                                                   const fixtures::Exchange& exchange,
                                                   const secrets::Secrets& secrets,
                                                   json::Arena& arena) const {
  contract::OutgoingRequest outgoing{.name = callback_->name, .url = std::move(url)};
  outgoing.request.method = operation_->method;
  std::string cookies;
  for (const auto& [parameter, text] : parameters_) {
    if (parameter->in == openapi::In::Header) outgoing.request.headers.add(parameter->name, text);
    if (parameter->in == openapi::In::Cookie) cookies += (cookies.empty() ? "" : "; ") + text;
    if (parameter->in == openapi::In::Query) add_to_query(outgoing.url, parameter->name, text);
  }
  if (!cookies.empty()) outgoing.request.headers.add("Cookie", std::move(cookies));
  std::optional<json::Value> value;
  if (body_ != nullptr) {
    if (example_) value = example_->render(exchange, arena);
    WrittenBody written;
    if (value) {
      written = body_->write(*value);
    } else {
      const PlannedBody& standard = body_->standard();
      written = {standard.bytes,
                 standard.content_type.empty() ? body_->content_type() : standard.content_type};
      value = standard.value;
    }
    outgoing.request.headers.add("Content-Type", std::move(written.content_type));
    outgoing.request.body = std::move(written.bytes);
  }
  http::Request seen = outgoing.request;
  seen.raw_target = outgoing.url;
  outgoing.shown = secrets
                       .redact({.request = seen,
                                .operation = operation_,
                                .media_type = body_ == nullptr ? nullptr : &body_->media_type(),
                                .body = value ? &*value : nullptr})
                       .request;
  return outgoing;
}

}  // namespace holotype::mock
