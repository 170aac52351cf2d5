// holotype test: what is said of arguments that cannot be used, and its exit codes.
#include "cli/test_command.h"

#include <gtest/gtest.h>

#include "cli/cli.h"

namespace holotype::cli {
namespace {

const std::string kTasks = HOLOTYPE_SOURCE_DIR "/specs/comp-tasks.yaml";

TEST(TestCommandTest, SaysWhatCannotBeUsed) {
  struct Row {
    std::vector<std::string> arguments;
    int code;
    const char* error;  // a part of what is said
  };
  const std::string url = "http://127.0.0.1:1";  // nothing listens there
  const Row rows[] = {
      {{kTasks}, kUsage, "URL is required"},
      {{"no-such-file.yaml", url}, kUsage, "no-such-file.yaml"},
      {{kTasks, "localhost:1"}, kUsage, "http://host:port"},
      {{kTasks, url + "/?x=1"}, kUsage, "/?x=1 is no base URL"},
      {{kTasks, url + "/v1#top"}, kUsage, "/v1#top is no base URL"},
      {{kTasks, url + "?x=1"}, kUsage, "?x=1 is no base URL"},
      {{kTasks, url, "--operations", "getTsk"},
       kUsage,
       "No operation of the description is called \"getTsk\"; did you mean \"getTask\"?"},
      {{kTasks, url, "--operations", "getTask", "--operations", "x*"}, kUsage, "\"x*\""},
      {{kTasks, url, "--header", "no colon"}, kUsage, "'Name: value'"},
      {{kTasks, url, "--header", "A: env:HOLOTYPE_NOT_SET"}, kUsage, "which is not set"},
      {{kTasks, url, "--credential", "key=x"}, kUsage, "it has apiKey"},
      {{kTasks, url, "--only", "some"}, kUsage, "positive|negative"},
      {{kTasks, url, "--max-cases", "0"}, kUsage, "--max-cases"},
      {{kTasks, url, "--format", "xml"}, kUsage, "text|json|junit"},
      {{kTasks, url}, kAddressInUse, "nothing listens there"},
  };
  for (const Row& row : rows) {
    std::vector<std::string> arguments = {"holotype", "test"};
    arguments.insert(arguments.end(), row.arguments.begin(), row.arguments.end());
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run(static_cast<int>(arguments.size()), pointers.data());
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    const std::string error = testing::internal::GetCapturedStderr();
    EXPECT_EQ(code, row.code) << error;
    EXPECT_NE(error.find(row.error), std::string::npos) << error;
  }
}

}  // namespace
}  // namespace holotype::cli
