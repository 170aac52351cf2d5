// run(): arguments to exit codes, and what is said of arguments that cannot be used.
#include "cli/cli.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace holotype::cli {
namespace {

struct Ran {
  int code = 0;
  std::string out;
  std::string error;
};

Ran run_with(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "holotype");
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Ran ran;
  ran.code = run(static_cast<int>(arguments.size()), pointers.data());
  ran.out = testing::internal::GetCapturedStdout();
  ran.error = testing::internal::GetCapturedStderr();
  return ran;
}

TEST(CliTest, SaysWhatIsWrongWithArguments) {
  struct Row {
    std::vector<std::string> arguments;
    int code;
    const char* error;  // a part of what is said
  };
  const Row rows[] = {
      {{}, kUsage, "Grows an API from its OpenAPI description"},
      {{"mok", "a.yaml"}, kUsage, "There is no command mok; did you mean mock?"},
      {{"frobnicate"}, kUsage, "There is no command frobnicate."},
      {{"--frobnicate", "mock"}, kUsage, "There is no option --frobnicate before the command."},
      {{"--fixtures", "a", "mock"}, kUsage, "There is no option --fixtures before the command."},
      {{"mock"}, kUsage, "DESCRIPTION is required"},
      {{"mock", ""},
       kUsage,
       "DESCRIPTION must name a file, and is empty.\nSee: holotype mock --help\n"},
      {{"check", "a.yaml", ""}, kUsage, "DESCRIPTION must name a file, and is empty.\n"},
      {{"test", "", "http://a"}, kUsage, "DESCRIPTION must name a file, and is empty.\n"},
      {{"mock", "a.yaml", "--prot", "1"},
       kUsage,
       "mock has no option --prot; did you mean --port?\nSee: holotype mock --help\n"},
      {{"mock", "a.yaml", "--frobnicate"}, kUsage, "mock has no option --frobnicate."},
      {{"check", "a.yaml", "--fail-under", "80"},
       kUsage,
       "check has no option --fail-under; mock, proxy and test have it."},
      {{"check", "a.yaml", "--fail-under=80"}, kUsage, "mock, proxy and test have it."},
      {{"mock", "a.yaml", "--against", "b.yaml"},
       kUsage,
       "mock has no option --against; check has it."},
      {{"mock", "a.yaml", "--", "--against"}, kUsage, "--against"},
      {{"mock", "--prot=1"}, kUsage, "mock has no option --prot; did you mean --port?\n"},
      {{"bowtie", "more"}, kUsage, "bowtie takes no argument more here.\n"},
      {{"mock", "a.yaml", "--now"}, kUsage, "--now needs a value.\n"},
      {{"mock", "a.yaml", "-p", "1", "-p", "2"}, kUsage, "--port may be given once.\n"},
      {{"mock", "a.yaml", "-p", "http"},
       kUsage,
       "--port must be a whole number from 0 to 65535, and is http.\n"},
      {{"mock", "a.yaml", "-p", "65536"}, kUsage, "from 0 to 65535, and is 65536.\n"},
      {{"mock", "a.yaml", "-p", "-1"}, kUsage, "from 0 to 65535, and is -1.\n"},
      {{"mock", "a.yaml", "--seed", "x"}, kUsage, "--seed must be a whole number, and is x.\n"},
      {{"mock", "a.yaml", "--max-body-bytes", "-1"}, kUsage, "a whole number, and is -1.\n"},
      {{"mock", "a.yaml", "--cors=perhaps"},
       kUsage,
       "--cors must be true or false, and is perhaps.\n"},
      {{"mock", "a.yaml", "--log-format", "xml"}, kUsage, "xml"},
      {{"mock", "a.yaml", "--threads", "0"}, kUsage, "from 1 to 1024, and is 0.\n"},
      {{"proxy", "a.yaml", "http://localhost:1", "--upstream-timeout", "soon"},
       kUsage,
       "--upstream-timeout must be a number of seconds from 0.001 to 86400, and is soon.\n"},
      {{"mock", "a.yaml", "--now", "yesterday"},
       kUsage,
       "--now must be a time like 2024-01-15T10:30:00Z, not yesterday."},
      {{"mock", "a.yaml", "--now", "2023-02-29T00:00:00Z"}, kUsage, "--now must be a time"},
      {{"mock", "a.yaml", "--now", "2024-01-15T24:00:00Z"}, kUsage, "--now must be a time"},
      {{"mock", "no-such-file.yaml"}, kUsage, "no-such-file.yaml"},
      {{"check"}, kUsage, "DESCRIPTION is required"},
      {{"explain", "a.yaml", "POST", "/", "--json", "@/"}, kUsage, "@/: / is a folder."},
      {{"explain", "a.yaml", "POST", "/", "-d", "@/"}, kUsage, "@/: / is a folder."},
      {{"explain", "a.yaml", "POST", "/", "-d", "@no/such"}, kUsage, "there is no file no/such."},
      {{"explain", "a.yaml", "POST", "/", "--data-binary", "@/dev/zero"},
       kUsage,
       "/dev/zero has more than 268435455 bytes."},
      {{"check", "a.yaml", "--verbose"}, kUsage, "name the older version with --against"},
      {{"check", "a.yaml", "b.yaml", "--against", "c.yaml"}, kUsage, "one older version"},
      {{"check", "a.yaml", "--base", "http://a"}, kUsage, "name that with --traffic"},
      {{"check", "a.yaml", "--fixtures", "f.yaml", "--against", "b.yaml"},
       kUsage,
       "--fixtures are checked with the description itself"},
      {{"check", "a.yaml", "--fixtures", "f.yaml", "--traffic", "a.har"},
       kUsage,
       "--fixtures are checked with the description itself"},
      {{"check", "a.yaml", "--traffic", "a.har", "--base", "a"}, kUsage, "--base a is not like"},
      {{"validate", "schema.json"}, kUsage, "INSTANCE is required"},
      {{"explain"}, kUsage, "DESCRIPTION is required"},
      {{"explain", "a.yaml"}, kUsage, "METHOD and TARGET are required"},
      {{"explain", "a.yaml", "GET"}, kUsage, "TARGET is required"},
      {{"explain", "no-such-file.yaml", "GET", "/a"}, kUsage, "no-such-file.yaml"},
      {{"proxy", "a.yaml"}, kUsage, "UPSTREAM is required"},
      {{"proxy", "a.yaml", "localhost:3000"}, kUsage, "is not like http://host:port"},
      {{"proxy", "a.yaml", "http://localhost:1", "--fallback", "luck"}, kUsage, "luck"},
      {{"proxy", "a.yaml", "http://localhost:1", "--also", "b.yaml"},
       kUsage,
       "a.yaml b.yaml cannot be served"},
      {{"proxy", "a.yaml", "http://localhost:1", "--record", "/proc/x"}, kUsage, "/proc/x"},
      {{"validate", "schema.json", "a.json", "--output", "loud"}, kUsage, "loud"},
  };
  for (const Row& row : rows) {
    const Ran ran = run_with(row.arguments);
    const std::string label = row.arguments.empty() ? "nothing" : row.arguments.back();
    EXPECT_EQ(ran.code, row.code) << label;
    EXPECT_NE(ran.error.find(row.error), std::string::npos) << label << ":\n" << ran.error;
    EXPECT_EQ(ran.out, "") << label;
  }
}

