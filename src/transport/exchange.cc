#include "transport/exchange.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>

#include "http/field.h"

namespace holotype::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Of the thread's: what is read lies there until it is taken apart.
constexpr std::size_t kReadBytes = 64u << 10;

// A body up to this goes out together with its head; a copy costs less than a call.
constexpr std::size_t kSmallBody = 16u << 10;

// Others have a turn after so many writes: the answer may have begun.
constexpr int kWritesInARow = 16;

// A client's own deadlines are looked at so often.
constexpr milliseconds kClientGlance{500};

// A server may say more in its fields than we let a client say.
constexpr std::size_t kMaxHeaderBytes = 256u << 10;
constexpr std::size_t kMaxHeaderCount = 1000;

// RFC 9112 section 3.1 and 4; the parts of a status line that matter.
struct StatusLine {
  int status = 0;
  bool speaks_http_1_0 = false;
};

std::optional<StatusLine> parse_status_line(std::string_view line) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (line.size() < 12 || line.substr(0, 7) != "HTTP/1." || !is_digit(line[7]) || line[8] != ' ' ||
      !std::all_of(line.begin() + 9, line.begin() + 12, is_digit) ||
      (line.size() > 12 && line[12] != ' ')) {
    return std::nullopt;
  }
  const int status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  return StatusLine{status, line[7] == '0'};
}

// Whether a status line may still become of what came first, a blank line before it included.
bool may_begin_status_line(std::string_view bytes) {
  constexpr std::string_view kVersion = "HTTP/1.";
  return kVersion.starts_with(bytes.substr(0, kVersion.size())) || bytes == "\r";
}

// The length that the fields give together, or why they give none. A list of equal ones counts as
// one of them (RFC 9112 section 6.3, rule 5).
Result<std::uint64_t> read_length(std::string_view list) {
  std::optional<std::uint64_t> length;
  for (;;) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view digits = http::trim(list.substr(0, comma));
    if (digits.empty() || digits.size() > 18 ||
        digits.find_first_not_of("0123456789") != std::string_view::npos) {
      return fail("its Content-Length is no number");
    }
    const std::uint64_t one = std::stoull(std::string(digits));
    if (length && *length != one) return fail("it has several Content-Length values that differ");
    length = one;
    if (comma == list.size()) return one;
    list.remove_prefix(comma + 1);
  }
}

// Whether the list of that name's fields holds `option`, without case.
bool has_option(const http::Headers& headers, std::string_view name, std::string_view option) {
  const std::string list = headers.combined(name).value_or("");
  std::string_view rest = list;
  for (;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (http::equal_ignoring_case(http::trim(rest.substr(0, comma)), option)) return true;
    if (comma == rest.size()) return false;
    rest.remove_prefix(comma + 1);
  }
}

// A fault's sentence as part of another.
std::string explain_fault(const Fault& fault) {
  std::string_view sentence = fault.message;
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return fmt::format("its answer is no HTTP: {}", sentence);
}

tl::unexpected<SendError> no_http(const Fault& fault) {
  return fail_to_send(SendFailure::Malformed, explain_fault(fault));
}

bool is_named(std::string_view name, const auto& names) {
  return std::any_of(std::begin(names), std::end(names), [name](std::string_view other) {
    return http::equal_ignoring_case(name, other);
  });
}

// Those that frame or route a message, and those of one connection.
constexpr std::string_view kNoTrailers[] = {
    "Content-Length", "Transfer-Encoding", "Trailer", "TE",
    "Connection",     "Keep-Alive",        "Upgrade", "Host"};

}  // namespace

bool is_idempotent(std::string_view method) {
  static constexpr std::string_view kMethods[] = {"GET",   "HEAD", "OPTIONS", "TRACE",
                                                  "QUERY", "PUT",  "DELETE"};
  return std::ranges::find(kMethods, method) != std::end(kMethods);
}

