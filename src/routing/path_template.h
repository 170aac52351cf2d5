// PathTemplate: the path of an operation, split into segments that literals and parameters make up.
//
//     "/v1/{name}.json?beta=true"  ->  "v1" | {name} ".json", query "beta=true"
//
// Spec: OpenAPI 3.1.1 "Path Templating"; RFC 3986 sections 2.2 and 6.2.2.
// Tests: tests/routing/path_template_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/target.h"

namespace holotype::routing {

// One segment: literal, parameter, literal, parameter, ..., literal. n parameters stand between n+1
// literals, any of which may be "".
struct SegmentTemplate {
  std::vector<std::string> literals;    // percent-decoded
  std::vector<std::string_view> names;  // of the parameters; views into the template

  bool is_literal() const { return names.empty(); }
  // Appends one value for each parameter (without its name) and returns true where `raw_segment`
  // fits; else appends nothing. Offsets count from `offset`, where the segment begins.
  // Precondition: not is_literal().
  bool match(std::string_view raw_segment, std::size_t offset,
             std::vector<http::RawPair>& values) const;
  // Whether both fit the same segments: equal up to the names.
  bool is_equivalent(const SegmentTemplate& other) const { return literals == other.literals; }
  // Whether this one is to be tried before `other`: more literal text first, then fewer parameters.
  bool is_more_concrete(const SegmentTemplate& other) const;
};

struct PathTemplate {
  std::vector<SegmentTemplate> segments;
  std::string_view query;  // NON-STANDARD: what follows "?"; a fragment is left out
};

// Braces without a partner are literal text. Views into `path`.
PathTemplate parse_path_template(std::string_view path);

}  // namespace holotype::routing
