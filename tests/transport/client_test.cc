#include "transport/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "transport/listener.h"
#include "transport/socket.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

http::Request get(const std::string& target) {
  http::Request request;
  request.method = "GET";
  request.raw_target = target;
  return request;
}

// Accepts one client, waits for the end of a request's head, says `answer` and closes.
class Script {
 public:
  explicit Script(std::string answer)
      : socket_(listen_on("127.0.0.1", 0, 1).value()), thread_([this, answer = std::move(answer)] {
          pollfd event{socket_.number(), POLLIN, 0};
          ::poll(&event, 1, 5'000);
          const Descriptor client(::accept(socket_.number(), nullptr, nullptr));
          char bytes[4096];
          while (received_.find("\r\n\r\n") == std::string::npos) {
            const ssize_t count = ::recv(client.number(), bytes, sizeof bytes, 0);
            if (count <= 0) return;
            received_.append(bytes, static_cast<std::size_t>(count));
            if (received_.front() == 0x16) break;  // TLS, which has no end that we would see
          }
          transmit(client, answer);
        }) {}
  ~Script() {
    if (thread_.joinable()) thread_.join();
  }

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_of(socket_)); }
  // What was sent; waits for the end.
  std::string received() {
    thread_.join();
    return received_;
  }

 private:
  Descriptor socket_;
  std::string received_;
  std::thread thread_;
};

TEST(Client, SendsWhatItIsGivenAndReusesItsConnection) {
  std::unique_ptr<Listener> listener = *Listener::start({}, echo);
  Client client = *Client::to(listener->url());
  http::Request request = get("/a%2F?b=%20&c");
  request.method = "QUERY";
  request.headers = {{"x-A", "1"}, {"X-a", "%41"}, {"Accept", "*/*"}};
  request.body = std::string("a\0b", 3);
  const std::string host = listener->url().substr(7);
  const std::string expected = "QUERY /a%2F?b=%20&c|Host: " + host +
                               "|x-A: 1|X-a: %41|Accept: */*|Content-Length: 3||" + request.body;
  for (int i = 0; i < 3; ++i) {
    const Result<http::Response, SendError> answer = client.send(request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, expected);
  }
}

TEST(Client, WritesOneRequestAndNothingElse) {
  struct Case {
    http::Request request;
    std::string bytes;
  };
  const Case cases[] = {
      {get("/"), "GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n"},
      {{"POST", "/", {}, ""},
       "POST / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n\r\n"},
      {{"PUT",
        "/",
        {{"Host", "a"}, {"Content-Length", "7"}, {"Transfer-Encoding", "chunked"}},
        "ab"},
       "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"},
  };
  for (const Case& c : cases) {
    Script script("HTTP/1.1 204 No Content\r\n\r\n");
    Client client = *Client::to(script.origin());
    EXPECT_EQ(client.send(c.request)->status, 204);
    std::string expected = c.bytes;
    if (const std::size_t at = expected.find("PORT"); at != std::string::npos) {
      expected.replace(at, 4, script.origin().substr(17));
    }
    EXPECT_EQ(script.received(), expected);
  }
}

