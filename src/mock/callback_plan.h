// CallbackPlan: the requests that the API makes itself, as the description alone would have them:
// one for each operation of a callback or webhook.
//
// Where a callback goes is a runtime expression over the exchange that it belongs to; what it sends
// is the author's example, whose strings may hold runtime expressions as well, else a generated
// body; parameters have their example, or a generated value where they must be there.
//
// NON-STANDARD: expressions inside examples are ours; the standard has them in keys alone.
//
// What it sends is recorded without what is secret of it.
//
// Threads: safe from any thread. Spec: OpenAPI 3.1.1 section 4.8.18 "Callback Object".
// Tests: tests/server/callbacks_test.cc, tests/server/stateful_callbacks_test.cc
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contract/outgoing.h"
#include "fixtures/expression.h"
#include "fixtures/template.h"
#include "mock/body_plan.h"
#include "openapi/operation.h"
#include "secrets/secrets.h"

namespace holotype::mock {

class CallbackPlan {
 public:
  CallbackPlan(const openapi::Callback& callback, const openapi::Operation& operation,
               const std::shared_ptr<GeneratorSource>& generators,
               const generate::Options& options);

  // The request that follows from an exchange; nullopt where its URL names nothing of it: then the
  // client has not asked to be called.
  std::optional<contract::OutgoingRequest> request(const fixtures::Exchange& exchange,
                                                   const secrets::Secrets& secrets,
                                                   json::Arena& arena) const;

  // The same to a given URL.
  contract::OutgoingRequest request_to(std::string url, const fixtures::Exchange& exchange,
                                       const secrets::Secrets& secrets, json::Arena& arena) const;

  const std::string& name() const { return callback_->name; }

 private:
  const openapi::Callback* callback_;
  const openapi::Operation* operation_;
  std::optional<fixtures::TextTemplate> url_;
  // What is sent for them: those with an example, and those that must be there.
  std::vector<std::pair<const openapi::Parameter*, std::string>> parameters_;
  std::unique_ptr<parameters::ShapeCompiler> shapes_;
  std::unique_ptr<contract::BodyContract> contract_;  // of its request body
  std::unique_ptr<BodyPlan> body_;                    // nullptr: it sends none
  std::optional<fixtures::ValueTemplate> example_;    // where its strings hold expressions
};

}  // namespace holotype::mock
