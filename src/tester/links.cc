#include "tester/links.h"

#include <algorithm>

#include "diagnostic/rules_tester.h"
#include "fixtures/expression.h"
#include "json/text.h"

namespace holotype::tester {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
using json::Value;
namespace rules = diagnostic::rules;

const openapi::Operation* target_of(const openapi::Link& link,
                                    const openapi::Description& description) {
  if (!link.operation_id.empty()) return description.find(link.operation_id);
  for (const openapi::Operation& operation : description.operations) {
    const std::string location = operation.node.location();
    if (!link.operation_ref.empty() && location.ends_with(link.operation_ref)) return &operation;
  }
  return nullptr;
}

std::optional<std::string> text_of_argument(const Draft& draft, openapi::In in,
                                            std::string_view name) {
  for (const parameters::NamedValue& argument : draft.arguments) {
    if (argument.parameter->in != in || argument.parameter->name != name) continue;
    if (argument.value.is_string()) return std::string(argument.value.as_string());
    return json::write(argument.value);
  }
  return std::nullopt;
}

std::optional<Value> evaluated(const Value& value, const fixtures::Exchange& exchange,
                               json::Arena& arena) {
  if (!value.is_string() || !value.as_string().starts_with('$')) return value;
  const auto expression = fixtures::Expression::parse(value.as_string());
  return expression ? expression->evaluate(exchange, "", arena) : std::nullopt;
}

// "id", or "path.id" where the name alone is ambiguous (Link Object, parameters).
void set_argument(Draft& draft, std::string_view name, const Value& value) {
  for (const openapi::Parameter& parameter : draft.operation->parameters) {
    static constexpr std::string_view kPlaces[] = {"path.", "query.", "query.", "header.",
                                                   "cookie."};
    const std::string qualified =
        std::string(kPlaces[static_cast<std::size_t>(parameter.in)]) + parameter.name;
    if (name != parameter.name && name != qualified) continue;
    if (parameters::NamedValue* argument = draft.argument(parameter)) {
      argument->value = value;
    } else {
      draft.arguments.push_back({&parameter, value});
    }
    return;
  }
}

}  // namespace

std::vector<Step> follow_links(const Attempt& attempt, const IsWanted& is_wanted, Prober& prober,
                               json::Arena& arena) {
  std::vector<Step> steps;
  const Draft& draft = attempt.prepared.draft;
  const auto* contract = prober.contract().find(*draft.operation)->response_for(attempt.status());
  if (contract == nullptr) return steps;
  const fixtures::Exchange exchange{
      .request = &attempt.prepared.request,
      .request_body = draft.media_type == nullptr ? nullptr : &draft.body,
      .url = attempt.prepared.request.raw_target,
      .path =
          [&](std::string_view name) { return text_of_argument(draft, openapi::In::Path, name); },
      .query =
          [&](std::string_view name) { return text_of_argument(draft, openapi::In::Query, name); },
      .response = &*attempt.response,
      .response_body = attempt.judgement.body ? &*attempt.judgement.body : nullptr};
  for (const openapi::Link& link : contract->described->links) {
    const openapi::Operation* target = target_of(link, prober.drafter().description());
    if (target == nullptr || target->method == "DELETE" || !is_wanted(*target)) continue;
    Draft next = prober.drafter().draft(*target, {}, arena);
    bool is_complete = true;
    for (const auto& [name, value] : link.parameters) {
      const auto known = evaluated(*value, exchange, arena);
      is_complete = is_complete && known;
      if (known) set_argument(next, name, *known);
    }
    if (link.request_body != nullptr && next.media_type != nullptr) {
      const auto body = evaluated(*link.request_body, exchange, arena);
      is_complete = is_complete && body;
      if (body) next.body = *body;
    }
    auto prepared = is_complete ? prober.prepare(next, {}) : std::nullopt;
    if (!prepared || prepared->question.wish != Wish::Accepted) continue;
    Step step{"link " + link.name + " of " + draft.operation->id,
              prober.attempt(*std::move(prepared), arena), std::nullopt};
    if (step.attempt.status() == 404 || step.attempt.status() == 410) {
      step.finding = Diagnostic{.rule = &rules::kTestNotFound,
                                .message = "must be found: a link of an answer leads there",
                                .expected = "2xx",
                                .found = std::to_string(step.attempt.status()),
                                .in = Place::Status,
                                .schema = link.node.location(),
                                .source = link.node.source()};
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace holotype::tester
