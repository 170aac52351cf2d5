// Dispatcher: sends callbacks and webhooks, later, in order, and again where they fail.
//
// Requests of one session leave in the order in which they were given: one is sent when the one
// before it was answered or given up. Sessions do not wait for each other. A request is tried again
// after a pause where there was no answer, or one of 429 or 5xx. Only to this machine (localhost,
// 127.0.0.0/8, ::1) unless Options::allows_remote: what a client writes into a callbackUrl must not
// make a stand-in call the world.
//
// Threads: send() from any thread; it never waits. What was tried is reported from the dispatcher's
// own threads, of which there are none before the first request. Tests:
// tests/callbacks/dispatcher_test.cc
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "contract/outgoing.h"
#include "journal/attempts.h"

namespace holotype::callbacks {

// Where a request goes: "http://127.0.0.1:8080" and "/hook?x=1".
struct Destination {
  std::string origin;
  std::string target;
};

// Splits an absolute http(s) URL. Fails with a clause that says what is wrong with it;
// `allows_remote` as in Dispatcher::Options.
Result<Destination> destination_of(std::string_view url, bool allows_remote);

class Dispatcher {
 public:
  struct Options {
    bool allows_remote = false;
    std::size_t max_waiting = 1000;  // in all sessions together; more are given up at once
    std::size_t threads = 4;         // that many sessions send at the same time
    // Before each retry.
    std::vector<std::chrono::milliseconds> pauses = {std::chrono::milliseconds(100),
                                                     std::chrono::milliseconds(300),
                                                     std::chrono::milliseconds(900)};
    std::chrono::milliseconds connect_timeout{1'000};
    std::chrono::milliseconds answer_timeout{2'000};
  };

  using Report = std::function<void(const std::string& session, journal::Attempt attempt)>;

  Dispatcher(Options options, Report report);
  ~Dispatcher();  // gives up what waits; lasts at most as long as one answer may take

  // Sends them for that session, the first of them in `after` at the earliest.
  void send(const std::string& session, std::vector<contract::OutgoingRequest> requests,
            std::chrono::milliseconds after) EXCLUDES(mutex_);

  // Whether all that was given has been sent or given up, at the latest after `timeout`.
  bool wait_until_idle(std::chrono::milliseconds timeout) EXCLUDES(mutex_);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Job {
    contract::OutgoingRequest outgoing;
    Time due;
    int number = 1;  // of the attempt
  };
  struct Line {  // of one session
    std::deque<Job> jobs;
    bool is_taken = false;  // a thread sends its first
  };

  using Lines = std::map<std::string, Line>;  // by session
  // The first job of a line, while a thread sends it.
  struct Task {
    Lines::iterator line;
    Job job;
  };

  void work() EXCLUDES(mutex_);
  // Waits for a job that is due; nullopt where there will be none.
  std::optional<Task> take() EXCLUDES(mutex_);
  void finish(Task task, bool is_done) EXCLUDES(mutex_);
  // The line whose first job is due and not taken, or the end; then `wake` is when to look again.
  Lines::iterator next(Time now, Time& wake) REQUIRES(mutex_);
  // One attempt; whether the job is done.
  bool attempt(const std::string& session, Job& job);

  const Options options_;
  const Report report_;
  Mutex mutex_;
  std::condition_variable_any changed_;
  Lines lines_ GUARDED_BY(mutex_);
  std::size_t waiting_ GUARDED_BY(mutex_) = 0;  // in all lines, those being sent included
  bool is_stopping_ GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_ GUARDED_BY(mutex_);
};

}  // namespace holotype::callbacks