std::string write_chunk(std::string_view bytes) {
  std::string chunk = fmt::format("{:x}\r\n", bytes.size());
  chunk.reserve(chunk.size() + bytes.size() + 2);
  chunk += bytes;
  return chunk += "\r\n";
}

std::string write_trailers(const http::Headers& trailers) {
  std::string text;
  for (const http::Header& field : trailers) {
    const std::string line = fmt::format("{}: {}", field.name, field.value);
    if (!is_named(field.name, kNoTrailers) && parse_field_line(line)) text += line + "\r\n";
  }
  return text += "\r\n";
}

Result<std::string, SendError> write_request_head(const Outbound& outbound, std::string_view host) {
  const http::Request& request = outbound.head;
  const bool is_line =
      request.raw_target.find_first_of(std::string_view(" \r\n\0", 4)) == std::string::npos &&
      !request.raw_target.empty() && parse_field_line(request.method + ":").has_value();
  if (!is_line) return fail_to_send(SendFailure::Unsendable, "its method or target cannot be sent");
  std::string text = fmt::format("{} {} HTTP/1.1\r\n", request.method, request.raw_target);
  if (!request.headers.contains("Host")) text += fmt::format("Host: {}\r\n", host);
  for (const http::Header& field : request.headers) {
    if (http::equal_ignoring_case(field.name, "Content-Length") ||
        http::equal_ignoring_case(field.name, "Transfer-Encoding")) {
      continue;
    }
    const std::string line = fmt::format("{}: {}", field.name, field.value);
    if (!parse_field_line(line)) {
      return fail_to_send(SendFailure::Unsendable,
                          fmt::format("its field {} cannot be sent", field.name));
    }
    text += line + "\r\n";
  }
  const bool has_trailers = outbound.trailers != nullptr && !outbound.trailers->empty();
  const std::optional<std::uint64_t> length =
      outbound.rest != nullptr ? outbound.rest->length() : outbound.body.size();
  if (!length || has_trailers) return text += "Transfer-Encoding: chunked\r\n\r\n";
  // RFC 9110 section 8.6: a length wherever the method gives content a meaning.
  const bool wants_content =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (wants_content || *length != 0) text += fmt::format("Content-Length: {}\r\n", *length);
  return text += "\r\n";
}

Exchange::Exchange(Channel& channel, Options options)
    : channel_(channel), options_(std::move(options)) {
  limits_.max_body_bytes = std::numeric_limits<std::size_t>::max();
  limits_.max_header_bytes = kMaxHeaderBytes;
  limits_.max_header_count = kMaxHeaderCount;
}

const http::Headers& Exchange::trailers() const {
  static const http::Headers kNone;
  return content_ ? content_->trailers() : kNone;
}

bool Exchange::keeps_alive() const {
  return keeps_alive_ && has_ended_ && !is_sending() && !is_abandoned_ && !is_closed_ &&
         buffer_.empty();
}

// ---- The request ----

bool Exchange::is_sending() const {
  return !unsent_.empty() || !body_.empty() || !end_.empty() || rest_ != nullptr;
}

void Exchange::abandon_request() {
  is_abandoned_ = true;
  unsent_ = body_ = {};
  end_.clear();
  rest_ = nullptr;
}

bool Exchange::refill() {
  if (!unsent_.empty()) return true;
  if (!body_.empty()) {
    unsent_ = std::exchange(body_, {});
    return true;
  }
  if (!end_.empty()) {
    text_ = std::exchange(end_, {});
    unsent_ = text_;
    return true;
  }
  if (rest_ == nullptr) return false;
  const http::BodyStream::Piece piece = rest_->read(milliseconds(0));
  const bool is_last = piece.state == State::Ended;
  if (piece.state == State::Broken) {
    is_request_broken_ = true;
  } else if (is_chunked_) {
    text_ = piece.bytes.empty() ? "" : write_chunk(piece.bytes);
    if (is_last) text_ += "0\r\n" + write_trailers(rest_->trailers());
    unsent_ = text_;
  } else {
    unsent_ = piece.bytes;
  }
  if (is_last || is_request_broken_) rest_ = nullptr;
  return !unsent_.empty();
}

