// A client that says exactly what it is told to, byte for byte, and the answers it gets; for tests.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace holotype::transport {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// One answer as it was on the wire.
struct Reply {
  int status = 0;
  std::string head;  // status line and fields, without the blank line
  std::string body;
};

// The value of a field in `head`, or "(none)".
inline std::string field_of(const Reply& reply, std::string_view name) {
  std::size_t start = reply.head.find("\r\n");
  while (start != std::string::npos) {
    start += 2;
    const std::size_t end = reply.head.find("\r\n", start);
    const std::string line = reply.head.substr(start, end - start);
    const std::size_t colon = line.find(": ");
    if (http::equal_ignoring_case(line.substr(0, colon), name)) return line.substr(colon + 2);
    start = end;
  }
  return "(none)";
}

// Takes the first answer off `stream`, by its Content-Length; status 0 where it is not whole.
inline Reply take_reply(std::string& stream, bool has_body = true) {
  Reply reply;
  const std::size_t end = stream.find("\r\n\r\n");
  if (end == std::string::npos) return reply;
  reply.head = stream.substr(0, end);
  const std::string length = field_of(reply, "Content-Length");
  const std::size_t size =
      has_body && length != "(none)" ? std::strtoull(length.c_str(), nullptr, 10) : 0;
  if (stream.size() - end - 4 < size) return reply;
  reply.body = stream.substr(end + 4, size);
  reply.status = std::atoi(reply.head.substr(9, 3).c_str());
  stream.erase(0, end + 4 + size);
  return reply;
}

class Wire {
 public:
  // Connects to the loopback address.
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Wire(Wire&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)),
        is_connected_(other.is_connected_),
        received_(std::move(other.received_)) {}
  ~Wire() {
    if (socket_ >= 0) ::close(socket_);
  }

  bool is_connected() const { return is_connected_; }
  int number() const { return socket_; }

  // False where the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  // The next answer; status 0 where none comes.
  Reply reply(bool has_body = true) {
    const steady_clock::time_point end = steady_clock::now() + kPatience;
    for (;;) {
      Reply reply = take_reply(received_, has_body);
      if (reply.status != 0 || !receive_more(end)) return reply;
    }
  }

  // Whether the server closes within `patience`. What it still sends is kept for reply().
  bool is_closed_within(milliseconds patience) {
    const steady_clock::time_point end = steady_clock::now() + patience;
    while (receive_more(end)) {
    }
    return closed_;
  }
  bool is_closed() { return is_closed_within(kPatience); }

  // What was received and not taken.
  const std::string& rest() const { return received_; }

  static constexpr milliseconds kPatience{5'000};

 private:
  bool receive_more(steady_clock::time_point end) {
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
    pollfd event{socket_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&event, 1, static_cast<int>(left.count())) <= 0) return false;
    char bytes[65536];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    closed_ = count <= 0;
    if (count > 0) received_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }

  int socket_;
  bool is_connected_ = false;
  bool closed_ = false;
  std::string received_;
};

// Answers with what it was given: "METHOD target|Name: value|...||body".
inline http::Response echo(const http::Request& request) {
  http::Response response;
  response.body = request.method + " " + request.raw_target;
  for (const http::Header& field : request.headers) {
    response.body += "|" + field.name + ": " + field.value;
  }
  response.body += "||" + request.body;
  return response;
}

}  // namespace holotype::transport
