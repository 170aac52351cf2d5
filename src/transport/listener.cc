// Workers at posts, each with an epoll of its own.
//
// A worker waits at its post (post.h) for an event, serves that connection by one turn
// (connection.h) and comes back. No thread hands work to another, so a request costs no wake-up
// beyond the kernel's own. There are as many posts as processors; while a handler runs long,
// another thread takes its place (crew.h). A connection belongs to the post that had the fewest
// when it came.
//
// Answers to requests that were ready at once leave together (outbox.h, carrier.h): a worker keeps
// them until it would wait, for a quarter of a millisecond at most, or until a handler keeps it.
// Only where the crew has spares, who then do that for it; never where bodies are streamed.
//
// Sockets are registered once, edge-triggered, for reading and writing: nothing is re-armed per
// request. The price is that two threads may see events of one connection at the same time; the
// second leaves a note and goes (Connection::try_hold). Connection objects are reused, never freed
// while threads run, so that an event that comes after its connection has closed finds a live
// object and, at worst, an idle turn of the next client's.
//
// One more thread keeps house: it watches over the crew, and some four times per shortest deadline
// it looks at every connection and half-closes what is overdue, which makes an event that a worker
// answers.
//
// Measured on two processors, 16 keep-alive connections, POST of 115 bytes answered by 300: one
// recv a request, one epoll_wait and one io_submit for about eight; with a send for each answer,
// three quarters of the throughput.
#include "transport/listener.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "transport/carrier.h"
#include "transport/connection.h"
#include "transport/crew.h"
#include "transport/embedded_server.h"
#include "transport/outbox.h"
#include "transport/post.h"
#include "transport/socket.h"

namespace holotype::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// One for each worker; it takes most requests in one piece.
constexpr std::size_t kScratchBytes = 64u << 10;

// What a process needs open besides connections: files, pipes, the listener itself.
constexpr std::size_t kOtherOpenFiles = 64;

constexpr milliseconds kShortestRound{5};
constexpr milliseconds kForever{-1};
constexpr milliseconds kLongestRound{500};

// How often the housekeeper looks: often enough that a deadline is late by a quarter at most.
milliseconds round_of(const Deadlines& deadlines) {
  milliseconds shortest = 4 * kLongestRound;
  for (milliseconds each : {deadlines.idle, deadlines.header, deadlines.body, deadlines.write}) {
    if (each > milliseconds::zero()) shortest = std::min(shortest, each);
  }
  return std::clamp(shortest / 4, kShortestRound, kLongestRound);
}

class EpollListener final : public Listener {
 public:
  EpollListener(Options options, Handler handler, StreamHandler stream_handler, FaultHandler faults,
                Descriptor socket)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        faults_(std::move(faults)),
        listening_(std::move(socket)),
        port_(port_of(listening_)),
        crew_(options_.threads,
              options_.threads_on_duty > 0 ? options_.threads_on_duty
                                           : std::max(std::thread::hardware_concurrency(), 2u),
              {.hire = [this](std::size_t worker) { return hire(worker); },
               .relieve = [this](std::size_t worker) { relieve(worker); },
               .when_short = [this] { ::eventfd_write(nudge_.number(), 1); }}),
        outboxes_(options_.threads) {
    streaming_.handler = std::move(stream_handler);
  }

  ~EpollListener() override { stop(); }

  static Result<std::unique_ptr<Listener>> start(Options options, Handler handler,
                                                 StreamHandler stream_handler, FaultHandler faults);

  Result<void> run();
  std::uint16_t port() const override { return port_; }
  std::string url() const override;
  void stop() override;

 private:
  bool hire(std::size_t worker);
  void work(std::size_t worker);
  std::optional<Post::Event> next_event(std::size_t own, Outbox& outbox, Carrier& carrier);
  void accept_all(EmbeddedServer& server);
  void admit(Descriptor socket, EmbeddedServer& server);
  Connection* take_free() REQUIRES(mutex_);
  static void turn_away(const Descriptor& socket, EmbeddedServer& server);
  void serve(Connection& connection, Workbench bench, Outbox& outbox, bool peer_has_closed);
  static Wish take_turn(Connection& connection, Workbench bench, bool peer_has_closed);
  void grant(Connection& connection, Wish wish);
  void deliver(Outbox& outbox, Carrier& carrier);
  void relieve(std::size_t worker);
  void end(Connection& connection);
  bool wake_later(Connection& connection);
  Post& least_used_post();
  bool watch_everywhere(Descriptor& socket, std::uint32_t events);

  void keep_house();
  void interrupt_conversations();
  void flush_all();

