// JUnit's XML: what is a case, what fails, what is skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample.h"
#include "xml/element.h"

namespace holotype::report {
namespace {

using testing::HasSubstr;

TEST(JunitTest, ACaseForEachSubjectAndGate) {
  Report report = sample_report();
  report.gates = {{.wanted_percent = 80, .is_percent = 28.57}};
  EXPECT_EQ(to_junit(report, {}), R"xml(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="holotype proxy" tests="3" failures="2" errors="0" skipped="1" time="0">
  <testsuite name="Pets &amp; more 1" tests="3" failures="2" errors="0" skipped="1" time="0">
    <properties>
      <property name="description" value="specs/pet shop.yaml"/>
      <property name="target" value="http://127.0.0.1:3000"/>
      <property name="exchanges" value="4"/>
      <property name="valid" value="1"/>
    </properties>
    <testcase classname="Pets &amp; more 1" name="POST /pets (createPet)" file="specs/pet shop.yaml" line="5" time="0">
      <failure type="schema.required" message="body: must have property &lt;title&gt;; found object with name">specs/pet shop.yaml:9:12: body: must have property &lt;title&gt;; found object with name (schema.required)
  POST /pets?a=1&amp;b=2, answered 422, 3 times
  fix: Add title.
</failure>
    </testcase>
    <testcase classname="Pets &amp; more 1" name="GET /pets (listPets)" time="0">
      <skipped message="it was never called"/>
    </testcase>
    <testcase classname="Pets &amp; more 1" name="coverage of everything" time="0">
      <failure type="coverage" message="Coverage of everything is 28.5 %, under the 80.0 % asked for.">Coverage of everything is 28.5 %, under the 80.0 % asked for.
</failure>
    </testcase>
  </testsuite>
</testsuites>
)xml");
}

// The cases as "name: failed|skipped|passed", by a parser that is not ours.
std::string outcomes(const Report& report) {
  const auto root = xml::parse(to_junit(report, {}));
  if (!root) return root.error().message;
  std::string lines;
  for (const xml::Element& element : root->children[0].children) {
    if (element.name.local != "testcase") continue;
    std::string outcome = "passed";
    for (const xml::Element& child : element.children) {
      if (child.name.local != "system-out") outcome = child.name.local;
    }
    lines += element.attributes[1].value + ": " + outcome + "\n";
  }
  return lines;
}

TEST(JunitTest, WarningsFailWhereTheyAreErrors) {
  Report report = sample_report();
  report.findings[0].diagnostic.rule = &diagnostic::rules::kParameterUndeclared;
  EXPECT_THAT(outcomes(report), HasSubstr("POST /pets (createPet): passed"));
  report.is_strict = true;
  EXPECT_THAT(outcomes(report), HasSubstr("POST /pets (createPet): failure"));
}

TEST(JunitTest, AllOfACaseIsInOneFailure) {
  Report report = sample_report();
  report.findings.push_back(required_finding());
  report.findings.back().diagnostic.message = "must have property <name>";
  const std::string text = to_junit(report, {});
  EXPECT_THAT(text, HasSubstr("found object with name (and 1 more)\""));
  EXPECT_THAT(text, HasSubstr("must have property &lt;name&gt;; found"));
}

TEST(JunitTest, WhatBelongsToNoOperationIsACaseOfItsOwn) {
  Report report = sample_report();
  report.findings[0].subject.clear();
  EXPECT_EQ(outcomes(report),
            "POST /pets (createPet): passed\nGET /pets (listPets): skipped\n"
            "what belongs to no operation: failure\n");
}

TEST(JunitTest, AnyBytesGiveXml) {
  Report report = sample_report();
  report.findings[0].raw_target = std::string("/\0\x1b\xff]]>", 7);
  report.findings[0].diagnostic.found = "\x01\x7f\xed\xa0\x80";
  report.findings[0].situation = "\xfe";
  report.findings[0].command = "curl '\xfe'";
  EXPECT_THAT(outcomes(report), HasSubstr("createPet): failure"));
}

}  // namespace
}  // namespace holotype::report