TEST(CliTest, HelpsOnStdout) {
  struct Row {
    std::vector<std::string> arguments;
    const char* out;  // a part
  };
  const Row rows[] = {
      {{"--help"}, "Exit codes: 0 fine, 1 findings"},
      {{"--version"}, "holotype "},
      {{"mock", "--help"}, "--fixtures"},
      {{"proxy", "--help"}, "--upstream-timeout"},
      {{"test", "--help"}, "--credential"},
      {{"check", "--help"}, "--strict"},
      {{"validate", "--help"}, "--output"},
      {{"bowtie", "--help"}, "--assert-format"},
  };
  for (const Row& row : rows) {
    const Ran ran = run_with(row.arguments);
    EXPECT_EQ(ran.code, kFine) << row.out;
    EXPECT_NE(ran.out.find(row.out), std::string::npos) << ran.out;
    EXPECT_EQ(ran.error, "");
  }
}

// explain: of several descriptions the one that has the operation answers.
TEST(CliTest, ExplainsWithSeveralDescriptions) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "explain-several";
  std::filesystem::create_directories(folder);
  const auto write = [&folder](const char* name, const std::string& path) {
    std::ofstream(folder / name) << "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  " +
                                        path +
                                        ":\n    get: {responses: {'200': {description: A.}}}\n";
    return (folder / name).string();
  };
  const std::string pets = write("pets.yaml", "/pets");
  const std::string shops = write("shops.yaml", "/shops");
  for (const char* target : {"/pets", "/shops"}) {
    const Ran ran = run_with({"explain", pets, shops, "GET", target});
    EXPECT_EQ(ran.code, kFine) << ran.error;
    EXPECT_NE(ran.out.find(std::string("GET ") + target), std::string::npos) << ran.out;
  }
  EXPECT_EQ(run_with({"explain", pets, shops, "GET", "/cats"}).code, kFindings);
  std::filesystem::remove_all(folder);
}

