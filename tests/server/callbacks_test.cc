// Callbacks and webhooks, from the description to the receiver.
#include <gtest/gtest.h>

#include <mutex>

#include "server/service.h"
#include "transport/listener.h"

namespace holotype::server {
namespace {

using std::chrono::seconds;

constexpr std::string_view kDescription = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /jobs:
    post:
      operationId: createJob
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties: {name: {type: string}, callbackUrl: {type: string}}
      responses:
        "201":
          description: The job.
          headers: {Location: {schema: {type: string}, example: /jobs/7}}
          content: {application/json: {schema: {type: object}, example: {id: 7}}}
        "400": {description: No.}
      callbacks:
        onDone:
          "{$request.body#/callbackUrl}?job={$response.body#/id}":
            post:
              parameters:
                - {name: X-Event, in: header, schema: {type: string}, example: done}
              requestBody:
                content:
                  application/json:
                    example: {job: "{$response.body#/id}", name: "{$request.body#/name}", state: done}
              responses: {"204": {description: Thanks.}}
            put:
              parameters:
                - {name: X-Signature, in: header, required: true, schema: {const: signed}}
                - {name: X-Note, in: header, schema: {const: unasked}}
                - {name: kind, in: query, required: true, schema: {enum: [made]}}
                - {name: job, in: query, required: true, schema: {type: integer}}
                - {name: sid, in: cookie, required: true, schema: {const: c}}
              requestBody:
                content:
                  application/json:
                    schema: {type: object, required: [n], properties: {n: {type: integer, minimum: 3}}}
              responses: {"204": {description: Thanks.}}
webhooks:
  jobLost:
    post:
      requestBody: {content: {application/json: {example: {job: 1}}}}
      responses: {"204": {description: Thanks.}}
  partsSent:
    post:
      requestBody: {content: {multipart/form-data: {example: {job: 1, note: done}}}}
      responses: {"204": {description: Thanks.}}
  keyMade:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {password: {type: string, format: password}}}
            example: {password: s3cret}
      responses: {"204": {description: Thanks.}}
)";

class CallbacksTest : public testing::Test {
 protected:
  void SetUp() override {
    listener_ = *transport::Listener::start({}, [this](const http::Request& request) {
      const std::lock_guard lock(mutex_);
      received_.push_back(request);
      return http::Response{204, {}, {}};
    });
    Settings settings;
    settings.description_text = kDescription;
    service_ = *Service::open(std::move(settings));
  }
  int post(std::string body, std::string session = "default") const {
    return service_
        ->handle({"POST",
                  "/jobs",
                  {{"Content-Type", "application/json"}, {"Holotype-Session", std::move(session)}},
                  std::move(body)})
        .response.status;
  }
  std::vector<http::Request> received() {
    EXPECT_TRUE(service_->wait_for_callbacks(seconds(20)));
    const std::lock_guard lock(mutex_);
    return received_;
  }

  std::mutex mutex_;
  std::vector<http::Request> received_;
  std::unique_ptr<transport::Listener> listener_;
  std::unique_ptr<Service> service_;
};

TEST_F(CallbacksTest, AreSentAsTheDescriptionAndTheExchangeSay) {
  EXPECT_EQ(post(R"({"name":"index","callbackUrl":")" + listener_->url() + "/hook\"}", "a"), 201);
  const auto all = received();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].method, "POST");
  EXPECT_EQ(all[0].raw_target, "/hook?job=7");
  EXPECT_EQ(all[0].body, R"({"job":7,"name":"index","state":"done"})");
  EXPECT_EQ(*all[0].headers.find("X-Event"), "done");
  EXPECT_EQ(*all[0].headers.find("Content-Type"), "application/json");
  EXPECT_EQ(all[1].method, "PUT");
  EXPECT_EQ(all[1].body, R"({"n":3})");
  // What must be there is, and what the URL says stands.
  EXPECT_TRUE(all[1].raw_target.ends_with("?job=7&kind=made")) << all[1].raw_target;
  EXPECT_EQ(*all[1].headers.find("X-Signature"), "signed");
  EXPECT_EQ(all[1].headers.find("X-Note"), nullptr);
  EXPECT_EQ(*all[1].headers.find("Cookie"), "sid=c");

  const auto attempts = (*service_->sessions().get("a"))->attempts().all();
  ASSERT_EQ(attempts.size(), 2u);
  EXPECT_EQ(attempts[0].name, "onDone");
  EXPECT_EQ(attempts[0].status, 204);
  EXPECT_TRUE(service_->sessions().default_session().attempts().all().empty());
}

