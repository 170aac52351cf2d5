// Report: what one run of Holotype found, in one form for every role, and the ways to write it.
//
//     report::Report report = ...;               // from `check`, `proxy`, `test` or a journal
//     const report::Format* format = report::find_format("sarif");
//     std::string text = format->write(report, {.root = std::filesystem::current_path()});
//
// A format is one row of formats() and one function; a source fills a Report (from_exchanges.h for
// journals). Nothing here reads or writes files.
//
// Threads: pure values. Determinism: text is a function of the Report and the options; findings are
// written in the order of arrange().
// Spec: SARIF 2.1.0 (OASIS), JUnit's XML as Jenkins reads it. Tests: tests/report/
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "journal/coverage.h"
#include "report/gate.h"

namespace holotype::report {

// What a finding is about.
enum class About : std::uint8_t {
  Description,  // or a fixture: a file
  Request,
  Answer,
  Unchecked,  // what could not be checked of an exchange
};

// "description", "request", "answer", "unchecked".
std::string_view to_string(About about);

struct Finding {
  diagnostic::Diagnostic diagnostic;  // with a rule; `source` is where a reader should look
  About about = About::Description;
  std::string subject;  // the name of a Subject; "" for none
  // The exchange that it was found in first; "" and 0 for none.
  std::string method;
  std::string raw_target;
  int status = 0;
  std::string situation;    // what was tried: "body title: 201 characters"; or ""
  std::string command;      // one that reproduces it; or ""
  std::uint64_t count = 1;  // exchanges with the same finding
};

// What findings are counted for: an operation, or a file.
struct Subject {
  std::string name;        // operationId, path of a file
  std::string title;       // "POST /v1/tasks"; "" where the name says it
  SourceLocation place;    // where it is described
  std::uint64_t uses = 0;  // exchanges, cases
  std::string skipped;     // why nothing was looked at, as a sentence part; "" where something was
};

// A number worth saying: {"exchanges", 12}.
struct Count {
  std::string_view name;  // a literal
  std::uint64_t value = 0;
};

struct Report {
  std::string command;                    // "check", "mock", "proxy", "test"
  std::string title;                      // of the API, with its version
  std::vector<std::string> descriptions;  // paths as given
  std::string target;                     // the service that was looked at; "" for none
  std::vector<Count> counts;
  std::vector<Subject> subjects;
  std::vector<Finding> findings;
  std::vector<std::string> remarks;  // full sentences
  std::optional<journal::CoverageReport> coverage;
  std::vector<Gate> gates;
  bool is_strict = false;  // warnings fail, too

  std::size_t count(diagnostic::Severity severity) const;
  // Whether there is an error (with is_strict, a warning).
  bool findings_fail() const;
  // That, or a gate that is not met: exit code 1.
  bool has_failed() const;
};

// Puts findings in the order of the subjects, then of places in files, then of rules.
void arrange(Report& report);

struct WriteOptions {
  bool has_colour = false;  // of a terminal
  std::string root;         // the folder that paths are relative to; "" is the working directory
};

struct Format {
  std::string_view name;  // "sarif"
  std::string_view media_type;
  std::string (*write)(const Report& report, const WriteOptions& options);
};

std::span<const Format> formats();
// The format of that name; nullptr where there is none.
const Format* find_format(std::string_view name);

// diagnostic::to_line(), with the colours of to_text().
std::string to_line(const diagnostic::Diagnostic& diagnostic, bool has_colour);

std::string to_text(const Report& report, const WriteOptions& options);
std::string to_json(const Report& report, const WriteOptions& options);
std::string to_junit(const Report& report, const WriteOptions& options);
std::string to_sarif(const Report& report, const WriteOptions& options);
std::string to_html(const Report& report, const WriteOptions& options);

}  // namespace holotype::report
