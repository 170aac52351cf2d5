// Runs tests/exchanges/<area>/<name>.exchange: the whole product as text, in-process.
//
// An .exchange file is a description, perhaps fixtures, and what a client sends and receives:
//
//     # Comments, above the first exchange.
//     description: specs/comp-tasks.yaml         a path from the project's folder, or, with nothing
//     fixtures: fixtures/comp-tasks.yaml         behind the colon, a text indented by two spaces
//     options: errors dynamic strict stateful no-cors seed=7
//     start:                                     the findings of the start, indented, a line each
//
//     --- what the next exchange shows
//     >>> POST /v1/tasks
//     X-API-Key: comp_1
//
//     {"title": "Rotate keys"}
//     <<< 422
//     Content-Type: application/problem+json
//     Holotype-Violations: 1; first=schema.required; *
//
//     {"status": 422, "violations": "*", "...": "*"}
//     findings:
//       schema.required
//
// Of an answer the status, the named headers, the body and all findings must agree; an answer
// without a body is written without one, and without "findings:" there must be none.
//   - A header's value may hold "*" for any run of characters; "-" says that the header is absent.
//   - A body is compared as JSON where it is JSON; "*" is any value, and a member "..." says that
//     other members may be there. A body of "*" alone is anything.
//   - A finding is its line (diagnostic::to_line) or its rule's id alone; "unchecked: " and
//     "answer: " stand before what could not be checked and what is wrong with the answer, and
//     "nearest fixture: " before the fixture that almost matched. "*" works as in headers.
//   - {report} in a target is the id of the latest report.
//   - Where the service does not start, "start:" begins with the line "fails".
//
// HOLOTYPE_UPDATE=1 in the environment rewrites, in the files, every answer and start that does not
// agree: review the difference before you commit it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "diagnostic/diagnostic.h"
#include "exchanges/exchange_file.h"
#include "json/text.h"
#include "server/service.h"

namespace holotype::exchanges {
namespace {

namespace fs = std::filesystem;

// What came back: as much of it as an Expected can hold.
struct Actual {
  http::Response response;
  std::vector<std::string> findings;
};

bool agrees(const json::Value& expected, const json::Value& actual) {
  if (expected.is_string() && expected.as_string() == "*") return true;
  if (expected.type() != actual.type()) return false;
  if (expected.is_array()) {
    if (expected.size() != actual.size()) return false;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (!agrees(expected.elements()[i], actual.elements()[i])) return false;
    }
    return true;
  }
  if (!expected.is_object()) return json::equal(expected, actual);
  const bool is_open = expected.find("...") != nullptr;
  for (const json::Member& member : expected.members()) {
    if (member.name() == "...") continue;
    const json::Value* other = actual.find(member.name());
    if (other == nullptr || !agrees(member.value, *other)) return false;
  }
  return is_open || expected.size() == actual.size();
}

bool agrees(const std::string& expected, const std::string& actual) {
  if (expected == "*") return true;
  if (expected.empty() || actual.empty()) return expected == actual;
  const auto a = json::read(expected);
  const auto b = json::read(actual);
  if (a && b) return agrees(a->root(), b->root());
  std::string_view text = actual;  // the newline that ends a text is none of its content here
  while (text.ends_with('\n')) text.remove_suffix(1);
  return matches(expected, text);
}

// "a line (rule.id)" agrees with the line and with the id.
bool agrees_as_finding(const std::string& expected, const std::string& actual) {
  if (matches(expected, actual)) return true;
  const std::size_t words = expected.find(' ');
  return words == std::string::npos && actual.ends_with(fmt::format("({})", expected));
}

bool agree(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  return std::equal(expected.begin(), expected.end(), actual.begin(), actual.end(),
                    agrees_as_finding);
}

bool agrees(const Expected& expected, const Actual& actual) {
  if (expected.status != actual.response.status) return false;
  for (const http::Header& header : expected.headers) {
    const auto value = actual.response.headers.combined(header.name);
    if (value ? !matches(header.value, *value) : header.value != "-") return false;
  }
  return agrees(expected.body, actual.response.body) && agree(expected.findings, actual.findings);
}

// The answer as an .exchange file writes it: the headers that `like` names, else those that tell
// what came back.
std::string written(const Actual& actual, const Expected& like) {
  std::string text = fmt::format("<<< {}\n", actual.response.status);
  std::vector<http::Header> wanted = like.headers;
  if (wanted.empty()) wanted = {{"Content-Type", ""}, {"Holotype-Source", ""}};
  for (const http::Header& header : wanted) {
    const auto value = actual.response.headers.combined(header.name);
    const bool keeps = value && matches(header.value, *value);
    if (value || header.value == "-")
      text += fmt::format("{}: {}\n", header.name, !value || keeps ? header.value : *value);
  }
  std::string body = actual.response.body;
  if (const auto value = json::read(body)) body = json::write(value->root(), json::Style::Pretty);
  if (agrees(like.body, actual.response.body)) body = like.body;
  if (!body.empty()) text += "\n" + body + (body.ends_with('\n') ? "" : "\n");
  if (actual.findings.empty()) return text;
  text += "findings:\n";
  const bool keeps = agree(like.findings, actual.findings);
  for (const std::string& finding : keeps ? like.findings : actual.findings)
    text += "  " + finding + "\n";
  return text;
}

void add_lines(std::vector<std::string>& lines, std::string_view prefix,
               const diagnostic::Diagnostics& findings) {
  for (const auto& finding : findings) lines.push_back(std::string(prefix) + to_line(finding));
}

class ExchangeTest : public testing::Test {
 public:
  explicit ExchangeTest(fs::path path) : path_(std::move(path)) {}

