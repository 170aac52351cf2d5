#include "cli/mock_command.h"

#include <fmt/format.h>
#include <signal.h>

#include <filesystem>
#include <thread>

#include "admin/access.h"
#include "base/date_time.h"
#include "cli/cli.h"
#include "server/service.h"
#include "transport/listener.h"

namespace holotype::cli {
namespace {

// Findings are many where a description is large; a start says the first of them and where the rest
// is.
constexpr std::size_t kPrintedFindings = 50;

server::Settings settings_of(const MockArguments& arguments, Instant now, faults::Faults faults) {
  server::Settings settings = served_settings(arguments);
  settings.is_stateful = arguments.is_stateful;
  settings.max_resources = arguments.max_resources;
  settings.allows_origins = arguments.allows_origins;
  settings.now = now;
  settings.max_body_bytes = arguments.max_body_bytes;
  settings.faults = std::move(faults);
  settings.allows_remote_callbacks = arguments.allows_remote_callbacks;
  settings.sessions.max_sessions = arguments.max_sessions;
  settings.sessions.idle = std::chrono::seconds(arguments.session_ttl_seconds);
  if (!arguments.is_quiet) settings.inspection = server::Inspection::When::Beside;
  settings.keeps_totals = arguments.report.is_given();
  settings.access = {.is_on = arguments.has_admin, .token = arguments.admin_token};
  settings.journal = {.max_exchanges = arguments.journal_requests,
                      .max_bytes = arguments.journal_bytes};
  if (!arguments.is_quiet) {
    settings.log = [format = arguments.log_format](const engine::LogRecord& record) {
      print_out(log_line(record, format));
    };
  }
  return settings;
}

void print_loaded(const diagnostic::Diagnostics& findings, const MockArguments& arguments) {
  if (arguments.is_quiet || findings.empty()) return;
  const std::size_t printed = std::min(findings.size(), kPrintedFindings);
  print_findings({findings.begin(), findings.begin() + static_cast<std::ptrdiff_t>(printed)});
  std::string line =
      fmt::format("{}: {}. {}", fmt::join(arguments.descriptions, " "), summary(findings),
                  findings.size() == 1 ? "It is confined to the operations that it touches"
                                       : "They are confined to the operations that they touch");
  if (printed < findings.size())
    line += fmt::format("; all of them: holotype check {}", fmt::join(arguments.descriptions, " "));
  print_error(line + ".");
}

// Prints what is found in what is served once it is known, beside serving: on a large description
// the search takes as long as loading. Of what was replaced meanwhile nothing is printed.
class FindingsPrinter {
 public:
  explicit FindingsPrinter(const MockArguments& arguments) : arguments_(arguments) {}

  // From one thread at a time. The search in what was printed before has ended or was stopped.
  void print(std::shared_ptr<const server::Loaded> loaded) {
    if (arguments_.is_quiet) return;
    thread_ = std::jthread([this, loaded = std::move(loaded)] {
      const diagnostic::Diagnostics& findings = loaded->findings();
      if (!loaded->inspection->was_stopped()) print_loaded(findings, arguments_);
    });
  }

