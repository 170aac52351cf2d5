// How cpp-httplib serves a request here, and why it sees so little of it.
//
// Server::process_request takes any Stream: it reads a head, lets a pre-routing handler answer,
// lets a post-routing handler look at the answer, and writes it. Each step is used; the socket is
// not. The Stream is memory, so that an exchange costs one recv and one send instead of the
// library's eleven calls, and so that a slow client never holds a thread.
//
// The head that the library reads is always kStubHead. The real one has been parsed by then
// (head.h), and version 0.11.4 would do harm with it:
//
//   it percent-decodes field values, cuts them at NUL and drops empty ones; sorts fields by name
//   it refuses methods outside a list of ten, a target with two "?", and lines above 8 KB
//   Range makes it cut the answer to 206, Accept-Encoding makes it compress, Expect makes it talk
//
// setup_request, which process_request calls once the head is read, puts the real method and target
// in. Likewise an answer is written here, by the post-routing handler, the last step before the
// library writes its own, which is empty and which the Stream drops: it would add a Keep-Alive with
// bounds that are not ours, Accept-Ranges, a text/plain for what has no type, a Content-Length on
// 204 and its own reason phrases, sort the fields by name, and take a fifth of the whole request
// for it.
#include "transport/embedded_server.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "transport/answer_head.h"

namespace holotype::transport {
namespace {

constexpr std::string_view kStubHead = "GET / HTTP/1.1\r\n\r\n";

// Answers above this size give their buffer back, so that one large answer is not paid for ever.
constexpr std::size_t kKeptBytes = 256u << 10;

// Hands out kStubHead, and drops what the library says to it.
class StubStream final : public httplib::Stream {
 public:
  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }

  ssize_t read(char* to, size_t size) override {
    const std::size_t count = std::min(size, kStubHead.size() - read_);
    std::memcpy(to, kStubHead.data() + read_, count);
    read_ += count;
    return static_cast<ssize_t>(count);
  }

  ssize_t write(const char*, size_t size) override { return static_cast<ssize_t>(size); }

  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }

 private:
  std::size_t read_ = 0;
};

}  // namespace

class EmbeddedServer::Library final : public httplib::Server {
 public:
  Library(const transport::Handler& handler, const FaultHandler& faults,
          const std::atomic<bool>& stopping)
      : handler_(handler), faults_(faults), stopping_(stopping) {
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response& out) {
      route(out);
      return HandlerResponse::Handled;
    });
    set_post_routing_handler([this](const httplib::Request&, httplib::Response& out) {
      out.headers.clear();
      write_answer();
    });
  }

  // Exactly one of `head` and `fault` is there.
  Answer run(const Head* head, const Fault* fault, After after) {
    if (out_.capacity() > kKeptBytes) std::string().swap(out_);
    out_.clear();
    head_ = head;
    fault_ = fault;
    after_ = after;
    delivery_ = {};
    request_ = head != nullptr ? &head->request : &fault->received;
    StubStream stream;
    bool closed = false;
    process_request(stream, /*close_connection=*/true, closed, [this](httplib::Request& seen) {
      seen.method = request_->method.empty() ? "GET" : request_->method;
      seen.target = request_->raw_target;
    });
    HOLOTYPE_CHECK(!out_.empty());
    return Answer{out_, after_, delivery_};
  }

 private:
  void route(httplib::Response& out) {
    response_ = fault_ != nullptr ? word(*fault_) : call_handler();
    out.status = response_.status;
    // Asked only now, for the handler may have taken its time.
    if (says_close(response_.headers) || response_.status < 200 || stopping_.load()) {
      after_ = After::Close;
    }
    if (has_no_content(response_.status) || response_.status == 205) response_.body.clear();
  }

  http::Response call_handler() {
    std::string problem;
    try {
      Outgoing reply = handler_(*request_);
      std::optional<std::string> unsendable = find_unsendable(reply.response);
      delivery_ = reply.delivery;
      if (!unsendable) return std::move(reply.response);
      problem = *std::move(unsendable);
    } catch (const std::exception& exception) {
      problem = fmt::format("The handler failed: {}.", exception.what());
    } catch (...) {
      problem = "The handler failed.";
    }
    after_ = After::Close;
    return word(Fault{FaultKind::HandlerFailed, std::move(problem), *request_});
  }

  http::Response word(const Fault& fault) {
    try {
      http::Response response = faults_(fault);
      if (!find_unsendable(response)) return response;
    } catch (...) {
      // Whoever words faults must not throw; the client still gets an answer.
    }
    return plain_fault_response(fault);
  }

  void write_answer() {
    const bool answers_head = request_->method == "HEAD";
    const std::string& body = response_.body;
    const std::string* announced = answers_head && body.empty() && !has_no_content(response_.status)
                                       ? response_.headers.find("Content-Length")
                                       : nullptr;
    HeadOptions options{.after = after_,
                        .speaks_http_1_0 = head_ != nullptr && head_->speaks_http_1_0};
    if (announced != nullptr) {
      options.announced_length = *announced;
    } else if (!has_no_content(response_.status)) {
      options.framing = {AnswerFraming::Kind::Length, body.size()};
    }
    append_answer_head(out_, response_, options);
    if (!answers_head) out_ += body;
    std::string().swap(response_.body);  // it is in out_ now
  }

  const transport::Handler& handler_;
  const FaultHandler& faults_;
  const std::atomic<bool>& stopping_;
  std::string out_;

  // The exchange under way.
  const Head* head_ = nullptr;
  const Fault* fault_ = nullptr;
  const http::Request* request_ = nullptr;
  http::Response response_;
  http::Delivery delivery_;
  After after_ = After::KeepAlive;
};

EmbeddedServer::EmbeddedServer(const Handler& handler, const FaultHandler& faults,
                               const std::atomic<bool>& stopping)
    : library_(std::make_unique<Library>(handler, faults, stopping)) {}

EmbeddedServer::~EmbeddedServer() = default;

void EmbeddedServer::prepare() {
  const Handler handler = [](const http::Request&) { return http::Response{.status = 204}; };
  const FaultHandler faults = plain_fault_response;
  const std::atomic<bool> stopping{false};
  Head head;
  head.request.method = "GET";
  head.request.raw_target = "/";
  EmbeddedServer(handler, faults, stopping).answer(head, After::KeepAlive);
}

Answer EmbeddedServer::answer(const Head& head, After after) {
  return library_->run(&head, nullptr, head.keeps_alive ? after : After::Close);
}

Answer EmbeddedServer::refuse(const Fault& fault) {
  return library_->run(nullptr, &fault, After::Close);
}

}  // namespace holotype::transport
