// Proxy: the backend that lets a real service answer.
//
// It stands where the mock stands in the pipeline, which checks requests before it and answers
// after it. What the proxy itself decides:
//   - with refuses_invalid_requests a request that is not valid is refused by the mock and never
//     forwarded; otherwise it is forwarded as it came, described or not;
//   - an answer 501 Not Implemented to a described operation is the mock's to give, and with
//     falls_back also what the service gave no answer to;
//   - no answer is a problem document, 502 or 504, by a rule upstream.*;
//   - with a recorder, what the service answered becomes a fixture.
//
// Threads: safe from any thread. Tests: tests/proxy/proxy_test.cc
#pragma once

#include <memory>

#include "contract/answer.h"
#include "engine/pipeline.h"
#include "mock/mock.h"
#include "proxy/recorder.h"
#include "proxy/upstream.h"

namespace holotype::proxy {

struct Options {
  std::shared_ptr<Upstream> upstream;  // never null
  std::shared_ptr<Recorder> recorder;  // nullptr: nothing is recorded
  bool falls_back = false;             // --fallback mock
};

class Proxy {
 public:
  Proxy(std::shared_ptr<const contract::Contract> contract, std::shared_ptr<const mock::Mock> mock,
        Options options, bool refuses_invalid_requests);

  contract::Answer answer(const engine::Call& call) const;

 private:
  // The mock's answer, which says why it is the mock's.
  contract::Answer replaced(const engine::Call& call, std::string reason) const;
  contract::Answer no_answer(const engine::Call& call, const transport::SendError& error) const;

  std::shared_ptr<const contract::Contract> contract_;
  std::shared_ptr<const mock::Mock> mock_;
  Options options_;
  bool refuses_invalid_requests_;
};

}  // namespace holotype::proxy
