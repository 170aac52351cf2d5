// The black-box cases of a peer, Prism: what its users expect of a mock, each as a test of its own.
//
// A case is a text of sections: a description, the server's arguments, one curl command, and the
// response expected. The server is the Service that the binary serves through, without the socket.
// What is compared, as the peer's own harness does:
//   expect           status, the media type and challenge where they are given, and the body
//   expect-loose     the same, but of a body only its members and the types of their values
//   expect-keysOnly  the same, but of a body only the names of its members
// A reason phrase is not compared (RFC 9110 section 15: clients ignore it). Where the expected body
// is the peer's own error document, only the status and the headers are meant. Its header
// sl-violations stands for Holotype's own (kFindingHeaders).
//
// prism_known_failures.txt lists, with the reason, cases that Holotype answers otherwise; a listed
// case that passes fails here, so that the list stays true.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "curl_command.h"
#include "diagnostic/diagnostic.h"
#include "http/field.h"
#include "json/text.h"
#include "proxy/proxy.h"
#include "server/service.h"
#include "transport/listener.h"

namespace holotype::conformance {
namespace {

const std::filesystem::path kSuite =
    std::filesystem::path(HOLOTYPE_DATA) / "suites" / "prism-harness";
const std::filesystem::path kKnownFailures = std::filesystem::path(HOLOTYPE_SOURCE_DIR) / "tests" /
                                             "conformance" / "prism_known_failures.txt";

enum class Closeness { Same, Loose, KeysOnly };

struct Case {
  std::string name;  // "security/security-scheme-validation-AC-1.oas3"
  std::string description;
  std::string server;
  std::string command;
  http::Response expected;
  Closeness closeness = Closeness::Same;
};

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \r\n\t");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \r\n\t") - begin + 1);
}

// "====test====\n..." as name to text.
std::map<std::string, std::string> sections_of(const std::string& text) {
  std::map<std::string, std::string> sections;
  std::string name;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 8 && line.starts_with("====") && line.ends_with("====")) {
      name = line.substr(4, line.size() - 8);
    } else {
      sections[name] += line + "\n";
    }
  }
  return sections;
}

http::Response parse_response(const std::string& text) {
  http::Response response;
  std::istringstream lines(trimmed(text));
  std::string line;
  std::getline(lines, line);
  const std::size_t space = std::min(line.find(' '), line.size());
  response.status = std::atoi(line.c_str() + space);
  while (std::getline(lines, line) && !trimmed(line).empty()) {
    const std::size_t colon = std::min(line.find(':'), line.size() - 1);
    response.headers.add(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  std::ostringstream rest;
  if (lines.good()) rest << lines.rdbuf();
  response.body = trimmed(rest.str());
  return response;
}

Case read_case(const std::filesystem::path& path) {
  std::map<std::string, std::string> sections = sections_of(contents(path));
  Case row;
  row.name = std::filesystem::relative(path, kSuite).replace_extension().generic_string();
  row.description = sections["spec"];
  row.server = trimmed(sections["server"]);
  row.command = trimmed(sections["command"]);
  const std::pair<const char*, Closeness> kExpectations[] = {
      {"expect", Closeness::Same},
      {"expect-loose", Closeness::Loose},
      {"expect-keysOnly", Closeness::KeysOnly}};
  for (const auto& [name, closeness] : kExpectations) {
    if (!sections.contains(name)) continue;
    row.expected = parse_response(sections[name]);
    row.closeness = closeness;
  }
  return row;
}

std::vector<Case> load_cases() {
  std::vector<Case> cases;
  if (!std::filesystem::is_directory(kSuite)) return cases;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kSuite)) {
    if (entry.path().extension() == ".txt") cases.push_back(read_case(entry.path()));
  }
  std::ranges::sort(cases, {}, &Case::name);
  return cases;
}

