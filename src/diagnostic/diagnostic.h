// Diagnostic: one finding about a user's data, complete enough to print, to serialise and to answer
// with.
//
// Diagnostics are returned by value; an empty list means satisfied. They are in the order in which
// the data was read, so equal input gives equal lists.
//
// Tests: tests/diagnostic/diagnostic_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_location.h"
#include "diagnostic/rule.h"

namespace holotype::diagnostic {

// Where in an exchange or a file the finding is.
enum class Place : std::uint8_t {
  None,  // the description, a fixture: see `source`
  Path,  // a path parameter, or the path itself
  Query,
  Header,
  Cookie,
  Body,
  Method,
  Status,  // of an answer
  Security,
};

// "path", "query", "header", "cookie", "body", ...; "" for None.
std::string_view to_string(Place place);

// Another place that a finding is about: the entry of recorded traffic, the older description.
struct Related {
  std::string message;  // what is there, as words before " at FILE:LINE:COLUMN": "before"
  SourceLocation source;

  friend bool operator==(const Related&, const Related&) = default;
};

struct Diagnostic {
  const Rule* rule = nullptr;  // never null in a finished diagnostic; static storage
  std::string message;         // what was expected, as a sentence part without the user's value
  std::string expected;        // in JSON where that is short: `["daily","weekly"]`; may be empty
  std::string found;           // what was there, shortened and redacted; may be empty
  std::string fix;             // what to do, where something better than rule->advice is known
  Place in = Place::None;
  std::string name;     // of the parameter or header; empty for a body
  std::string pointer;  // JSON Pointer into the instance; "" is the whole
  std::optional<std::uint32_t>
      offset;             // byte offset in the instance's text, where it was parsed from one
  std::string schema;     // absolute location of the deciding keyword: "uri#/pointer"
  SourceLocation source;  // file:line:column of the deciding keyword in the description
  std::vector<Diagnostic> causes;  // of the branch that failed (anyOf, oneOf, ...)
  std::optional<Related> related = {};

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

// "specs/a.yaml:24:17: error: must have property description (schema.required)". One line, without
// the causes.
std::string to_line(const Diagnostic& diagnostic);

// Whether any of them has Severity::Error.
bool has_errors(const Diagnostics& diagnostics);

// Moves `more` behind `diagnostics`.
void append(Diagnostics& diagnostics, Diagnostics&& more);

// The nearest of `candidates` to `name` by edit distance (case ignored), or "" where none is close
// enough to be a likely misspelling (at most a third of the length, at least one edit).
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace holotype::diagnostic
