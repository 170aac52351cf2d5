#include "cli/test_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "cli/cli.h"
#include "cli/console.h"
#include "cli/served.h"
#include "engine/count.h"
#include "journal/totals.h"
#include "server/loaded.h"
#include "tester/to_report.h"
#include "transport/base_url.h"
#include "transport/client.h"

namespace holotype::cli {
namespace {

// One line that overwrites itself; gone when the run ends.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (has_written_) write("");
  }
  void show(const tester::Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now - shown_at_ < std::chrono::milliseconds(100)) return;
    shown_at_ = now;
    has_written_ = true;
    write(fmt::format("{}/{} {}  {} requests, {} failures", progress.index + 1, progress.count,
                      progress.operation->id.substr(0, 40), progress.requests, progress.failures));
  }

 private:
  static void write(const std::string& text) {
    const std::string line = "\r" + text + "\x1b[K";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
  }
  std::chrono::steady_clock::time_point shown_at_{};
  bool has_written_ = false;
};

volatile std::sig_atomic_t interrupted = 0;

// While it lives, the first SIGINT is noted, and the second ends the process as it always does.
class Interruptible {
 public:
  Interruptible() : before_(std::signal(SIGINT, note)) {}
  ~Interruptible() { std::signal(SIGINT, before_); }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  static void note(int) {
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
  }
  void (*before_)(int);
};

// Ends early where the user wants it.
void sleep_for(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (interrupted == 0 && std::chrono::steady_clock::now() < end) {
    const auto left = end - std::chrono::steady_clock::now();
    std::this_thread::sleep_for(
        std::min<std::chrono::nanoseconds>(left, std::chrono::milliseconds(100)));
  }
}

int refuse(const std::string& sentence) {
  print_error(sentence);
  return kUsage;
}

std::string written(const tester::Report& report, TestFormat format) {
  switch (format) {
    case TestFormat::Json:
      return to_json(report);
    case TestFormat::Junit:
      return to_junit(report);
    case TestFormat::Text:
      break;
  }
  return to_text(report);
}

// What the description breaks itself is not checked, and said so before anything is sent.
void print_faults(const server::Loaded& loaded, const TestArguments& arguments) {
  if (arguments.is_quiet || !diagnostic::has_errors(loaded.findings())) return;
  print_broken_files(*loaded.description);
  print_error(fmt::format("{}: {}. What they touch is not checked; all of them: holotype check {}.",
                          arguments.description, summary(loaded.findings()),
                          arguments.description));
}

// "There is no operation getTsk; did you mean getTask?"
std::string no_operation(const openapi::Description& description, const std::string& pattern) {
  std::vector<std::string> names;
  for (const openapi::Operation& operation : description.operations) {
    names.push_back(operation.id);
    names.push_back(operation.method + " " + operation.path);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string_view nearest = diagnostic::nearest(pattern, views);
  return fmt::format("No operation of the description is called \"{}\"{}", pattern,
                     nearest.empty() ? "." : "; did you mean \"" + std::string(nearest) + "\"?");
}

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// The settings of a run, or the sentence that says what cannot be used.
Result<tester::Settings> settings_of(const TestArguments& arguments, const transport::BaseUrl& url,
                                     const openapi::Description& description) {
  tester::Settings settings{
      .provider = {.origin = url.origin,
                   .base_path = url.path,
                   .max_wait = std::chrono::seconds(arguments.max_wait_seconds),
                   .sleep = [](auto time) { sleep_for(time); }},
      .operations = arguments.operations,
      .max_cases = arguments.max_cases,
      .only = arguments.only,
      .stop_after = arguments.stop_after,
      .seed = arguments.seed,
      .is_interrupted = [] { return interrupted != 0; }};
  for (const std::string& text : arguments.headers) {
    auto header = tester::parse_given_header(text, variable);
    if (!header) return fail(header.error().message);
    settings.provider.headers.push_back(*std::move(header));
  }
  for (const std::string& text : arguments.credentials) {
    auto credential = tester::parse_credential(text, description, variable);
    if (!credential) return fail(credential.error().message);
    settings.provider.credentials.push_back(*std::move(credential));
  }
  const std::string unknown = tester::unknown_operation(description, arguments.operations);
  if (!unknown.empty()) return fail(no_operation(description, unknown));
  return settings;
}

transport::Client::Options options_of(const TestArguments& arguments) {
  transport::Client::Options options;
  const auto timeout = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(arguments.timeout_seconds));
  options.connect_timeout = options.read_timeout = options.write_timeout = timeout;
  options.ca_file = arguments.ca_file;
  options.verifies_certificate = !arguments.is_insecure;
  return options;
}

