// The contract tester: sends requests to a service and says where it does not do what its
// description promises.
//
//     tester::Report report = tester::test(contract, settings, send, progress);
//     std::cout << tester::to_text(report);
//
// Each operation is tested with valid and invalid requests (candidates.h), each judged by the
// contract before it is sent (prober.h) and its answer afterwards (judge.h); then resources are
// created, read, changed and removed (chains.h). The first request that fails in one way is made
// smaller (shrink.h); others like it are counted.
//
// Threads: one at a time for one contract (its compiler is used). Determinism: the requests are a
// function of description, settings and the service's answers.
// Tests: tests/tester/, tests/end_to_end/provider_test.py
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "tester/prober.h"
#include "tester/provider.h"
#include "tester/report.h"

namespace holotype::tester {

enum class Only : std::uint8_t { Both, Positive, Negative };

struct Settings {
  ProviderSettings provider;
  // Operation ids, "METHOD /path", or either with * for any text; empty: all.
  std::vector<std::string> operations;
  std::size_t max_cases = 200;  // of one operation, half of them valid
  Only only = Only::Both;
  std::size_t stop_after = 0;  // failures; 0: never
  std::uint64_t seed = 0;
  std::function<bool()> is_interrupted;  // asked between requests: whether to end now
  Observe observe;
};

struct Progress {
  const openapi::Operation* operation = nullptr;
  std::size_t index = 0;  // of `count` operations
  std::size_t count = 0;
  std::size_t requests = 0;
  std::size_t failures = 0;
};

Report test(std::shared_ptr<const contract::Contract> contract, const Settings& settings,
            const Send& send, const std::function<void(const Progress&)>& progress = {});

// The first of `patterns` that no operation of the description is called; "" for none.
std::string unknown_operation(const openapi::Description& description,
                              const std::vector<std::string>& patterns);

// Whether `name` is what `pattern` says, where * is any text.
bool matches(std::string_view pattern, std::string_view name);

}  // namespace holotype::tester
