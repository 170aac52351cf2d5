// Coverage: what of a description the exchanges of one session have met, and what not.
//
// Counted as it happens, so that nothing is lost when the journal forgets: operations, the statuses
// answered, media types, parameters and examples, and where a run asks for it keywords. A
// parameter, a request's media type and a request's example count where the request was valid: what
// the API refused has not shown that a client can use it. A status counts whatever the request was.
//
// Threads: safe from any thread, without a lock. Cost: a few additions for each exchange.
// Determinism: the report is in the order of the description. Tests: tests/journal/coverage_test.cc
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "json/value.h"
#include "openapi/description.h"

namespace holotype::journal {

enum class Aspect : std::uint8_t { Operation, Status, MediaType, Parameter, Keyword, Example };
inline constexpr Aspect kAspects[] = {Aspect::Operation, Aspect::Status,  Aspect::MediaType,
                                      Aspect::Parameter, Aspect::Keyword, Aspect::Example};

// "operations", "statuses", "mediaTypes", "parameters", "keywords", "examples".
std::string_view to_string(Aspect aspect);

// One thing that an operation declares.
struct Covered {
  Aspect aspect = Aspect::Operation;
  // "request" or the key of a response ("201", "4XX"), for media types and examples; the place
  // ("query") for a parameter.
  std::string where;
  // The status, the media type, the parameter's name; an example's is "application/json: small".
  std::string name;
  std::uint64_t count = 0;

  bool is_met() const { return count > 0; }
};

struct OperationCoverage {
  const openapi::Operation* operation = nullptr;
  std::uint64_t count = 0;  // requests, valid or not
  std::vector<Covered> items;
};

// How many of an aspect are met, of how many.
struct Share {
  std::size_t met = 0;
  std::size_t declared = 0;
};

// A keyword of a schema that can refuse values by itself (maxLength, required, ...). Counted for
// the description as a whole: operations share schemas.
struct CoveredKeyword {
  document::Node schema;   // that it stands in
  std::string name;        // "maxLength"
  SourceLocation source;   // of its name
  std::uint64_t held = 0;  // values of parameters and bodies, either direction, that satisfied it
  std::uint64_t broken = 0;

  bool is_met() const { return held + broken > 0; }
};

struct CoverageReport {
  std::vector<OperationCoverage> operations;
  // In the order of the files; nullopt where they were not counted.
  std::optional<std::vector<CoveredKeyword>> keywords = std::nullopt;
  std::shared_ptr<const openapi::Description> description = nullptr;  // keeps operations alive

  Share share(Aspect aspect) const;
  // All aspects together, but for examples: whether an example is met is the choice of who answers.
  Share total() const;
};

class Coverage {
 public:
  // What is counted here is counted in `total`, too, which is of the same description.
  explicit Coverage(std::shared_ptr<const openapi::Description> description,
                    std::shared_ptr<Coverage> total = nullptr);
  Coverage(const Coverage&) = delete;
  Coverage& operator=(const Coverage&) = delete;

  // The counters of one operation, a view.
  class Counts {
   public:
    void request() { add(0); }
    void parameter(const openapi::Parameter& parameter);
    // A valid request's body of that media type of the operation; `body` where it was read.
    void request_body(const openapi::MediaType& media_type, const json::Value* body);
    // An answer. `source` is the answer's: "example small" counts that example.
    void response(int status, const http::Headers& headers, std::string_view source);

   private:
    friend class Coverage;
    Counts(const openapi::Operation& operation, std::atomic<std::uint64_t>* counters,
           std::atomic<std::uint64_t>* total)
        : operation_(operation), counters_(counters), total_(total) {}
    void add(std::size_t at) {
      counters_[at].fetch_add(1, std::memory_order_relaxed);
      if (total_ != nullptr) total_[at].fetch_add(1, std::memory_order_relaxed);
    }

    const openapi::Operation& operation_;
    std::atomic<std::uint64_t>* counters_;
    std::atomic<std::uint64_t>* total_;  // nullptr where there is none
  };

  // Precondition: the operation is one of the description's.
  Counts of(const openapi::Operation& operation);

  CoverageReport report() const;
  const std::shared_ptr<const openapi::Description>& description() const { return description_; }

 private:
  std::shared_ptr<const openapi::Description> description_;
  std::shared_ptr<Coverage> total_;
  std::vector<std::size_t> first_;  // of each operation's counters
  std::unique_ptr<std::atomic<std::uint64_t>[]> counters_;
};

}  // namespace holotype::journal