// Counts what of the description the exchanges meet. Both outlive the function.
tester::Observe counting(const contract::Contract& contract, journal::Totals& totals) {
  return [&contract, &totals](const http::Request& request, const http::Response* response) {
    json::Arena arena;
    const contract::Checked checked = contract.check_request(request, arena);
    if (checked.contract == nullptr) return;
    const auto counted = totals.counted(contract.shared_description());
    // Called, though nothing shows that its parameters can be used.
    if (response == nullptr) return counted.coverage->of(*checked.operation()).request();
    engine::count(checked, *response, {}, *counted.coverage);
    engine::count_keywords(contract, checked, *response, nullptr, *counted.keywords, arena);
  };
}

// The run as a report in the formats of every command.
report::Report whole(const tester::Report& run, const server::Loaded& loaded,
                     const TestArguments& arguments, journal::Totals& totals) {
  report::Report report = tester::to_report(run, *loaded.description);
  report.descriptions = {arguments.description};
  report.coverage = totals.coverage(loaded.description);
  return report;
}

}  // namespace

int test(const TestArguments& arguments) {
  server::Settings description;
  description.description_path = arguments.description;
  description.allowed_paths = arguments.allowed_paths;
  description.allows_remote_refs = arguments.allows_remote_refs;
  const auto loaded = server::load(description).loaded;
  if (!loaded) {
    print_findings(loaded.error());
    return kUsage;
  }
  const auto reporting = parse_reporting(arguments.report);
  if (!reporting) return refuse(reporting.error().to_string());
  // Its path, be it "/", stands in place of the description's own.
  const auto url = transport::BaseUrl::parse(arguments.url);
  if (!url) return refuse(url.error().message);
  auto settings = settings_of(arguments, *url, *(*loaded)->description);
  if (!settings) return refuse(settings.error().message);
  auto client = transport::Client::to(url->origin, options_of(arguments));
  if (!client) return refuse(client.error().message);
  print_faults(**loaded, arguments);
  journal::Totals totals;
  if (reporting->is_given()) settings->observe = counting(*(*loaded)->contract, totals);
  tester::Report report;
  {
    const Interruptible interruptible;
    ProgressLine line;
    const bool is_shown = ::isatty(STDERR_FILENO) != 0 && !arguments.is_quiet;
    report = tester::test((*loaded)->contract, *settings,
                          [&client](const http::Request& request) { return client->send(request); },
                          [&](const tester::Progress& progress) {
                            if (is_shown) line.show(progress);
                          });
  }
  if (!report.unreachable.empty()) {
    print_error(report.unreachable);
    return kAddressInUse;
  }
  if (!reporting->takes_stdout()) print_out(written(report, arguments.format));
  const int concluded = reporting->is_given()
                            ? conclude(whole(report, **loaded, arguments, totals), *reporting)
                            : kFine;
  if (report.is_interrupted) std::raise(SIGINT);
  if (concluded != kFine) return concluded;
  if (!report.failures.empty()) return kFindings;
  return report.cases.empty() ? refuse("Nothing could be tested.") : kFine;
}

}  // namespace holotype::cli