// Plays the service on the internet that the proxy cases ask: what it answers is what a case
// expects to be passed on, else the JSON document that all of them know.
class RealService {
 public:
  explicit RealService(const Case& row) {
    const bool is_passed_on = row.expected.status == 200;
    answer_.status = is_passed_on ? row.expected.status : 200;
    answer_.headers = {{"Content-Type", "application/json"}};
    answer_.body = R"({"slideshow":{"title":"Sample Slide Show"}})";
    if (is_passed_on) {
      const std::string* type = row.expected.headers.find("content-type");
      answer_.headers = {{"Content-Type", type == nullptr ? "text/html; charset=utf-8" : *type}};
      answer_.body = row.expected.body;
    }
    listener_ = *transport::Listener::start({}, [this](const http::Request&) { return answer_; });
  }
  std::string url() const { return listener_->url(); }

 private:
  http::Response answer_;
  std::unique_ptr<transport::Listener> listener_;
};

constexpr std::string_view kUpstream = "http://httpbin.org";

// The arguments of the peer's command line that the cases use, as Holotype's.
Result<server::Settings, std::string> settings_of(const Case& row) {
  server::Settings settings;
  settings.description_text = row.description;
  const std::vector<std::string> words = shell_words(row.server);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "-p" || word == "--port") {
      ++i;
    } else if (word == "-d" || word == "--dynamic") {
      settings.is_dynamic = true;
    } else if (word == "--errors") {
      settings.answers_problems = true;
    } else if (word == "--cors=false") {
      settings.allows_origins = false;
    } else if (word != "${document}" && word != kUpstream &&
               !word.starts_with("--json-schema-faker")) {
      return tl::unexpected("has an argument that is not known: " + word);
    }
  }
  return settings;
}

// The text between tags taken out: what an XML document looks like whatever its values are.
std::string xml_shape(const std::string& text) {
  std::string shape;
  bool is_tag = false;
  for (const char c : text) {
    is_tag = is_tag || c == '<';
    if (is_tag) shape += c;
    is_tag = is_tag && c != '>';
  }
  return shape;
}

bool has_type_of(const json::Value& wanted, const json::Value& found, Closeness closeness) {
  if (closeness == Closeness::KeysOnly && !wanted.is_object()) return true;
  if (wanted.is_object()) {
    return found.is_object() && std::ranges::all_of(wanted.members(), [&](const auto& member) {
             const json::Value* other = found.find(member.name());
             return other != nullptr && has_type_of(member.value, *other, closeness);
           });
  }
  return wanted.type() == found.type();
}

bool has_body(const Case& row, const http::Response& response) {
  const std::string& wanted = row.expected.body;
  if (row.closeness == Closeness::Same) {
    const auto left = json::read(wanted);
    const auto right = json::read(response.body);
    return wanted == response.body || (left && right && json::equal(left->root(), right->root()));
  }
  if (wanted.empty()) return true;
  if (wanted.starts_with('<')) return xml_shape(wanted) == xml_shape(response.body);
  const auto left = json::read(wanted);
  const auto right = json::read(response.body);
  return left && right && has_type_of(left->root(), right->root(), row.closeness);
}

// What of the peer's sl-violations is said by which field.
constexpr struct {
  std::string_view location;
  std::string_view severity;
  std::string_view field;
} kFindingHeaders[] = {
    {"\"request\"", "\"Error\"", "Holotype-Violations"},
    {"\"request\"", "\"Warning\"", "Holotype-Warnings"},
    {"\"response\"", "\"Error\"", "Holotype-Answer-Violations"},
};

// The name of a field that is missing or wrong; "" where all are right.
std::string wrong_header(const Case& row, const http::Response& response) {
  for (const http::Header& header : row.expected.headers) {
    const std::string* found = response.headers.find(header.name);
    if (http::equal_ignoring_case(header.name, "sl-violations")) {
      for (const auto& [location, severity, field] : kFindingHeaders) {
        const bool is_meant = header.value.find(location) != std::string::npos &&
                              header.value.find(severity) != std::string::npos;
        if (is_meant && !response.headers.contains(field)) return std::string(field);
      }
    } else if (found == nullptr || *found != header.value) {
      return header.name;
    }
  }
  return "";
}