TEST(Client, ReadsAnswersOfEveryFraming) {
  struct Case {
    std::string what, method, answer;
    int status;
    std::string body;
  };
  const Case cases[] = {
      {"length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", 200, "ab"},
      {"chunked with trailers", "GET",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x\r\nb\r\n0\r\nT: "
       "u\r\n\r\n",
       200, "ab"},
      {"to the end", "GET", "HTTP/1.1 200\r\n\r\nab", 200, "ab"},
      {"HTTP/1.0", "GET", "HTTP/1.0 404 No\r\n\r\nab", 404, "ab"},
      {"equal lengths", "GET",
       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab", 200, "ab"},
      {"HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", 200, ""},
      {"204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
      {"304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, ""},
      {"interim answers", "GET",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
       200, "a"},
      {"codings stay", "GET",
       "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b", 200,
       "\x1f\x8b"},
      {"redirects are answers", "GET",
       "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", 302, ""},
  };
  for (const Case& c : cases) {
    Script script(c.answer);
    Client client = *Client::to(script.origin());
    http::Request request = get("/");
    request.method = c.method;
    const Result<http::Response, SendError> answer = client.send(request);
    ASSERT_TRUE(answer) << c.what << ": " << answer.error().message;
    EXPECT_EQ(answer->status, c.status) << c.what;
    EXPECT_EQ(answer->body, c.body) << c.what;
  }
}

TEST(Client, KeepsFieldsAsTheyCame) {
  Script script("HTTP/1.1 200 OK\r\nz: %41\r\nA:\r\nz: 2\r\nContent-Length: 0\r\n\r\n");
  Client client = *Client::to(script.origin());
  const Result<http::Response, SendError> answer = client.send(get("/"));
  ASSERT_TRUE(answer);
  std::string fields;
  for (const http::Header& field : answer->headers) fields += field.name + "=" + field.value + ";";
  EXPECT_EQ(fields, "z=%41;A=;z=2;Content-Length=0;");
}

TEST(Client, SaysWhatFailed) {
  struct Case {
    std::string what, answer, message;
  };
  const Case cases[] = {
      {"nothing", "", "it closed the connection without an answer."},
      {"no HTTP", "hello\r\n\r\n", "its answer does not begin with an HTTP/1 status line."},
      {"no HTTP, and more to come", "SSH-2.0-OpenSSH\r\n",
       "its answer does not begin with an HTTP/1 status line."},
      {"an alert of TLS", "\x15\x03\x01", "its answer does not begin with an HTTP/1 status line."},
      {"another version of HTTP", "HTTP/2 200\r\n",
       "its answer does not begin with an HTTP/1 status line."},
      {"part of a status line", "\r\nHTTP/1.1 2",
       "it closed the connection in the middle of its answer."},
      {"part of a blank line", "\r", "it closed the connection in the middle of its answer."},
      {"a switch of protocols", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
       "it switches to another protocol (101) without being asked."},
      {"a broken field", "HTTP/1.1 200 OK\r\nA b\r\n\r\n",
       "its answer is no HTTP: A header line has no colon."},
      {"a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
       "its Content-Length is no number."},
      {"a list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2,\r\n\r\nab",
       "its Content-Length is no number."},
      {"lengths that differ", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab",
       "it has several Content-Length values that differ."},
      {"another transfer coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
       "its Transfer-Encoding is not chunked alone."},
      {"cut off", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
       "it closed the connection in the middle of its answer."},
      {"too large", "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
       "its answer is longer than 10 bytes."},
      {"too large in chunks",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n",
       "its answer is longer than 10 bytes."},
      {"too large to the end", "HTTP/1.1 200 OK\r\n\r\n12345678901",
       "its answer is longer than 10 bytes."},
  };
  for (const Case& c : cases) {
    Script script(c.answer);
    Client::Options options;
    options.max_body_bytes = 10;
    Client client = *Client::to(script.origin(), options);
    const Result<http::Response, SendError> answer = client.send(get("/x"));
    ASSERT_FALSE(answer) << c.what;
    EXPECT_EQ(answer.error().message,
              "GET /x to " + script.origin().substr(7) + " failed: " + c.message)
        << c.what;
  }
}

TEST(Client, GivesUpInTime) {
  Result<Descriptor> silent = listen_on("127.0.0.1", 0, 1);
  Client::Options options;
  options.read_timeout = milliseconds(50);
  const std::string origin = "http://127.0.0.1:" + std::to_string(port_of(*silent));
  Client client = *Client::to(origin, options);
  const Result<http::Response, SendError> answer = client.send(get("/"));
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, EndsWith("it did not answer in time."));
}

TEST(Client, SaysThatNothingListens) {
  std::uint16_t port = 0;
  { port = port_of(*listen_on("127.0.0.1", 0, 1)); }
  Client client = *Client::to("http://127.0.0.1:" + std::to_string(port));
  const Result<http::Response, SendError> answer = client.send(get("/"));
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message,
              EndsWith("nothing listens there, or its name has no address."));
}

TEST(Client, SpeaksTlsOnlyToServersThatDo) {
  Script script("HTTP/1.1 200 OK\r\n\r\n");
  Client client = *Client::to("https" + script.origin().substr(4));
  const Result<http::Response, SendError> answer = client.send(get("/"));
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, EndsWith("TLS could not be set up."));
}

TEST(Client, ReconnectsWhenTheServerHasClosed) {
  Listener::Options options;
  options.limits.max_requests_per_connection = 1;
  std::unique_ptr<Listener> listener = *Listener::start(options, echo);
  Client client = *Client::to(listener->url());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.send(get("/"))->status, 200);
}

