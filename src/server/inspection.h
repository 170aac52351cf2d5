// Inspection: the search for what is wrong with a description and keeps nothing from being served.
//
// Examples that contradict their schemas, and schemas of which no instance can be found, are looked
// for among all of them, which takes as long as loading does; no answer depends on it. So whoever
// serves lets it go on beside serving, and whoever never asks what was found never looks.
//
// Threads: findings() and stop() from any. The search shares nothing that changes but the schema
// compiler, whose callers take turns. Tests: tests/server/inspection_test.cc
#pragma once

#include <functional>
#include <future>
#include <stop_token>

#include "diagnostic/diagnostic.h"

namespace holotype::server {

class Inspection {
 public:
  // Returns early, with what it has, once it is told to stop.
  using Search = std::function<diagnostic::Diagnostics(const std::stop_token&)>;

  enum class When : std::uint8_t {
    WhenAsked,  // by the first call of findings()
    Beside,     // from now on, in a thread of its own
  };

  Inspection(Search search, When when);
  // Stops the search, and waits until it has.
  ~Inspection();
  Inspection(const Inspection&) = delete;
  Inspection& operator=(const Inspection&) = delete;

  // Everything that was found; waits for the end of the search.
  const diagnostic::Diagnostics& findings() const { return found_.get(); }

  // Ends the search soon; what it has not found by then is not among the findings.
  void stop() const { stopping_.request_stop(); }
  bool was_stopped() const { return stopping_.stop_requested(); }

 private:
  mutable std::stop_source stopping_;
  std::shared_future<diagnostic::Diagnostics> found_;
};

}  // namespace holotype::server