std::string to_text(const http::Response& response) {
  std::string text = fmt::format("HTTP/1.1 {}\n", response.status);
  for (const http::Header& header : response.headers)
    text += header.name + ": " + header.value + "\n";
  return text + "\n" + response.body;
}

// "" where the case passes, otherwise what went wrong.
std::string outcome(const Case& row) {
  auto settings = settings_of(row);
  if (!settings) return settings.error();
  const auto command = parse_curl(row.command);
  if (!command) return command.error();
  std::optional<RealService> upstream;
  if (row.server.starts_with("proxy ")) {
    upstream.emplace(row);
    settings->proxy = proxy::Options{*proxy::Upstream::at(upstream->url(), {}), nullptr, false};
  }
  const auto service = server::Service::open(*std::move(settings));
  if (!service) return "does not start: " + diagnostic::to_line(service.error().front());
  const http::Response response = (*service)->handle(command->request).response;
  const bool is_own_error =
      row.expected.body.find("stoplight.io/prism/errors#") != std::string::npos;
  std::string wrong;
  if (response.status != row.expected.status) {
    wrong = "status";
  } else if (wrong = wrong_header(row, response); !wrong.empty()) {
    wrong = "header " + wrong;
  } else if (command->prints_body && !is_own_error && !has_body(row, response)) {
    wrong = "body";
  }
  if (wrong.empty()) return "";
  return fmt::format("wrong {}\nexpected:\n{}\n\nfound:\n{}\n", wrong, to_text(row.expected),
                     to_text(response));
}

std::map<std::string, std::string> load_known_failures() {
  std::map<std::string, std::string> reasons;
  std::ifstream stream(kKnownFailures);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.starts_with('#') && colon != std::string::npos) {
      reasons[line.substr(0, colon)] = line.substr(colon + 2);
    }
  }
  return reasons;
}

class HarnessCase : public testing::Test {
 public:
  HarnessCase(Case row, std::string known) : row_(std::move(row)), known_(std::move(known)) {}

  void TestBody() override {
    // Not a skip: CTest sees one binary, and one skipped case would hide the others' failures.
    const std::string problem = outcome(row_);
    if (known_.empty()) {
      EXPECT_EQ(problem, "") << row_.description << "\n" << row_.command;
    } else {
      EXPECT_NE(problem, "") << "passes: remove it from prism_known_failures.txt";
    }
  }

 private:
  Case row_;
  std::string known_;  // why it fails; "" where it must pass
};

void register_all() {
  const auto known = load_known_failures();
  for (const Case& row : load_cases()) {
    const auto reason = known.find(row.name);
    const std::string why = reason == known.end() ? "" : reason->second;
    testing::RegisterTest("PrismHarness", row.name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [row, why]() -> HarnessCase* { return new HarnessCase(row, why); });
  }
}

TEST(PrismHarnessSuite, IsThere) {
  if (!std::filesystem::is_directory(kSuite)) GTEST_SKIP() << kSuite << " is not there";
  EXPECT_EQ(load_cases().size(), 133u);
}

TEST(PrismHarnessSuite, KnownFailuresAreCasesWithReasons) {
  if (!std::filesystem::is_directory(kSuite)) GTEST_SKIP() << kSuite << " is not there";
  const std::vector<Case> cases = load_cases();
  for (const auto& [name, reason] : load_known_failures()) {
    EXPECT_NE(std::ranges::find(cases, name, &Case::name), cases.end()) << name << " is no case";
    EXPECT_GT(reason.size(), 10u) << name << " needs a reason";
  }
}

}  // namespace
}  // namespace holotype::conformance

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  holotype::conformance::register_all();
  return RUN_ALL_TESTS();
}
