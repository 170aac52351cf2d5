#include "openapi/dump.h"

#include <string_view>

#include "json/text.h"

namespace holotype::openapi {
namespace {

std::string_view name_of(In in) {
  constexpr std::string_view kNames[] = {"path", "query", "querystring", "header", "cookie"};
  return kNames[static_cast<std::size_t>(in)];
}

std::string_view name_of(Style style) {
  constexpr std::string_view kNames[] = {"simple",         "label",         "matrix",     "form",
                                         "spaceDelimited", "pipeDelimited", "deepObject", "tab"};
  return kNames[static_cast<std::size_t>(style)];
}

std::string dump(const std::vector<Example>& examples) {
  std::string text;
  for (const Example& example : examples) {
    text += " example(" + example.name + ")";
    if (example.value != nullptr) text += "=" + json::write(*example.value);
    if (example.serialized) text += "=bytes " + *example.serialized;
    if (!example.external_url.empty()) text += "=at " + example.external_url;
  }
  return text;
}

std::string dump(const Header& header) {
  std::string text = " header(" + header.name + (header.is_required ? "!" : "");
  if (header.explodes) text += "*";
  if (!header.content_type.empty()) text += " " + header.content_type;
  return text + (header.schema ? " schema)" : ")");
}

std::string dump(const Encoding& encoding) {
  std::string text = " encoding(" + encoding.property;
  for (const std::string& type : encoding.content_types) text += " " + type;
  if (encoding.has_style) {
    text += " " + std::string(name_of(encoding.style)) + (encoding.explodes ? "*" : "");
  }
  for (const Header& header : encoding.headers) text += dump(header);
  return text + ")";
}

std::string dump(const MediaType& media_type) {
  std::string text = media_type.name;
  if (media_type.schema) text += " schema";
  if (media_type.item_schema) text += " items";
  text += dump(media_type.examples);
  for (const Encoding& encoding : media_type.encodings) text += dump(encoding);
  return text;
}

std::string dump(const std::vector<MediaType>& content) {
  std::string text;
  for (const MediaType& media_type : content) {
    text += (text.empty() ? " " : "; ") + dump(media_type);
  }
  return text;
}

std::string dump(const Parameter& parameter) {
  std::string text = std::string(name_of(parameter.in)) + " " + parameter.name;
  if (parameter.is_required) text += "!";
  text += " " + std::string(name_of(parameter.style));
  if (parameter.explodes) text += "*";
  if (parameter.allows_reserved) text += " reserved";
  if (parameter.allows_empty_value) text += " empty";
  if (parameter.is_deprecated) text += " deprecated";
  if (parameter.schema) text += " schema";
  if (parameter.content) text += " content(" + dump(*parameter.content) + ")";
  return text + dump(parameter.examples);
}

std::string dump(const Response& response) {
  std::string text = response.key + dump(response.content);
  for (const Header& header : response.headers) text += dump(header);
  for (const Link& link : response.links) {
    text += " link(" + link.name + " " + link.operation_id + link.operation_ref + ")";
  }
  return text;
}

std::string dump(const std::vector<SecurityRequirement>& security) {
  std::string text;
  for (const SecurityRequirement& requirement : security) {
    text += text.empty() ? " " : " | ";
    if (requirement.uses.empty()) text += "open";
    for (const SecurityUse& use : requirement.uses) {
      if (&use != &requirement.uses.front()) text += "+";
      text += use.name + (use.scheme == nullptr ? "?" : "");
      for (const std::string& scope : use.scopes) text += "(" + scope + ")";
    }
  }
  return text;
}

std::string dump_bases(const std::vector<Server>& servers) {
  std::string text;
  for (const Server& server : servers) {
    for (const std::string& base : server.base_paths) text += " " + (base.empty() ? "/" : base);
  }
  return text;
}

}  // namespace

std::string dump(const Operation& operation, const std::string& margin) {
  std::string text = margin + operation.method + " " + operation.path;
  if (operation.has_operation_id) text += " " + operation.id;
  text += dump_bases(operation.servers);
  if (operation.is_deprecated) text += " deprecated";
  for (const std::string& tag : operation.tags) text += " #" + tag;
  const std::string inner = "\n" + margin + "  ";
  for (const Parameter& parameter : operation.parameters) text += inner + dump(parameter);
  if (operation.request_body) {
    text += inner + (operation.request_body->is_required ? "body!" : "body") +
            dump(operation.request_body->content);
  }
  for (const Response& response : operation.responses) text += inner + dump(response);
  if (!operation.security.empty()) text += inner + "security" + dump(operation.security);
  for (const Callback& callback : operation.callbacks) {
    text += inner + "callback " + callback.name;
    for (const Operation& nested : callback.operations)
      text += "\n" + dump(nested, margin + "    ");
  }
  for (const auto& note : operation.unchecked) text += inner + "unchecked: " + note.message;
  return text;
}

std::string dump(const Description& description) {
  std::string text;
  for (const Operation& operation : description.operations) {
    text += (text.empty() ? "" : "\n") + dump(operation, "");
  }
  for (const Callback& webhook : description.webhooks) {
    text += (text.empty() ? "webhook " : "\nwebhook ") + webhook.name;
    for (const Operation& operation : webhook.operations) text += "\n" + dump(operation, "  ");
  }
  return text;
}

}  // namespace holotype::openapi
