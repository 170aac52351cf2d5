#include "engine/count.h"

#include <algorithm>

namespace holotype::engine {

void count(const contract::Checked& checked, const http::Response& response,
           std::string_view source, journal::Coverage& coverage) {
  journal::Coverage::Counts counts = coverage.of(*checked.operation());
  counts.request();
  counts.response(response.status, response.headers, source);
  if (checked.verdict != diagnostic::Verdict::Valid) return;
  for (const parameters::NamedValue& value : checked.parameters) counts.parameter(*value.parameter);
  if (checked.body_media_type != nullptr)
    counts.request_body(*checked.body_media_type, checked.body ? &*checked.body : nullptr);
}

void count_keywords(const contract::Contract& contract, const contract::Checked& checked,
                    const http::Response& response, const json::Value* body,
                    journal::Keywords& keywords, json::Arena& arena) {
  const auto observe = [&keywords](const parameters::NamedValue& value) {
    const openapi::Parameter& parameter = *value.parameter;
    keywords.observe(parameter.content ? parameter.content->schema : parameter.schema, value.value);
  };
  std::ranges::for_each(checked.parameters, observe);
  if (checked.body && checked.body_media_type != nullptr)
    keywords.observe(checked.body_media_type->schema, *checked.body);
  const auto result =
      contract.check_response(*checked.contract, checked.request->method, response, arena, body);
  std::ranges::for_each(result.headers, observe);
  if (result.body)
    keywords.observe_answer(*checked.operation(), response.status, response.headers, *result.body);
}

}  // namespace holotype::engine
