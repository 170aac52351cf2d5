// The tester against the mock of the same description finds nothing, for every real description: a
// sample of operations where it is large. Authors' own examples that break their schemas are served
// as they are, which was said when the description was loaded and is said in the answer: what was
// said there alone may be found.
//
// With --stateful likewise: what one case wrote the next reads. There it finds that an id which
// nobody has is answered with 404 where the operation describes none, which is the description's
// to mend.
//
// HOLOTYPE_ALL_OPERATIONS=1 asks all operations; HOLOTYPE_DYNAMIC=1 asks a mock with --dynamic. Of
// all operations with state two kinds more are the descriptions': JSON Patches that shall be
// objects (Kubernetes), a property that is not declared as it was meant (DigitalOcean's load
// balancers).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <utility>

#include "descriptions.h"
#include "diagnostic/rules_response.h"
#include "server/service.h"
#include "tester/tester.h"

namespace holotype {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSample = 12;  // operations of a large description, spread over it
constexpr std::size_t kMaxCases = 40;

std::vector<std::string> sample_of(const openapi::Description& description) {
  std::vector<std::string> names;
  const std::size_t count = description.operations.size();
  const bool is_small = count <= 4 * kSample;
  if (is_small || std::getenv("HOLOTYPE_ALL_OPERATIONS") != nullptr) return names;
  std::set<std::size_t> sample;
  for (std::size_t i = 0; i < kSample; ++i) sample.insert(i * count / kSample);
  // The few that answer with events as well: what a schema says of those is told by its shape.
  for (std::size_t i = 0; i < count; ++i) {
    for (const openapi::Response& response : description.operations[i].responses) {
      if (std::ranges::find(response.content, "text/event-stream", &openapi::MediaType::name) !=
          response.content.end())
        sample.insert(i);
    }
  }
  for (const std::size_t i : sample) names.push_back(description.operations[i].id);
  return names;
}

// Which rule was found broken by which keyword: "schema.type api.yaml:7:3".
std::string told(const diagnostic::Diagnostic& finding) {
  return std::string(finding.rule->id) + " " + finding.source.to_string();
}

void add_causes(const diagnostic::Diagnostics& findings, std::set<std::string>& all) {
  for (const diagnostic::Diagnostic& finding : findings) {
    all.insert(told(finding));
    add_causes(finding.causes, all);
  }
}

bool is_told(const diagnostic::Diagnostic& finding, const std::set<std::string>& all) {
  return all.contains(told(finding)) ||
         std::ranges::any_of(finding.causes, [&all](const diagnostic::Diagnostic& cause) {
           return is_told(cause, all);
         });
}

// What the loaded description says of its authors' own examples.
std::set<std::string> told_of_examples(const diagnostic::Diagnostics& findings) {
  std::set<std::string> all;
  for (const diagnostic::Diagnostic& finding : findings) {
    if (finding.rule == &diagnostic::rules::kExampleInvalid) add_causes(finding.causes, all);
  }
  return all;
}

enum class Memory : std::uint8_t { None, Stateful };

// Of an id that nobody has.
bool is_undescribed_404(const tester::Failure& failure) {
  return failure.finding.rule == &diagnostic::rules::kStatusUndescribed && failure.status == 404;
}

class LoopTest : public testing::Test {
 public:
  LoopTest(fs::path path, Memory memory) : path_(std::move(path)), memory_(memory) {}

  void TestBody() override {
    server::Settings settings;
    settings.description_path = path_.string();
    settings.is_dynamic = std::getenv("HOLOTYPE_DYNAMIC") != nullptr;
    settings.is_stateful = memory_ == Memory::Stateful;
    const auto service = server::Service::open(settings);
    ASSERT_TRUE(service) << path_;
    const auto loaded = (*service)->loaded();
    const std::set<std::string> faults = told_of_examples(loaded->findings());
    std::set<std::string> reported;  // requests whose answer is such an example
    const auto send = [&](const http::Request& request) -> Result<http::Response> {
      http::Request whole = request;
      whole.headers.add("Host", "localhost");
      http::Response response = (*service)->handle(whole).response;
      if (response.headers.contains("Holotype-Answer-Violations")) {
        reported.insert(request.method + " " + request.raw_target);
      }
      return response;
    };
    tester::Report report =
        tester::test(loaded->contract,
                     {.operations = sample_of(*loaded->description), .max_cases = kMaxCases}, send);
    if (memory_ == Memory::Stateful) std::erase_if(report.failures, is_undescribed_404);
    const std::size_t all = report.failures.size();
    std::erase_if(report.failures, [&reported, &faults](const tester::Failure& failure) {
      return is_told(failure.finding, faults) &&
             reported.contains(failure.request.method + " " + failure.request.url);
    });
    std::printf(
        "%s: %zu operations, %zu cases, %zu requests, %zu failures, %zu of faulty examples\n",
        path_.filename().c_str(), report.operations.size(), report.cases.size(), report.requests,
        report.failures.size(), all - report.failures.size());
    EXPECT_TRUE(report.failures.empty()) << to_text(report);
    const bool has_operations = !report.operations.empty();
    EXPECT_EQ(!report.cases.empty(), has_operations) << "nothing was asked";
  }

 private:
  fs::path path_;
  Memory memory_;
};

// Registered before main() runs the tests: two for each file.
const bool kRegistered = [] {
  std::vector<fs::path> files = real_descriptions();
  files.push_back(fs::path(HOLOTYPE_SOURCE_DIR) / "specs/comp-tasks.yaml");
  for (const auto& [suite, memory] :
       {std::pair("TesterLoop", Memory::None), std::pair("StatefulTesterLoop", Memory::Stateful)}) {
    for (const fs::path& file : files) {
      testing::RegisterTest(
          suite, file.filename().c_str(), nullptr, nullptr, __FILE__, __LINE__,
          [file, memory = memory]() -> testing::Test* { return new LoopTest(file, memory); });
    }
  }
  return true;
}();

TEST(TesterLoop, DescriptionsAreThere) {
  EXPECT_TRUE(kRegistered);
  if (real_descriptions().empty()) GTEST_SKIP() << "no descriptions at " << HOLOTYPE_DATA;
}

}  // namespace
}  // namespace holotype
