#include <fmt/format.h>

#include "diagnostic/rules_openapi.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// Of these fields of an Example Object the second excludes the first.
constexpr std::pair<std::string_view, std::string_view> kExclusive[] = {
    {"value", "externalValue"},
    {"value", "dataValue"},
    {"value", "serializedValue"},
    {"serializedValue", "externalValue"},
};

std::optional<Example> read_example(Reading& reading, const std::string& name, const Node& node) {
  const auto object = reading.object(node, kExampleObject);
  if (!object) return std::nullopt;
  for (const auto& [one, other] : kExclusive) {
    if (!object->member(one) || !object->member(other)) continue;
    reading.report(rules::kOpenApiExampleConflict, *object,
                   {.message = fmt::format("{} and {} exclude each other", one, other)});
  }
  Example example{.name = name,
                  .summary = reading.text_of_reference(node, *object, "summary"),
                  .node = *object,
                  .external_url = reading.text(*object, "externalValue")};
  example.value = object->member("value").value;
  if (reading.is_in(k32)) {
    if (const Node data = object->member("dataValue")) example.value = data.value;
    const Node bytes = reading.member(*object, "serializedValue", json::Type::String);
    if (bytes) example.serialized = std::string(bytes.value->as_string());
  }
  return example;
}

}  // namespace

std::vector<Example> read_examples(Reading& reading, const Node& object) {
  std::vector<Example> examples;
  const Node single = object.member("example");
  const Node several = reading.member(object, "examples", json::Type::Object);
  if (single) examples.push_back({.node = single, .value = single.value});
  if (single && several) {
    reading.report(rules::kOpenApiExampleConflict, several,
                   {.message = "example and examples exclude each other"});
  }
  if (several) {
    for (const json::Member& member : several.value->members()) {
      const Node node{several.file, &member.value};
      auto example = read_example(reading, std::string(member.name()), node);
      if (example) examples.push_back(std::move(*example));
    }
  }
  return examples;
}

}  // namespace holotype::openapi
