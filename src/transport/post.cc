#include "transport/post.h"

#include <algorithm>
#include <array>

namespace holotype::transport {
namespace {

epoll_event made_of(std::uint32_t events, void* tag) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = tag;
  return event;
}

}  // namespace

Post::Post(std::size_t events_at_a_time)
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      events_at_a_time_(std::clamp<std::size_t>(events_at_a_time, 1, kMany)) {}

bool Post::watch(const Descriptor& descriptor, std::uint32_t events, void* tag) {
  epoll_event event = made_of(events, tag);
  return ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor.number(), &event) == 0;
}

void Post::ask_again(const Descriptor& descriptor, std::uint32_t events, void* tag) {
  epoll_event event = made_of(events, tag);
  ::epoll_ctl(epoll_.number(), EPOLL_CTL_MOD, descriptor.number(), &event);
}

std::optional<Post::Event> Post::take_ready() {
  const MutexLock lock(mutex_);
  if (ready_.empty()) return std::nullopt;
  const Event event = ready_.front();
  ready_.pop_front();
  return event;
}

std::optional<Post::Event> Post::next(std::chrono::milliseconds patience) {
  if (const auto event = take_ready()) return event;
  return wait(patience);
}

std::optional<Post::Event> Post::wait(std::chrono::milliseconds patience) {
  std::array<epoll_event, kMany> events;
  const int count =
      ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events_at_a_time_),
                   static_cast<int>(patience.count()));
  if (count < 1) return std::nullopt;
  if (count > 1) {
    const MutexLock lock(mutex_);
    for (int i = 1; i < count; ++i) ready_.push_back({events[i].data.ptr, events[i].events});
  }
  return Event{events[0].data.ptr, events[0].events};
}

}  // namespace holotype::transport
