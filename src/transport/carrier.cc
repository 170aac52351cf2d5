#include "transport/carrier.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>

#include "base/mutex.h"

namespace holotype::transport {
namespace {

// As many as a worker takes of events at a time, and some that were left to it.
constexpr std::size_t kAtOnce = 32;

// What the kernel says of a write: bytes, or a negative errno.
Transfer transfer_of(const io_event& outcome) {
  const auto result = static_cast<long>(outcome.res);
  if (result >= 0) return {static_cast<std::size_t>(result), true};
  return {0, result == -EAGAIN || result == -EINTR};
}

// Contexts that nobody uses now. The system takes some 30 milliseconds to end one, for which no
// server should stop later; so they stay until the process ends. In a child of fork() they are the
// parent's, and the system refuses them. Never destroyed: a server in a static object ends after
// what was made later, which this was, and gives its contexts back then.
class Contexts {
 public:
  static Contexts& of_process() {
    static Contexts& contexts = *new Contexts;
    return contexts;
  }

  std::optional<io_context_t> take() {
    const MutexLock lock(mutex_);
    if (!free_.empty()) {
      const io_context_t context = free_.back();
      free_.pop_back();
      return context;
    }
    io_context_t context = nullptr;
    if (io_setup(static_cast<int>(kAtOnce), &context) != 0) return std::nullopt;
    return context;
  }

  void give_back(io_context_t context) {
    const MutexLock lock(mutex_);
    free_.push_back(context);
  }

 private:
  Mutex mutex_;
  std::vector<io_context_t> free_ GUARDED_BY(mutex_);
};

}  // namespace

void block_sigpipe() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Carrier::~Carrier() {
  if (state_ == State::Ready) Contexts::of_process().give_back(context_);
}

bool Carrier::is_ready() {
  if (state_ == State::Unknown) {
    const std::optional<io_context_t> context = Contexts::of_process().take();
    state_ = context ? State::Ready : State::Unavailable;
    context_ = context.value_or(nullptr);
  }
  return state_ == State::Ready;
}

void Carrier::transmit(std::span<Parcel> parcels) {
  if (parcels.size() < 2 || !is_ready()) {
    for (Parcel& parcel : parcels) parcel.sent = transport::transmit(*parcel.socket, parcel.bytes);
    return;
  }
  while (!parcels.empty()) {
    const std::size_t count = std::min(parcels.size(), kAtOnce);
    submit(parcels.first(count));
    parcels = parcels.subspan(count);
  }
}

void Carrier::submit(std::span<Parcel> parcels) {
  orders_.resize(parcels.size());
  pointers_.resize(parcels.size());
  outcomes_.resize(parcels.size());
  for (std::size_t i = 0; i < parcels.size(); ++i) {
    const std::string_view bytes = parcels[i].bytes;
    io_prep_pwrite(&orders_[i], parcels[i].socket->number(), const_cast<char*>(bytes.data()),
                   bytes.size(), 0);
    orders_[i].data = &parcels[i];
    pointers_[i] = &orders_[i];
  }
  const auto wanted = static_cast<long>(parcels.size());
  const long taken = std::max(io_submit(context_, wanted, pointers_.data()), 0);
  // What became of those is not known yet. Should the system never say, their connections end:
  // sending them again might send them twice.
  for (Parcel& parcel : parcels.first(static_cast<std::size_t>(taken))) parcel.sent = {0, false};
  // All that were taken have been written already: this does not wait.
  long known = 0;
  while (known < taken) {
    const int count =
        io_getevents(context_, taken - known, taken - known, outcomes_.data(), nullptr);
    if (count <= 0 && count != -EINTR) break;
    for (int i = 0; i < count; ++i) {
      static_cast<Parcel*>(outcomes_[i].data)->sent = transfer_of(outcomes_[i]);
    }
    known += std::max(count, 0);
  }
  for (Parcel& parcel : parcels.subspan(static_cast<std::size_t>(taken)))
    parcel.sent = transport::transmit(*parcel.socket, parcel.bytes);
}

}  // namespace holotype::transport
