#include "diagnostic/diagnostic.h"

#include <gtest/gtest.h>

#include "diagnostic/rules_request.h"

namespace holotype::diagnostic {
namespace {

TEST(DiagnosticTest, PrintsOneLine) {
  Diagnostic finding{.rule = &rules::kParameterMissing, .message = "must be there"};
  EXPECT_EQ(to_line(finding), "error: must be there (request.parameter-missing)");
  finding.in = Place::Query;
  finding.name = "limit";
  finding.source = {"a.yaml", 3, 5};
  finding.fix = "add limit";
  EXPECT_EQ(to_line(finding),
            "a.yaml:3:5: error: query limit: must be there; add limit (request.parameter-missing)");
  finding.pointer = "/0/x";
  finding.found = "null";
  EXPECT_EQ(to_line(finding),
            "a.yaml:3:5: error: query limit /0/x: must be there; found null; add limit "
            "(request.parameter-missing)");
  finding.related = {"in a request", {"b.har", 7, 9}};
  EXPECT_EQ(to_line(finding),
            "a.yaml:3:5: error: query limit /0/x: must be there; found null; add limit; in a "
            "request at b.har:7:9 (request.parameter-missing)");
}

TEST(DiagnosticTest, OnlyErrorsCountAsErrors) {
  EXPECT_FALSE(has_errors({}));
  EXPECT_FALSE(
      has_errors({{.rule = &rules::kParameterUndeclared}, {.rule = &rules::kBodyUnchecked}}));
  EXPECT_TRUE(has_errors({{.rule = &rules::kParameterUndeclared}, {.rule = &rules::kBodyMissing}}));
}

TEST(DiagnosticTest, NamesTheNearest) {
  struct Row {
    const char* name;
    std::vector<std::string_view> candidates;
    const char* nearest;
  };
  const Row rows[] = {
      {"descripton", {"title", "description"}, "description"},
      {"Title", {"title"}, "title"},
      {"tilte", {"title"}, "title"},
      {"limt", {"offset", "limit"}, "limit"},
      {"x", {"title"}, ""},
      {"id", {"if"}, "if"},
      {"name", {}, ""},
      {"completely", {"different"}, ""},
      {"", {"a"}, "a"},
  };
  for (const Row& row : rows) EXPECT_EQ(nearest(row.name, row.candidates), row.nearest) << row.name;
}

}  // namespace
}  // namespace holotype::diagnostic
