// The log of requests in both formats, and the summary of findings.
#include "cli/console.h"

#include <gtest/gtest.h>

#include "diagnostic/rules_request.h"
#include "json/text.h"

namespace holotype::cli {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
namespace rules = diagnostic::rules;

const Diagnostic kMissing{.rule = &rules::kBodyMissing,
                          .message = "must be there",
                          .fix = "send it",
                          .in = diagnostic::Place::Body,
                          .source = {"a.yaml", 1, 2}};
const Diagnostic kUndeclared{.rule = &rules::kParameterUndeclared, .message = "is not described"};

TEST(ConsoleTest, LogsARequestAsText) {
  const Diagnostics none;
  const Diagnostics one = {kMissing};
  const Diagnostics three = {kMissing, kUndeclared, kUndeclared};
  const Diagnostics error_last = {kUndeclared, kMissing};
  const Diagnostics warning = {kUndeclared};
  struct Row {
    const char* target;
    const char* operation;
    const Diagnostics* findings;
    const Diagnostics* answer_findings;
    const char* line;
  };
  const Row rows[] = {
      {"/a?b=1", "getA", &none, &none, "GET /a?b=1 -> 200 getA [example] 1.50 ms"},
      {"/a", "", &none, nullptr, "GET /a -> 200 - [example] 1.50 ms"},
      {"/a", "getA", &one, &none,
       "GET /a -> 200 getA [example] 1.50 ms  error: body: must be there (request.body-missing)"},
      {"/a", "getA", &three, &none,
       "GET /a -> 200 getA [example] 1.50 ms  error: body: must be there (request.body-missing) "
       "(and 2 more)"},
      // What is wrong with the answer counts as well.
      {"/a", "getA", &none, &three,
       "GET /a -> 200 getA [example] 1.50 ms  error: body: must be there (request.body-missing) "
       "(and 2 more)"},
      {"/a", "getA", &one, &one,
       "GET /a -> 200 getA [example] 1.50 ms  error: body: must be there (request.body-missing) "
       "(and 1 more)"},
      // What it was refused for goes before a warning, wherever that stands.
      {"/a", "getA", &error_last, &none,
       "GET /a -> 200 getA [example] 1.50 ms  error: body: must be there (request.body-missing) "
       "(and 1 more)"},
      {"/a", "getA", &warning, &one,
       "GET /a -> 200 getA [example] 1.50 ms  error: body: must be there (request.body-missing) "
       "(and 1 more)"},
      {"/a", "getA", &warning, &none,
       "GET /a -> 200 getA [example] 1.50 ms  warning: is not described "
       "(request.parameter-undeclared)"},
      // A request's bytes must not move the cursor or hide a line.
      {"/\x1b[2J\r\n\x7f", "a\nb", &none, &none, "GET /?[2J??? -> 200 a?b [example] 1.50 ms"},
  };
  for (const Row& row : rows) {
    engine::LogRecord record{"GET", row.target, row.operation, 200, "example"};
    record.duration = std::chrono::microseconds(1500);
    record.findings = row.findings;
    record.answer_findings = row.answer_findings;
    EXPECT_EQ(log_line(record, LogFormat::Text), row.line);
  }
  engine::LogRecord record{"GET", "/a", "a", 200, "fixture x\x1b[31m"};
  EXPECT_EQ(log_line(record, LogFormat::Text), "GET /a -> 200 a [fixture x?[31m] 0.00 ms");
  const std::string long_target(1000, 'x');
  record.raw_target = long_target;
  EXPECT_LT(log_line(record, LogFormat::Text).size(), 300u);
}

TEST(ConsoleTest, LogsARequestAsJson) {
  const Diagnostics none;
  const Diagnostics two = {kMissing, kUndeclared};
  struct Row {
    const char* target;
    const char* operation;
    const Diagnostics* findings;
    const Diagnostics* answer_findings;
    const char* line;
  };
  const Row rows[] = {
      {"/a?b=1", "getA", &none, nullptr,
       R"({"method":"GET","target":"/a?b=1","operation":"getA","status":200,"source":"example",)"
       R"("ms":1.5,"findings":0})"},
      {"/a", "", &two, nullptr,
       R"({"method":"GET","target":"/a","status":200,"source":"example","ms":1.5,"findings":2,)"
       R"("rule":"request.body-missing",)"
       R"x("message":"error: body: must be there (request.body-missing)"})x"},
      {"/a", "", &none, &two,
       R"({"method":"GET","target":"/a","status":200,"source":"example","ms":1.5,"findings":2,)"
       R"("rule":"request.body-missing",)"
       R"x("message":"error: body: must be there (request.body-missing)"})x"},
      {"/\"\n\x1b", "", &none, nullptr,
       "{\"method\":\"GET\",\"target\":\"/\\\"\\n\\u001B\",\"status\":200,\"source\":\"example\","
       "\"ms\":1.5,\"findings\":0}"},
  };
  for (const Row& row : rows) {
    engine::LogRecord record{"GET", row.target, row.operation, 200, "example"};
    record.duration = std::chrono::microseconds(1500);
    record.findings = row.findings;
    record.answer_findings = row.answer_findings;
    EXPECT_EQ(log_line(record, LogFormat::Json), row.line);
  }
  // Whatever bytes come, the line is one JSON text.
  for (const char* target : {"/\xff", "/\xc3", "/\xed\xa0\x80", "/\xc3\xa4"}) {
    const engine::LogRecord record{"GET", target, "", 200, "example"};
    const std::string line = log_line(record, LogFormat::Json);
    EXPECT_TRUE(json::read(line)) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
}

TEST(ConsoleTest, SumsUpFindings) {
  const Diagnostic note{.rule = &rules::kBodyUnchecked};
  struct Row {
    Diagnostics findings;
    const char* text;
  };
  const Row rows[] = {
      {{}, ""},
      {{kMissing}, "1 error"},
      {{kMissing, kMissing}, "2 errors"},
      {{kUndeclared}, "1 warning"},
      {{kUndeclared, kMissing, note, kUndeclared}, "1 error, 2 warnings, 1 note"},
      {{note, note}, "2 notes"},
  };
  for (const Row& row : rows) EXPECT_EQ(summary(row.findings), row.text);
}

}  // namespace
}  // namespace holotype::cli