  const Options options_;
  const Handler handler_;
  Streaming streaming_;  // used where it has a handler
  const FaultHandler faults_;
  Descriptor listening_;
  const std::uint16_t port_;
  Descriptor stop_event_;
  Descriptor nudge_;  // wakes every post's worker, to look at the others

  std::atomic<bool> stopping_{false};
  std::atomic<bool> accepting_is_paused_{false};  // no descriptor was left
  Crew crew_;
  std::vector<Outbox> outboxes_;  // of each worker
  std::vector<std::unique_ptr<Post>> posts_;
  std::thread housekeeper_;
  std::vector<std::thread> workers_;  // the housekeeper's, once there is one

  Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> connections_ GUARDED_BY(mutex_);
  std::vector<Connection*> free_ GUARDED_BY(mutex_);
};

// Edge-triggered, both directions, and the peer's end of stream.
constexpr std::uint32_t kConnectionEvents = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
constexpr std::uint32_t kListeningEvents = EPOLLIN | EPOLLET;
constexpr std::uint32_t kPeerClosedEvents = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

Result<void> EpollListener::run() {
  // Who has taken several and is kept is replaced by somebody who goes on with them, or by nobody.
  const std::size_t events_at_a_time = crew_.has_spares() ? Post::kMany : 1;
  for (std::size_t i = 0; i < crew_.posts(); ++i)
    posts_.push_back(std::make_unique<Post>(events_at_a_time));
  stop_event_ = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (streaming_.handler) {
    streaming_.interruption = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  }
  // New clients are for whoever is there first.
  nudge_ = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop_event_.is_open() || !nudge_.is_open() || !watch_everywhere(stop_event_, EPOLLIN) ||
      !watch_everywhere(nudge_, EPOLLIN | EPOLLET) ||
      !watch_everywhere(listening_, kListeningEvents)) {
    return fail("Too many files are open to listen for connections.");
  }
  EmbeddedServer::prepare();
  bool has_all = true;
  for (std::size_t i = 0; i < crew_.on_duty(); ++i) has_all = has_all && hire(i);
  try {
    if (has_all) housekeeper_ = std::thread([this] { keep_house(); });
  } catch (const std::system_error&) {
    has_all = false;
  }
  if (has_all) return {};
  return fail(fmt::format("The system allows no {} threads.", crew_.on_duty() + 1));
}

