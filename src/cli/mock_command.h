// holotype mock: serves a description until it is told to stop.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/console.h"
#include "cli/reporting.h"
#include "cli/served.h"
#include "server/loaded.h"

namespace holotype::cli {

struct MockArguments : ServedArguments {
  std::string host = "127.0.0.1";
  std::uint16_t port = 4010;
  bool is_quiet = false;
  bool is_stateful = false;
  bool allows_origins = true;
  bool watches = true;
  std::string delay;
  std::string slow_body;
  std::vector<std::string> faults;
  bool allows_remote_callbacks = false;
  std::string now;
  LogFormat log_format = LogFormat::Text;
  std::uint32_t threads = 16;
  std::size_t max_body_bytes = std::size_t{10} << 20;
  std::size_t max_target_bytes = std::size_t{8} << 10;
  std::size_t max_header_bytes = std::size_t{32} << 10;
  std::size_t max_connections = 4096;
  std::size_t max_resources = 10'000;
  std::string admin_token;
  bool has_admin = true;
  std::size_t journal_requests = 1000;
  std::size_t journal_bytes = std::size_t{8} << 20;
  std::size_t max_sessions = 1000;
  bool is_multiprocess = false;  // Prism's -m, which means nothing here
  std::uint32_t session_ttl_seconds = 3600;
  ReportArguments report;  // of the run, written when it ends
};

// Serves until SIGINT or SIGTERM. Returns the exit code: where a report is asked for, kFindings if
// it says that the run has failed.
int mock(const MockArguments& arguments);

// What another command that serves has of its own.
struct Serving {
  std::string note;                   // said behind the address: ", in front of http://..."
  std::function<void()> each_second;  // called while it serves, and once more when it has stopped
  std::function<void()> at_end;       // called last
  bool streams_bodies = false;        // what is too large to be held is passed on
};

// What the arguments mean to a server; a sentence where they mean nothing.
Result<server::Settings> settings_of(const MockArguments& arguments);
// Serves `settings`, as `arguments` say where and how much, until SIGINT or SIGTERM.
int serve(server::Settings settings, const MockArguments& arguments, const Serving& serving);

}  // namespace holotype::cli