Result<void, SendError> Exchange::send_some() {
  for (int i = 0; i < kWritesInARow && refill(); ++i) {
    const Channel::Moved moved = channel_.write(unsent_);
    if (moved.end != Channel::Moved::End::None) {
      abandon_request();  // an early answer may say why
      break;
    }
    if (moved.bytes == 0) break;
    unsent_.remove_prefix(moved.bytes);
    sent_at_ = heard_at_ = steady_clock::now();
  }
  if (!is_request_broken_) return {};
  return fail_to_send(SendFailure::Abandoned, "the content of the request broke off");
}

// ---- Waiting ----

std::optional<Exchange::Instant> Exchange::deadline() const {
  if (!unsent_.empty()) return sent_at_ + options_.write_timeout;
  if (is_sending()) return std::nullopt;  // the client is waited for
  if (has_head_ && !options_.ends_silence) return std::nullopt;
  return heard_at_ + options_.read_timeout;
}

Result<bool, SendError> Exchange::wait(Instant end) {
  if (channel_.holds_bytes()) return true;
  const bool wants_rest = unsent_.empty() && rest_ != nullptr;
  std::array<pollfd, 4> watched{};
  nfds_t count = 0;
  const auto watch = [&](int descriptor, int events) {
    if (descriptor >= 0) watched[count++] = {descriptor, static_cast<short>(events), 0};
  };
  watch(channel_.descriptor(), unsent_.empty() ? POLLIN : POLLIN | POLLOUT);
  watch(options_.interruption.stopping, POLLIN);
  // A client that waits for an end that may never come, and closes its side, is gone. Else it may
  // have said all that it had to say.
  const bool is_endless = has_head_ && !options_.ends_silence;
  const nfds_t client = count;
  watch(options_.interruption.client, is_endless ? POLLRDHUP : 0);
  if (wants_rest) watch(rest_->descriptor(), POLLIN);

  const std::optional<Instant> late = deadline();
  Instant until = late ? std::min(end, *late) : end;
  if (wants_rest) until = std::min(until, steady_clock::now() + kClientGlance);
  if (wants_rest && rest_->descriptor() < 0) until = steady_clock::now();
  const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
  ::poll(watched.data(), count,
         static_cast<int>(std::clamp(left, milliseconds(0), http::kForever).count()));

  const bool stops = options_.interruption.stopping >= 0 && watched[1].revents != 0;
  const bool is_alone = options_.interruption.client >= 0 && watched[client].revents != 0;
  if (stops) return fail_to_send(SendFailure::Abandoned, "Holotype is being stopped");
  if (is_alone) return fail_to_send(SendFailure::Abandoned, "the client is gone");
  if ((watched[0].revents & ~POLLOUT) != 0) return true;
  if (late && watched[0].revents == 0 && steady_clock::now() >= *late) {
    return fail_to_send(SendFailure::TimedOut, unsent_.empty()
                                                   ? "it did not answer in time"
                                                   : "it did not take the request in time");
  }
  return false;
}

Result<void, SendError> Exchange::read_more() {
  thread_local const auto scratch = std::make_unique_for_overwrite<char[]>(kReadBytes);
  const Channel::Moved moved = channel_.read(scratch.get(), kReadBytes);
  buffer_.append(scratch.get(), moved.bytes);
  if (moved.bytes > 0) heard_at_ = steady_clock::now();
  is_closed_ = moved.end == Channel::Moved::End::Closed;
  if (moved.end != Channel::Moved::End::Broken) return {};
  const bool is_unheard = !has_head_ && buffer_.empty();
  return fail_to_send(is_unheard ? SendFailure::Closed : SendFailure::Broken,
                      "the connection broke");
}

