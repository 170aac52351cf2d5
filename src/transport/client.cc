// The library connects, we speak.
//
// cpp-httplib's client resolves, connects with a deadline, does TLS with certificate checks and
// keeps the connection for the next request. What it makes of a message is not used: version 0.11.4
// percent-decodes field values, drops empty ones, waits for content behind a 304, fails on trailers
// and adds fields of its own, which a proxy must not. process_socket is virtual and is where the
// connected socket comes by: ours writes the request and reads the answer with the parsers of
// the server (head.h, content.h), and never calls the library's callback.
#include "transport/client.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "transport/content.h"
#include "transport/head.h"

namespace holotype::transport {
namespace {

constexpr std::size_t kReadBytes = 16u << 10;

// ---- Messages ----

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

bool has_option(const http::Headers& headers, std::string_view name, std::string_view option) {
  const std::string list = headers.combined(name).value_or("");
  std::string_view rest = list;
  for (;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view element = rest.substr(0, comma);
    while (element.starts_with(' ')) element.remove_prefix(1);
    while (element.ends_with(' ')) element.remove_suffix(1);
    if (http::equal_ignoring_case(element, option)) return true;
    if (comma == rest.size()) return false;
    rest.remove_prefix(comma + 1);
  }
}

// How an answer's content ends; Close: with the connection (RFC 9112 section 6.3, for responses).
struct AnswerFraming {
  Head head;  // framing and content_length alone
  bool ends_with_connection = false;
};

Result<AnswerFraming> frame_answer(const http::Response& answer, std::string_view method) {
  AnswerFraming framing;
  if (method == "HEAD" || answer.status < 200 || answer.status == 204 || answer.status == 304) {
    return framing;
  }
  if (answer.headers.contains("Transfer-Encoding")) {
    if (has_option(answer.headers, "Transfer-Encoding", "chunked")) {
      framing.head.framing = Framing::Chunked;
    } else {
      framing.ends_with_connection = true;
    }
    return framing;
  }
  const std::optional<std::string> length = answer.headers.combined("Content-Length");
  if (!length) {
    framing.ends_with_connection = true;
    return framing;
  }
  if (length->empty() || length->size() > 18 ||
      length->find_first_not_of("0123456789") != std::string::npos) {
    return fail("its Content-Length is no number");
  }
  framing.head.content_length = std::stoull(*length);
  if (framing.head.content_length > 0) framing.head.framing = Framing::Length;
  return framing;
}

Result<std::string> write_request(const http::Request& request, std::string_view host) {
  const bool is_line =
      request.raw_target.find_first_of(std::string_view(" \r\n\0", 4)) == std::string::npos &&
      !request.raw_target.empty() && parse_field_line(request.method + ":").has_value();
  if (!is_line) return fail("its method or target cannot be sent");
  std::string text = fmt::format("{} {} HTTP/1.1\r\n", request.method, request.raw_target);
  if (!request.headers.contains("Host")) text += fmt::format("Host: {}\r\n", host);
  for (const http::Header& field : request.headers) {
    if (http::equal_ignoring_case(field.name, "Content-Length") ||
        http::equal_ignoring_case(field.name, "Transfer-Encoding")) {
      continue;
    }
    const std::string line = fmt::format("{}: {}", field.name, field.value);
    if (!parse_field_line(line))
      return fail(fmt::format("its field {} cannot be sent", field.name));
    text += line + "\r\n";
  }
  // RFC 9110 section 8.6: a length wherever the method gives content a meaning.
  const bool wants_content =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (wants_content || !request.body.empty()) {
    text += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  text += "\r\n";
  text += request.body;
  return text;
}

// A fault's sentence as part of another.
std::string explain_fault(const Fault& fault) {
  std::string_view sentence = fault.message;
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return fmt::format("its answer is no HTTP: {}", sentence);
}

// ---- Connections ----

// A connected socket, with TLS over it or not. Its timeouts are set on the socket.
class Channel {
 public:
  virtual ~Channel() = default;
  // How many bytes were transferred; 0: the peer has closed; negative: failed or timed out.
  virtual ssize_t read(char* to, std::size_t size) = 0;
  virtual ssize_t write(std::string_view bytes) = 0;
};

class PlainChannel final : public Channel {
 public:
  explicit PlainChannel(int socket) : socket_(socket) {}
  ssize_t read(char* to, std::size_t size) override { return ::recv(socket_, to, size, 0); }
  ssize_t write(std::string_view bytes) override {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

 private:
  int socket_;
};

#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
class TlsChannel final : public Channel {
 public:
  explicit TlsChannel(SSL* session) : session_(session) {}
  ssize_t read(char* to, std::size_t size) override {
    const int count = SSL_read(session_, to, static_cast<int>(size));
    if (count > 0) return count;
    return SSL_get_error(session_, count) == SSL_ERROR_ZERO_RETURN ? 0 : -1;
  }
  ssize_t write(std::string_view bytes) override {
    return SSL_write(session_, bytes.data(),
                     static_cast<int>(std::min<std::size_t>(bytes.size(), 1u << 20)));
  }

 private:
  SSL* session_;
};
#endif

// One request and its answer on a channel.
class Exchange {
 public:
  Exchange(Channel& channel, const Client::Options& options) : channel_(channel) {
    limits_.max_body_bytes = options.max_body_bytes;
    limits_.max_header_bytes = 256u << 10;
    limits_.max_header_count = 1000;
  }

  Result<http::Response> run(std::string_view bytes, std::string_view method) {
    while (!bytes.empty()) {
      const ssize_t count = channel_.write(bytes);
      if (count <= 0) break;  // an early answer may say why
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    for (;;) {
      Result<http::Response> answer = read_head();
      if (!answer) return answer;
      // RFC 9110 section 15.2: interim answers come before the one that counts.
      if (answer->status < 200 && answer->status != 101) continue;
      if (!bytes.empty()) keeps_alive_ = false;
      return read_content(*std::move(answer), method);
    }
  }

  bool keeps_alive() const { return keeps_alive_; }

 private:
  // Reads more into buffer_; false at the end of the stream.
  Result<bool> read_more() {
    char bytes[kReadBytes];
    ssize_t count;
    do {
      errno = 0;
      count = channel_.read(bytes, sizeof bytes);
    } while (count < 0 && errno == EINTR);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      return fail("it did not answer in time");
    }
    if (count < 0) return fail("the connection broke");
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }

  Result<http::Response> read_head() {
    HeadScanner scanner;
    std::size_t end = 0;
    for (;;) {
      const Result<std::size_t, Fault> found = scanner.scan(buffer_, limits_);
      if (!found) return fail(explain_fault(found.error()));
      end = *found;
      if (end != 0) break;
      const Result<bool> more = read_more();
      if (!more) return tl::unexpected<Error>(more.error());
      if (!*more) return fail("it closed the connection without an answer");
    }
    std::string_view head(buffer_.data() + scanner.begin(), end - scanner.begin());
    const std::size_t line_end = head.find("\r\n");
    const std::optional<StatusLine> line = parse_status_line(head.substr(0, line_end));
    if (!line) return fail("its answer does not begin with an HTTP/1 status line");
    http::Response answer;
    answer.status = line->status;
    head = head.substr(line_end + 2, head.size() - line_end - 4);
    while (!head.empty()) {
      const std::size_t field_end = head.find("\r\n");
      Result<http::Header, Fault> field = parse_field_line(head.substr(0, field_end));
      if (!field) return fail(explain_fault(field.error()));
      answer.headers.add(std::move(field->name), std::move(field->value));
      head.remove_prefix(field_end + 2);
    }
    buffer_.erase(0, end);
    keeps_alive_ =
        !has_option(answer.headers, "Connection", "close") &&
        (!line->speaks_http_1_0 || has_option(answer.headers, "Connection", "keep-alive"));
    return answer;
  }

  Result<http::Response> read_content(http::Response answer, std::string_view method) {
    const Result<AnswerFraming> framing = frame_answer(answer, method);
    if (!framing) return tl::unexpected<Error>(framing.error());
    if (framing->ends_with_connection) return read_to_end(std::move(answer));
    if (framing->head.content_length > limits_.max_body_bytes) return too_large();
    Content content(framing->head, limits_);
    for (;;) {
      const Result<std::size_t, Fault> taken = content.take(buffer_);
      if (!taken && taken.error().kind == FaultKind::PayloadTooLarge) return too_large();
      if (!taken) return fail(explain_fault(taken.error()));
      buffer_.erase(0, *taken);
      if (content.is_complete()) break;
      const Result<bool> more = read_more();
      if (!more) return tl::unexpected<Error>(more.error());
      if (!*more) return fail("it closed the connection in the middle of its answer");
    }
    if (!buffer_.empty()) keeps_alive_ = false;  // nobody asked for that
    answer.body = content.release();
    return answer;
  }

  Result<http::Response> read_to_end(http::Response answer) {
    keeps_alive_ = false;
    for (;;) {
      if (buffer_.size() > limits_.max_body_bytes) return too_large();
      const Result<bool> more = read_more();
      if (!more) return tl::unexpected<Error>(more.error());
      if (!*more) break;
    }
    answer.body = std::move(buffer_);
    return answer;
  }

  Result<http::Response> too_large() const {
    return fail(fmt::format("its answer is longer than {} bytes", limits_.max_body_bytes));
  }

  Channel& channel_;
  Limits limits_;
  std::string buffer_;
  bool keeps_alive_ = true;
};

// What a failure to connect is called.
std::string explain(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
      return "nothing listens there, or its name has no address";
    case httplib::Error::ConnectionTimeout:
      return "it did not accept the connection in time";
    case httplib::Error::SSLServerVerification:
      return "its certificate is not trusted";
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
      return "TLS could not be set up";
    default:
      return "the connection could not be made";
  }
}

// Where a client sends to.
struct Origin {
  bool is_secure = false;
  std::string host;
  int port = 80;
  std::string authority;  // as written, for Host
};

Result<Origin> parse_origin(std::string_view text) {
  const auto refuse = [&] {
    return fail(fmt::format("\"{}\" is not like http://host:port or https://host:port.", text));
  };
  Origin origin;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    origin.is_secure = true;
    origin.port = 443;
  } else if (!rest.starts_with("http://")) {
    return refuse();
  }
  rest.remove_prefix(origin.is_secure ? 8 : 7);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  origin.authority = rest;
  const bool is_literal = rest.starts_with('[');
  const std::size_t end = is_literal ? rest.find(']') : rest.find(':');
  origin.host = is_literal ? rest.substr(1, end == std::string_view::npos ? 0 : end - 1)
                           : rest.substr(0, end);
  const std::size_t tail = is_literal && end != std::string_view::npos ? end + 1 : end;
  const std::string_view port = tail < rest.size() ? rest.substr(tail) : std::string_view();
  if (origin.host.empty() || rest.find_first_of("/?#@ ") != std::string_view::npos) return refuse();
  if (port.empty()) return origin;
  const std::string digits(port.substr(1));
  if (port[0] != ':' || digits.empty() || digits.size() > 5 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return refuse();
  }
  origin.port = std::stoi(digits);
  if (origin.port > 65535) return refuse();
  return origin;
}

}  // namespace

class Client::Session {
 public:
  virtual ~Session() = default;
  virtual Result<http::Response> send(const http::Request& request) = 0;
};

namespace {

// A client of the library that leaves the speaking to Exchange.
template <typename Library>
class Connector final : public Library {
 public:
  Connector(const Origin& origin, const Client::Options& options)
      : Library(origin.host, origin.port), options_(options) {
    this->set_keep_alive(true);
    this->set_tcp_nodelay(true);
    this->set_connection_timeout(options.connect_timeout);
    this->set_read_timeout(options.read_timeout);
    this->set_write_timeout(options.write_timeout);
  }

