// Service: the parts wired together, from files to a function that answers requests.
//
// The binary and the C++ library both serve through it, so there is one wiring.
//
// Threads: handle() from any thread; open() once. Tests: tests/server/, tests/exchanges/
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "contract/contract.h"
#include "engine/pipeline.h"
#include "journal/journal.h"
#include "mock/mock.h"
#include "openapi/description.h"
#include "transport/fault.h"

namespace holotype::server {

struct Settings {
  std::string description_path;  // a file, or
  std::string description_text;  // the description itself, where the path is empty
  std::vector<std::string> fixture_paths;
  std::vector<std::string> allowed_paths;  // folders to read from besides the description's own
  bool is_dynamic = false;
  bool answers_problems = false;  // --errors
  bool is_strict = false;
  bool allows_origins = true;
  std::uint64_t seed = 0;
  Instant now = kDefaultNow;
  std::size_t max_body_bytes = std::size_t{10} << 20;  // also of what a content coding expands to
  std::function<void(const engine::LogRecord&)> log;
};

class Service {
 public:
  // Loads everything. Fails with every fault where the document is no description or a fixture
  // breaks it; with `is_strict` every error of the description is fatal too.
  static Result<std::unique_ptr<Service>, diagnostic::Diagnostics> open(Settings settings);

  engine::Handled handle(const http::Request& request) const;
  http::Response refuse(const transport::Fault& fault) const;

  const openapi::Description& description() const { return *description_; }
  // Faults of the description and its examples that did not keep it from loading.
  const diagnostic::Diagnostics& findings() const { return findings_; }
  std::size_t fixture_count() const { return mock_->fixtures().fixtures().size(); }
  journal::Journal& journal() const { return *journal_; }

 private:
  Service() = default;

  std::shared_ptr<const openapi::Description> description_;
  std::shared_ptr<const contract::Contract> contract_;
  std::shared_ptr<const mock::Mock> mock_;
  std::shared_ptr<journal::Journal> journal_;
  std::unique_ptr<engine::Pipeline> pipeline_;
  diagnostic::Diagnostics findings_;
};

// What `holotype check` reports: every fault of the description, its examples and the fixtures, in
// that order.
diagnostic::Diagnostics check(const Settings& settings);

}  // namespace holotype::server
