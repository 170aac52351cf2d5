// The library connects, we speak.
//
// cpp-httplib's client resolves, connects with a deadline and does TLS with certificate checks.
// What it makes of a message is not used: version 0.11.4 percent-decodes field values, drops empty
// ones, waits for content behind a 304, fails on trailers and adds fields of its own, which a proxy
// must not. process_socket is virtual and is where the connected socket comes by: ours takes note
// of it, never calls the library's callback, and says that the connection is to be kept. From then
// on the library only owns it, and closes it at the end.
#include "transport/dialer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
#include <openssl/err.h>
#include <openssl/ssl.h>
#endif

namespace holotype::transport {
namespace {

using Moved = Channel::Moved;

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

Moved after_failure() {
  const bool is_full = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {0, is_full ? Moved::End::None : Moved::End::Broken};
}

Moved read_plain(int socket, char* to, std::size_t size) {
  const ssize_t count = ::recv(socket, to, size, MSG_DONTWAIT);
  if (count > 0) return {static_cast<std::size_t>(count)};
  if (count == 0) return {0, Moved::End::Closed};
  return after_failure();
}

Moved write_plain(int socket, std::string_view bytes) {
  const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  return count >= 0 ? Moved{static_cast<std::size_t>(count)} : after_failure();
}

#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
constexpr std::size_t kMaxTransfer = std::numeric_limits<int>::max();

Moved after_failure(SSL* session, int result) {
  switch (SSL_get_error(session, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      return {};
    case SSL_ERROR_ZERO_RETURN:
      return {0, Moved::End::Closed};
    default:  // also an end without close_notify, which anybody on the way could have made
      return {0, Moved::End::Broken};
  }
}

Moved read_secured(SSL* session, char* to, std::size_t size) {
  ERR_clear_error();
  const int count = SSL_read(session, to, static_cast<int>(std::min(size, kMaxTransfer)));
  return count > 0 ? Moved{static_cast<std::size_t>(count)} : after_failure(session, count);
}

Moved write_secured(SSL* session, std::string_view bytes) {
  ERR_clear_error();
  const int count =
      SSL_write(session, bytes.data(), static_cast<int>(std::min(bytes.size(), kMaxTransfer)));
  return count > 0 ? Moved{static_cast<std::size_t>(count)} : after_failure(session, count);
}
#endif

// A connected client of the library's that leaves the speaking to others.
template <typename Library>
class LibraryChannel final : public Library, public Channel {
 public:
  LibraryChannel(const std::string& host, int port, const Dialer::Options& options)
      : Library(host, port) {
    this->set_keep_alive(true);
    this->set_tcp_nodelay(true);
    this->set_connection_timeout(options.connect_timeout);
    // Of the handshake: what it reads comes as late.
    this->set_read_timeout(options.connect_timeout);
    this->set_write_timeout(options.connect_timeout);
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    if (!options.ca_file.empty()) this->set_ca_cert_path(options.ca_file);
    this->enable_server_certificate_verification(options.verifies_certificate);
#endif
  }

  Result<void, SendError> connect() {
    httplib::Request unused_request;
    httplib::Response unused_response;
    httplib::Error error = httplib::Error::Success;
    this->send(unused_request, unused_response, error);
    if (socket_number_ >= 0) return {};
    const bool is_late = error == httplib::Error::ConnectionTimeout;
    return fail_to_send(is_late ? SendFailure::TimedOut : SendFailure::Unreachable, explain(error));
  }

  Moved read(char* to, std::size_t size) override {
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    if (session_ != nullptr) return read_secured(session_, to, size);
#endif
    return read_plain(socket_number_, to, size);
  }

  Moved write(std::string_view bytes) override {
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    if (session_ != nullptr) return write_secured(session_, bytes);
#endif
    return write_plain(socket_number_, bytes);
  }

  int descriptor() const override { return socket_number_; }

  bool holds_bytes() const override {
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    if (session_ != nullptr) return SSL_pending(session_) > 0;
#endif
    return false;
  }

  // Records of TLS that hold no content (tickets) may lie there unread.
  bool is_usable() const override {
    char byte;
    const ssize_t count = ::recv(socket_number_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 ? errno == EAGAIN || errno == EWOULDBLOCK : count > 0 && is_secured();
  }

 private:
  bool is_secured() const {
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    return session_ != nullptr;
#else
    return false;
#endif
  }

  // False would make the library close the socket.
  bool process_socket(const typename Library::Socket& socket,
                      std::function<bool(httplib::Stream&)>) override {
    socket_number_ = socket.sock;
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
    session_ = socket.ssl;
    if (session_ != nullptr) {
      ::fcntl(socket.sock, F_SETFL, ::fcntl(socket.sock, F_GETFL, 0) | O_NONBLOCK);
      SSL_set_mode(session_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    }
#endif
    return true;
  }

  int socket_number_ = -1;
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
  SSL* session_ = nullptr;
#endif
};

template <typename Library>
Result<std::unique_ptr<Channel>, SendError> connect_by(const std::string& host, int port,
                                                       const Dialer::Options& options) {
  auto channel = std::make_unique<LibraryChannel<Library>>(host, port, options);
  if (Result<void, SendError> connected = channel->connect(); !connected) {
    return tl::unexpected(std::move(connected.error()));
  }
  return channel;
}

}  // namespace

Result<Dialer> Dialer::to(std::string_view text, Options options) {
  const auto refuse = [&] {
    return fail(fmt::format("\"{}\" is not like http://host:port or https://host:port.", text));
  };
  Dialer dialer;
  dialer.options_ = std::move(options);
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    dialer.is_secure_ = true;
    dialer.port_ = 443;
  } else if (!rest.starts_with("http://")) {
    return refuse();
  }
  rest.remove_prefix(dialer.is_secure_ ? 8 : 7);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  dialer.authority_ = rest;
  const bool is_literal = rest.starts_with('[');
  const std::size_t end = is_literal ? rest.find(']') : rest.find(':');
  dialer.host_ = is_literal ? rest.substr(1, end == std::string_view::npos ? 0 : end - 1)
                            : rest.substr(0, end);
  const std::size_t tail = is_literal && end != std::string_view::npos ? end + 1 : end;
  const std::string_view port = tail < rest.size() ? rest.substr(tail) : std::string_view();
  if (dialer.host_.empty() || rest.find_first_of("/?#@ ") != std::string_view::npos) {
    return refuse();
  }
  if (!port.empty()) {
    const std::string digits(port.substr(1));
    if (port[0] != ':' || digits.empty() || digits.size() > 5 ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
      return refuse();
    }
    dialer.port_ = std::stoi(digits);
    if (dialer.port_ > 65535) return refuse();
  }
#ifndef CPPHTTPLIB_OPENSSL_SUPPORT
  if (dialer.is_secure_) {
    return fail(fmt::format("{} needs TLS, which this build of cpp-httplib lacks.", text));
  }
#endif
  return dialer;
}

Result<std::unique_ptr<Channel>, SendError> Dialer::dial() const {
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
  if (is_secure_) return connect_by<httplib::SSLClient>(host_, port_, options_);
#endif
  return connect_by<httplib::ClientImpl>(host_, port_, options_);
}

}  // namespace holotype::transport
