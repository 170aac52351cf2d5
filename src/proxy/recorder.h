// Recorder: what a real service answered, as fixtures that the mock serves.
//
// Each operation has a file in the folder, written whole and put in place in one step; what a file
// of that name held before is replaced, other files are left alone. JSON bodies are written as
// values, or as text where a value would not be served with the same bytes, for people to read and
// edit; all others lie beside in files of their own.
//
// What a request is known by is recorded_request.h's business, what of an answer is kept that of
// recorded_answer.h. A repeated answer is written once; where the answers to one request change,
// they are written in turn, each as often as it came.
//
// Secrets never reach the folder: credentials and cookies of both directions, what a schema calls
// secret (`format: password`, `writeOnly`) and the tokens of OAuth answers are replaced by
// "(redacted)"; in conditions they are left out, so that the fixture holds for every key.
//
// Not recorded, and counted: answers that break the description (the mock would refuse to start
// with them), or would without their secrets; content codings that are not read, paths and queries
// that are not UTF-8, answers to a condition or a range (304, 206, 412, 416: the same request
// without it has another one), bodies that were too large to be held or that broke off, and what
// exceeds 256 MiB in all. Of an answer, header fields that are not UTF-8.
//
// Threads: safe from any thread. Determinism: files depend on the exchanges and their order.
// Tests: tests/proxy/recorder_test.cc
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "contract/contract.h"
#include "http/message.h"
#include "proxy/recorded_answer.h"

namespace holotype::proxy {

class Recorder {
 public:
  // Makes the folder where there is none. Fails with a sentence where nothing can be written there.
  static Result<std::shared_ptr<Recorder>> in(const std::string& folder);

  // `answer` is the upstream's, to a request that was checked by `contract`, which is the mock's.
  void record(const contract::Contract& contract, const mock::Mock& mock,
              const contract::Checked& checked, const http::Response& answer) EXCLUDES(mutex_);

  // Counts an answer that was passed on and not kept.
  void leave_out() EXCLUDES(mutex_) { skip(LeftOut::PassedOn); }

  // Writes the files that have changed since. Fails with a sentence about the first that could not
  // be written; it is tried again the next time.
  Result<void> write() EXCLUDES(mutex_);

  // "12 answers to 9 requests; 2 answers that break the description were not recorded".
  std::string summary() const EXCLUDES(mutex_);

 private:
  struct Turn {
    std::string respond;  // YAML
    std::uint64_t times = 1;
  };
  struct Request {
    std::string head;  // YAML: operation, outcome, when
    std::string stem;  // of its name
    std::vector<Turn> turns;
  };
  struct Body {
    std::string bytes;
    bool is_written = false;
  };
  struct File {
    std::vector<Request> requests;  // in the order of their first answers
    std::unordered_map<std::string, std::size_t> by_head;
    bool is_changed = false;
  };

  explicit Recorder(std::string folder) : folder_(std::move(folder)) {}
  std::shared_ptr<const AnswerSecrets> secrets_of(const contract::Contract& contract)
      EXCLUDES(mutex_);
  void add(const openapi::Operation& operation, std::string head, RecordedAnswer made)
      EXCLUDES(mutex_);
  static std::string text_of(const File& file);
  void skip(LeftOut reason) EXCLUDES(mutex_);

  const std::string folder_;
  mutable Mutex mutex_;
  std::map<std::string, File> files_ GUARDED_BY(mutex_);
  std::map<std::string, Body> bodies_ GUARDED_BY(mutex_);  // by the name of their file
  std::shared_ptr<const AnswerSecrets> secrets_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::uint64_t unwritten_fields_ GUARDED_BY(mutex_) = 0;
  std::uint64_t skipped_[static_cast<std::size_t>(LeftOut::kCount)] GUARDED_BY(mutex_) = {};
  Mutex writing_;
};

}  // namespace holotype::proxy