// A server that answers one request of each connection, and closes it when the next has come: the
// client could not know when it sent that.
class Closing {
 public:
  explicit Closing(std::string fields = "")
      : answer_("HTTP/1.1 204 No Content\r\n" + fields + "\r\n"),
        socket_(listen_on("127.0.0.1", 0, 8).value()),
        thread_([this] { serve(); }) {}
  ~Closing() { stop(); }

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_of(socket_)); }
  // The methods that came, those of each connection in brackets. Ends the server.
  std::string stop() {
    stops_ = true;
    if (thread_.joinable()) thread_.join();
    return methods_;
  }

 private:
  // False where the client has closed.
  bool take(const Descriptor& client) {
    std::string received;
    char bytes[4096];
    while (received.find("\r\n\r\n") == std::string::npos) {
      pollfd event{client.number(), POLLIN, 0};
      if (::poll(&event, 1, 20) == 0 && !stops_) continue;
      const ssize_t count = ::recv(client.number(), bytes, sizeof bytes, MSG_DONTWAIT);
      if (count <= 0) return false;
      received.append(bytes, static_cast<std::size_t>(count));
    }
    methods_ += received.substr(0, received.find(' ')) + " ";
    return true;
  }
  void serve() {
    while (!stops_) {
      pollfd event{socket_.number(), POLLIN, 0};
      if (::poll(&event, 1, 20) == 0) continue;
      const Descriptor client(::accept(socket_.number(), nullptr, nullptr));
      methods_ += "[";
      if (take(client)) {
        transmit(client, answer_);
        take(client);
      }
      methods_ += "]";
    }
  }

  const std::string answer_;
  std::atomic<bool> stops_ = false;
  std::string methods_;
  Descriptor socket_;
  std::thread thread_;
};

TEST(Client, AKeptConnectionThatClosesCostsNoAnswer) {
  struct Case {
    std::vector<std::string> methods;
    std::string connections;
  };
  const Case cases[] = {
      {{"GET", "GET"}, "[GET GET ][GET ]"},  // sent once more
      {{"POST", "DELETE"}, "[POST DELETE ][DELETE ]"},
      {{"GET", "POST"}, "[GET ][POST ]"},  // which might be done twice
      {{"POST", "POST", "PATCH"}, "[POST ][POST ][PATCH ]"},
  };
  for (const Case& c : cases) {
    Closing server;
    {
      Client client = *Client::to(server.origin());
      for (const std::string& method : c.methods) {
        const Result<http::Response, SendError> answer = client.send({method, "/", {}, ""});
        ASSERT_TRUE(answer) << c.connections << ": " << answer.error().message;
        EXPECT_EQ(answer->status, 204);
      }
    }
    EXPECT_EQ(server.stop(), c.connections);
  }
}

// The content would be taken for the next answer.
TEST(Client, KeepsNoConnectionWhose204AnnouncesContent) {
  struct Case {
    std::string fields, connections;
  };
  const Case cases[] = {
      {"Content-Length: 7\r\n", "[GET ][GET ]"},
      {"Transfer-Encoding: chunked\r\n", "[GET ][GET ]"},
      {"Content-Length: 0\r\n", "[GET GET ][GET ]"},
  };
  for (const Case& c : cases) {
    Closing server(c.fields);
    {
      Client client = *Client::to(server.origin());
      for (int i = 0; i < 2; ++i) EXPECT_EQ(client.send(get("/"))->status, 204) << c.fields;
    }
    EXPECT_EQ(server.stop(), c.connections) << c.fields;
  }
}

TEST(Client, RefusesRequestsThatAreNone) {
  Client client = *Client::to("http://127.0.0.1:1");
  http::Request spaced = get("/a b");
  http::Request split = get("/");
  split.headers.add("A", "b\r\nC: d");
  http::Request method = get("/");
  method.method = "G ET";
  for (const http::Request& request : {spaced, split, method, get("")}) {
    const Result<http::Response, SendError> answer = client.send(request);
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().message, HasSubstr("cannot be sent"));
  }
}

TEST(Client, TakesOriginsAlone) {
  struct Case {
    std::string origin;
    bool accepted;
  };
  const Case cases[] = {
      {"http://localhost", true},  {"http://127.0.0.1:80", true},
      {"http://[::1]:8080", true}, {"https://api.example", true},
      {"http://h/", true},         {"", false},
      {"localhost:80", false},     {"ftp://h", false},
      {"http://", false},          {"http://h/path", false},
      {"http://u@h", false},       {"http://h:", false},
      {"http://h:x", false},       {"http://h:65536", false},
      {"http://[::1", false},      {"http://[]", false},
      {"http://h:80:80", false},
  };
  for (const Case& c : cases) EXPECT_EQ(Client::to(c.origin).has_value(), c.accepted) << c.origin;
}

}  // namespace
}  // namespace holotype::transport
