// What a terminal shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample.h"

namespace holotype::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(TextTest, FindingsThenCoverageThenHowItWent) {
  Report report = sample_report();
  report.coverage = coverage_of_pets();
  report.gates = {{.wanted_percent = 80, .is_percent = 28.57}};
  report.remarks = {"The description was loaded again."};
  EXPECT_EQ(
      to_text(report, {}),
      R"(specs/pet shop.yaml:9:12: error: body: must have property <title>; found object with name (schema.required)
    request: POST /pets?a=1&b=2, answered 422 (and 2 more)
    fix: Add title.

Coverage of the description
  Operations   ████████████░░░░░░░░░░░░   50.0 % (1 of 2)
  Statuses     ████████░░░░░░░░░░░░░░░░   33.3 % (1 of 3)
  Media types  ░░░░░░░░░░░░░░░░░░░░░░░░    0.0 % (0 of 1)
  Parameters   ░░░░░░░░░░░░░░░░░░░░░░░░    0.0 % (0 of 1)
  Together     ██████░░░░░░░░░░░░░░░░░░   28.5 % (2 of 7)
  Examples     ░░░░░░░░░░░░░░░░░░░░░░░░    0.0 % (0 of 1)
Never called
  listPets (GET /pets)

The description was loaded again.
Coverage of everything is 28.5 %, under the 80.0 % asked for.
Pets & more 1 (specs/pet shop.yaml), http://127.0.0.1:3000: 1 error, 4 exchanges, 1 valid
)");
}

TEST(TextTest, SaysHowToDoItAgain) {
  Report report = sample_report();
  report.findings[0].situation = "body name: left out";
  report.findings[0].command = "curl a\ncurl b";
  report.findings[0].diagnostic.related = {"the entry", {"traffic.har", 3, 1}};
  EXPECT_THAT(to_text(report, {}), HasSubstr("    see: the entry at traffic.har:3:1\n"
                                             "    case: body name: left out\n"
                                             "    fix: Add title.\n"
                                             "    again: curl a\n"
                                             "     then: curl b\n"));
}

TEST(TextTest, ColoursOnATerminal) {
  const std::string text = to_text(sample_report(), {.has_colour = true});
  EXPECT_THAT(text, HasSubstr("\x1b[1mspecs/pet shop.yaml:9:12\x1b[0m: \x1b[31merror\x1b[0m: "));
  EXPECT_THAT(to_text(sample_report(), {}), Not(HasSubstr("\x1b")));
  const diagnostic::Diagnostic finding = required_finding().diagnostic;
  EXPECT_EQ(to_line(finding, false), diagnostic::to_line(finding));
  EXPECT_THAT(to_line(finding, true),
              HasSubstr("\x1b[1mspecs/pet shop.yaml:9:12\x1b[0m: \x1b[31merror\x1b[0m: body: "));
}

TEST(TextTest, BytesOfARequestDoNotReachTheTerminal) {
  Report report = sample_report();
  report.findings[0].raw_target = "/\x1b[2J\xff";
  report.findings[0].diagnostic.found = "\r\n\x07";
  const std::string text = to_text(report, {});
  EXPECT_THAT(text, HasSubstr("request: POST /?[2J\xef\xbf\xbd, answered 422"));
  EXPECT_THAT(text, HasSubstr("found ??? (schema.required)"));
}

}  // namespace
}  // namespace holotype::report
