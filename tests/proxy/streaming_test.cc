// Bodies that the proxy passes on instead of holding them, inside one process. What only sockets
// show (memory, trailers, broken connections) is in tests/end_to_end/proxy_streams_test.py.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "diagnostic/rules_upstream.h"
#include "proxy/proxy.h"
#include "proxy/recorder.h"
#include "real_service.h"
#include "transport/streams.h"
#include "transport/wire.h"

namespace holotype::proxy {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace rules = diagnostic::rules;
using State = http::BodyStream::State;

constexpr const char* kLogs = R"(openapi: 3.2.0
info: {title: Logs, version: "1"}
paths:
  /log:
    get:
      operationId: readLog
      responses:
        "200":
          description: Its lines.
          content:
            application/jsonl: {itemSchema: {type: object, required: [line]}}
            application/json: {schema: {type: array}}
    post:
      operationId: writeLog
      requestBody: {content: {application/json: {schema: {type: object, required: [line]}}}}
      responses:
        "204": {description: Written.}
)";

// A body in pieces, with a pause before each but the first.
class Slow final : public transport::Pieces {
 public:
  using Pieces::Pieces;
  Piece read(milliseconds patience) override {
    if (pause_ > patience) {
      std::this_thread::sleep_for(patience);
      pause_ -= patience;
      return {};
    }
    std::this_thread::sleep_for(pause_);
    pause_ = milliseconds(50);
    return Pieces::read(patience);
  }

 private:
  milliseconds pause_{0};
};

// Answers everything with one body.
class StreamingService {
 public:
  StreamingService(std::string media_type, std::vector<std::string> pieces,
                   State end = State::Ended)
      : listener_(*transport::Listener::start_streaming({}, [=](http::Conversation&) {
          http::Response head{200, {{"Content-Type", media_type}}, ""};
          transport::Outgoing outgoing(std::move(head));
          outgoing.rest =
              std::make_shared<Slow>(pieces, std::nullopt, end, http::Headers{{"X-Sum", "1"}});
          return outgoing;
        })) {}
  std::string url() const { return listener_->url(); }

 private:
  std::unique_ptr<transport::Listener> listener_;
};

std::unique_ptr<server::Service> proxy_to(const std::string& url, Options options = {}) {
  server::Settings settings;
  settings.description_text = kLogs;
  options.upstream = upstream_at(url);
  settings.proxy = std::move(options);
  return open(std::move(settings));
}

struct Passed {
  std::string bytes;
  http::Headers trailers;
  State state = State::Open;
};

Passed pass_on(http::BodyStream& body) {
  Passed passed;
  while (passed.state == State::Open) {
    const http::BodyStream::Piece piece = body.read(http::kForever);
    passed.bytes += piece.bytes;
    passed.state = piece.state;
  }
  if (passed.state == State::Ended) passed.trailers = body.trailers();
  return passed;
}

std::string field(const http::Headers& headers, std::string_view name) {
  return headers.combined(name).value_or("");
}

