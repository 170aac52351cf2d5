// Proxy: the backend that lets a real service answer.
//
// It stands where the mock stands in the pipeline, which checks requests before it and answers
// after it. What the proxy itself decides:
//   - with refuses_invalid_requests a request that is not valid is refused by the mock and never
//     forwarded; otherwise it is forwarded as it came, described or not, unless Max-Forwards ends
//     its way here;
//   - an answer 501 Not Implemented to a described operation is the mock's to give, and with
//     falls_back also what the service gave no answer to;
//   - no answer is a problem document, 502 or 504, by a rule upstream.*;
//   - an answer is held until its end, to be checked and recorded as a whole; one that is too large
//     or does not end in time, and a row of events from the first, is passed on as it comes;
//   - with a recorder, what the service answered becomes a fixture.
//
// Threads: safe from any thread. Tests: tests/proxy/proxy_test.cc, streaming_test.cc
#pragma once

#include <memory>

#include "contract/answer.h"
#include "engine/pipeline.h"
#include "http/kept_stream.h"
#include "mock/mock.h"
#include "proxy/recorder.h"
#include "proxy/upstream.h"

namespace holotype::proxy {

struct Options {
  std::shared_ptr<Upstream> upstream;                    // never null
  std::shared_ptr<Recorder> recorder;                    // nullptr: nothing is recorded
  bool falls_back = false;                               // --fallback mock
  std::size_t max_answer_bytes = std::size_t{10} << 20;  // more is not held
  // How long requests and answers are held; for ever where invalid ones are refused.
  http::Patience patience{std::chrono::milliseconds(250), std::chrono::milliseconds(1'000)};
};

class Proxy {
 public:
  Proxy(std::shared_ptr<const contract::Contract> contract, std::shared_ptr<const mock::Mock> mock,
        Options options, bool refuses_invalid_requests);

  contract::Answer answer(const engine::Call& call) const;

 private:
  // What the service says, as far as it is known by now.
  contract::Answer passed_on(const engine::Call& call, std::shared_ptr<Reply> reply) const;
  // Holotype's own, where Max-Forwards ends the way here.
  contract::Answer not_forwarded(const contract::Checked& checked) const;
  // Where the service gave none.
  contract::Answer in_its_place(const engine::Call& call, const transport::SendError& error) const;
  // The mock's answer, which says why it is the mock's.
  contract::Answer replaced(const engine::Call& call, std::string reason) const;
  contract::Answer no_answer(const engine::Call& call, const transport::SendError& error) const;

  std::shared_ptr<const contract::Contract> contract_;
  std::shared_ptr<const mock::Mock> mock_;
  Options options_;
  bool refuses_invalid_requests_;
};

}  // namespace holotype::proxy