bool EpollListener::hire(std::size_t worker) {
  try {
    workers_.emplace_back([this, worker] { work(worker); });
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

// Tags: a Connection, or the address of the member whose event it is.
bool EpollListener::watch_everywhere(Descriptor& socket, std::uint32_t events) {
  return std::ranges::all_of(posts_, [&](const std::unique_ptr<Post>& post) {
    return post->is_open() && post->watch(socket, events, &socket);
  });
}

Post& EpollListener::least_used_post() {
  return **std::ranges::min_element(posts_, {}, [](const std::unique_ptr<Post>& post) {
    return post->connections.load(std::memory_order_relaxed);
  });
}

std::string EpollListener::url() const {
  const bool is_ipv6 = options_.host.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("http://[{}]:{}", options_.host, port_)
                 : fmt::format("http://{}:{}", options_.host, port_);
}

// ---- Worker threads ----

void EpollListener::work(std::size_t worker) {
  block_sigpipe();
  EmbeddedServer server(handler_, faults_, stopping_);
  const auto scratch = std::make_unique_for_overwrite<char[]>(kScratchBytes);
  const bool has_outbox = crew_.has_spares() && !streaming_.handler;
  const Workbench bench{server,
                        {scratch.get(), kScratchBytes},
                        has_outbox,
                        streaming_.handler ? &streaming_ : nullptr};
  Outbox& outbox = outboxes_[worker];
  Carrier carrier;
  while (const auto post = crew_.report_for_duty(worker)) {
    const std::optional<Post::Event> event = next_event(*post, outbox, carrier);
    if (!event || event->tag == &nudge_) continue;
    if (event->tag == &stop_event_) return;
    crew_.begin_turn(worker);
    if (event->tag == &listening_) {
      accept_all(server);
    } else {
      serve(*static_cast<Connection*>(event->tag), bench, outbox,
            (event->events & kPeerClosedEvents) != 0);
    }
    crew_.end_turn(worker);
  }
}

// Of that post; while nobody is left to take the places of those whose handlers wait, of any. What
// is held leaves when it is due, and before the kernel is asked for more. Only here is it known
// that this worker does ask: what is ready at its post may be taken by another who came there.
std::optional<Post::Event> EpollListener::next_event(std::size_t own, Outbox& outbox,
                                                     Carrier& carrier) {
  if (crew_.is_short()) {
    deliver(outbox, carrier);
    for (std::size_t i = 0; i < posts_.size(); ++i) {
      Post& post = *posts_[(own + i) % posts_.size()];
      if (const auto event = post.next(milliseconds(0))) return event;
    }
    return posts_[own]->next(kShortestRound);
  }
  if (outbox.is_due()) deliver(outbox, carrier);
  if (const auto event = posts_[own]->take_ready()) return event;
  deliver(outbox, carrier);
  return posts_[own]->wait(kForever);
}

void EpollListener::serve(Connection& connection, Workbench bench, Outbox& outbox,
                          bool peer_has_closed) {
  if (!connection.try_hold()) return;
  do {
    if (!connection.socket().is_open()) continue;  // an event that came after the end
    const Wish wish = take_turn(connection, bench, peer_has_closed);
    if (wish == Wish::Send) return outbox.put(connection);
    grant(connection, wish);
    peer_has_closed = true;  // whoever asked for another turn may have come for that
  } while (!connection.try_let_go());
}

void EpollListener::grant(Connection& connection, Wish wish) {
  switch (wish) {
    case Wish::Wait:
    case Wish::Send:
      break;
    case Wish::Close:
      end(connection);
      break;
    case Wish::Again:
      connection.post()->ask_again(connection.socket(), kConnectionEvents, &connection);
      break;
    case Wish::Later:
      if (!wake_later(connection)) end(connection);
      break;
  }
}

void EpollListener::deliver(Outbox& outbox, Carrier& carrier) {
  const std::vector<Connection*> held = outbox.take();
  if (held.empty()) return;
  std::vector<Parcel> parcels;
  parcels.reserve(held.size());
  for (const Connection* connection : held)
    parcels.push_back({&connection->socket(), connection->unsent()});
  carrier.transmit(parcels);
  for (std::size_t i = 0; i < held.size(); ++i) {
    Connection& connection = *held[i];
    grant(connection, connection.sent(parcels[i].sent));
    while (!connection.try_let_go()) {
      connection.post()->ask_again(connection.socket(), kConnectionEvents, &connection);
    }
  }
}

// On whatever thread finds that the worker is kept, which is seldom enough to send one by one.
void EpollListener::relieve(std::size_t worker) {
  Carrier carrier;
  deliver(outboxes_[worker], carrier);
}

// Gives the connection a turn after its pause: a timer is one more descriptor that makes its
// events.
bool EpollListener::wake_later(Connection& connection) {
  Descriptor& alarm = connection.alarm();
  if (!alarm.is_open()) {
    alarm = Descriptor(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
    if (!alarm.is_open() || !connection.post()->watch(alarm, EPOLLIN | EPOLLET, &connection)) {
      return false;
    }
  }
  const std::int64_t pause = connection.pause().count();
  constexpr std::int64_t kSecond = 1'000'000'000;
  itimerspec when{};
  when.it_value.tv_sec = pause / kSecond;
  when.it_value.tv_nsec = pause % kSecond;
  return ::timerfd_settime(alarm.number(), 0, &when, nullptr) == 0;
}

// No request ends the process: what is left to throw is a lack of memory, and costs its connection.
Wish EpollListener::take_turn(Connection& connection, Workbench bench, bool peer_has_closed) {
  try {
    return connection.take_turn(bench, peer_has_closed);
  } catch (const std::exception&) {
    return Wish::Close;
  }
}

void EpollListener::end(Connection& connection) {
  const MutexLock lock(mutex_);
  connection.post()->connections.fetch_sub(1, std::memory_order_relaxed);
  connection.close();
  free_.push_back(&connection);
}

void EpollListener::accept_all(EmbeddedServer& server) {
  while (!stopping_.load(std::memory_order_relaxed)) {
    Descriptor socket(
        ::accept4(listening_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
      admit(std::move(socket), server);
      continue;
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) accepting_is_paused_.store(true);
    return;
  }
}

void EpollListener::admit(Descriptor socket, EmbeddedServer& server) {
  Connection* connection = nullptr;
  {
    const MutexLock lock(mutex_);
    connection = take_free();
    if (connection != nullptr) {
      connection->hold();
      connection->open(std::move(socket), least_used_post());
      connection->post()->connections.fetch_add(1, std::memory_order_relaxed);
    }
  }
  if (connection == nullptr) return turn_away(socket, server);
  // Bytes that came before are an event as well. Whoever gets it finds the connection held.
  Post& post = *connection->post();
  if (!post.watch(connection->socket(), kConnectionEvents, connection)) end(*connection);
  while (!connection->try_let_go()) {
    post.ask_again(connection->socket(), kConnectionEvents, connection);
  }
}

Connection* EpollListener::take_free() {
  if (!free_.empty()) {
    Connection* connection = free_.back();
    free_.pop_back();
    return connection;
  }
  if (connections_.size() >= options_.limits.max_connections) return nullptr;
  connections_.push_back(std::make_unique<Connection>(options_.limits, options_.deadlines));
  return connections_.back().get();
}

// Without a place there is no lingering either: a client that sends more than has come by now may
// see a reset in place of the answer.
void EpollListener::turn_away(const Descriptor& socket, EmbeddedServer& server) {
  transmit(
      socket,
      server.refuse({FaultKind::TooManyConnections, "Too many connections are open; try again."})
          .bytes);
  ::shutdown(socket.number(), SHUT_WR);
  char unread[4096];
  receive(socket, unread, sizeof unread);
}

// ---- The housekeeper's thread ----

void EpollListener::keep_house() {
  block_sigpipe();  // it relieves workers of what they hold, by the same call
  const milliseconds round = round_of(options_.deadlines);
  while (!stopping_.load()) {
    crew_.watch(round);
    const MutexLock lock(mutex_);
    const steady_clock::time_point now = steady_clock::now();
    for (const std::unique_ptr<Connection>& connection : connections_) {
      connection->expire_if_overdue(now);
    }
    if (accepting_is_paused_.exchange(false)) {
      posts_.front()->ask_again(listening_, kListeningEvents, &listening_);
    }
  }
}

// ---- The owner's thread ----

void EpollListener::stop() {
  if (stopping_.exchange(true)) return;
  ::shutdown(listening_.number(), SHUT_RDWR);  // refuses new clients while handlers return
  crew_.dismiss();
  ::eventfd_write(stop_event_.number(), 1);
  interrupt_conversations();
  if (housekeeper_.joinable()) housekeeper_.join();  // hires nobody any more
  for (std::thread& worker : workers_) worker.join();
  flush_all();
  const MutexLock lock(mutex_);
  free_.clear();
  connections_.clear();
  listening_.close();
}

// Those under way have the time that answers have; then whoever waits in one is told.
void EpollListener::interrupt_conversations() {
  if (!streaming_.handler) return;
  const steady_clock::time_point end = steady_clock::now() + options_.deadlines.stop;
  while (streaming_.conversations.load() > 0 && steady_clock::now() < end) {
    std::this_thread::sleep_for(milliseconds(2));
  }
  ::eventfd_write(streaming_.interruption.number(), 1);
}

// Sends what is left of answers, to clients that read them in time.
void EpollListener::flush_all() {
  const MutexLock lock(mutex_);
  const steady_clock::time_point end = steady_clock::now() + options_.deadlines.stop;
  for (;;) {
    std::vector<pollfd> unsent;
    for (const std::unique_ptr<Connection>& connection : connections_) {
      if (connection->socket().is_open() && connection->flush()) {
        unsent.push_back({connection->socket().number(), POLLOUT, 0});
      }
    }
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
    if (unsent.empty() || left <= milliseconds::zero()) return;
    ::poll(unsent.data(), unsent.size(), static_cast<int>(left.count()));
  }
}

Result<std::unique_ptr<Listener>> EpollListener::start(Options options, Handler handler,
                                                       StreamHandler stream_handler,
                                                       FaultHandler faults) {
  options.threads = std::max<std::size_t>(options.threads, 1);
  // Each connection may have a timer as well, or one to somewhere else.
  allow_open_files(2 * options.limits.max_connections + kOtherOpenFiles);
  Result<Descriptor> socket = listen_on(options.host, options.port, options.backlog);
  if (!socket) return tl::unexpected<Error>(std::move(socket.error()));
  auto listener = std::make_unique<EpollListener>(std::move(options), std::move(handler),
                                                  std::move(stream_handler), std::move(faults),
                                                  *std::move(socket));
  if (Result<void> running = listener->run(); !running) {
    return tl::unexpected<Error>(std::move(running.error()));
  }
  return listener;
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::start(Options options, Handler handler,
                                                  FaultHandler faults) {
  return EpollListener::start(std::move(options), std::move(handler), nullptr, std::move(faults));
}

Result<std::unique_ptr<Listener>> Listener::start_streaming(Options options, StreamHandler handler,
                                                            FaultHandler faults) {
  options.limits.max_body_bytes = std::numeric_limits<std::size_t>::max();
  return EpollListener::start(std::move(options), nullptr, std::move(handler), std::move(faults));
}

}  // namespace holotype::transport
