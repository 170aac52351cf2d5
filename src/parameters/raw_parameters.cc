#include "parameters/raw_parameters.h"

#include "parameters/wire.h"

namespace holotype::parameters {

std::vector<QueryPair> query_pairs(std::string_view raw_query, json::Arena& arena) {
  std::vector<QueryPair> pairs;
  for (const http::RawPair& pair : http::RawPairs(raw_query)) {
    const auto name = decode_text(pair.name, Coding::Form, arena);
    pairs.push_back({name.value_or(pair.name), pair.value, pair.offset, name.has_value()});
  }
  return pairs;
}

RawParameters::RawParameters(const http::Request& request, std::vector<http::RawPair> path_values,
                             json::Arena& arena)
    : path(std::move(path_values)),
      raw_query(request.raw_query()),
      headers(&request.headers),
      cookies(http::parse_cookies(request.headers)) {
  if (raw_query) query = query_pairs(*raw_query, arena);
}

}  // namespace holotype::parameters
