// HTML: self-contained, escaped, complete. How it looks is for eyes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "report/sample.h"

namespace holotype::report {
namespace {

using testing::HasSubstr;
using testing::Not;

Report whole() {
  Report report = sample_report();
  report.coverage = coverage_of_pets();
  const openapi::Operation& create = report.coverage->description->operations[0];
  report.coverage->keywords = {
      {.schema = create.parameters[0].schema.node, .name = "type", .source = {"pets.yaml", 7, 49}}};
  report.gates = {{.wanted_percent = 80, .is_percent = 28.57}};
  return report;
}

// Text without markup, white space folded.
std::string visible(const std::string& html) {
  std::string body = html.substr(html.find("<body>"));
  body = std::regex_replace(body, std::regex("<[^>]*>"), " ");
  return std::regex_replace(body, std::regex("\\s+"), " ");
}

TEST(HtmlTest, SaysEverything) {
  const std::string text = visible(to_html(whole(), {}));
  for (const char* words : {
           "Pets &amp; more 1",
           "specs/pet shop.yaml against http://127.0.0.1:3000",
           "Failed: 1 error",
           "4 exchanges",
           "Coverage of everything is 28.5 %, under the 80.0 % asked for.",
           "Operations 50.0 % 1 of 2",
           "Statuses 33.3 % 1 of 3",
           "Together",
           "POST /pets createPet",
           "body: must have property &lt;title&gt;; found object with name",
           "Place specs/pet shop.yaml:9:12",
           "Request POST /pets?a=1&amp;b=2, answered 422 and 2 more",
           "What to do Add title.",
           "createPet, 1 call",
           "never called",
           "201 , 1 time",
           "422 , not met",
           "query dry , not met",
           "POST /pets 0 of 1",
           "query dry type , not met (pets.yaml:7:49)",
       })
    EXPECT_THAT(text, HasSubstr(words));
}

TEST(HtmlTest, LoadsNothingFromElsewhere) {
  const std::string html = to_html(whole(), {});
  for (const char* loader : {"<script", "src=", "@import", "url(", "href=\"http", "<iframe"})
    EXPECT_THAT(html, Not(HasSubstr(loader)));
  EXPECT_THAT(html, HasSubstr("prefers-color-scheme:dark"));
}

TEST(HtmlTest, WhatClientsSendIsNoMarkup) {
  Report report = whole();
  const std::string markup = "\"><script>alert(1)</script>";
  Finding& finding = report.findings[0];
  for (std::string* text :
       {&finding.raw_target, &finding.situation, &finding.command, &finding.diagnostic.found,
        &finding.diagnostic.message, &finding.diagnostic.source.file, &finding.diagnostic.fix,
        &finding.subject, &report.title, &report.descriptions[0]})
    *text = markup;
  report.remarks = {markup};
  EXPECT_THAT(to_html(report, {}), Not(HasSubstr("<script")));
}

TEST(HtmlTest, TablesCanBeListenedTo) {
  const std::string html = to_html(whole(), {});
  const auto count = [&html](const char* what) {
    const std::regex pattern(what);
    return std::distance(std::sregex_iterator(html.begin(), html.end(), pattern),
                         std::sregex_iterator());
  };
  EXPECT_EQ(count("<table"), 2);
  EXPECT_EQ(count("<table"), count("<caption"));
  EXPECT_EQ(count("<th[ >]"), count("<th [^>]*scope="));
  EXPECT_EQ(count("<html lang=\"en\">"), 1);
  EXPECT_EQ(count("<h1>"), 1);
}

TEST(HtmlTest, WithoutCoverageItHasTheFindingsAlone) {
  const std::string text = visible(to_html(sample_report(), {}));
  EXPECT_THAT(text, HasSubstr("Findings"));
  EXPECT_THAT(text, Not(HasSubstr("Coverage")));
  EXPECT_THAT(visible(to_html({}, {})), HasSubstr("Passed: no findings"));
}

}  // namespace
}  // namespace holotype::report
