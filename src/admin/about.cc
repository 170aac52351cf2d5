// The server and its API: index, health, the description of these pages.
#include <fmt/format.h>

#include "admin/answers.h"
#include "admin/api.h"
#include "admin/pages.h"

namespace holotype::admin {
namespace {

struct Link {
  std::string_view name;
  std::string_view page;
  std::string_view what;
  bool is_read = true;  // with GET; otherwise it does something
};

constexpr Link kLinks[] = {
    {"requests", "requests", "what was received, and what was found about it"},
    {"coverage", "coverage", "what of the description was met, and what not"},
    {"report", "report", "findings and coverage together, in five formats"},
    {"fixtures", "fixtures", "what is answered"},
    {"state", "state", "the resources that requests created, with --stateful"},
    {"settings", "settings", "seed, time, delays and faults; PATCH changes them"},
    {"attempts", "attempts", "callbacks and webhooks: what was sent, and what became of it"},
    {"verify", "verify", "POST: whether what was to be received was received", false},
    {"reset", "reset", "POST: back to the start", false},
    {"sessions", "sessions", "the worlds of parallel tests"},
    {"metrics", "metrics", "counts for Prometheus"},
    {"rules", "rules", "what findings mean, and what to do about them"},
    {"health", "health", "whether it serves"},
    {"description", "openapi.yaml", "the OpenAPI description of these pages"},
};

}  // namespace

http::Response get_index(const Call& call) {
  const openapi::Description& description = call.parts.description;
  const std::string base = call.parts.session.path_prefix() + std::string(kPrefix);
  if (prefers_html(call.request)) {
    std::string rows;
    for (const Link& link : kLinks) {
      const std::string page = fmt::format("{}{}", base, link.page);
      rows += link.is_read ? fmt::format("<tr><td><a href=\"{0}\"><code>{0}</code></a>", page)
                           : fmt::format("<tr><td><code>{}</code>", page);
      rows += fmt::format("<td>{}", link.what);
    }
    return html_response(
        description.title,
        fmt::format("<p>A stand-in for version {} of this API: {} operations.</p><table>{}</table>",
                    escape_html(description.api_version), description.operations.size(), rows));
  }
  Object pages(call.arena);
  for (const Link& link : kLinks)
    pages.add(link.name, std::string_view(base + std::string(link.page)));
  Object index(call.arena);
  index.add("title", std::string_view(description.title))
      .add("version", std::string_view(description.api_version))
      .add("operations", std::uint64_t{description.operations.size()});
  if (!call.parts.session.path_prefix().empty())
    index.add("session", std::string_view(call.parts.session.name()));
  return json_response(index.add("pages", pages.finish()).finish());
}

http::Response health(json::Arena& arena) {
  return json_response(Object(arena).add("status", "ok").finish());
}

http::Response get_health(const Call& call) { return health(call.arena); }

http::Response get_description_as_yaml(const Call&) {
  return text_response("application/yaml", std::string(description_yaml()));
}

http::Response get_description_as_json(const Call&) {
  return text_response("application/json", description_json());
}

}  // namespace holotype::admin