TEST(Streaming, AnAnswerThatIsTooLargeIsPassedOnAndSaidNotToBeChecked) {
  const std::string lines(5'000, ' ');
  const RealService service([&lines](const http::Request&) {
    return http::Response{200, {{"Content-Type", "application/json"}}, lines};
  });
  const auto proxy = proxy_to(service.url(), {.upstream = nullptr, .max_answer_bytes = 1'000});
  const http::Request request{"GET", "/log", {}, ""};
  engine::Handled handled = proxy->handle(request);
  ASSERT_NE(handled.rest, nullptr);
  EXPECT_EQ(field(handled.response.headers, "Holotype-Unchecked"), "1");
  EXPECT_EQ(field(handled.response.headers, "Holotype-Answer-Violations"), "");
  EXPECT_THAT(proxy->journal().exchanges(), IsEmpty());  // it goes on
  EXPECT_EQ(pass_on(*handled.rest).bytes, lines);
  const auto exchange = proxy->journal().exchanges().back();
  EXPECT_EQ(exchange->passed_answer_bytes, 5'000u);
  ASSERT_EQ(exchange->unchecked.size(), 1u);
  EXPECT_EQ(exchange->unchecked.front().rule, &rules::kUpstreamAnswerUnchecked);
  EXPECT_THAT(exchange->unchecked.front().message,
              HasSubstr("5000 bytes are more than --max-answer-bytes"));
}

TEST(Streaming, AnAnswerThatIsPassedOnIsCheckedAtItsEnd) {
  struct Row {
    std::string what, media_type;
    std::vector<std::string> pieces;
    State end;
    std::string rule;  // "" for none
  };
  const Row rows[] = {
      {"lines", "application/jsonl", {"{\"line\":1}\n", "{\"line\":2}\n"}, State::Ended, ""},
      {"an invalid one",
       "application/jsonl",
       {"{\"line\":1}\n", "{}\n"},
       State::Ended,
       "schema.required"},
      {"cut",
       "application/jsonl",
       {"{\"line\":1}\n", "{\"l"},
       State::Broken,
       "upstream.unreachable"},
      {"not a row, and slow", "application/json", {"[1,", "2", "]"}, State::Ended, ""},
      {"not a row, slow and invalid", "application/json", {"{", "}"}, State::Ended, "schema.type"},
  };
  for (const Row& row : rows) {
    const StreamingService service(row.media_type, row.pieces, row.end);
    const auto proxy = proxy_to(
        service.url(), {.upstream = nullptr, .patience = {milliseconds(10), milliseconds(10)}});
    const http::Request request{"GET", "/log", {}, ""};
    engine::Handled handled = proxy->handle(request);
    ASSERT_NE(handled.rest, nullptr) << row.what;
    const Passed passed = pass_on(*handled.rest);
    std::string all;
    for (const std::string& piece : row.pieces) all += piece;
    EXPECT_EQ(passed.bytes, all) << row.what;
    EXPECT_EQ(passed.state, row.end) << row.what;
    const auto exchange = proxy->journal().exchanges().back();
    ASSERT_EQ(exchange->answer_findings.size(), row.rule.empty() ? 0u : 1u) << row.what;
    if (!row.rule.empty()) EXPECT_EQ(exchange->answer_findings[0].rule->id, row.rule) << row.what;
    EXPECT_EQ(exchange->passed_answer_bytes.has_value(), row.end == State::Broken) << row.what;
    if (row.end == State::Broken) continue;
    EXPECT_EQ(field(passed.trailers, "X-Sum"), "1") << row.what;
    EXPECT_EQ(field(passed.trailers, "Holotype-Answer-Violations").substr(0, 9 + row.rule.size()),
              row.rule.empty() ? "" : "1; first=" + row.rule)
        << row.what;
    // Where the report is had been known before it was written.
    const http::Response page =
        proxy->handle({"GET", "/__holotype/reports/" + exchange->report_id, {}, ""}).response;
    EXPECT_EQ(page.status, 200) << row.what;
  }
}

TEST(Streaming, WhatIsHeldAndBreaksOffIsNoAnswer) {
  const StreamingService service("application/json", {"[1"}, State::Broken);
  const http::Request request{"GET", "/log", {}, ""};
  const auto proxy = proxy_to(service.url());
  const engine::Handled handled = proxy->handle(request);
  EXPECT_EQ(handled.response.status, 502);
  EXPECT_EQ(handled.rest, nullptr);
  const auto mocked = proxy_to(service.url(), {.upstream = nullptr, .falls_back = true});
  EXPECT_EQ(field(mocked->handle(request).response.headers, "Holotype-Source"), "generated");
}

TEST(Streaming, WhatIsPassedOnIsRecordedWhereItFits) {
  const Folder folder;
  for (const std::size_t bound : {std::size_t{1'000}, std::size_t{12}}) {
    const auto recorder = *Recorder::in(folder.path());
    const StreamingService service("application/jsonl", {"{\"line\":1}\n", "{\"line\":2}\n"});
    const auto proxy = proxy_to(
        service.url(), {.upstream = nullptr, .recorder = recorder, .max_answer_bytes = bound});
    const http::Request request{"GET", "/log", {}, ""};
    engine::Handled handled = proxy->handle(request);
    ASSERT_NE(handled.rest, nullptr);
    pass_on(*handled.rest);
    EXPECT_THAT(recorder->summary(), bound == 12
                                         ? HasSubstr("1 too large to be held, or broken off")
                                         : HasSubstr("1 answer to 1 request"));
    if (bound == 12) continue;
    ASSERT_TRUE(recorder->write());
    server::Settings settings;
    settings.description_text = kLogs;
    settings.fixture_paths = {folder.path()};
    settings.allowed_paths = {folder.path()};
    const http::Response replayed = open(std::move(settings))->handle(request).response;
    EXPECT_EQ(replayed.body, "{\"line\":1}\n{\"line\":2}\n");
    EXPECT_EQ(field(replayed.headers, "Via"), "");
  }
}

// The proxy with its listener, as `holotype proxy` wires them.
class Front {
 public:
  explicit Front(const server::Service& service)
      : listener_(*transport::Listener::start_streaming({}, [&service](http::Conversation& talk) {
          engine::Handled handled = service.handle(talk);
          transport::Outgoing outgoing(std::move(handled.response), handled.delivery);
          outgoing.rest = std::move(handled.rest);
          outgoing.trailers = std::move(handled.trailers);
          return outgoing;
        })) {}
  std::uint16_t port() const { return listener_->port(); }

 private:
  std::unique_ptr<transport::Listener> listener_;
};

TEST(Streaming, RequestsAreHeldCheckedAndPassedOn) {
  struct Row {
    std::string what, target;
    std::vector<std::string> body;  // sent with a pause between
    std::string expected;           // in the head of the answer
    std::string received;
    bool is_kept;
  };
  const std::string large = "{\"line\":\"" + std::string(2'000, 'x') + "\"}";
  const Row rows[] = {
      {"whole", "/log", {"{\"line\":1}"}, "HTTP/1.1 204", "{\"line\":1}", true},
      {"whole, invalid",
       "/log",
       {"{}"},
       "Holotype-Violations: 1; first=schema.required",
       "{}",
       true},
      {"slow", "/log", {"{\"li", "ne\":", "1}"}, "HTTP/1.1 204", "{\"line\":1}", true},
      {"slow, invalid",
       "/log",
       {"{", "  ", "}"},
       "Holotype-Violations: 1; first=schema.required",
       "{  }",
       true},
      {"large", "/log", {large}, "Holotype-Unchecked: 1", large, false},
      {"in a session",
       "/__holotype/sessions/one/log",
       {"{", "}"},
       "report=\"/__holotype/sessions/one/__holotype/reports/",
       "{}",
       true},
  };
  for (const Row& row : rows) {
    const RealService service([](const http::Request&) { return http::Response{204, {}, ""}; });
    server::Settings settings;
    settings.description_text = kLogs;
    settings.max_body_bytes = 1'000;
    settings.proxy = Options{.upstream = upstream_at(service.url()),
                             .patience = {milliseconds(10), milliseconds(10)}};
    const auto proxy = open(std::move(settings));
    const Front front(*proxy);
    transport::Wire wire(front.port());
    wire.send("POST " + row.target +
              " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
              "Transfer-Encoding: chunked\r\n\r\n");
    for (const std::string& piece : row.body) {
      if (&piece != &row.body.front()) std::this_thread::sleep_for(milliseconds(40));
      wire.send(fmt::format("{:x}\r\n{}\r\n", piece.size(), piece));
    }
    wire.send("0\r\n\r\n");
    const transport::Reply reply = wire.reply();
    EXPECT_EQ(reply.status, 204) << row.what;
    EXPECT_THAT(reply.head, HasSubstr(row.expected)) << row.what;
    EXPECT_EQ(service.received().front().body, row.received) << row.what;
    if (row.target != "/log") continue;
    const auto exchange = proxy->journal().exchanges().back();
    EXPECT_EQ(exchange->request.body, row.is_kept ? row.received : "") << row.what;
    EXPECT_EQ(exchange->passed_request_bytes.has_value(), !row.is_kept) << row.what;
    if (!row.is_kept) {
      EXPECT_EQ(exchange->passed_request_bytes, row.received.size());
      EXPECT_EQ(exchange->unchecked.front().rule, &rules::kUpstreamRequestUnchecked);
    }
  }
}

TEST(Streaming, PagesOfItsOwnWaitForTheirRequest) {
  const RealService service([](const http::Request&) { return http::Response{204, {}, ""}; });
  server::Settings settings;
  settings.description_text = kLogs;
  settings.max_body_bytes = 100;
  settings.proxy = Options{.upstream = upstream_at(service.url())};
  const auto proxy = open(std::move(settings));
  const Front front(*proxy);
  struct Row {
    std::size_t size;
    int status;
  };
  for (const Row& row : {Row{50, 400}, Row{200, 413}}) {  // the first is read, and no fixture
    transport::Wire wire(front.port());
    const std::string body(row.size, ' ');
    wire.send(fmt::format(
        "PUT /__holotype/fixtures HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", row.size));
    std::this_thread::sleep_for(milliseconds(10));
    wire.send(body);
    const int status = wire.reply().status;
    EXPECT_EQ(status == 413, row.status == 413) << status;
    EXPECT_NE(status, 0);
  }
  EXPECT_THAT(service.received(), IsEmpty());
}

TEST(Streaming, WithErrorsOnlyWhatCouldBeCheckedIsRefused) {
  const RealService service([](const http::Request&) { return http::Response{204, {}, ""}; });
  server::Settings settings;
  settings.description_text = kLogs;
  settings.max_body_bytes = 1'000;
  settings.answers_problems = true;
  settings.proxy = Options{.upstream = upstream_at(service.url()),
                           .patience = {milliseconds(10), milliseconds(10)}};
  const auto proxy = open(std::move(settings));
  const Front front(*proxy);
  const std::string head =
      "POST /log HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ";
  // However slowly it comes, it is not passed on before it is known to be valid.
  transport::Wire slow(front.port());
  slow.send(head + "2\r\n\r\n{");
  std::this_thread::sleep_for(milliseconds(60));
  EXPECT_THAT(service.received(), IsEmpty());
  slow.send("}");
  EXPECT_EQ(slow.reply().status, 422);
  EXPECT_THAT(service.received(), IsEmpty());
  // What is too large is, and its answer says that nobody looked.
  transport::Wire large(front.port());
  large.send(head + "2000\r\n\r\n" + std::string(2'000, ' '));
  const transport::Reply reply = large.reply();
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(transport::field_of(reply, "Holotype-Unchecked"), "1");
  EXPECT_EQ(service.received().size(), 1u);
}

}  // namespace
}  // namespace holotype::proxy
