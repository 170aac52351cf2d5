// What the rules mean: the `type` of problem documents leads here.
#include <fmt/format.h>

#include "admin/answers.h"
#include "admin/pages.h"
#include "diagnostic/registry.h"
#include "diagnostic/severity.h"

namespace holotype::admin {
namespace {

using diagnostic::Rule;

json::Value rule_json(const Rule& rule, json::Arena& arena) {
  Object object(arena);
  object.add("id", rule.id)
      .add("severity", diagnostic::to_string(rule.severity))
      .add("summary", rule.summary)
      .add("advice", rule.advice)
      .add("section", rule.section);
  if (rule.status != 0) object.add("status", static_cast<std::uint64_t>(rule.status));
  return object.add_unless_empty("example", rule.example).finish();
}

http::Response rule_html(const Rule& rule) {
  std::string body = fmt::format("<p>{}</p><dl><dt>What to do</dt><dd>{}</dd>",
                                 escape_html(rule.summary), escape_html(rule.advice));
  if (!rule.example.empty())
    body += fmt::format("<dt>Breaks it</dt><dd><code>{}</code></dd>", escape_html(rule.example));
  body += fmt::format(
      "<dt>Where the standard says so</dt><dd>{}</dd><dt>Severity</dt><dd>{}</dd></dl>"
      "<p><a href=\"/__holotype/rules\">All rules</a></p>",
      escape_html(rule.section), diagnostic::to_string(rule.severity));
  return html_response(rule.id, body);
}

}  // namespace

http::Response get_rule(const Call& call) {
  const std::string id = call.text("id");
  const Rule* rule = diagnostic::find_rule(id);
  if (rule != nullptr)
    return prefers_html(call.request) ? rule_html(*rule)
                                      : json_response(rule_json(*rule, call.arena));
  std::vector<std::string_view> ids;
  for (const Rule* known : diagnostic::all_rules()) ids.push_back(known->id);
  const std::string_view nearest = diagnostic::nearest(id, ids);
  return not_found(fmt::format("There is no rule {}{}", id,
                               nearest.empty() ? "; all of them are at /__holotype/rules."
                                               : fmt::format("; did you mean {}?", nearest)));
}

http::Response list_rules(const Call& call) {
  if (prefers_html(call.request)) {
    std::string body = "<table>";
    for (const Rule* rule : diagnostic::all_rules()) {
      body += fmt::format("<tr><td><a href=\"/__holotype/rules/{0}\"><code>{0}</code></a><td>{1}",
                          rule->id, escape_html(rule->summary));
    }
    return html_response("Rules", body + "</table>");
  }
  std::vector<json::Value> rules;
  for (const Rule* rule : diagnostic::all_rules()) rules.push_back(rule_json(*rule, call.arena));
  return json_response(json::Value::array(call.arena, rules));
}

}  // namespace holotype::admin
