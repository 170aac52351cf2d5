// Journal: the latest exchanges with what was found about them, bounded by number and by bytes.
//
// The oldest exchanges give way; how many did is counted, so that whoever asks can be told that the
// answer may be incomplete. Reports are found by their id, which is a function of the request
// alone.
//
// Threads: safe to call from any thread; one lock, held for a move of pointers.
// Tests: tests/journal/journal_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "diagnostic/diagnostic.h"
#include "diagnostic/verdict.h"
#include "http/message.h"
#include "openapi/operation.h"

namespace holotype::journal {

// One exchange as it happened. Credentials in it are redacted.
struct Exchange {
  std::uint64_t sequence = 0;  // from 1, in the order of completion
  http::Request request;
  std::string operation_id;  // "" where no operation matched
  diagnostic::Verdict verdict = diagnostic::Verdict::Valid;
  int status = 0;
  std::string source;  // "fixture access-controls", "example", "generated", "problem", ...
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;
  diagnostic::Diagnostics answer_findings;
  std::optional<std::string> near_miss;  // the fixture that came nearest and what differed
  std::string report_id;

  // About how much memory it takes.
  std::size_t size_bytes() const;
};

struct Limits {
  std::size_t max_exchanges = 1000;
  std::size_t max_bytes = std::size_t{8} << 20;
};

class Journal {
 public:
  explicit Journal(const Limits& limits = {}) : limits_(limits) {}

  // Records one; numbers it. One that is larger than max_bytes by itself is recorded without its
  // bodies.
  void add(Exchange exchange) EXCLUDES(mutex_);

  // All that are kept, the oldest first.
  std::vector<std::shared_ptr<const Exchange>> exchanges() const EXCLUDES(mutex_);

  // The latest with that report id, or nullptr.
  std::shared_ptr<const Exchange> find(std::string_view report_id) const EXCLUDES(mutex_);

  void clear() EXCLUDES(mutex_);
  // How many were recorded since the start, and how many of them gave way.
  std::uint64_t recorded() const EXCLUDES(mutex_);
  std::uint64_t evicted() const EXCLUDES(mutex_);

 private:
  const Limits limits_;
  mutable Mutex mutex_;
  std::deque<std::shared_ptr<const Exchange>> exchanges_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::uint64_t recorded_ GUARDED_BY(mutex_) = 0;
  std::uint64_t evicted_ GUARDED_BY(mutex_) = 0;
};

// `request` with the values of Authorization, Cookie, Proxy-Authorization and the named headers and
// query parameters replaced by "(redacted)".
http::Request redacted(const http::Request& request, const std::vector<std::string>& secret_names);

}  // namespace holotype::journal
