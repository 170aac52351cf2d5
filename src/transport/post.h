// Post: where workers wait for the events of the connections that belong there: an epoll instance
// and what it has said already.
//
// Events are taken several at a time, so that a busy server asks the kernel once for all who have
// sent meanwhile, and handed out one by one: whoever takes a worker's place, because its handler
// waits, goes on with those that it has left. Where nobody takes anyone's place, they are taken one
// at a time: the kernel wakes another worker for the next, while one that had taken it would leave
// it to those that sleep already and know nothing of it.
//
// Connections stay at the post to which they came, so that a request wakes no worker that sleeps
// while the one next to it is about to ask for the next. (Throughput on two processors is the same
// as with one epoll for all, and so are the context switches, about one a request.)
//
// Threads: safe from any thread. Tests: tests/transport/post_test.cc
#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/mutex.h"
#include "transport/socket.h"

namespace holotype::transport {

class Post {
 public:
  struct Event {
    void* tag;
    std::uint32_t events;  // EPOLLIN and the like
  };

  // Enough for all who send while a few requests are handled; more would only wait here.
  static constexpr std::size_t kMany = 16;

  // Takes at most that many events at a time, and at least one.
  explicit Post(std::size_t events_at_a_time = kMany);
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;

  // False where the system had no descriptor left.
  bool is_open() const { return epoll_.is_open(); }

  // From now on next() hands out the events of that descriptor, with the tag. False where the
  // system has no memory for it.
  bool watch(const Descriptor& descriptor, std::uint32_t events, void* tag);
  // Asks again: what is ready makes another event, behind those of others.
  void ask_again(const Descriptor& descriptor, std::uint32_t events, void* tag);

  // The next of those that were taken already, which others take as well; nullopt where none is
  // left.
  std::optional<Event> take_ready();
  // Takes more, and waits for them that long at most (negative: for ever); nullopt where none came,
  // or a signal came first.
  std::optional<Event> wait(std::chrono::milliseconds patience);
  // The one, or else the other.
  std::optional<Event> next(std::chrono::milliseconds patience);

  // How many connections belong here; its owner counts.
  std::atomic<std::size_t> connections{0};

 private:
  const Descriptor epoll_;
  const std::size_t events_at_a_time_;
  Mutex mutex_;
  std::deque<Event> ready_ GUARDED_BY(mutex_);
};

}  // namespace holotype::transport
