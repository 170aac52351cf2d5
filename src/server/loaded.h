// Loaded: everything that is made from files, once, and never changes: one generation of a server.
//
// A reload makes another Loaded and leaves this one alone; exchanges under way keep theirs. What
// changes at run time is in session::Session.
//
// Threads: immutable, share freely (what the mock makes lazily is its own business).
// Tests: tests/server/
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "admin/access.h"
#include "base/clock.h"
#include "base/result.h"
#include "contract/contract.h"
#include "engine/pipeline.h"
#include "mock/mock.h"
#include "openapi/description.h"
#include "proxy/proxy.h"
#include "server/inspection.h"
#include "session/sessions.h"
#include "watch/stamps.h"

namespace holotype::server {

struct Settings {
  std::string description_path;                // a file, or
  std::vector<std::string> more_descriptions;  // files beside it, served on the same port
  std::string description_text;                // the description itself, where the path is empty
  std::vector<std::string> fixture_paths;
  std::vector<std::string> allowed_paths;  // folders to read from besides the description's own
  bool allows_remote_refs = false;         // --allow-remote-refs
  bool is_dynamic = false;
  bool answers_problems = false;  // --errors
  bool is_strict = false;
  bool allows_origins = true;
  bool is_stateful = false;
  std::size_t max_resources = 10'000;  // of one session's state
  std::uint64_t seed = 0;
  Instant now = kDefaultNow;
  std::size_t max_body_bytes = std::size_t{10} << 20;  // also of what a content coding expands to
  journal::Limits journal = {};                        // of the default session
  session::Limits sessions;
  bool allows_remote_callbacks = false;  // --allow-remote-callbacks
  faults::Faults faults;                 // of every session, until it is given its own
  admin::Access access;                  // to the pages below /__holotype/
  // A real service answers, and the mock only in its place: `holotype proxy`.
  std::optional<proxy::Options> proxy;
  std::function<void(const engine::LogRecord&)> log;
  // When examples and what would be generated are looked at; with `is_strict`, while loading.
  Inspection::When inspection = Inspection::When::WhenAsked;
  bool keeps_totals = false;  // the run is to be reported: Service::run_report()
};

struct Loaded {
  std::shared_ptr<const openapi::Description> description;
  std::shared_ptr<const contract::Contract> contract;
  std::shared_ptr<const mock::Mock> mock;
  std::shared_ptr<const engine::Pipeline> pipeline;
  std::shared_ptr<const Inspection> inspection;

  // What is wrong and did not keep it from loading: the description, its examples, the fixtures,
  // what cannot be generated. Waits for the inspection.
  const diagnostic::Diagnostics& findings() const { return inspection->findings(); }
};

// What load() came to.
struct LoadAttempt {
  Result<std::shared_ptr<const Loaded>, diagnostic::Diagnostics> loaded;
  // What it depends on, also where it failed: every file that was asked for, whether it was there
  // or not, and the folders of fixtures.
  watch::Paths paths;
  std::int64_t began = 0;  // watch::file_time_now() before the first was read
};

// Reads and compiles everything. Fails with every fault where the document is no description or a
// fixture breaks it; with `is_strict` every error of the description is fatal too.
//
// `in_use` is what the result is to replace. A file that it was made from, is still referred to and
// cannot be read or parsed any more then fails the load: what is half written, or away for a
// moment, must not take operations away. A reference that led nowhere before stays confined.
LoadAttempt load(const Settings& settings, const openapi::Description* in_use = nullptr);

}  // namespace holotype::server