 private:
  const MockArguments& arguments_;
  std::jthread thread_;
};

// "specs/a.yaml", or "specs/a.yaml and 2 other files"
std::string changed_files(const std::vector<std::string>& changed) {
  std::error_code error;
  std::string first = std::filesystem::proximate(changed.front(), error).string();
  if (error || first.starts_with("..")) first = changed.front();
  if (changed.size() == 1) return first;
  return fmt::format("{} and {} other file{}", first, changed.size() - 1,
                     changed.size() == 2 ? "" : "s");
}

void print_reload(const server::Reload& reload, const MockArguments& arguments,
                  FindingsPrinter& printer) {
  const std::string what = changed_files(reload.changed);
  if (!reload.loaded) {
    print_findings(reload.loaded.error());
    print_error(
        fmt::format("{} changed and cannot be loaded: {}. What was loaded before keeps serving.",
                    what, summary(reload.loaded.error())));
    return;
  }
  const server::Loaded& loaded = **reload.loaded;
  if (arguments.is_quiet) return;
  print_out(fmt::format("Reloaded after {} changed, in {:.0f} ms: {} operations, {} fixtures.",
                        what, std::chrono::duration<double, std::milli>(reload.duration).count(),
                        loaded.description->operations.size(),
                        loaded.mock->fixtures().fixtures().size()));
  print_findings(reload.left_out);
  printer.print(*reload.loaded);
}

transport::Listener::Options listener_options(const MockArguments& arguments) {
  transport::Listener::Options options;
  options.host = arguments.host;
  options.port = arguments.port;
  options.threads = arguments.threads;
  options.limits.max_body_bytes = arguments.max_body_bytes;
  options.limits.max_target_bytes = arguments.max_target_bytes;
  options.limits.max_header_bytes = arguments.max_header_bytes;
  options.limits.max_connections = arguments.max_connections;
  return options;
}

Result<std::unique_ptr<transport::Listener>> listen_for(const server::Service& service,
                                                        const MockArguments& arguments,
                                                        const Serving& serving_as) {
  transport::Listener::Options options = listener_options(arguments);
  const auto refuse = [&service](const transport::Fault& fault) { return service.refuse(fault); };
  if (!serving_as.streams_bodies) {
    return transport::Listener::start(
        std::move(options),
        [&service](const http::Request& request) {
          engine::Handled handled = service.handle(request);
          return transport::Outgoing(std::move(handled.response), handled.delivery);
        },
        refuse);
  }
  options.threads_on_duty = options.threads;  // they wait for somebody else most of the time
  return transport::Listener::start_streaming(
      std::move(options),
      [&service](http::Conversation& conversation) {
        engine::Handled handled = service.handle(conversation);
        transport::Outgoing outgoing(std::move(handled.response), handled.delivery);
        outgoing.rest = std::move(handled.rest);
        outgoing.trailers = std::move(handled.trailers);
        return outgoing;
      },
      refuse);
}

// Until one of the signals arrives.
void wait_for(const sigset_t& signals, const std::function<void()>& each_second) {
  const timespec second{.tv_sec = 1, .tv_nsec = 0};
  if (!each_second) {
    int received = 0;
    sigwait(&signals, &received);
    return;
  }
  while (sigtimedwait(&signals, nullptr, &second) < 0) each_second();
}

}  // namespace

Result<server::Settings> settings_of(const MockArguments& arguments) {
  const auto now = arguments.now.empty() ? kDefaultNow : parse_rfc3339(arguments.now);
  if (!now) {
    return fail(
        fmt::format("--now must be a time like 2024-01-15T10:30:00Z, not {}.", arguments.now));
  }
  auto faults = faults::Faults::parse(arguments.delay, arguments.slow_body, arguments.faults);
  if (!faults) return fail(faults.error().message);
  server::Settings settings = settings_of(arguments, *now, *std::move(faults));
  if (const auto why = admin::why_unsafe(settings.access, arguments.host)) return fail(*why);
  return settings;
}

int mock(const MockArguments& arguments) {
  auto settings = settings_of(arguments);
  if (!settings) {
    print_error(settings.error().to_string());
    return kUsage;
  }
  return serve(*std::move(settings), arguments, {});
}

int serve(server::Settings settings, const MockArguments& arguments, const Serving& serving_as) {
  const auto reporting = parse_reporting(arguments.report);
  if (!reporting) {
    print_error(reporting.error().to_string());
    return kUsage;
  }
  // Blocked before any thread starts, so that only sigwait() below receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  FindingsPrinter printer(arguments);  // outlives the service, which ends what it waits for
  auto service = server::Service::open(std::move(settings));
  if (!service) {
    print_findings(service.error());
    print_error(fmt::format("{} cannot be served: {}.", fmt::join(arguments.descriptions, " "),
                            summary(service.error())));
    return kUsage;
  }
  auto listener = listen_for(**service, arguments, serving_as);
  if (!listener) {
    print_error(listener.error().to_string());
    return kAddressInUse;
  }
  const auto description = (*service)->description();
  // The URL is what scripts wait for and read (port 0), so it is printed even when quiet.
  print_out(fmt::format("{} {}: {} operations, {} fixtures, on {}{}", description->title,
                        description->api_version, description->operations.size(),
                        (*service)->fixture_count(), (*listener)->url(), serving_as.note));
  if (arguments.is_multiprocess && !arguments.is_quiet)
    print_error("-m is not needed: one process answers on several threads (--threads).");
  printer.print((*service)->loaded());
  if (arguments.watches) {
    (*service)->watch([&arguments, &printer](const server::Reload& reload) {
      print_reload(reload, arguments, printer);
    });
  }
  wait_for(signals, serving_as.each_second);
  (*listener)->stop();
  if (serving_as.each_second) serving_as.each_second();
  if (serving_as.at_end) serving_as.at_end();
  return reporting->is_given() ? conclude((*service)->run_report(), *reporting) : kFine;
}

}  // namespace holotype::cli
