// The turns of a connection.
//
// A turn receives into the worker's scratch buffer and serves every request that is complete by
// then, so that a request that arrives in one piece costs one recv and its share of a send and
// leaves no buffer behind. What is incomplete moves into the connection's own buffer (a head) or
// straight into the content (a body), and the thread goes on to the next client. While an answer
// waits for a slow reader, nothing more is read from it: TCP itself then slows the writer down.
//
// An answer with a http::Delivery is kept as it is written, and a timer gives the connection a turn
// when the next of it is due. A slow answer costs a descriptor, and never a thread.
//
// Events are edge-triggered: a turn must not end while the socket may still hold bytes, or nothing
// would ever say so again. A recv that fills less than the buffer has emptied the socket
// (epoll(7)); an end of stream is the exception, and comes with peer_has_closed.
#include "transport/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "transport/conversation.h"

namespace holotype::transport {
namespace {

using std::chrono::steady_clock;

// A client that pipelines or uploads for ever lets others have a turn after so much.
constexpr std::size_t kRequestsPerTurn = 32;
constexpr std::size_t kReadsPerTurn = 8;

// How long a client may take to read our last words before the connection is reset.
constexpr std::chrono::milliseconds kEndingTime{2'000};

// A slow body is sent in about so many pieces, but not more often than so.
constexpr int kPieces = 40;
constexpr std::chrono::milliseconds kShortestPause{10};

// Answers of more than that leave on their own: what a client waits for then is the transfer.
constexpr std::size_t kPostedBytes = 64u << 10;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::int64_t ticks(steady_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

// Gives the memory back as well, which clear() would keep for a client that is idle for an hour.
void release(std::string& text) { std::string().swap(text); }

}  // namespace

void Connection::open(Descriptor socket, Post& post) {
  socket_ = std::move(socket);
  post_ = &post;
  enter(Phase::Idle);
}

void Connection::close() {
  alarm_.close();
  socket_.close();
  phase_ = Phase::Idle;
  closing_ = refused_ = broken_ = is_posted_ = false;
  served_ = 0;
  release(in_);
  release(behind_);
  release(out_);
  out_sent_ = 0;
  scanner_ = HeadScanner();
  unfinished_.reset();
  deadline_.store(0, std::memory_order_relaxed);
  overdue_.store(false, std::memory_order_relaxed);
}

bool Connection::try_hold() {
  unsigned seen = hold_.load(std::memory_order_relaxed);
  for (;;) {
    const unsigned wanted = (seen & kHeld) != 0 ? seen | kAskedAgain : kHeld;
    if (hold_.compare_exchange_weak(seen, wanted, std::memory_order_acq_rel)) {
      return (seen & kHeld) == 0;
    }
  }
}

void Connection::hold() {
  unsigned free = 0;
  while (!hold_.compare_exchange_weak(free, kHeld, std::memory_order_acq_rel)) {
    free = 0;
    std::this_thread::yield();
  }
}

bool Connection::try_let_go() {
  unsigned seen = kHeld;
  if (hold_.compare_exchange_strong(seen, 0, std::memory_order_acq_rel)) return true;
  hold_.exchange(kHeld, std::memory_order_acq_rel);  // no one else takes kAskedAgain away
  return false;
}

void Connection::expire_if_overdue(steady_clock::time_point now) {
  std::int64_t deadline = deadline_.load(std::memory_order_relaxed);
  if (deadline == 0 || ticks(now) < deadline) return;
  if (!deadline_.compare_exchange_strong(deadline, 0, std::memory_order_relaxed)) return;
  overdue_.store(true, std::memory_order_release);
  // Half-closing makes an event, whatever the connection is waiting for.
  ::shutdown(socket_.number(), SHUT_RD);
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
  const bool unbounded = from_now <= std::chrono::milliseconds::zero();
  deadline_.store(unbounded ? 0 : ticks(steady_clock::now() + from_now), std::memory_order_relaxed);
}

void Connection::enter(Phase phase) {
  phase_ = phase;
  switch (phase) {
    case Phase::Idle:
      return set_deadline(deadlines_.idle);
    case Phase::Head:
      return set_deadline(deadlines_.header);
    case Phase::Body:
      return set_deadline(deadlines_.body);
    case Phase::Sending:
      return set_deadline(deadlines_.write);
    case Phase::Pacing:
      return set_deadline(std::chrono::milliseconds(0));  // we are what is waited for
    case Phase::Ending:
      return set_deadline(kEndingTime);
  }
}

Wish Connection::take_turn(Workbench bench, bool peer_has_closed) {
  turn_requests_ = 0;
  posts_ = false;
  const Wish wish = go_on(bench, peer_has_closed);
  if (!is_posted_) return wish;
  then_ = wish;
  return Wish::Send;
}

Wish Connection::go_on(Workbench bench, bool peer_has_closed) {
  if (overdue_.exchange(false, std::memory_order_acquire)) return end_overdue(bench);
  if (phase_ == Phase::Ending) return drain(bench);
  if (phase_ == Phase::Pacing) {
    const Wish wish = send_paced();
    if (phase_ == Phase::Pacing || wish == Wish::Close) return wish;
    if (phase_ == Phase::Ending) return drain(bench);
    peer_has_closed = true;  // what came meanwhile made an event that was passed over
  } else if (phase_ == Phase::Sending) {
    const Wish wish = resume_sending();
    if (phase_ == Phase::Sending || wish == Wish::Close) return wish;
    if (phase_ == Phase::Ending) return drain(bench);
  }
  return read_and_serve(bench, peer_has_closed);
}

Wish Connection::read_and_serve(Workbench bench, bool peer_has_closed) {
  posts_ = bench.has_outbox;
  if (!in_.empty()) digest({}, bench);
  for (std::size_t reads = 0;; ++reads) {
    if (broken_) return Wish::Close;
    if (phase_ == Phase::Sending) return Wish::Wait;
    if (phase_ == Phase::Pacing) return send_paced();
    if (closing_) return is_posted_ ? Wish::Wait : end(refused_ || !in_.empty());
    if (reads == kReadsPerTurn || turn_requests_ >= kRequestsPerTurn) return Wish::Again;
    if (is_posted_ && !may_add()) return Wish::Again;
    const Transfer got = receive(socket_, bench.scratch.data(), bench.scratch.size());
    if (!got.is_open) return Wish::Close;
    if (got.bytes == 0) return Wish::Wait;
    digest({bench.scratch.data(), got.bytes}, bench);
    const bool is_drained = got.bytes < bench.scratch.size() && !peer_has_closed;
    if (is_drained && takes_requests() && turn_requests_ < kRequestsPerTurn) return Wish::Wait;
  }
}

void Connection::digest(std::string_view fresh, Workbench bench) {
  if (in_.empty()) {
    const std::size_t consumed = consume(fresh, bench);
    if (consumed < fresh.size()) in_ = fresh.substr(consumed);
  } else {
    in_ += fresh;
    const std::size_t consumed = consume(in_, bench);
    if (consumed == in_.size()) {
      release(in_);
    } else {
      in_.erase(0, consumed);
    }
  }
  if (behind_.empty()) return;
  const std::string behind = std::exchange(behind_, {});  // nothing can be before it
  digest(behind, bench);
}

std::size_t Connection::consume(std::string_view input, Workbench bench) {
  std::size_t consumed = 0;
  while (takes_requests() && turn_requests_ < kRequestsPerTurn && consumed < input.size()) {
    const std::string_view rest = input.substr(consumed);
    const std::size_t step =
        unfinished_ ? consume_content(rest, bench.server) : consume_head(rest, bench);
    if (step == 0) break;
    consumed += step;
  }
  return consumed;
}

std::size_t Connection::consume_head(std::string_view input, Workbench bench) {
  const auto refuse_all = [&](Fault fault) {
    if (fault.received.method.empty()) fault.received = outline(input);
    refuse(std::move(fault), bench.server);
    return input.size();
  };
  Result<std::size_t, Fault> end = scanner_.scan(input, limits_);
  if (!end) return refuse_all(std::move(end.error()));
  if (*end == 0) {
    if (phase_ == Phase::Idle) enter(Phase::Head);
    return 0;
  }
  const std::size_t begin = scanner_.begin();
  scanner_ = HeadScanner();
  Result<Head, Fault> head = parse_head(input.substr(begin, *end - begin), limits_);
  if (!head) return refuse_all(std::move(head.error()));
  if (bench.streaming != nullptr) {
    return *end + converse(*std::move(head), input.substr(*end), bench);
  }
  if (head->framing == Framing::None) {
    answer(*head, bench.server);
    return *end;
  }
  Content content(*head, limits_);
  unfinished_.emplace(Unfinished{*std::move(head), std::move(content)});
  enter(Phase::Body);
  // RFC 9110 section 10.1.1: not where content has come without waiting.
  if (unfinished_->head.expects_continue && *end == input.size()) send({kContinue});
  return *end;
}

std::size_t Connection::consume_content(std::string_view input, EmbeddedServer& server) {
  Result<std::size_t, Fault> taken = unfinished_->content.take(input);
  if (!taken) {
    taken.error().received = std::move(unfinished_->head.request);
    refuse(std::move(taken.error()), server);
    return input.size();
  }
  if (unfinished_->content.is_complete()) {
    Head head = std::move(unfinished_->head);
    head.request.body = unfinished_->content.release();
    unfinished_.reset();
    answer(head, server);
  }
  return *taken;
}

void Connection::answer(const Head& head, EmbeddedServer& server) {
  ++served_;
  ++turn_requests_;
  deadline_.store(0, std::memory_order_relaxed);  // the handler takes its own time
  const bool is_last = served_ == limits_.max_requests_per_connection;
  const Answer answered = server.answer(head, is_last ? After::Close : After::KeepAlive);
  enter(Phase::Idle);
  send(answered);
}

std::size_t Connection::converse(Head head, std::string_view input, Workbench bench) {
  ++served_;
  ++turn_requests_;
  deadline_.store(0, std::memory_order_relaxed);  // the conversation has its own
  Content content(head, limits_);
  const Result<std::size_t, Fault> taken = content.take(input);
  if (!taken) {
    Fault fault = taken.error();
    fault.received = std::move(head.request);
    refuse(std::move(fault), bench.server);
    return input.size();
  }
  const bool is_last = served_ == limits_.max_requests_per_connection;
  ClientConversation talk({.socket = socket_,
                           .deadlines = deadlines_,
                           .scratch = bench.scratch,
                           .interruption = bench.streaming->interruption.number(),
                           .is_http_1_0 = head.speaks_http_1_0},
                          std::move(head), std::move(content));
  bench.streaming->conversations.fetch_add(1);
  Remainder left =
      talk.answer_by(bench.streaming->handler, is_last ? After::Close : After::KeepAlive);
  bench.streaming->conversations.fetch_sub(1);
  behind_ = talk.take_unread();
  if (left.fault) {
    refuse(*std::move(left.fault), bench.server);
  } else if (!left.is_open) {
    broken_ = true;
  } else {
    if (!talk.has_read_all()) refused_ = true;  // it may still be sending
    enter(Phase::Idle);
    if (!left.bytes.empty()) {
      send({left.bytes, left.after, left.delivery});
    } else {
      closing_ = left.after == After::Close;
    }
  }
  return *taken;
}

void Connection::refuse(Fault fault, EmbeddedServer& server) {
  unfinished_.reset();
  refused_ = true;
  deadline_.store(0, std::memory_order_relaxed);
  const Answer worded = server.refuse(fault);
  enter(Phase::Idle);
  send(worded);
}

void Connection::send(const Answer& answer) {
  closing_ = answer.after == After::Close;
  if (!answer.delivery.is_plain()) return begin_pacing(answer);
  if (is_posted_ || (posts_ && answer.bytes.size() < kPostedBytes))
    return post_together(answer.bytes);
  const Transfer sent = transmit(socket_, answer.bytes);
  broken_ = !sent.is_open;
  if (broken_ || sent.bytes == answer.bytes.size()) return;
  out_ = answer.bytes.substr(sent.bytes);
  enter(Phase::Sending);
}

void Connection::post_together(std::string_view bytes) {
  out_ += bytes;
  is_posted_ = true;
}

bool Connection::may_add() const { return is_posted_ && out_.size() < kPostedBytes; }

Wish Connection::sent(const Transfer& transfer) {
  is_posted_ = false;
  broken_ = !transfer.is_open;
  if (broken_) return Wish::Close;
  if (transfer.bytes < out_.size()) {
    out_sent_ = transfer.bytes;
    if (then_ == Wish::Close) closing_ = true;
    enter(Phase::Sending);
    return Wish::Wait;
  }
  release(out_);
  return closing_ ? end(refused_ || !in_.empty()) : then_;
}

void Connection::begin_pacing(const Answer& answer) {
  // What was posted before it goes ahead.
  const bool had_posted = std::exchange(is_posted_, false);
  std::string before = std::exchange(out_, {});
  if (had_posted) {
    const Transfer sent = transmit(socket_, before);
    broken_ = !sent.is_open;
    if (broken_) return;
    before.erase(0, sent.bytes);
  }
  const http::Delivery& delivery = answer.delivery;
  const std::size_t head_end = answer.bytes.find("\r\n\r\n");
  const std::size_t head = head_end == std::string_view::npos ? answer.bytes.size() : head_end + 4;
  std::string_view bytes = answer.bytes;
  if (delivery.fault == http::WireFault::Truncate) {
    // Half of the body, so that the client has the head and knows what is missing; without a body,
    // half of the head.
    bytes = bytes.substr(0, head < bytes.size() ? head + (bytes.size() - head) / 2 : head / 2);
  } else if (delivery.fault == http::WireFault::Reset) {
    bytes = {};
  }
  if (delivery.fault != http::WireFault::None) closing_ = true;
  out_ = before + std::string(bytes);
  pace_ = {std::chrono::steady_clock::now() + delivery.delay,
           before.size() + std::min(head, bytes.size()), delivery.body_time, delivery.fault};
  enter(Phase::Pacing);
}

std::size_t Connection::Pace::allowed(steady_clock::time_point now, std::size_t size) const {
  if (now < start) return 0;
  const auto passed = now - start;
  if (passed >= body_time) return size;
  const double share =
      std::chrono::duration<double>(passed) / std::chrono::duration<double>(body_time);
  return head_bytes + static_cast<std::size_t>(share * static_cast<double>(size - head_bytes));
}

steady_clock::time_point Connection::Pace::next(steady_clock::time_point now) const {
  if (now < start) return start;
  return std::min(now + std::max(body_time / kPieces, kShortestPause), start + body_time);
}

std::chrono::nanoseconds Connection::pause() const {
  const auto now = steady_clock::now();
  return std::max<std::chrono::nanoseconds>(pace_.next(now) - now, std::chrono::microseconds(1));
}

Wish Connection::send_paced() {
  const auto now = steady_clock::now();
  const std::size_t allowed = pace_.allowed(now, out_.size());
  const Transfer sent =
      transmit(socket_, std::string_view(out_).substr(out_sent_, allowed - out_sent_));
  out_sent_ += sent.bytes;
  broken_ = !sent.is_open;
  if (broken_) return Wish::Close;
  if (out_sent_ < allowed) {  // the client reads more slowly still
    set_deadline(deadlines_.write);
    return Wish::Wait;
  }
  set_deadline(std::chrono::milliseconds(0));
  if (now < pace_.start || out_sent_ < out_.size()) return Wish::Later;
  release(out_);
  out_sent_ = 0;
  if (pace_.fault == http::WireFault::Reset) {
    // Nothing lingers: the kernel answers with a reset (tcp(7), socket(7) SO_LINGER).
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_.number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return Wish::Close;
  }
  enter(Phase::Idle);
  if (closing_) return end(refused_ || !in_.empty());
  return Wish::Again;  // the socket may hold what came meanwhile
}

bool Connection::flush() {
  const Transfer sent = transmit(socket_, std::string_view(out_).substr(out_sent_));
  out_sent_ += sent.bytes;
  broken_ = !sent.is_open;
  return !broken_ && out_sent_ < out_.size();
}

Wish Connection::resume_sending() {
  const std::size_t before = out_sent_;
  if (flush()) {
    if (out_sent_ != before) enter(Phase::Sending);
    return Wish::Wait;
  }
  if (broken_) return Wish::Close;
  release(out_);
  out_sent_ = 0;
  if (closing_) return end(refused_ || !in_.empty());
  enter(unfinished_ ? Phase::Body : Phase::Idle);
  return Wish::Wait;
}

// RFC 9112 section 9.6: closing while the client still sends would reset the connection and take
// our answer with it, so our side alone is closed first.
Wish Connection::end(bool has_unread_input) {
  if (!has_unread_input) return Wish::Close;
  release(in_);
  ::shutdown(socket_.number(), SHUT_WR);
  enter(Phase::Ending);
  return Wish::Again;
}

Wish Connection::drain(Workbench bench) {
  for (std::size_t reads = 0; reads < kReadsPerTurn; ++reads) {
    const Transfer got = receive(socket_, bench.scratch.data(), bench.scratch.size());
    if (!got.is_open) return Wish::Close;
    if (got.bytes == 0) return Wish::Wait;
  }
  return Wish::Again;
}

Wish Connection::end_overdue(Workbench bench) {
  const bool is_waiting_for_request = phase_ == Phase::Head || phase_ == Phase::Body;
  if (!is_waiting_for_request) return Wish::Close;
  Fault fault{FaultKind::RequestTimeout, "The head of the request did not arrive in time."};
  if (phase_ == Phase::Body) {
    fault.message = "The content of the request did not arrive in time.";
    fault.received = std::move(unfinished_->head.request);
  } else {
    fault.received = outline(in_);
  }
  refuse(std::move(fault), bench.server);
  if (broken_) return Wish::Close;
  return phase_ == Phase::Sending ? Wish::Wait : end(/*has_unread_input=*/true);
}

}  // namespace holotype::transport