  Result<http::Response> exchange(const std::string& bytes, std::string_view method) {
    bytes_ = bytes;
    method_ = method;
    answer_.reset();
    httplib::Request unused_request;
    httplib::Response unused_response;
    httplib::Error error = httplib::Error::Success;
    this->send(unused_request, unused_response, error);
    if (!answer_) return fail(explain(error));
    return *std::move(answer_);
  }

 private:
  // False makes the library close the socket.
  bool process_socket(const typename Library::Socket& socket,
                      std::function<bool(httplib::Stream&)>) override {
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    if (socket.ssl != nullptr) {
      TlsChannel secured(socket.ssl);
      return speak(secured);
    }
#endif
    PlainChannel plain(socket.sock);
    return speak(plain);
  }

  bool speak(Channel& channel) {
    Exchange exchange(channel, options_);
    answer_ = exchange.run(bytes_, method_);
    return answer_->has_value() && exchange.keeps_alive();
  }

  const Client::Options options_;
  std::string_view bytes_, method_;
  std::optional<Result<http::Response>> answer_;
};

// The session of one origin, by either of the library's clients. Base is Client::Session, which
// has no name out here.
template <typename Base, typename Library>
class SessionOver final : public Base {
 public:
  SessionOver(const Origin& origin, const Client::Options& options)
      : origin_(origin), connector_(origin, options) {}

