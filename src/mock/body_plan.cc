#include "mock/body_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "contract/sequence.h"
#include "document/library.h"
#include "document/reader.h"
#include "generate/sample_file.h"
#include "http/accept.h"
#include "http/message.h"
#include "json/text.h"
#include "parameters/xml_body.h"
#include "schema/compiler.h"

namespace holotype::mock {
namespace {

// What a media type range is served as where the client does not say: OpenAPI allows ranges as
// keys, an answer must name one type.
std::string concrete(const std::string& key) {
  const auto range = http::parse_media_range(key);
  if (!range || !range->is_range()) return key;
  static constexpr std::pair<std::string_view, const char*> kRows[] = {
      {"text", "text/plain"}, {"image", "image/png"}, {"audio", "audio/wav"},
      {"video", "video/mp4"}, {"font", "font/ttf"},
  };
  const auto* row =
      std::ranges::find(kRows, range->type, [](const auto& pair) { return pair.first; });
  return row == std::end(kRows) ? "application/json" : row->second;
}

// What a range is served as where the client excludes the type that everybody gets, and names none.
const std::vector<http::MediaType>& common_types() {
  static const std::vector<http::MediaType> types = [] {
    std::vector<http::MediaType> list;
    for (const char* name :
         {"application/json", "application/xml", "text/plain", "text/html",
          "application/octet-stream", "image/png", "image/jpeg", "image/gif", "image/webp",
          "image/svg+xml", "audio/wav", "audio/mpeg", "video/mp4", "video/webm", "font/ttf",
          "font/woff2", "application/pdf", "application/zip"}) {
      list.push_back(*http::parse_media_type(name));
    }
    return list;
  }();
  return types;
}

// Whether the description holds the example; an externalValue is elsewhere and is not read.
bool is_here(const openapi::Example& example) {
  return example.value != nullptr || example.serialized.has_value();
}

// A value as a body of media type `index` of the contract. One that is multipart has a Content-Type
// of its own, whatever boundary the wanted one names.
WrittenBody written_as(const contract::BodyContract& contract, std::size_t index,
                       const http::MediaType& type, const json::Value& value,
                       const std::string& content_type) {
  if (auto multipart = contract.write_multipart(index, type, value))
    return {std::move(multipart->body), std::move(multipart->content_type)};
  return {contract.write(index, type, value), content_type};
}

}  // namespace

std::shared_ptr<const generate::Generator> GeneratorSource::plan(
    const std::shared_ptr<const schema::Schema>& schema) {
  const std::lock_guard lock(mutex_);
  return planner_.plan(schema);
}

std::unique_ptr<parameters::ShapeCompiler> GeneratorSource::shapes() {
  return std::make_unique<parameters::ShapeCompiler>(compiler_, [this](const document::Node& node) {
    return compiler_.dialect_at(node, schema::Dialect::OpenApi31);
  });
}

BodyPlan::BodyPlan(const contract::BodyContract& contract, std::size_t index,
                   std::shared_ptr<GeneratorSource> generators, const generate::Options& options,
                   std::string_view operation_id)
    : contract_(&contract),
      index_(index),
      media_type_(&contract.content()[index]),
      content_type_(concrete(media_type_->name)),
      type_(http::parse_media_range(content_type_).value_or(http::MediaType{})),
      is_sequence_(contract::is_sequence(type_)),
      generators_(std::move(generators)),
      options_(options),
      operation_id_(operation_id) {
  options_.seed = generate::seed_for(options.seed, operation_id);
}

const PlannedBody& BodyPlan::standard() const {
  std::call_once(once_, [this] {
    auto example = options_.mode == generate::Mode::Dynamic ? std::nullopt : authored(arena_);
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

std::optional<PlannedBody> BodyPlan::authored(json::Arena& arena) const {
  const auto example = std::ranges::find_if(media_type_->examples, is_here);
  if (example == media_type_->examples.end()) return std::nullopt;
  return from_example(*example, arena);
}

PlannedBody BodyPlan::fixed(std::uint64_t seed, Instant now, json::Arena& arena) const {
  if (auto example = authored(arena)) return *std::move(example);
  generate::Options options = options_;
  options.seed = generate::seed_for(seed, operation_id_);
  options.now = now;
  options.mode = generate::Mode::Static;
  return generated(options, arena);
}

std::string BodyPlan::example_names() const {
  std::string names;
  for (const openapi::Example& example : media_type_->examples) {
    if (!example.name.empty() && is_here(example))
      names += (names.empty() ? "" : ", ") + example.name;
  }
  return names.empty() ? "none" : names;
}

std::optional<PlannedBody> BodyPlan::named(std::string_view name, json::Arena& arena) const {
  const auto example = std::ranges::find(media_type_->examples, name, &openapi::Example::name);
  if (example == media_type_->examples.end() || !is_here(*example)) return std::nullopt;
  return from_example(*example, arena);
}

PlannedBody BodyPlan::from_example(const openapi::Example& example, json::Arena& arena) const {
  PlannedBody body;
  // A text in a media type with a syntax of its own is what is sent, as serializedValue is.
  const bool is_text =
      example.value != nullptr && example.value->is_string() && !http::is_json(type_);
  if (example.serialized) {
    body = from_text(*example.serialized, content_type_, arena);
  } else if (is_text) {
    body = from_text(std::string(example.value->as_string()), content_type_, arena);
  } else if (contract::is_sequence(type_)) {  // a row of values, which stand for themselves
    body = from_text(contract_->write(index_, type_, *example.value), content_type_, arena);
  } else {
    put(*example.value, body);
    if (media_type_->schema.compiled != nullptr &&
        !media_type_->schema.compiled->accepts(*example.value)) {
      body.findings = media_type_->schema.compiled->check(*example.value).findings;
      body.is_valid = body.findings.empty();
    }
  }
  body.source = example.name.empty() ? "example" : "example " + example.name;
  return body;
}

PlannedBody BodyPlan::from_text(std::string text, const std::string& content_type,
                                json::Arena& arena) const {
  PlannedBody body;
  body.bytes = std::move(text);
  const http::Headers headers = {{"Content-Type", content_type}};
  contract::Body read = contract_->read(headers, body.bytes, arena, body.bytes.size());
  body.value = read.value;
  body.findings = std::move(read.findings);
  body.is_valid = body.findings.empty();
  return body;
}

// A file of that media type, where there is one and the schema has nothing against its bytes.
std::optional<PlannedBody> BodyPlan::file(const http::MediaType& type, json::Arena& arena) const {
  const auto bytes = generate::sample_file(type.essence());
  if (!bytes) return std::nullopt;
  // OpenAPI 3.1.1 "Considerations for File Uploads": encoded where the schema says so.
  const document::Node encoding = media_type_->schema.node.member("contentEncoding");
  const bool is_encoded =
      encoding && encoding.value->is_string() && encoding.value->as_string() == "base64";
  if (http::is_xml(type)) {  // an SVG, whose elements no schema that takes a string describes
    const auto& schema = media_type_->schema.compiled;
    if (schema != nullptr && !schema->accepts(json::Value::string(arena, *bytes)))
      return std::nullopt;
    return PlannedBody{.bytes = std::string(*bytes), .source = "generated", .value = std::nullopt};
  }
  PlannedBody body =
      from_text(is_encoded ? base64::encode(*bytes) : std::string(*bytes), type.essence(), arena);
  if (!body.is_valid) return std::nullopt;
  body.source = "generated";
  return body;
}

// A media type without a schema promises nothing about its body, but that there is one.
json::Value BodyPlan::unsaid(json::Arena& arena) const {
  const bool has_members = http::is_json(type_) || http::is_yaml(type_) || http::is_xml(type_) ||
                           http::is_form(type_) || http::is_multipart(type_);
  const json::Value text = json::Value::string_view("string");
  if (type_.essence() == "text/event-stream") {
    return json::Value::array(arena, {{json::Value::object(arena, {{{"data", text}}})}});
  }
  if (contract::is_sequence(type_))
    return json::Value::array(arena, {{json::Value::object(arena, {})}});
  return has_members ? json::Value::object(arena, {}) : text;
}

void BodyPlan::put(const json::Value& value, PlannedBody& body) const {
  body.value = value;
  WrittenBody written = written_as(*contract_, index_, type_, value, content_type_);
  body.bytes = std::move(written.bytes);
  if (written.content_type != content_type_) body.content_type = std::move(written.content_type);
}

PlannedBody BodyPlan::generated(const generate::Options& options, json::Arena& arena) const {
  if (auto file_body = file(type_, arena)) return *std::move(file_body);
  PlannedBody body;
  body.source = "generated";
  const auto make = [&](const openapi::SchemaUse& schema) {
    const auto plan = generators_->plan(schema.compiled);
    generate::Generated made = plan->generate(options, arena);
    // One seed may find nothing where another does: what the start has looked for is there.
    if (!made.value) {
      generate::Generated plain = plan->generate({}, arena);
      if (plain.value) made = std::move(plain);
    }
    body.is_valid = body.is_valid && made.valid();
    diagnostic::append(body.findings, std::move(made.findings));
    const json::Value value = made.value ? *made.value : made.attempt;
    const bool is_whole = &schema == &media_type_->schema;
    return is_whole ? contract_->instance(index_, type_, value, arena) : value;
  };
  const auto value = contract::make_instance(*media_type_, type_, make, arena);
  put(value ? *value : unsaid(arena), body);
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

bool BodyPlan::is_alike(const http::MediaType& type) const {
  const auto is_file = [](const http::MediaType& one) {
    return generate::sample_file(one.essence()).has_value();
  };
  return http::is_json(type) == http::is_json(type_) && http::is_xml(type) == http::is_xml(type_) &&
         is_file(type) == is_file(type_);
}

bool BodyPlan::is_alike(const std::string& content_type) const {
  const auto type = http::parse_media_type(content_type);
  return type && is_alike(*type);
}

// Of a range: JSON (which is YAML) and XML of any value, a text or bytes of a scalar, and the files
// that there are.
bool BodyPlan::can_write(const http::MediaType& type) const {
  const PlannedBody& own = standard();
  if (http::is_json(type) || http::is_yaml(type)) return own.value.has_value();
  if (generate::sample_file(type.essence())) {
    const bool may_be_file = !media_type_->schema || (own.value && own.value->is_string());
    json::Arena arena;
    return own.source == "generated" && may_be_file && file(type, arena).has_value();
  }
  if (http::is_xml(type)) return own.value.has_value() && type.subtype != "xhtml+xml";
  const bool is_text = type.type == "text" || type.essence() == "application/octet-stream";
  return is_text && own.value && !own.value->is_array() && !own.value->is_object();
}

std::optional<std::string> BodyPlan::content_type_for(const http::Accept& accept) const {
  const http::MediaType& range = contract_->ranges()[index_];
  if (!range.is_range()) return content_type_;
  const http::MediaType wanted = http::concrete_type(accept, range);
  if (!wanted.is_range() && is_alike(wanted)) return wanted.to_string();
  const bool is_own_acceptable = http::negotiate(accept, {&type_, 1}).has_value();
  // NON-STANDARD: a browser accepts anything and names XML before it. It gets what everybody gets.
  const bool takes_anything = std::ranges::any_of(
      accept.ranges, [](const auto& one) { return one.range.type == "*" && one.quality > 0; });
  if (is_own_acceptable && (takes_anything || accept.ranges.empty())) return content_type_;
  std::vector<http::MediaType> offers = {type_};
  const auto offer = [&](const http::MediaType& type) {
    if (http::fit(range, type) && can_write(type)) offers.push_back(type);
  };
  for (const http::AcceptedRange& one : accept.ranges) {
    if (one.quality > 0 && !one.range.is_range()) offer(one.range);
  }
  for (const http::MediaType& type : common_types()) {
    if (http::negotiate(accept, {&type, 1})) offer(type);
  }
  const auto index = http::negotiate(accept, offers);
  return index ? std::optional(offers[*index].to_string()) : std::nullopt;
}

std::string BodyPlan::write_again(const json::Value& value, const std::string& content_type) const {
  const http::MediaType type = http::parse_media_type(content_type).value_or(http::MediaType{});
  return contract_->write(index_, type, value);
}

std::optional<PlannedBody> BodyPlan::generated_as(const std::string& content_type,
                                                  json::Arena& arena) const {
  if (content_type == content_type_) return std::nullopt;
  const auto type = http::parse_media_type(content_type);
  return type ? file(*type, arena) : std::nullopt;
}

WrittenBody BodyPlan::write(const json::Value& value, const std::string& content_type) const {
  const http::MediaType type =
      content_type == content_type_
          ? type_
          : http::parse_media_range(content_type).value_or(http::MediaType{});
  if (!http::is_json(type) && value.is_string())
    return {std::string(value.as_string()), content_type};
  return written_as(*contract_, index_, type, value, content_type);
}

json::Value BodyPlan::instance(const json::Value& value, const std::string& content_type,
                               json::Arena& arena) const {
  if (content_type == content_type_ && !is_sequence_) return value;
  const auto type = http::parse_media_range(content_type);
  return type && !value.is_string() ? contract_->instance(index_, *type, value, arena) : value;
}

WrittenBody written_body(const json::Value& value, const std::string& content_type) {
  if (content_type == "application/json") return {json::write(value), content_type};  // most are
  const http::MediaType type = http::parse_media_range(content_type).value_or(http::MediaType{});
  // A string is the body itself where the media type has no syntax for values: text, XML, bytes.
  if (!http::is_json(type) && value.is_string())
    return {std::string(value.as_string()), content_type};
  if (http::is_xml(type)) return {parameters::to_xml(value), content_type};
  const bool has_syntax =
      http::is_form(type) || http::is_multipart(type) || contract::is_sequence(type);
  if (!has_syntax) return {json::write(value), content_type};
  const std::vector<openapi::MediaType> content = {{.name = type.essence()}};
  // Without a schema there is nothing to follow a reference to.
  document::Library nothing(std::make_shared<document::MemoryReader>());
  schema::Compiler compiler(nothing);
  parameters::ShapeCompiler shapes(
      compiler, [](const document::Node&) { return schema::Dialect::Draft2020; });
  return written_as(contract::BodyContract(content, shapes), 0, type, value, content_type);
}

}  // namespace holotype::mock