  void TestBody() override {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    ASSERT_NO_THROW(file_ = parse(text.str())) << path_;
    if (!file_.fixtures_text.empty()) write_fixtures();
    const auto service = open();
    if (service != nullptr) {
      for (const Step& step : file_.steps) run(*service, step);
    }
    if (!updates_.empty()) update();
  }

 private:
  struct Update {
    std::size_t begin;
    std::size_t end;
    std::string text;
  };

  // Fixtures are read from files; findings must name one without this machine's folders.
  void write_fixtures() {
    const fs::path folder = fs::path(testing::TempDir()) / "holotype-exchanges" / path_.stem();
    fs::create_directories(folder);
    fixtures_path_ = (folder / "fixtures.yaml").string();
    std::ofstream(fixtures_path_) << file_.fixtures_text;
    file_.settings.fixture_paths.push_back(fixtures_path_);
  }

  std::string without_folder(std::string line) const {
    const std::size_t at = fixtures_path_.empty() ? std::string::npos : line.find(fixtures_path_);
    return at == std::string::npos ? line : line.replace(at, fixtures_path_.size(), "fixtures");
  }

  std::unique_ptr<server::Service> open() {
    auto service = server::Service::open(file_.settings);
    std::vector<std::string> found;
    if (!service) found.emplace_back("fails");
    add_lines(found, "", service ? (*service)->findings() : service.error());
    for (std::string& line : found) line = without_folder(std::move(line));
    if (!agree(file_.start, found)) {
      std::string text;
      for (const std::string& line : found) text += "  " + line + "\n";
      const std::string heading = file_.has_start ? "" : "start:\n";
      updates_.push_back({file_.start_begin, file_.start_end, heading + text});
      report(1, "the start", fmt::format("{}", fmt::join(file_.start, "\n")), text);
    }
    return service ? std::move(*service) : nullptr;
  }

  void run(const server::Service& service, const Step& step) {
    http::Request request = step.request;
    const std::size_t at = request.raw_target.find("{report}");
    if (at != std::string::npos) request.raw_target.replace(at, 8, report_id_);
    const auto address = session::address_of(request);
    const auto named = service.sessions().get(address ? address->name : session::kDefaultName);
    const journal::Journal& journal = named ? (*named)->journal() : service.journal();
    const std::uint64_t before = journal.recorded();
    Actual actual;
    actual.response = service.handle(request).response;
    if (journal.recorded() != before) {
      const auto exchange = journal.exchanges().back();
      if (!exchange->report_id.empty()) report_id_ = exchange->report_id;
      add_lines(actual.findings, "", exchange->findings);
      add_lines(actual.findings, "unchecked: ", exchange->unchecked);
      add_lines(actual.findings, "answer: ", exchange->answer_findings);
      if (exchange->near_miss)
        actual.findings.push_back("nearest fixture: " + *exchange->near_miss);
      for (std::string& line : actual.findings) line = without_folder(std::move(line));
    }
    if (agrees(step.expected, actual)) return;
    std::string expected;
    for (std::size_t i = step.answer_begin; i < step.answer_end; ++i)
      expected += file_.lines[i] + "\n";
    std::string text = written(actual, step.expected);
    report(step.line, step.caption, expected, text);
    const bool has_gap =
        step.answer_end < file_.lines.size() && file_.lines[step.answer_end].empty();
    updates_.push_back({step.answer_begin, step.answer_end, text + (has_gap ? "" : "\n")});
  }

  void report(std::size_t line, const std::string& what, const std::string& expected,
              const std::string& actual) const {
    if (is_update()) return;
    ADD_FAILURE_AT(path_.c_str(), static_cast<int>(line)) << what << "\n---- expected\n"
                                                          << expected << "\n---- answered\n"
                                                          << actual;
  }

  static bool is_update() {
    const char* update = std::getenv("HOLOTYPE_UPDATE");
    return update != nullptr && *update == '1';
  }

  void update() const {
    if (!is_update()) return;
    std::string text;
    std::size_t next = 0;
    for (const Update& update : updates_) {
      for (; next < update.begin; ++next) text += file_.lines[next] + "\n";
      text += update.text;
      next = update.end;
    }
    for (; next < file_.lines.size(); ++next) text += file_.lines[next] + "\n";
    while (text.ends_with("\n\n")) text.pop_back();
    std::ofstream(path_) << text;
  }

  fs::path path_;
  ExchangeFile file_;
  std::string fixtures_path_;
  std::string report_id_;
  std::vector<Update> updates_;
};

// "no-key" as a test's name: "no_key".
std::string name_of(const fs::path& path) {
  std::string name = path.stem().string();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

void register_tests(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".exchange") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    testing::RegisterTest(name_of(path.parent_path()).c_str(), name_of(path).c_str(), nullptr,
                          nullptr, path.c_str(), 1,
                          [path]() -> testing::Test* { return new ExchangeTest(path); });
  }
}

}  // namespace
}  // namespace holotype::exchanges

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  // Findings name files as a user in the project's folder would see them.
  std::filesystem::current_path(HOLOTYPE_SOURCE_DIR);
  holotype::exchanges::register_tests("tests/exchanges");
  return RUN_ALL_TESTS();
}
