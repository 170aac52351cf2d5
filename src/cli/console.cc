#include "cli/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <string>
#include <vector>

#include "diagnostic/problem.h"
#include "json/text.h"
#include "json/value.h"

namespace holotype::cli {
namespace {

// Whether something was written to stdout that did not get there.
std::atomic<bool> lost_output{false};

void write(std::FILE* stream, std::string_view text) {
  const bool is_written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  if ((std::fflush(stream) != 0 || !is_written) && stream == stdout) lost_output = true;
}

void print(std::FILE* stream, std::string_view line) {
  std::string text(line);
  text += '\n';
  write(stream, text);
}

// The first error of the request or else of its answer, as Holotype-Violations has it: what it was
// refused for. Where there is none, the first of what is less.
const diagnostic::Diagnostic* first_of(const engine::LogRecord& record) {
  const diagnostic::Diagnostic* first = nullptr;
  for (const auto* list : {record.findings, record.answer_findings}) {
    if (list == nullptr) continue;
    for (const diagnostic::Diagnostic& finding : *list) {
      if (finding.rule->severity == diagnostic::Severity::Error) return &finding;
      if (first == nullptr) first = &finding;
    }
  }
  return first;
}

std::size_t count_of(const engine::LogRecord& record) {
  std::size_t count = 0;
  for (const auto* list : {record.findings, record.answer_findings}) {
    if (list != nullptr) count += list->size();
  }
  return count;
}

// What was found, without the place in the description, which the report has.
std::string short_finding(const diagnostic::Diagnostic& finding) {
  diagnostic::Diagnostic copy = finding;
  copy.source = {};
  copy.fix.clear();
  return to_line(copy);
}

// What was not checked because it was passed on.
std::vector<std::string> notes_of(const engine::LogRecord& record) {
  std::vector<std::string> notes;
  if (record.passed_on == nullptr) return notes;
  for (const diagnostic::Diagnostic& note : *record.passed_on)
    notes.push_back(fmt::format("[{}] {}", note.rule->id, note.message));
  return notes;
}

double milliseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e6;
}

std::string json_line(const engine::LogRecord& record) {
  using json::Member;
  using json::Value;
  json::Arena arena;
  const auto text = [&arena](std::string_view t) {
    return Value::string(arena, diagnostic::as_utf8(t));
  };
  std::vector<Member> members = {{"method", text(record.method)},
                                 {"target", text(record.raw_target)}};
  if (!record.operation_id.empty()) members.emplace_back("operation", text(record.operation_id));
  members.emplace_back("status", Value::integer(record.status));
  members.emplace_back("source", text(record.source));
  members.emplace_back("ms",
                       Value::number(arena, fmt::format("{:.3f}", milliseconds(record.duration))));
  members.emplace_back("findings", Value::integer(static_cast<std::int64_t>(count_of(record))));
  if (const diagnostic::Diagnostic* first = first_of(record)) {
    members.emplace_back("rule", text(first->rule->id));
    members.emplace_back("message", text(short_finding(*first)));
  }
  std::vector<Value> notes;
  for (const std::string& note : notes_of(record)) notes.push_back(text(note));
  if (!notes.empty()) members.emplace_back("notes", Value::array(arena, notes));
  return json::write(Value::object(arena, members));
}

// A request's bytes must not move the cursor or hide a line.
std::string printable(std::string_view text) {
  std::string out(text.substr(0, 200));
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return out;
}

}  // namespace

void print_out(std::string_view line) { print(stdout, line); }
void print_out_text(std::string_view text) { write(stdout, text); }
void print_error(std::string_view line) { print(stderr, line); }

bool has_lost_output() { return lost_output; }

void print_findings(const diagnostic::Diagnostics& findings) {
  for (const diagnostic::Diagnostic& finding : findings) print_error(to_line(finding));
}

std::string summary(const diagnostic::Diagnostics& findings) {
  const auto count = [&findings](diagnostic::Severity severity) {
    return std::ranges::count_if(
        findings, [severity](const auto& f) { return f.rule->severity == severity; });
  };
  const auto part = [](auto n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
  };
  std::string text;
  const auto add = [&text](std::string piece) { text += (text.empty() ? "" : ", ") + piece; };
  if (const auto n = count(diagnostic::Severity::Error)) add(part(n, "error"));
  if (const auto n = count(diagnostic::Severity::Warning)) add(part(n, "warning"));
  if (const auto n = count(diagnostic::Severity::Note)) add(part(n, "note"));
  return text;
}

std::string log_line(const engine::LogRecord& record, LogFormat format) {
  if (format == LogFormat::Json) return json_line(record);
  std::string line = fmt::format("{} {} -> {} {} [{}] {:.2f} ms", printable(record.method),
                                 printable(record.raw_target), record.status,
                                 record.operation_id.empty() ? "-" : printable(record.operation_id),
                                 printable(record.source), milliseconds(record.duration));
  if (const diagnostic::Diagnostic* first = first_of(record))
    line += "  " + printable(short_finding(*first));
  const std::size_t count = count_of(record);
  if (count > 1) line += fmt::format(" (and {} more)", count - 1);
  for (const std::string& note : notes_of(record)) line += "  " + printable(note);
  return line;
}

}  // namespace holotype::cli
