#include "mock/body_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/media_type.h"
#include "json/text.h"
#include "mock/xml_body.h"

namespace holotype::mock {
namespace {

// What a media type range is served as where the client does not say: OpenAPI allows ranges as
// keys, an answer must name one type.
std::string concrete(const std::string& key) {
  const auto range = http::parse_media_range(key);
  if (!range || !range->is_range()) return key;
  if (range->type == "text") return "text/plain";
  if (range->type == "image") return "image/png";
  return "application/json";
}

// Whether the description holds the example; an externalValue is elsewhere and is not read.
bool is_here(const openapi::Example& example) {
  return example.value != nullptr || example.serialized.has_value();
}

}  // namespace

std::shared_ptr<const generate::Generator> GeneratorSource::plan(
    const std::shared_ptr<const schema::Schema>& schema) {
  const std::lock_guard lock(mutex_);
  return planner_.plan(schema);
}

BodyPlan::BodyPlan(const openapi::MediaType& media_type,
                   std::shared_ptr<GeneratorSource> generators, const generate::Options& options,
                   std::string_view operation_id)
    : media_type_(&media_type),
      content_type_(concrete(media_type.name)),
      generators_(std::move(generators)),
      options_(options),
      operation_id_(operation_id),
      is_json_(http::is_json(http::parse_media_range(content_type_).value_or(http::MediaType{}))) {
  options_.seed = generate::seed_for(options.seed, operation_id);
}

const PlannedBody& BodyPlan::standard() const {
  std::call_once(once_, [this] {
    auto example = options_.mode == generate::Mode::Dynamic ? std::nullopt : authored();
    standard_ = example ? *std::move(example) : generated(options_, arena_);
  });
  return standard_;
}

const std::optional<json::Value>& BodyPlan::valid() const {
  std::call_once(once_valid_, [this] {
    const PlannedBody& planned = standard();
    if (planned.is_valid) {
      valid_ = planned.value;
      return;
    }
    generate::Options options = options_;
    options.examples = generate::Examples::Checked;
    PlannedBody made = generated(options, valid_arena_);
    if (made.is_valid) valid_ = made.value;
  });
  return valid_;
}

std::optional<PlannedBody> BodyPlan::authored() const {
  const auto example = std::ranges::find_if(media_type_->examples, is_here);
  if (example == media_type_->examples.end()) return std::nullopt;
  return from_example(*example);
}

std::string BodyPlan::example_names() const {
  std::string names;
  for (const openapi::Example& example : media_type_->examples) {
    if (!example.name.empty() && is_here(example))
      names += (names.empty() ? "" : ", ") + example.name;
  }
  return names.empty() ? "none" : names;
}

std::optional<PlannedBody> BodyPlan::named(std::string_view name, json::Arena&) const {
  const auto example = std::ranges::find(media_type_->examples, name, &openapi::Example::name);
  if (example == media_type_->examples.end() || !is_here(*example)) return std::nullopt;
  return from_example(*example);
}

PlannedBody BodyPlan::from_example(const openapi::Example& example) const {
  PlannedBody body;
  body.source = example.name.empty() ? "example" : "example " + example.name;
  if (example.serialized) {
    body.bytes = *example.serialized;
    return body;
  }
  body.value = *example.value;
  body.bytes = serialize(*example.value);
  if (media_type_->schema.compiled != nullptr &&
      !media_type_->schema.compiled->accepts(*example.value)) {
    body.findings = media_type_->schema.compiled->check(*example.value).findings;
    body.is_valid = body.findings.empty();
  }
  return body;
}

PlannedBody BodyPlan::generated(const generate::Options& options, json::Arena& arena) const {
  PlannedBody body;
  body.source = "generated";
  if (media_type_->schema.compiled == nullptr) {
    // A media type without a schema promises nothing about its body.
    body.value = json::Value::object(arena, {});
    if (http::is_json(http::parse_media_range(content_type_).value_or(http::MediaType{})))
      body.bytes = "{}";
    return body;
  }
  generate::Generated made =
      generators_->plan(media_type_->schema.compiled)->generate(options, arena);
  body.value = made.value ? *made.value : made.attempt;
  body.bytes = serialize(*body.value);
  body.is_valid = made.valid();
  body.findings = std::move(made.findings);
  return body;
}

PlannedBody BodyPlan::generated_for(std::uint64_t seed, Instant now, json::Arena& arena) const {
  generate::Options options = options_;
  options.seed = generate::seed_for(seed, operation_id_);
  options.now = now;
  return generated(options, arena);
}

PlannedBody BodyPlan::dynamic(std::uint64_t seed, Instant now, json::Arena& arena) const {
  generate::Options options = options_;
  options.now = now;
  options.mode = generate::Mode::Dynamic;
  options.seed = seed;
  return generated(options, arena);
}

std::string BodyPlan::serialize(const json::Value& value) const {
  return written_body(value, content_type_);
}

std::string written_body(const json::Value& value, const std::string& content_type) {
  const http::MediaType type = http::parse_media_range(content_type).value_or(http::MediaType{});
  // A string is the body itself where the media type has no syntax for values: text, XML, bytes.
  if (!http::is_json(type) && value.is_string()) return std::string(value.as_string());
  return http::is_xml(type) ? to_xml(value) : json::write(value);
}

}  // namespace holotype::mock