// ---- The answer ----

Result<http::Response, SendError> Exchange::begin(const Outbound& request, std::string_view host) {
  method_ = request.head.method;
  Result<std::string, SendError> head = write_request_head(request, host);
  if (!head) return tl::unexpected(std::move(head.error()));
  text_ = *std::move(head);
  body_ = request.body;
  rest_ = request.rest;
  const bool has_trailers = request.trailers != nullptr && !request.trailers->empty();
  is_chunked_ = has_trailers || (rest_ != nullptr && !rest_->length());
  if (is_chunked_) {
    if (!body_.empty()) text_ += fmt::format("{:x}\r\n", body_.size());
    if (!body_.empty()) end_ = "\r\n";
    if (rest_ == nullptr) end_ += "0\r\n" + write_trailers(*request.trailers);
  }
  if (body_.size() <= kSmallBody) text_ += std::exchange(body_, {});
  if (body_.empty()) text_ += std::exchange(end_, {});
  unsent_ = text_;
  sent_at_ = heard_at_ = steady_clock::now();
  for (;;) {
    if (Result<void, SendError> sent = send_some(); !sent) return tl::unexpected(sent.error());
    Result<std::optional<http::Response>, SendError> answer = take_head();
    if (!answer) return tl::unexpected(std::move(answer.error()));
    if (*answer) {
      // RFC 9110 section 7.8: nobody asked for it, for Upgrade is never sent.
      if ((*answer)->status == 101) {
        return fail_to_send(SendFailure::Broken,
                            "it switches to another protocol (101) without being asked");
      }
      // RFC 9110 section 15.2: interim answers come before the one that counts.
      const bool is_interim = (*answer)->status < 200;
      if (is_interim && options_.on_interim) options_.on_interim(**answer);
      if (is_interim) continue;
      if (Result<void, SendError> framed = frame(**answer); !framed) {
        return tl::unexpected(std::move(framed.error()));
      }
      has_head_ = true;
      return **std::move(answer);
    }
    if (is_closed_) {
      if (buffer_.empty())
        return fail_to_send(SendFailure::Closed, "it closed the connection without an answer");
      return fail_to_send(SendFailure::Broken,
                          "it closed the connection in the middle of its answer");
    }
    const Result<bool, SendError> ready = wait(heard_at_ + http::kForever);
    if (!ready) return tl::unexpected(ready.error());
    if (!*ready) continue;
    if (Result<void, SendError> more = read_more(); !more) return tl::unexpected(more.error());
  }
}

Result<std::optional<http::Response>, SendError> Exchange::take_head() {
  const Result<std::size_t, Fault> end = scanner_.scan(buffer_, limits_);
  if (!end) return no_http(end.error());
  const auto no_status_line = [] {
    return fail_to_send(SendFailure::Malformed,
                        "its answer does not begin with an HTTP/1 status line");
  };
  // A server of another protocol may greet and wait: its first bytes tell.
  if (!may_begin_status_line(std::string_view(buffer_).substr(scanner_.begin())))
    return no_status_line();
  if (*end == 0) return std::nullopt;
  std::string_view head(buffer_.data() + scanner_.begin(), *end - scanner_.begin());
  const std::size_t line_end = head.find("\r\n");
  const std::optional<StatusLine> line = parse_status_line(head.substr(0, line_end));
  if (!line) return no_status_line();
  http::Response answer;
  answer.status = line->status;
  head = head.substr(line_end + 2, head.size() - line_end - 4);
  while (!head.empty()) {
    const std::size_t field_end = head.find("\r\n");
    Result<http::Header, Fault> field = parse_field_line(head.substr(0, field_end));
    if (!field) return no_http(field.error());
    answer.headers.add(std::move(field->name), std::move(field->value));
    head.remove_prefix(field_end + 2);
  }
  buffer_.erase(0, *end);
  scanner_ = HeadScanner();
  keeps_alive_ = !has_option(answer.headers, "Connection", "close") &&
                 (!line->speaks_http_1_0 || has_option(answer.headers, "Connection", "keep-alive"));
  return answer;
}