// What keeps a file from being read that the description refers to is told by each command, once.
TEST(CliTest, TellsOfABrokenFile) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "broken-file";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "main.yaml")
      << "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a: {$ref: item.yaml}\n"
         "  /b: {$ref: item.yaml}\n  /c: {get: {responses: {'200': {description: C.}}}}\n";
  std::ofstream(folder / "item.yaml") << "get:\n  summary: A.\n   responses: {}\n";
  const std::string path = (folder / "main.yaml").string();
  struct Row {
    std::vector<std::string> arguments;
    int code;
  };
  const Row rows[] = {
      {{"check", path}, kFindings},
      {{"explain", path, "GET", "/a"}, kFindings},
      {{"test", path, "http://127.0.0.1:1"}, kAddressInUse},
  };
  for (const Row& row : rows) {
    const Ran ran = run_with(row.arguments);
    EXPECT_EQ(ran.code, row.code) << ran.out << ran.error;
    const std::string said = ran.out + ran.error;
    const std::size_t at = said.find("item.yaml:3:");
    ASSERT_NE(at, std::string::npos) << said;
    EXPECT_NE(said.find("(document.syntax)", at), std::string::npos) << said;
    EXPECT_EQ(said.find("item.yaml:3:", at + 1), std::string::npos) << said;
  }
  std::filesystem::remove_all(folder);
}

// check: a line for each finding, and what the exit code says of them.
TEST(CliTest, ChecksADescription) {
  const std::string head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
  const std::string sound = "paths: {/a: {get: {responses: {'200': {description: A.}}}}}\n";
  struct Row {
    std::string text;
    std::vector<std::string> flags;
    int code;
    const char* said;  // a part of both outputs
  };
  const Row rows[] = {
      {head + sound, {}, kFine, ""},
      {head + "paths: {/a: {get: {responses: {'200': {description: A., content: "
              "{application/json: {schema: {type: integer}, example: x}}}}}}}\n",
       {},
       kFindings,
       "(example.invalid)"},
      {head + "paths: {/a: {delete: {requestBody: {required: true, content: {text/plain: {}}}, "
              "responses: {'200': {description: A.}}}}}\n",
       {},
       kFine,
       "(openapi.body-semantics)"},
      {head + "paths: {/a: {delete: {requestBody: {required: true, content: {text/plain: {}}}, "
              "responses: {'200': {description: A.}}}}}\n",
       {"--strict"},
       kFindings,
       "(openapi.body-semantics)"},
      {"just: text\n", {}, kUsage, "(openapi.not-a-description)"},
      {"swagger: '1.2'\n", {}, kUsage, "(openapi.unsupported-version)"},
      {"a: [\n", {}, kUsage, ":2:1: error: "},
      {head + sound, {"--fixtures", "/no/such/file"}, kUsage, "/no/such/file"},
  };
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / "holotype_cli_test.yaml";
  for (const Row& row : rows) {
    std::ofstream(path, std::ios::binary) << row.text;
    std::vector<std::string> arguments = {"check", path.string()};
    arguments.insert(arguments.end(), row.flags.begin(), row.flags.end());
    const Ran ran = run_with(arguments);
    EXPECT_EQ(ran.code, row.code) << row.text;
    EXPECT_NE((ran.out + ran.error).find(row.said), std::string::npos) << ran.out << ran.error;
  }
  std::filesystem::remove(path);
  const Ran ran = run_with({"check", path.string()});
  EXPECT_EQ(ran.code, kUsage) << "what cannot be read was not checked";
  EXPECT_NE(ran.out.find("(document.unreadable)"), std::string::npos) << ran.out;
}