TEST_F(CallbacksTest, AreNotSentWhereNothingSaysSo) {
  EXPECT_EQ(post(R"({"name":"index"})"), 201);                                      // no URL
  EXPECT_EQ(post(R"({"name":"index","callbackUrl":"nowhere"})"), 201);              // not one
  EXPECT_EQ(post(R"({"name":5,"callbackUrl":")" + listener_->url() + "\"}"), 400);  // refused
  EXPECT_TRUE(received().empty());
}

TEST_F(CallbacksTest, AWebhookIsSentOnRequest) {
  session::Session& session = service_->sessions().default_session();
  EXPECT_TRUE(service_->send_webhook(session, "jobLost", listener_->url() + "/lost"));
  const auto all = received();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].raw_target, "/lost");
  EXPECT_EQ(all[0].body, R"({"job":1})");
  const auto unknown = service_->send_webhook(session, "jobFound", listener_->url());
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("jobLost"), std::string::npos);
  EXPECT_FALSE(service_->send_webhook(session, "jobLost", "http://example.com/"));
}

// A body in parts says where they end.
TEST_F(CallbacksTest, AWebhookOfParts) {
  session::Session& session = service_->sessions().default_session();
  EXPECT_TRUE(service_->send_webhook(session, "partsSent", listener_->url()));
  const auto all = received();
  ASSERT_EQ(all.size(), 1u);
  const std::string type = *all[0].headers.find("Content-Type");
  const std::string start = "multipart/form-data; boundary=";
  ASSERT_TRUE(type.starts_with(start)) << type;
  const std::string boundary = type.substr(start.size());
  EXPECT_TRUE(all[0].body.starts_with("--" + boundary + "\r\n")) << all[0].body;
  EXPECT_TRUE(all[0].body.ends_with("--" + boundary + "--\r\n")) << all[0].body;
  EXPECT_NE(all[0].body.find("\r\n\r\ndone\r\n"), std::string::npos) << all[0].body;
}

// The same over HTTP. Secrets are sent, and are not among what is told of it.
TEST_F(CallbacksTest, ThePagesSendAWebhookAndTellOfIt) {
  const auto ask = [this](std::string method, std::string page, std::string body = {}) {
    http::Request request{std::move(method), "/__holotype/" + page, {}, std::move(body)};
    if (!request.body.empty()) request.headers.add("Content-Type", "application/json");
    return service_->handle(request).response;
  };
  const std::string to = R"({"url": ")" + listener_->url() + R"(/keys?api_key=s3cret&job=7"})";
  EXPECT_EQ(ask("POST", "webhooks/keyMade", to).status, 202);
  const auto all = received();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].raw_target, "/keys?api_key=s3cret&job=7");
  EXPECT_EQ(all[0].body, R"({"password":"s3cret"})");
  const http::Response attempts = ask("GET", "attempts");
  EXPECT_NE(attempts.body.find("/keys?api_key=(redacted)&job=7"), std::string::npos)
      << attempts.body;
  EXPECT_EQ(attempts.body.find("s3cret"), std::string::npos) << attempts.body;
  EXPECT_EQ(ask("POST", "webhooks/keyLost", to).status, 422);
  EXPECT_EQ(ask("POST", "webhooks/keyMade", R"({"url": "http://example.com/"})").status, 422);
}

}  // namespace
}  // namespace holotype::server
