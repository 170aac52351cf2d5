// Callbacks and webhooks are requests that the API makes: what travels in their requests goes the
// way that answers go otherwise, so readOnly and writeOnly change places.
#include "diagnostic/rules_openapi.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

Surroundings turned(const Surroundings& surroundings) {
  Surroundings result = surroundings;
  result.request = Direction::Response;
  result.has_path_template = false;
  // The receiver's security is not the API's; an operation of a callback may still state its own.
  result.security.clear();
  result.security_unchecked.clear();
  return result;
}

}  // namespace

std::vector<Callback> read_callbacks(Reading& reading, const Node& map,
                                     const Surroundings& surroundings) {
  std::vector<Callback> callbacks;
  if (!map) return callbacks;
  const Surroundings inner = turned(surroundings);
  for (const json::Member& named : map.value->members()) {
    const auto object = reading.map({map.file, &named.value}, kCallbackObject);
    if (!object) continue;
    for (const json::Member& member : object->value->members()) {
      if (member.name().starts_with("x-")) continue;
      const std::string expression(member.name());
      const Node node{object->file, &member.value};
      check_expressions(reading, node, expression);
      callbacks.push_back({.name = std::string(named.name()),
                           .expression = expression,
                           .operations = read_path_item(reading, node, expression, inner),
                           .node = node});
    }
  }
  return callbacks;
}

std::vector<Callback> read_webhooks(Reading& reading, const Node& map,
                                    const Surroundings& surroundings) {
  std::vector<Callback> webhooks;
  if (!map) return webhooks;
  const Surroundings inner = turned(surroundings);
  for (const json::Member& member : map.value->members()) {
    if (member.name().starts_with("x-")) continue;
    const std::string name(member.name());
    const Node node{map.file, &member.value};
    webhooks.push_back({.name = name,
                        .expression = "",
                        .operations = read_path_item(reading, node, name, inner),
                        .node = node});
  }
  return webhooks;
}

}  // namespace holotype::openapi