// One fixture that is none, one that breaks the description and a file that is not there: each is
// told of, and what is told of one does not depend on the others.
TEST(CliTest, ChecksEveryFixture) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "faulty";
  std::filesystem::create_directories(folder);
  const std::string api = (folder / "api.yaml").string();
  std::ofstream(api) << "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n"
                        "      operationId: getA\n      responses:\n        '200':\n"
                        "          description: A.\n"
                        "          content: {application/json: {schema: {type: integer}}}\n";
  const auto write = [&folder](const std::string& name, const std::string& fixtures) {
    std::ofstream(folder / name) << fixtures;
    return (folder / name).string();
  };
  const std::string breach = "- {name: breach, operation: getA, respond: {body: no}}\n";
  const std::string unknown = "- {name: unknown, operation: getB, respond: {}}\n";
  struct Row {
    std::vector<std::string> files;
    int code;
    std::vector<std::string> said;
  };
  const Row rows[] = {
      {{write("both.yaml", breach + unknown)},
       kFindings,
       {"both.yaml:1:3: error: the fixture breach breaks getA",
        "both.yaml:2:30: error: ", "2 errors"}},
      {{write("breach.yaml", breach), write("unknown.yaml", unknown)},
       kFindings,
       {"breach.yaml:1:3: error: ", "unknown.yaml:1:30: error: ", "2 errors"}},
      {{write("breach.yaml", breach), write("half.yaml", "- {")},
       kFindings,
       {"breach.yaml:1:3: error: ", "half.yaml:2:1: error: ", "2 errors"}},
      {{write("breach.yaml", breach), (folder / "none.yaml").string()},
       kUsage,
       {"breach.yaml:1:3: error: ", "(document.unreadable)"}},
  };
  for (const Row& row : rows) {
    std::vector<std::string> arguments = {"check", api};
    for (const std::string& file : row.files) {
      arguments.emplace_back("--fixtures");
      arguments.push_back(file);
    }
    const Ran ran = run_with(arguments);
    EXPECT_EQ(ran.code, row.code) << ran.out << ran.error;
    for (const std::string& part : row.said)
      EXPECT_NE((ran.out + ran.error).find(part), std::string::npos) << part << "\nin\n"
                                                                     << ran.out << ran.error;
  }
  std::filesystem::remove_all(folder);
}

