#include "schema/output.h"

#include <memory>
#include <string>
#include <vector>

namespace holotype::schema {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;

// "uri#/pointer" -> "/pointer".
std::string_view pointer_in(std::string_view location) {
  const std::size_t hash = location.find('#');
  return hash == std::string_view::npos ? std::string_view() : location.substr(hash + 1);
}

class Writer {
 public:
  explicit Writer(json::Arena& arena) : arena_(arena) {}

  json::Value report(const Outcome& outcome, Output format) {
    std::vector<json::Member> members{{"valid", json::Value::boolean(outcome.valid())}};
    if (format != Output::Flag && !outcome.valid()) {
      members.emplace_back(
          "errors", format == Output::Basic ? flat(outcome.findings) : nested(outcome.findings));
    }
    return json::Value::object(arena_, members);
  }

 private:
  std::vector<json::Member> unit(const Diagnostic& finding) {
    return {{"valid", json::Value::boolean(false)},
            {"keywordLocation", text(pointer_in(finding.schema))},
            {"absoluteKeywordLocation", text(finding.schema)},
            {"instanceLocation", text(finding.pointer)},
            {"error", text(finding.message)}};
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

  json::Value nested(const Diagnostics& findings) {
    std::vector<json::Value> units;
    for (const Diagnostic& finding : findings) {
      std::vector<json::Member> members = unit(finding);
      if (!finding.causes.empty()) members.emplace_back("errors", nested(finding.causes));
      units.push_back(json::Value::object(arena_, members));
    }
    return json::Value::array(arena_, units);
  }

  json::Arena& arena_;
};

}  // namespace

json::Tree to_output(const Outcome& outcome, Output format) {
  auto arena = std::make_unique<json::Arena>();
  const json::Value root = Writer(*arena).report(outcome, format);
  return {std::move(arena), root};
}

}  // namespace holotype::schema
