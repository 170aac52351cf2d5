// SARIF 2.1.0: what code hosts read of it. Numbers are sections of the standard.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "json/pointer.h"
#include "json/text.h"
#include "report/sample.h"

namespace holotype::report {
namespace {

using testing::HasSubstr;

std::string part(const std::string& text, const char* pointer) {
  const auto tree = json::read(text);
  const json::Value* value = json::resolve(tree->root(), pointer);
  return value == nullptr ? "absent" : json::write(*value);
}

TEST(SarifTest, HasWhatCodeHostsRead) {
  Report report = sample_report();
  report.remarks = {"The description was loaded again."};
  const std::string text = to_sarif(report, {});
  struct Row {
    const char* pointer;
    const char* json;
  };
  const Row rows[] = {
      {"/version", R"("2.1.0")"},                                          // 3.13.2
      {"/$schema", R"("https://json.schemastore.org/sarif-2.1.0.json")"},  // 3.13.3
      {"/runs/0/tool/driver/name", R"("Holotype")"},                       // 3.19.8
      {"/runs/0/columnKind", R"("unicodeCodePoints")"},                    // 3.14.17
      {"/runs/0/tool/driver/rules/0/id", R"("schema.required")"},          // 3.49.3
      {"/runs/0/tool/driver/rules/0/name", R"("SchemaRequired")"},
      {"/runs/0/tool/driver/rules/0/defaultConfiguration", R"({"level":"error"})"},
      {"/runs/0/results/0/ruleId", R"("schema.required")"},  // 3.27.5
      {"/runs/0/results/0/ruleIndex", "0"},                  // 3.27.6
      {"/runs/0/results/0/level", R"("error")"},             // 3.27.10
      {"/runs/0/results/0/message/text",
       R"("body: must have property <title>; found object with name. Found in the request POST )"
       R"(/pets?a=1&b=2, answered 422. Add title.")"},
      {"/runs/0/results/0/locations",
       R"([{"physicalLocation":{"artifactLocation":{"uri":"specs/pet%20shop.yaml",)"
       R"("uriBaseId":"%SRCROOT%"},"region":{"startLine":9,"startColumn":12}},)"
       R"("logicalLocations":[{"fullyQualifiedName":"createPet","kind":"function"}]}])"},
      {"/runs/0/results/0/occurrenceCount", "3"},                                         // 3.27.23
      {"/runs/0/results/0/webRequest", R"({"method":"POST","target":"/pets?a=1&b=2"})"},  // 3.27.29
      {"/runs/0/results/0/webResponse", R"({"statusCode":422})"},
      {"/runs/0/invocations/0/executionSuccessful", "true"},  // 3.20.14
      {"/runs/0/invocations/0/exitCode", "1"},
      {"/runs/0/invocations/0/toolExecutionNotifications/0/message/text",
       R"("The description was loaded again.")"},
  };
  for (const Row& row : rows) EXPECT_EQ(part(text, row.pointer), row.json) << row.pointer;
  EXPECT_THAT(part(text, "/runs/0/tool/driver/rules/0/help/text"), HasSubstr("Breaks it"));
  EXPECT_THAT(part(text, "/runs/0/tool/driver/rules/0/help/markdown"),
              HasSubstr("**What to do:**"));
}

// 3.4.4 and 3.4.7: relative to the root below it, absolute elsewhere, always percent-encoded.
TEST(SarifTest, PlacesAreUris) {
  const std::string here = std::filesystem::current_path().string();
  struct Row {
    std::string file;
    std::string root;
    std::string location;
  };
  const Row rows[] = {
      {"a.yaml", "", R"({"uri":"a.yaml","uriBaseId":"%SRCROOT%"})"},
      {"./b/../a.yaml", "", R"({"uri":"a.yaml","uriBaseId":"%SRCROOT%"})"},
      {here + "/specs/a b.yaml", "", R"({"uri":"specs/a%20b.yaml","uriBaseId":"%SRCROOT%"})"},
      {"/x/y/a.yaml", "/x", R"({"uri":"y/a.yaml","uriBaseId":"%SRCROOT%"})"},
      {"/x/y/a.yaml", "/x/", R"({"uri":"y/a.yaml","uriBaseId":"%SRCROOT%"})"},
      {"/xy/a.yaml", "/x", R"({"uri":"file:///xy/a.yaml"})"},
      {"/x/a.yaml", "/x/y", R"({"uri":"file:///x/a.yaml"})"},
      {"https://example.com/a.yaml", "", R"({"uri":"https://example.com/a.yaml"})"},
  };
  for (const Row& row : rows) {
    Report report = sample_report();
    report.findings[0].diagnostic.source.file = row.file;
    EXPECT_EQ(part(to_sarif(report, {.root = row.root}),
                   "/runs/0/results/0/locations/0/physicalLocation/artifactLocation"),
              row.location)
        << row.file << " below " << row.root;
  }
}

TEST(SarifTest, WhatHasNoLineIsAtTheFirst) {
  Report report = sample_report();
  report.findings[0].diagnostic.source = {};
  EXPECT_EQ(part(to_sarif(report, {}), "/runs/0/results/0/locations/0/physicalLocation"),
            R"({"artifactLocation":{"uri":"specs/pet%20shop.yaml","uriBaseId":"%SRCROOT%"},)"
            R"("region":{"startLine":1,"startColumn":1}})");
}

TEST(SarifTest, EachRuleIsListedOnce) {
  Report report = sample_report();
  report.findings.push_back(required_finding());
  report.findings.push_back(required_finding());
  report.findings[1].diagnostic.rule = &diagnostic::rules::kParameterUndeclared;
  const std::string text = to_sarif(report, {});
  EXPECT_EQ(part(text, "/runs/0/tool/driver/rules/2"), "absent");
  EXPECT_EQ(part(text, "/runs/0/results/1/ruleIndex"), "1");
  EXPECT_EQ(part(text, "/runs/0/results/1/level"), R"("warning")");
  EXPECT_EQ(part(text, "/runs/0/results/2/ruleIndex"), "0");
}

TEST(SarifTest, AFingerprintOutlivesAnEditAboveIt) {
  const auto fingerprint = [](void (*change)(Finding&)) {
    Report report = sample_report();
    change(report.findings[0]);
    return part(to_sarif(report, {}), "/runs/0/results/0/partialFingerprints/holotypeFinding~1v1");
  };
  const std::string before = fingerprint([](Finding&) {});
  EXPECT_NE(before, "absent");
  EXPECT_EQ(fingerprint([](Finding& f) { f.diagnostic.source.line = 20; }), before);
  EXPECT_EQ(fingerprint([](Finding& f) { f.diagnostic.found = "other"; }), before);
  EXPECT_EQ(fingerprint([](Finding& f) { f.raw_target = "/pets"; }), before);
  EXPECT_NE(fingerprint([](Finding& f) { f.subject = "listPets"; }), before);
  EXPECT_NE(fingerprint([](Finding& f) { f.diagnostic.message = "other"; }), before);
}

TEST(SarifTest, OtherPlacesAreRelatedLocations) {
  Report report = sample_report();
  diagnostic::Diagnostic& finding = report.findings[0].diagnostic;
  finding.causes = {finding};
  finding.related = {"the request", {"traffic.har", 12, 7}};
  const std::string text = to_sarif(report, {});
  EXPECT_EQ(part(text, "/runs/0/results/0/relatedLocations/0"),
            R"({"physicalLocation":{"artifactLocation":{"uri":"traffic.har","uriBaseId":)"
            R"("%SRCROOT%"},"region":{"startLine":12,"startColumn":7}},)"
            R"("message":{"text":"the request"}})");
  EXPECT_EQ(part(text, "/runs/0/results/0/relatedLocations/1/message/text"),
            R"("body: must have property <title>; found object with name")");
  for (const Format& format : formats())
    EXPECT_THAT(format.write(report, {}), HasSubstr("the request")) << format.name;
}

}  // namespace
}  // namespace holotype::report
