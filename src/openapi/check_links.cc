// Links lead to operations, forward as well as back, so they are looked at when every operation is
// known: that the operation is there, and that it has the parameters that the link gives.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "diagnostic/rules_openapi.h"
#include "diagnostic/rules_openapi_forms.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// "path.id" for the parameter id of the path.
std::string qualified(const Parameter& parameter) {
  static constexpr std::array<std::string_view, 5> kPlaces = {"path", "query", "querystring",
                                                              "header", "cookie"};
  return fmt::format("{}.{}", kPlaces[static_cast<std::size_t>(parameter.in)], parameter.name);
}

const Operation* find_by_id(Reading& reading, const Description& description, const Node& field) {
  const std::string id(field.value->as_string());
  for (const Operation& operation : description.operations) {
    if (operation.has_operation_id && operation.id == id) return &operation;
  }
  if (reading.knows_operation_id(id)) return nullptr;  // of a callback or webhook
  std::vector<std::string_view> ids;
  for (const Operation& operation : description.operations) {
    if (operation.has_operation_id) ids.push_back(operation.id);
  }
  const std::string_view meant = diagnostic::nearest(id, ids);
  reading.report(rules::kOpenApiLinkTarget, field,
                 {.message = "the operationId of a link must be that of an operation",
                  .found = id,
                  .fix = meant.empty() ? "" : fmt::format("did you mean {}?", meant)});
  return nullptr;
}

// An operationRef may lead into another description, whose operations are not ours: there it is
// enough that it leads to an object. One that leads to another host nobody follows.
const Operation* find_by_reference(Reading& reading, const Description& description,
                                   const Node& field) {
  const std::string_view text = field.value->as_string();
  if (text.find("://") != std::string_view::npos) return nullptr;
  const auto found = reading.resolve(field, text);
  if (found) {
    for (const Operation& operation : description.operations) {
      if (operation.node.value == found->value) return &operation;
    }
    const bool is_elsewhere = found->file != field.file && found->value->is_object();
    if (is_elsewhere || found->value->find("responses") != nullptr) return nullptr;
  }
  // "#/paths/~1pets/get" has three steps.
  const std::size_t fragment = std::min(text.find('#'), text.size());
  const bool has_three = std::ranges::count(text.substr(fragment), '/') == 3;
  const std::string fix = !has_three
                              ? "write the path as one step, with ~1 for each /: #/paths/~1pets/get"
                              : "name the operation where it stands: a $ref on the way is not "
                                "followed, and a file must be there";
  reading.report(rules::kOpenApiLinkTarget, field,
                 {.message = "the operationRef of a link must lead to an operation",
                  .found = std::string(text),
                  .fix = fix});
  return nullptr;
}

// OpenAPI 3.1.1 "Link Object", parameters: named as they are, or with their place before it.
void check_parameters(Reading& reading, const Node& link, const Operation& operation) {
  const Node parameters = reading.member(link, "parameters", json::Type::Object);
  if (!parameters) return;
  for (const json::Member& given : parameters.value->members()) {
    const bool is_there = std::ranges::any_of(operation.parameters, [&](const Parameter& own) {
      return given.name() == own.name || given.name() == qualified(own);
    });
    if (is_there) continue;
    std::vector<std::string_view> names;
    for (const Parameter& own : operation.parameters) names.emplace_back(own.name);
    const std::string_view meant = diagnostic::nearest(given.name(), names);
    reading.report_name(
        rules::kOpenApiLinkParameter, parameters, given,
        {.message = fmt::format("a link must give parameters that {} has", operation.id),
         .found = std::string(given.name()),
         .fix = meant.empty() ? "" : fmt::format("did you mean {}?", meant)});
  }
}

}  // namespace

void check_links(Reading& reading, const Description& description) {
  for (const Node& link : reading.links) {
    const Node id = reading.member(link, "operationId", json::Type::String);
    const Node reference = reading.member(link, "operationRef", json::Type::String);
    const Operation* operation = nullptr;
    if (id) operation = find_by_id(reading, description, id);
    if (reference) {
      const Operation* referred = find_by_reference(reading, description, reference);
      if (operation == nullptr) operation = referred;
    }
    if (operation != nullptr) check_parameters(reading, link, *operation);
  }
}

}  // namespace holotype::openapi