// RFC 9112 section 6.3, for responses.
Result<void, SendError> Exchange::frame(const http::Response& answer) {
  Head framing;
  has_content_ =
      method_ != "HEAD" && answer.status >= 200 && answer.status != 204 && answer.status != 304;
  const std::optional<std::string> coding = answer.headers.combined("Transfer-Encoding");
  const std::optional<std::string> length = answer.headers.combined("Content-Length");
  // RFC 9110 section 8.6: a 204 says no length. What it announces may come all the same, where the
  // next answer is waited for.
  const bool is_strange = answer.status == 204 && (coding || (length && *length != "0"));
  if (answer.status == 101 || is_strange) keeps_alive_ = false;
  if (has_content_ && coding) {
    if (!http::equal_ignoring_case(*coding, "chunked")) {
      return fail_to_send(SendFailure::Malformed, "its Transfer-Encoding is not chunked alone");
    }
    framing.framing = Framing::Chunked;
  } else if (has_content_ && length) {
    const Result<std::uint64_t> read = read_length(*length);
    if (!read) return fail_to_send(SendFailure::Malformed, read.error().message);
    length_ = framing.content_length = *read;
    has_content_ = *length_ > 0;
    if (has_content_) framing.framing = Framing::Length;
  } else if (has_content_) {
    keeps_alive_ = false;
    return {};
  }
  has_ended_ = !has_content_;
  content_.emplace(framing, limits_);
  return {};
}

// What of buffer_ belongs to the content, to where next_piece() finds it.
Result<void, SendError> Exchange::take_content() {
  if (!content_) {
    piece_ = std::exchange(buffer_, {});
    return {};
  }
  const Result<std::size_t, Fault> taken = content_->take(buffer_);
  if (!taken) return no_http(taken.error());
  buffer_.erase(0, *taken);
  has_ended_ = content_->is_complete();
  return {};
}

Result<Exchange::Piece, SendError> Exchange::next_piece(Instant end) {
  for (;;) {
    if (Result<void, SendError> taken = take_content(); !taken) {
      // What came before the fault is passed on first.
      if (content_->decoded().empty()) return tl::unexpected(std::move(taken.error()));
      fault_ = std::move(taken.error());
      return Piece{content_->decoded(), State::Open};
    }
    if (is_closed_ && !content_) has_ended_ = true;
    const std::string_view bytes = content_ ? content_->decoded() : std::string_view(piece_);
    if (has_ended_ || !bytes.empty()) return Piece{bytes, has_ended_ ? State::Ended : State::Open};
    if (is_closed_) {
      return fail_to_send(SendFailure::Broken,
                          "it closed the connection in the middle of its answer");
    }
    if (Result<void, SendError> sent = send_some(); !sent) return tl::unexpected(sent.error());
    const Result<bool, SendError> ready = wait(end);
    if (!ready) return tl::unexpected(ready.error());
    if (*ready) {
      if (Result<void, SendError> more = read_more(); !more) return tl::unexpected(more.error());
    } else if (steady_clock::now() >= end) {
      return Piece{};
    }
  }
}

http::BodyStream::Piece Exchange::read(milliseconds patience) {
  if (has_ended_) return {{}, State::Ended};
  if (fault_) {
    error_ = *std::move(fault_);
    return {{}, State::Broken};
  }
  piece_.clear();
  if (content_) content_->forget_decoded();
  Result<Piece, SendError> piece = next_piece(steady_clock::now() + patience);
  if (piece) return *piece;
  error_ = std::move(piece.error());
  return {{}, State::Broken};
}

}  // namespace holotype::transport
