// An Explanation for people and for programs.
#include <fmt/format.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "diagnostic/problem.h"
#include "http/media_type.h"
#include "json/text.h"
#include "server/explain.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostic;
using json::Member;
using json::Value;

constexpr std::string_view kIndent = "    ";

std::string_view to_string(ExplainedCheck::Result result) {
  switch (result) {
    case ExplainedCheck::Result::Satisfied:
      return "valid";
    case ExplainedCheck::Result::Broken:
      return "INVALID";
    case ExplainedCheck::Result::Unchecked:
      return "not checked";
    case ExplainedCheck::Result::NothingDeclared:
      return "-";
  }
  return "";
}

// "/title: must be string, found 5 (schema.type)", the fix and the place below it.
void add_finding(const Diagnostic& finding, std::string_view label, std::string& text) {
  std::string where = finding.name;
  where += (where.empty() || finding.pointer.empty() ? "" : " ") + finding.pointer;
  text += fmt::format("{}{}{}{}{}{}{} ({})\n", kIndent, kIndent, label, where,
                      where.empty() ? "" : ": ", finding.message,
                      finding.found.empty() ? "" : "; found " + finding.found, finding.rule->id);
  const auto add = [&](std::string_view word, const std::string& what) {
    if (!what.empty()) text += fmt::format("{}{}{}{} {}\n", kIndent, kIndent, kIndent, word, what);
  };
  add("fix:", finding.fix);
  if (finding.source.line != 0) add("see:", finding.source.to_string());
  for (const Diagnostic& cause : finding.causes) add("because:", to_line(cause));
}

void add_match(const Explanation& told, std::string& text) {
  text += "Match\n";
  if (told.operation == nullptr) {
    text += fmt::format("{}no operation of the description\n", kIndent);
    for (const Diagnostic& finding : told.unmatched) add_finding(finding, "", text);
    return;
  }
  text += fmt::format("{}{}\n{}{}\n", kIndent, openapi::full_name(*told.operation), kIndent,
                      told.operation->node.source().to_string());
}

void add_checks(const Explanation& told, std::string& text) {
  if (told.checks.empty()) return;
  text += "\nChecks\n";
  for (const ExplainedCheck& check : told.checks) {
    text += fmt::format("{}{:<12} {:<12} {}\n", kIndent, check.name, to_string(check.result()),
                        check.subject);
    for (const Diagnostic& finding : check.findings) {
      const bool is_error = finding.rule->severity == diagnostic::Severity::Error;
      add_finding(finding, is_error ? "" : "warning: ", text);
    }
    for (const Diagnostic& finding : check.unchecked) add_finding(finding, "not checked: ", text);
  }
}

void add_steps(const Explanation& told, std::string& text) {
  text += told.is_valid() ? "\nAnswered by, the first of these that applies\n"
                          : fmt::format("\nRefused ({}) by, the first of these that applies\n",
                                        diagnostic::to_string(told.verdict));
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    const ExplainedStep& step = told.steps[i];
    text += fmt::format("{}{} {}. {:<17} {}\n", step.is_answer ? "  ->" : kIndent, "", i + 1,
                        step.name, step.why);
  }
}

// JSON for reading; everything else as it is, unless it is for no eyes.
std::string body_of(const http::Response& answer) {
  if (const auto value = json::read(answer.body))
    return json::write(value->root(), json::Style::Pretty);
  const bool is_binary =
      answer.body.find('\0') != std::string::npos || !utf8::is_valid(answer.body);
  return is_binary ? fmt::format("({} bytes)", answer.body.size()) : answer.body;
}

void add_answer(const Explanation& told, std::string& text) {
  text += fmt::format("\nHTTP/1.1 {} {}\n", told.answer.status,
                      http::reason_phrase(told.answer.status));
  for (const http::Header& header : told.answer.headers)
    text += fmt::format("{}: {}\n", header.name, header.value);
  if (!told.answer.body.empty()) text += "\n" + body_of(told.answer) + "\n";
  if (told.answer_findings.empty()) return;
  text += "\nThe answer itself breaks the description\n";
  for (const Diagnostic& finding : told.answer_findings) add_finding(finding, "", text);
}

}  // namespace

std::string to_text(const Explanation& told) {
  std::string text = fmt::format("{} {}\n\n", told.request.method, told.request.raw_target);
  add_match(told, text);
  add_checks(told, text);
  add_steps(told, text);
  add_answer(told, text);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

Value to_json(const Explanation& told, json::Arena& arena) {
  const auto text = [&arena](std::string_view t) { return Value::string(arena, t); };
  const auto list = [&arena](const std::vector<Value>& values) {
    return Value::array(arena, values);
  };
  std::vector<Member> members = {{"method", text(told.request.method)},
                                 {"target", text(told.request.raw_target)}};
  if (told.operation != nullptr) {
    members.emplace_back(
        "operation",
        Value::object(arena, std::vector<Member>{
                                 {"id", text(told.operation->id)},
                                 {"method", text(told.operation->method)},
                                 {"path", text(told.operation->path)},
                                 {"source", text(told.operation->node.source().to_string())}}));
  } else {
    members.emplace_back("unmatched", diagnostic::to_json(told.unmatched, arena));
  }
  members.emplace_back("verdict", text(diagnostic::to_string(told.verdict)));
  std::vector<Value> checks;
  for (const ExplainedCheck& check : told.checks) {
    static constexpr std::string_view kResults[] = {"valid", "invalid", "not checked",
                                                    "nothing declared"};
    std::vector<Member> one = {{"check", text(check.name)},
                               {"result", text(kResults[static_cast<std::size_t>(check.result())])},
                               {"subject", text(check.subject)}};
    if (!check.findings.empty())
      one.emplace_back("violations", diagnostic::to_json(check.findings, arena));
    if (!check.unchecked.empty())
      one.emplace_back("unchecked", diagnostic::to_json(check.unchecked, arena));
    checks.push_back(Value::object(arena, one));
  }
  members.emplace_back("checks", list(checks));
  std::vector<Value> steps;
  for (const ExplainedStep& step : told.steps) {
    steps.push_back(
        Value::object(arena, std::vector<Member>{{"source", text(step.name)},
                                                 {"answers", Value::boolean(step.is_answer)},
                                                 {"why", text(step.why)}}));
  }
  members.emplace_back("sources", list(steps));
  if (told.nearest) members.emplace_back("nearestFixture", text(*told.nearest));
  std::vector<Value> headers;
  for (const http::Header& header : told.answer.headers) {
    headers.push_back(Value::object(
        arena, std::vector<Member>{{"name", text(header.name)}, {"value", text(header.value)}}));
  }
  const auto body = json::read(arena, told.answer.body);
  std::vector<Member> answer = {{"status", Value::integer(told.answer.status)},
                                {"headers", list(headers)}};
  // JSON is UTF-8 (RFC 8259 section 8.1); bytes that are not have a member of their own.
  const bool is_text = body || utf8::is_valid(told.answer.body);
  if (!told.answer.body.empty() && is_text)
    answer.emplace_back("body", body ? *body : text(told.answer.body));
  if (!is_text) answer.emplace_back("bodyBase64", text(base64::encode(told.answer.body)));
  members.emplace_back("answer", Value::object(arena, answer));
  if (!told.answer_findings.empty())
    members.emplace_back("answerViolations", diagnostic::to_json(told.answer_findings, arena));
  return Value::object(arena, members);
}

}  // namespace holotype::server
