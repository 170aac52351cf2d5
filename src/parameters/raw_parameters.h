// RawParameters: what a request carries in its path, query, headers and cookies, split once.
//
// Values stay as they were on the wire; names of query pairs are decoded, since they are looked up.
//
// Ownership: views into the request and the arena, both of which must outlive it.
// Spec: the WHATWG URL Standard section 5.1 (pairs of a query), RFC 6265 section 5.4 (cookies).
// Tests: tests/parameters/raw_parameters_test.cc
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "http/cookies.h"
#include "http/message.h"
#include "http/target.h"
#include "json/arena.h"

namespace holotype::parameters {

struct QueryPair {
  std::string_view name;                      // decoded; raw where its percent-encoding is broken
  std::optional<std::string_view> raw_value;  // nullopt where there is no "="
  std::size_t offset = 0;                     // of the pair in the query
  bool has_valid_name = true;                 // percent-encoding and UTF-8 of the name are sound
};

// The pairs of a query, or of a form body, in order.
std::vector<QueryPair> query_pairs(std::string_view raw_query, json::Arena& arena);

struct RawParameters {
  // `path` is routing::Match::values.
  RawParameters(const http::Request& request, std::vector<http::RawPair> path, json::Arena& arena);
  // Header fields alone, for those of an answer.
  explicit RawParameters(const http::Headers& fields) : headers(&fields) {}
  RawParameters(http::Request&&, std::vector<http::RawPair>, json::Arena&) = delete;

  std::vector<http::RawPair> path;
  std::optional<std::string_view> raw_query;
  std::vector<QueryPair> query;
  const http::Headers* headers;
  std::vector<http::Cookie> cookies;
};

}  // namespace holotype::parameters
