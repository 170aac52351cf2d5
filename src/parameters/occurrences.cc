#include "parameters/occurrences.h"

#include "parameters/decoder.h"

namespace holotype::parameters {
namespace {

using openapi::In;

using Occurrences = std::vector<Occurrence>;

Occurrences find_in_path(const openapi::Parameter& parameter, const RawParameters& raw) {
  Occurrences found;
  for (const http::RawPair& pair : raw.path) {
    if (pair.name == parameter.name) found.push_back({pair.value.value_or(""), 0});
  }
  return found;
}

Occurrences find_in_query(const openapi::Parameter& parameter, const Shape& shape,
                          const RawParameters& raw) {
  Occurrences found;
  const bool may_be_array = shape.types.has(Types::Array);
  for (const QueryPair& pair : raw.query) {
    const bool has_brackets = may_be_array && is_bracketed(pair.name, parameter.name);
    if (pair.name != parameter.name && !has_brackets) continue;
    const std::size_t value_at =
        pair.raw_value && raw.raw_query
            ? static_cast<std::size_t>(pair.raw_value->data() - raw.raw_query->data())
            : pair.offset;
    found.push_back({pair.raw_value.value_or(""), value_at, has_brackets});
  }
  return found;
}

Occurrences find_in_headers(const openapi::Parameter& parameter, const Shape& shape,
                            const RawParameters& raw, json::Arena& arena,
                            const FieldChoice& choice) {
  Occurrences found;
  std::size_t count = 0;
  for (const http::Header& field : *raw.headers) {
    if (!http::equal_ignoring_case(field.name, parameter.name)) continue;
    if (!choice.field || *choice.field == count) found.push_back({field.value});
    ++count;
  }
  // RFC 9110 section 5.3: several fields are one list, but for Set-Cookie.
  const bool may_be_list = shape.types.has(Types::Array) || shape.types.has(Types::Object);
  if (count > 1 && !choice.is_set_cookie && !shape.types.any() && may_be_list)
    found.assign(1, {arena.copy(*raw.headers->combined(parameter.name))});
  return found;
}

Occurrences find_in_cookies(const openapi::Parameter& parameter, const RawParameters& raw) {
  Occurrences found;
  for (const http::Cookie& cookie : raw.cookies) {
    if (cookie.name == parameter.name) found.push_back({cookie.value});
  }
  return found;
}

}  // namespace

std::vector<Occurrence> find_occurrences(const openapi::Parameter& parameter, const Shape& shape,
                                         const RawParameters& raw, json::Arena& arena,
                                         const FieldChoice& choice) {
  switch (parameter.in) {
    case In::Path:
      return find_in_path(parameter, raw);
    case In::Query:
      return find_in_query(parameter, shape, raw);
    case In::Header:
      return find_in_headers(parameter, shape, raw, arena, choice);
    case In::Cookie:
      return find_in_cookies(parameter, raw);
    case In::QueryString:
      break;
  }
  return {};
}

}  // namespace holotype::parameters
