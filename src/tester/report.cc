#include "tester/report.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "diagnostic/problem.h"
#include "json/text.h"
#include "json/value.h"

namespace holotype::tester {
namespace {

using json::Member;
using json::Value;

class Writing {
 public:
  explicit Writing(json::Arena& arena) : arena_(arena) {}

  Value text(std::string_view t) { return Value::string(arena_, diagnostic::as_utf8(t)); }
  static Value count(std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); }

  Value finding(const diagnostic::Diagnostic& d) {
    std::vector<Member> members = {{"rule", text(d.rule->id)}, {"message", text(d.message)}};
    const auto add = [&](std::string_view name, std::string_view value) {
      if (!value.empty()) members.emplace_back(name, text(value));
    };
    add("in", to_string(d.in));
    add("name", d.name);
    add("pointer", d.pointer);
    add("expected", d.expected);
    add("found", d.found);
    add("fix", d.fix);
    add("schema", d.schema);
    add("source", d.source.to_string());
    std::vector<Value> causes;
    for (const diagnostic::Diagnostic& cause : d.causes) causes.push_back(finding(cause));
    if (!causes.empty()) members.emplace_back("causes", Value::array(arena_, causes));
    return Value::object(arena_, members);
  }

  // A body that is no text is in base64.
  Value request(const ShownRequest& r) {
    std::vector<Value> headers;
    for (const http::Header& header : r.headers) {
      headers.push_back(Value::object(
          arena_, std::vector<Member>{{"name", text(header.name)}, {"value", text(header.value)}}));
    }
    std::vector<Member> members = {{"method", text(r.method)},
                                   {"url", text(r.url)},
                                   {"headers", Value::array(arena_, headers)}};
    const bool is_text = utf8::is_valid(r.body);
    if (!r.body.empty()) {
      members.emplace_back(is_text ? "body" : "bodyBase64",
                           text(is_text ? r.body : base64::encode(r.body)));
    }
    return Value::object(arena_, members);
  }

  Value failure(const Failure& f) {
    std::vector<Value> before;
    for (const std::string& line : f.before) before.push_back(text(line));
    return Value::object(arena_, std::vector<Member>{{"operation", text(f.operation)},
                                                     {"case", text(f.what)},
                                                     {"status", Value::integer(f.status)},
                                                     {"finding", finding(f.finding)},
                                                     {"request", request(f.request)},
                                                     {"before", Value::array(arena_, before)},
                                                     {"curl", text(f.curl)},
                                                     {"count", count(f.count)}});
  }

  Value statuses(const std::map<int, int>& counts) {
    std::vector<Member> members;
    for (const auto& [status, n] : counts)
      members.emplace_back(arena_.copy(std::to_string(status)), Value::integer(n));
    return Value::object(arena_, members);
  }

  Value operation(const OperationReport& o) {
    std::vector<Member> responses;
    for (const auto& [key, n] : o.responses) responses.emplace_back(arena_.copy(key), count(n));
    std::vector<Value> unchecked;
    for (const diagnostic::Diagnostic& d : o.unchecked) unchecked.push_back(finding(d));
    std::vector<Member> members = {{"id", text(o.id)},
                                   {"method", text(o.method)},
                                   {"path", text(o.path)},
                                   {"positive", count(o.positive)},
                                   {"negative", count(o.negative)},
                                   {"steps", count(o.steps)},
                                   {"failed", count(o.failed)},
                                   {"inconclusive", count(o.inconclusive)},
                                   {"undocumented", count(o.undocumented)},
                                   {"statuses", statuses(o.statuses)},
                                   {"answers", statuses(o.answers)},
                                   {"responses", Value::object(arena_, responses)}};
    if (!unchecked.empty()) members.emplace_back("unchecked", Value::array(arena_, unchecked));
    if (!o.obstacle.empty()) members.emplace_back("obstacle", text(o.obstacle));
    return Value::object(arena_, members);
  }

  Value report(const Report& r) {
    std::vector<Value> operations, failures, warnings;
    for (const OperationReport& o : r.operations) operations.push_back(operation(o));
    for (const Failure& f : r.failures) failures.push_back(failure(f));
    for (const std::string& w : r.warnings) warnings.push_back(text(w));
    return Value::object(arena_, std::vector<Member>{
                                     {"title", text(r.title)},
                                     {"url", text(r.origin)},
                                     {"seed", Value::number(arena_, std::to_string(r.seed))},
                                     {"requests", count(r.requests)},
                                     {"failed", count(r.failed())},
                                     {"stopped", Value::boolean(r.is_stopped)},
                                     {"interrupted", Value::boolean(r.is_interrupted)},
                                     {"operations", Value::array(arena_, operations)},
                                     {"failures", Value::array(arena_, failures)},
                                     {"warnings", Value::array(arena_, warnings)},
                                 });
  }

 private:
  json::Arena& arena_;
};

// Control characters have no form in XML 1.0 (section 2.2), so they become "?".
std::string xml(std::string_view raw) {
  std::string out;
  for (const char c : diagnostic::as_utf8(raw)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\n') {
      out += "&#10;";
    } else {
      out += byte < 0x20 ? '?' : c;
    }
  }
  return out;
}

}  // namespace

std::string_view to_string(Kind kind) {
  constexpr std::string_view kNames[] = {"valid", "invalid", "no-credentials", "other-method",
                                         "chained"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Outcome outcome) {
  constexpr std::string_view kNames[] = {"passed", "failed", "inconclusive"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::size_t Report::failed() const {
  std::size_t sum = 0;
  for (const OperationReport& operation : operations) sum += operation.failed;
  return sum;
}

std::string to_json(const Report& report) {
  json::Arena arena;
  return json::write(Writing(arena).report(report), json::Style::Pretty);
}

// One suite, one case for each operation, as CI systems show them.
std::string to_junit(const Report& report) {
  std::size_t failing = 0;
  std::string cases;
  for (const OperationReport& operation : report.operations) {
    cases += fmt::format("  <testcase classname=\"{}\" name=\"{}\">", xml(report.title),
                         xml(operation.id));
    bool has_failed = false;
    if (operation.cases() == 0)
      cases += fmt::format("<skipped message=\"{}\"/>", xml(operation.obstacle));
    for (const Failure& failure : report.failures) {
      if (failure.operation != operation.id) continue;
      has_failed = true;
      cases += fmt::format(
          "\n    <failure type=\"{}\" message=\"{}\">{}</failure>", xml(failure.finding.rule->id),
          xml(failure.what + ": " + failure.finding.message),
          xml(to_line(failure.finding) + "\nfound " + failure.finding.found + "\n" + failure.curl));
    }
    if (has_failed) ++failing;
    cases += has_failed ? "\n  </testcase>\n" : "</testcase>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuite name=\"holotype test {}\" tests=\"{}\" failures=\"{}\">\n{}</testsuite>",
      xml(report.origin), report.operations.size(), failing, cases);
}

}  // namespace holotype::tester