// check --traffic: what was found in the recording, where, and a sentence of what was looked at.
TEST(CliTest, ChecksTraffic) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir());
  const std::string api = (folder / "holotype_cli_traffic.yaml").string();
  const std::string har = (folder / "holotype_cli_traffic.har").string();
  std::ofstream(api, std::ios::binary)
      << "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
         "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: A.\n"
         "          content: {application/json: {schema: {type: integer}}}\n";
  struct Row {
    std::string entries;
    std::vector<std::string> flags;
    int code;
    std::vector<std::string> said;
  };
  const auto entry = [](const std::string& url, const std::string& text) {
    return R"({"request":{"method":"GET","url":")" + url +
           R"(","headers":[]},"response":{"status":200,"headers":[],"content":{"size":1,)"
           R"("mimeType":"application/json","text":")" +
           text + R"("}}})";
  };
  const Row rows[] = {
      {entry("http://a/a", "1"), {}, kFine, {"api: no findings", "1 entries, 1 judged."}},
      {entry("http://a/a", "x"),
       {},
       kFindings,
       {"(request.body-malformed)", "in the answer 200 to GET /a at har:2:1"}},
      {entry("http://a/v1/a", "1"), {"--base", "http://a/v1"}, kFine, {"1 judged."}},
      {entry("http://a/a", "1"),
       {"--base", "http://b"},
       kFindings,
       {"1 of other addresses", "(traffic.nothing-judged)"}},
      {"5", {}, kFindings, {"har:2:1: error: ", "(traffic.malformed)"}},
      {"{", {}, kUsage, {"har:2:", "(document.syntax)"}},
  };
  for (const Row& row : rows) {
    std::ofstream(har, std::ios::binary) << "{\"log\":{\"entries\":[\n" << row.entries << "]}}\n";
    std::vector<std::string> arguments = {"check", api, "--traffic", har};
    arguments.insert(arguments.end(), row.flags.begin(), row.flags.end());
    const Ran ran = run_with(arguments);
    std::string said = ran.out + ran.error;
    for (const auto& [path, name] : {std::pair(api, "api"), std::pair(har, "har")}) {
      for (std::size_t at = said.find(path); at != said.npos; at = said.find(path))
        said.replace(at, path.size(), name);
    }
    EXPECT_EQ(ran.code, row.code) << row.entries;
    for (const std::string& part : row.said)
      EXPECT_NE(said.find(part), std::string::npos) << part << "\nin\n" << said;
  }
  std::filesystem::remove(har);
  EXPECT_EQ(run_with({"check", api, "--traffic", har}).code, kUsage);
  std::filesystem::remove(api);
}

// check --against: a line for each change that breaks, and what the exit code says of them.
TEST(CliTest, ChecksAgainstAnOlderVersion) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir());
  const std::string older = (folder / "holotype_cli_older.yaml").string();
  const std::string newer = (folder / "holotype_cli_newer.yaml").string();
  const auto description = [](const std::string& schema) {
    return "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n"
           "      parameters: [{name: q, in: query, schema: {" +
           schema + "}}]\n      responses: {'200': {description: A.}}\n";
  };
  struct Row {
    std::string before;
    std::string now;
    std::vector<std::string> flags;
    int code;
    std::string said;
  };
  const std::string plain = description("type: string");
  const Row rows[] = {
      {plain, plain, {}, kFine, "no findings"},
      {description("type: integer"), plain, {}, kFine, "no findings"},
      {description("type: integer"), plain, {"--verbose"}, kFine, "(compat.compatible)"},
      {plain, description("type: integer"), {}, kFindings, "(compat.request-type-removed)"},
      {description("default: a"), description("default: b"), {}, kFine, "(compat.default-changed)"},
      {description("default: a"), description("default: b"), {"--strict"}, kFindings, "1 warning"},
      {"just: text\n", plain, {}, kUsage, "holotype_cli_older.yaml:1:1: error: "},
      {"just: text\n", plain, {}, kUsage, "holotype_cli_older.yaml cannot be read: 1 error"},
      {plain, "[", {}, kUsage, "holotype_cli_newer.yaml:"},
  };
  for (const Row& row : rows) {
    std::ofstream(older, std::ios::binary) << row.before;
    std::ofstream(newer, std::ios::binary) << row.now;
    std::vector<std::string> arguments = {"check", newer, "--against", older};
    arguments.insert(arguments.end(), row.flags.begin(), row.flags.end());
    const Ran ran = run_with(arguments);
    EXPECT_EQ(ran.code, row.code) << row.now << ran.out << ran.error;
    EXPECT_NE((ran.out + ran.error).find(row.said), std::string::npos) << ran.out << ran.error;
  }
  std::filesystem::remove(older);
  EXPECT_EQ(run_with({"check", newer, "--against", older}).code, kUsage);
  std::filesystem::remove(newer);
}

}  // namespace
}  // namespace holotype::cli
