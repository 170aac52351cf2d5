// What --report and --fail-under take, and where reports go.
#include "cli/reporting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/cli.h"

namespace holotype::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ReportingTest : public testing::Test {
 protected:
  ReportingTest() { std::filesystem::create_directories(folder_); }
  ~ReportingTest() override { std::filesystem::remove_all(folder_); }
  std::string in(const char* name) const { return (folder_ / name).string(); }
  static std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("reporting" + std::to_string(::getpid()));
};

TEST_F(ReportingTest, Targets) {
  struct Row {
    std::string text;
    std::string format;  // "": refused
    std::string file;
  };
  const Row rows[] = {
      {"json", "json", ""},
      {"text=-", "text", ""},
      {"sarif=" + in("a.sarif"), "sarif", in("a.sarif")},
      {"html=" + in("a=b.html"), "html", in("a=b.html")},
      {"junit=" + in("no/such/folder.xml"), "", ""},
      {"pdf", "", ""},
      {"", "", ""},
  };
  for (const Row& row : rows) {
    const auto reporting = parse_reporting({.reports = {row.text}});
    ASSERT_EQ(reporting.has_value(), !row.format.empty()) << row.text;
    if (!reporting) continue;
    EXPECT_EQ(reporting->targets[0].format->name, row.format);
    EXPECT_EQ(reporting->targets[0].file, row.file);
    EXPECT_EQ(reporting->takes_stdout(), row.file.empty());
  }
  EXPECT_EQ(parse_reporting({.reports = {"jnit=x"}}).error().message,
            "There is no report format jnit (did you mean junit?); there are text, json, junit, "
            "sarif, html.");
  EXPECT_THAT(parse_reporting({.reports = {"json=" + in("no/x")}}).error().message,
              StartsWith("The report cannot be written to "));
}

TEST_F(ReportingTest, GatesDecideTheExitCode) {
  for (const auto& [wanted, code] : {std::pair("50", kFine), std::pair("50.1", kFindings)}) {
    report::Report report;
    openapi::Operation operation;
    report.coverage.emplace();
    report.coverage->operations = {{&operation, 1, {}}, {&operation, 0, {}}};
    const auto reporting =
        parse_reporting({.reports = {"json=" + in("r.json")}, .fail_under = {wanted}});
    ASSERT_TRUE(reporting.has_value());
    EXPECT_EQ(conclude(report, *reporting), code) << wanted;
    EXPECT_THAT(text_of(in("r.json")), HasSubstr("\"is\": 50.0"));
  }
}

TEST_F(ReportingTest, AFileIsReplacedAsAWhole) {
  const auto reporting = parse_reporting({.reports = {"json=" + in("r.json")}});
  std::ofstream(in("r.json")) << std::string(100'000, 'x');
  ASSERT_TRUE(write({}, *reporting).has_value());
  EXPECT_THAT(text_of(in("r.json")), StartsWith("{"));
  EXPECT_EQ(text_of(in("r.json")).find('x'), std::string::npos);
}

TEST_F(ReportingTest, ColourIsForTerminals) {
  int descriptors[2];
  ASSERT_EQ(::pipe(descriptors), 0);
  EXPECT_FALSE(has_colour(descriptors[1]));
  ::close(descriptors[0]);
  ::close(descriptors[1]);
  const int terminal = ::posix_openpt(0);
  if (terminal < 0) GTEST_SKIP() << "no pseudo-terminals here";
  ::setenv("TERM", "xterm", 1);
  ::unsetenv("NO_COLOR");
  EXPECT_TRUE(has_colour(terminal));
  ::setenv("NO_COLOR", "", 1);  // no-color.org: only when it is not empty
  EXPECT_TRUE(has_colour(terminal));
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(has_colour(terminal));
  ::unsetenv("NO_COLOR");
  ::setenv("TERM", "dumb", 1);
  EXPECT_FALSE(has_colour(terminal));
  ::close(terminal);
}

}  // namespace
}  // namespace holotype::cli
