// What cpp-httplib does by itself: answers POST /v1/tasks with a constant and validates nothing.
// The baseline that scripts/bench divides by; see issue 2, "Speed and size".
//
//   bare_server PORT [THREADS]
//
// Two settings are not the defaults, for with those nothing could be compared: keep-alive would end
// after five requests, and Nagle's algorithm would hold each answer's body back.
#include <httplib.h>

#include <cstdlib>
#include <limits>

namespace {

constexpr char kTask[] =
    R"({"id":"tsk_abc123def456","title":"Implement access controls","description":"Restrict )"
    R"(production access to the on-call group and review it each quarter","status":"todo",)"
    R"("frequency":"quarterly","department":"it","assigneeId":"mem_abc123def456",)"
    R"("createdAt":"2024-01-15T10:30:00Z","updatedAt":"2024-01-15T10:30:00Z"})";

}  // namespace

int main(int argument_count, char** arguments) {
  const int port = argument_count > 1 ? std::atoi(arguments[1]) : 4011;
  // A thread a connection: the library keeps one for as long as its client stays.
  const int threads = argument_count > 2 ? std::atoi(arguments[2]) : 16;
  httplib::Server server;
  server.new_task_queue = [threads] {
    return new httplib::ThreadPool(static_cast<std::size_t>(threads));
  };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
  server.Post("/v1/tasks", [](const httplib::Request&, httplib::Response& response) {
    response.status = 201;
    response.set_content(kTask, "application/json");
  });
  return server.listen("127.0.0.1", port) ? 0 : 3;
}
