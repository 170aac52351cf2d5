// How long a server takes from exec to its first answer, and what it holds a second later.
//
//   first_answer PORT COMMAND [ARGUMENT]...
//
// COMMAND must say that it listens, in one line on its standard output, and answer GET
// /__holotype/health at PORT of 127.0.0.1. It is asked as soon as it says so: whoever asks again
// and again until then takes a processor from it. Prints the microseconds to the first answer and
// the kilobytes resident, as "US KB"; exits with 1 where the answer is not a 200.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

namespace {

constexpr std::string_view kRequest = "GET /__holotype/health HTTP/1.1\r\nHost: bench\r\n\r\n";

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

// The process, and where it writes.
struct Started {
  pid_t pid = 0;
  int output = -1;
};

Started start(char* const command[]) {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addclose(&actions, ends[0]);
  ::posix_spawn_file_actions_addclose(&actions, ends[1]);
  Started out;
  if (::posix_spawn(&out.pid, command[0], &actions, nullptr, command, environ) != 0)
    fail(command[0]);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  out.output = ends[0];
  return out;
}

void wait_for_line(int output) {
  std::array<char, 512> bytes{};
  for (;;) {
    const ssize_t count = ::read(output, bytes.data(), bytes.size());
    if (count <= 0) fail("the server ended before it listened");
    if (std::string_view(bytes.data(), static_cast<std::size_t>(count)).find('\n') !=
        std::string_view::npos)
      return;
  }
}

// Whether it answers 200.
bool ask(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    fail("connect");
  if (::send(socket, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) < 0) fail("send");
  std::array<char, 4096> bytes{};
  const ssize_t count = ::recv(socket, bytes.data(), bytes.size(), 0);
  ::close(socket);
  return count > 0 && std::string_view(bytes.data(), static_cast<std::size_t>(count))
                          .starts_with("HTTP/1.1 200 ");
}

long resident_kilobytes(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

}  // namespace

int main(int count, char* arguments[]) {
  if (count < 3) {
    std::fputs("first_answer PORT COMMAND [ARGUMENT]...\n", stderr);
    return 2;
  }
  const auto port = static_cast<std::uint16_t>(std::strtoul(arguments[1], nullptr, 10));
  const auto begin = std::chrono::steady_clock::now();
  const Started server = start(arguments + 2);
  wait_for_line(server.output);
  const bool is_answered = ask(port);
  const auto took = std::chrono::steady_clock::now() - begin;
  std::this_thread::sleep_for(std::chrono::seconds(1));
  if (is_answered)
    std::printf(
        "%lld %ld\n",
        static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()),
        resident_kilobytes(server.pid));
  ::kill(server.pid, SIGTERM);
  ::waitpid(server.pid, nullptr, 0);
  return is_answered ? 0 : 1;
}
