// OperationPlan: everything that an operation can be answered with by its description alone.
//
// Threads: safe from any thread. Tests: tests/mock/
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "contract/contract.h"
#include "mock/body_plan.h"
#include "mock/callback_plan.h"

namespace holotype::mock {

// One response of an operation.
class ResponsePlan {
 public:
  ResponsePlan(const contract::ResponseContract& contract,
               const std::shared_ptr<GeneratorSource>& generators, const generate::Options& options,
               std::string_view operation_id);

  const contract::ResponseContract& contract() const { return *contract_; }
  const openapi::Response& described() const { return *contract_->described; }
  const std::vector<std::unique_ptr<BodyPlan>>& bodies() const { return bodies_; }

  // The body that a request with these headers gets by its Accept. Where nothing fits, the first: a
  // request that is refused for another reason is better told why than told 406. nullptr where the
  // response has no content.
  const BodyPlan* negotiate(const http::Headers& request) const;

  // The body that a request gets, and what it is served as: of a range one type in it.
  struct Offer {
    const BodyPlan* body = nullptr;  // as negotiate() says
    std::string content_type = {};
    bool is_acceptable = true;  // false: of ranges, nothing that can be written is
  };
  Offer offer(const http::Headers& request) const;
  bool has_ranges() const { return has_ranges_; }

  // The response's headers with the author's or generated values. Made on first use.
  const http::Headers& headers() const;

  // Whether headers() are what the response describes: an author's example may not be, and one that
  // is required may have no value.
  bool has_sound_headers() const;

  // The status to answer with: the key's, else `wanted`, else the first of the range or 200 for
  // `default`.
  int status(int wanted = 0) const;

 private:
  const contract::ResponseContract* contract_;
  std::vector<std::unique_ptr<BodyPlan>> bodies_;
  bool has_ranges_ = false;
  std::shared_ptr<GeneratorSource> generators_;
  generate::Options options_;
  mutable std::once_flag once_;
  mutable http::Headers headers_;
  mutable bool has_sound_headers_ = true;
};

// A request example and a response example of the same name: a fixture for free.
struct ExamplePair {
  std::string name;
  const json::Value* request_body = nullptr;  // nullptr: the pair says nothing of the body
  std::vector<std::pair<const openapi::Parameter*, const json::Value*>> parameters;
  const ResponsePlan* response = nullptr;

  bool matches(const contract::Checked& checked) const;
};

class OperationPlan {
 public:
  OperationPlan(const contract::OperationContract& contract,
                const std::shared_ptr<GeneratorSource>& generators,
                const generate::Options& options);

  const contract::OperationContract& contract() const { return *contract_; }
  // Deprecation and Sunset, for every answer.
  const http::Headers& lifecycle() const { return lifecycle_; }
  const std::vector<std::unique_ptr<ResponsePlan>>& responses() const { return responses_; }
  const ResponsePlan* success() const { return success_; }
  const ResponsePlan* response_for(int status) const;
  const std::vector<ExamplePair>& pairs() const { return pairs_; }
  const std::vector<CallbackPlan>& callbacks() const { return callbacks_; }

 private:
  void find_pairs();

  const contract::OperationContract* contract_;
  std::vector<std::unique_ptr<ResponsePlan>> responses_;
  const ResponsePlan* success_ = nullptr;
  std::vector<ExamplePair> pairs_;
  std::vector<CallbackPlan> callbacks_;
  http::Headers lifecycle_;
};

}  // namespace holotype::mock
