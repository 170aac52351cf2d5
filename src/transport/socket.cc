#include "transport/socket.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace holotype::transport {
namespace {

std::string explain(int error_number) { return std::generic_category().message(error_number); }

void enable(const Descriptor& socket, int level, int option) {
  const int yes = 1;
  ::setsockopt(socket.number(), level, option, &yes, sizeof yes);
}

std::string describe(const std::string& host, std::uint16_t port) {
  return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                             : fmt::format("[{}]:{}", host, port);
}

std::string explain_bind(int error_number, const std::string& host, std::uint16_t port) {
  switch (error_number) {
    case EADDRINUSE:
      return fmt::format("The port {} is in use: another process listens on {}.", port,
                         describe(host, port));
    case EACCES:
      return fmt::format("Listening on {} needs more privileges; ports from 1024 on do not.",
                         describe(host, port));
    case EADDRNOTAVAIL:
      return fmt::format("The address {} does not belong to this machine.", host);
    default:
      return fmt::format("Cannot listen on {}: {}.", describe(host, port), explain(error_number));
  }
}

}  // namespace

void Descriptor::close() {
  if (is_open()) ::close(std::exchange(number_, -1));
}

Result<Descriptor> listen_on(const std::string& host, std::uint16_t port, int backlog) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failure != 0) {
    return fail(fmt::format("The host {} has no address: {}.", host, ::gai_strerror(failure)));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
  int error_number = EADDRNOTAVAIL;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    Descriptor socket(::socket(address->ai_family,
                               address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                               address->ai_protocol));
    if (!socket.is_open()) {
      error_number = errno;
      continue;
    }
    enable(socket, SOL_SOCKET, SO_REUSEADDR);
    enable(socket, IPPROTO_TCP, TCP_NODELAY);
    if (::bind(socket.number(), address->ai_addr, address->ai_addrlen) == 0 &&
        ::listen(socket.number(), backlog) == 0) {
      return socket;
    }
    error_number = errno;
    // The same port of the host's other family would answer in another's place.
    if (error_number == EADDRINUSE) break;
  }
  return fail(explain_bind(error_number, host, port));
}

std::uint16_t port_of(const Descriptor& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size);
  if (address.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

void allow_open_files(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Transfer receive(const Descriptor& socket, char* to, std::size_t size) {
  for (;;) {
    const ssize_t count = ::recv(socket.number(), to, size, MSG_DONTWAIT);
    if (count > 0) return {static_cast<std::size_t>(count), true};
    if (count == 0) return {0, false};
    if (errno != EINTR) return {0, errno == EAGAIN || errno == EWOULDBLOCK};
  }
}

Transfer transmit(const Descriptor& socket, std::string_view bytes) {
  Transfer sent;
  while (sent.bytes < bytes.size()) {
    const ssize_t count = ::send(socket.number(), bytes.data() + sent.bytes,
                                 bytes.size() - sent.bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      sent.bytes += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      sent.is_open = errno == EAGAIN || errno == EWOULDBLOCK;
      break;
    }
  }
  return sent;
}

}  // namespace holotype::transport
