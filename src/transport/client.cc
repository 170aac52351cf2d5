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
#include <optional>

#include "transport/exchange.h"

namespace holotype::transport {
namespace {

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
  virtual Result<http::Response, SendError> send(const http::Request& request) = 0;
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
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    if (!options.ca_file.empty()) this->set_ca_cert_path(options.ca_file);
    this->enable_server_certificate_verification(options.verifies_certificate);
#endif
  }

  Result<http::Response, SendError> exchange(const std::string& bytes, std::string_view method) {
    bytes_ = bytes;
    method_ = method;
    answer_.reset();
    httplib::Request unused_request;
    httplib::Response unused_response;
    httplib::Error error = httplib::Error::Success;
    this->send(unused_request, unused_response, error);
    if (!answer_) {
      const bool is_late = error == httplib::Error::ConnectionTimeout;
      return fail_to_send(is_late ? SendFailure::TimedOut : SendFailure::Unreachable,
                          explain(error));
    }
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
    Exchange exchange(channel, options_.max_body_bytes);
    answer_ = exchange.run(bytes_, method_);
    return answer_->has_value() && exchange.keeps_alive();
  }

  const Client::Options options_;
  std::string_view bytes_, method_;
  std::optional<Result<http::Response, SendError>> answer_;
};

// The session of one origin, by either of the library's clients. Base is Client::Session, which
// has no name out here.
template <typename Base, typename Library>
class SessionOver final : public Base {
 public:
  SessionOver(const Origin& origin, const Client::Options& options)
      : origin_(origin), connector_(origin, options) {}

  Result<http::Response, SendError> send(const http::Request& request) override {
    const Result<std::string, SendError> bytes = write_request(request, origin_.authority);
    Result<http::Response, SendError> answer =
        bytes ? connector_.exchange(*bytes, request.method) : tl::unexpected(bytes.error());
    if (answer) return answer;
    answer.error().message =
        fmt::format("{} {} to {} failed: {}.", request.method, request.raw_target,
                    origin_.authority, answer.error().reason);
    return answer;
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

Result<http::Response, SendError> Client::send(const http::Request& request) {
  return session_->send(request);
}

}  // namespace holotype::transport
