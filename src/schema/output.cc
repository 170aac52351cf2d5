#include "schema/output.h"

#include <memory>
#include <string>
#include <vector>

#include "base/percent.h"

namespace holotype::schema {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;

// "uri#/pointer" -> "/pointer", decoded.
std::string pointer_in(std::string_view location) {
  const std::size_t hash = location.find('#');
  if (hash == std::string_view::npos) return {};
  const std::string_view encoded = location.substr(hash + 1);
  return percent::decode(encoded).value_or(std::string(encoded));
}

class Writer {
 public:
  Writer(json::Arena& arena, const Outcome& outcome) : arena_(arena), outcome_(outcome) {}

  json::Value report(Output format) {
    // What was not checked may be what is wrong.
    const bool is_known_valid = outcome_.valid() && outcome_.unchecked.empty();
    std::vector<json::Member> members{{"valid", json::Value::boolean(is_known_valid)}};
    if (format != Output::Flag) {
      members.emplace_back("keywordLocation", text(""));
      members.emplace_back("instanceLocation", text(""));
    }
    if (format != Output::Flag && !outcome_.valid()) {
      members.emplace_back(
          "errors", format == Output::Basic ? flat(outcome_.findings) : nested(outcome_.findings));
    }
    if (!outcome_.unchecked.empty()) members.emplace_back("unchecked", unchecked());
    return json::Value::object(arena_, members);
  }

 private:
  // Not as errors, which they are not: NON-STANDARD, as core 2020-12 section 12 lets
  // implementations add what they know.
  json::Value unchecked() {
    std::vector<json::Value> units;
    for (const Diagnostic& note : outcome_.unchecked) {
      const std::vector<json::Member> members = {{"keywordLocation", text(keyword_location(note))},
                                                 {"absoluteKeywordLocation", text(note.schema)},
                                                 {"instanceLocation", text(note.pointer)},
                                                 {"reason", text(note.message)}};
      units.push_back(json::Value::object(arena_, members));
    }
    return json::Value::array(arena_, units);
  }

  std::vector<json::Member> unit(const Diagnostic& finding) {
    return {{"valid", json::Value::boolean(false)},
            {"keywordLocation", text(keyword_location(finding))},
            {"absoluteKeywordLocation", text(finding.schema)},
            {"instanceLocation", text(finding.pointer)},
            {"error", text(finding.message)}};
  }

  std::string keyword_location(const Diagnostic& finding) const {
    const auto found = outcome_.keyword_locations.find({finding.schema, finding.pointer});
    return found == outcome_.keyword_locations.end() ? pointer_in(finding.schema) : found->second;
  }

  json::Value text(std::string_view bytes) { return json::Value::string(arena_, bytes); }

  void flatten(const Diagnostics& findings, std::vector<json::Value>& units) {
    for (const Diagnostic& finding : findings) {
      units.push_back(json::Value::object(arena_, unit(finding)));
      flatten(finding.causes, units);
    }
  }

  json::Value flat(const Diagnostics& findings) {
    std::vector<json::Value> units;
    flatten(findings, units);
    return json::Value::array(arena_, units);
  }

  // Core 2020-12 section 12.4.3: a node that has a single child is replaced by the child.
  json::Value nested(const Diagnostics& findings) {
    std::vector<json::Value> units;
    for (const Diagnostic& finding : findings) {
      const Diagnostic* node = &finding;
      while (node->causes.size() == 1) node = &node->causes.front();
      std::vector<json::Member> members = unit(*node);
      if (!node->causes.empty()) members.emplace_back("errors", nested(node->causes));
      units.push_back(json::Value::object(arena_, members));
    }
    return json::Value::array(arena_, units);
  }

  json::Arena& arena_;
  const Outcome& outcome_;
};

}  // namespace

json::Tree to_output(const Outcome& outcome, Output format) {
  auto arena = std::make_unique<json::Arena>();
  const json::Value root = Writer(*arena, outcome).report(format);
  return {std::move(arena), root};
}

}  // namespace holotype::schema
