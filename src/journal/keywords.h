// Keywords: which constraints of a description's schemas values have met, and whether they held.
//
// Of parameters, the headers of answers, and bodies in either direction. Operations share schemas,
// so a keyword is counted once for the description, wherever a value met it. Costs a check of every
// value that goes by: only where a run asks for it (--report, --fail-under).
//
// Threads: safe from any thread, without a lock. Determinism: the order is that of the files.
// Tests: tests/journal/keywords_test.cc
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "http/message.h"
#include "journal/coverage.h"
#include "json/value.h"
#include "openapi/description.h"
#include "schema/schema.h"

namespace holotype::journal {

class Keywords {
 public:
  // Keeps `description` alive.
  explicit Keywords(std::shared_ptr<const openapi::Description> description);
  Keywords(const Keywords&) = delete;
  Keywords& operator=(const Keywords&) = delete;

  // Counts what `value` meets in `schema`, which is one of the description's.
  void observe(const openapi::SchemaUse& schema, const json::Value& value);

  // The same of the body of an answer.
  void observe_answer(const openapi::Operation& operation, int status, const http::Headers& headers,
                      const json::Value& body);

  std::vector<CoveredKeyword> report() const;
  const openapi::Description& description() const { return *description_; }

 private:
  struct Count {
    std::atomic<std::uint64_t> held{0};
    std::atomic<std::uint64_t> broken{0};
  };

  void add(const openapi::SchemaUse& schema);
  void add(const std::vector<openapi::MediaType>& content);

  std::shared_ptr<const openapi::Description> description_;
  std::vector<schema::Constraint> constraints_;
  std::unordered_map<const json::Member*, std::size_t> index_;
  std::unique_ptr<Count[]> counts_;
};

}  // namespace holotype::journal