  Result<http::Response> send(const http::Request& request) override {
    const Result<std::string> bytes = write_request(request, origin_.authority);
    Result<http::Response> answer =
        bytes ? connector_.exchange(*bytes, request.method) : tl::unexpected<Error>(bytes.error());
    if (answer) return answer;
    return fail(fmt::format("{} {} to {} failed: {}.", request.method, request.raw_target,
                            origin_.authority, answer.error().message));
  }

 private:
  const Origin origin_;
  Connector<Library> connector_;
};

}  // namespace

Result<Client> Client::to(std::string_view origin) { return to(origin, Options()); }

Result<Client> Client::to(std::string_view origin, Options options) {
  const Result<Origin> parsed = parse_origin(origin);
  if (!parsed) return tl::unexpected<Error>(parsed.error());
  if (!parsed->is_secure) {
    return Client(std::make_unique<SessionOver<Session, httplib::ClientImpl>>(*parsed, options));
  }
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
  return Client(std::make_unique<SessionOver<Session, httplib::SSLClient>>(*parsed, options));
#else
  return fail(fmt::format("{} needs TLS, which this build of cpp-httplib lacks.", origin));
#endif
}

Client::Client(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<http::Response> Client::send(const http::Request& request) {
  return session_->send(request);
}

}  // namespace holotype::transport
