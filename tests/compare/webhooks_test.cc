// What breaks when what the API itself sends changes: webhooks and callbacks.
#include <gtest/gtest.h>

#include "compare/cases.h"
#include "compare/compare.h"

namespace holotype::compare {
namespace {

// What the API sends itself: its requests are received, and its answers sent.
TEST(CompareTest, WebhooksAndCallbacks) {
  const auto webhook = [](const std::string& schema) {
    return kHead +
           "webhooks:\n  done:\n    post:\n      operationId: onDone\n      requestBody: {content: "
           "{application/json: {schema: " +
           schema + "}}}\n      responses: {'204': {description: A.}}\n";
  };
  const auto callback = [](const std::string& callbacks) {
    return with_operation("callbacks: " + callbacks);
  };
  const std::string done =
      "{done: {'{$request.body#/url}': {post: {requestBody: {content: "
      "{application/json: {schema: {type: string}}}}, responses: {'204': "
      "{description: A.}}}}}}";
  expect_findings({
      {"a webhook",
       webhook("{}"),
       kHead + "webhooks: {other: {}}\n",
       {"the webhook done is gone, so clients wait for it in vain; * (compat.webhook-removed)"}},
      {"what it has more of",
       webhook("{type: string, maxLength: 5}"),
       webhook("{type: string}"),
       {"body: there is no maxLength any more, and it was 5, so the request onDone may have values "
        "beyond what it promised; * (compat.response-bound-loosened)"}},
      {"what it has less of",
       webhook("{type: string}"),
       webhook("{type: string, maxLength: 5}"),
       {}},
      {"a callback",
       callback(done),
       callback("{}"),
       {"the callback done is gone, so clients wait for it in vain; * (compat.webhook-removed)"}},
      {"the same callback", callback(done), callback(done), {}},
  });
}

TEST(CompareTest, PartsOfWebhooks) {
  const auto webhook = [](const std::string& method, const std::string& members) {
    return kHead + "webhooks:\n  done:\n    " + method + ":\n      operationId: onDone\n      " +
           members + "\n";
  };
  const auto with = [&webhook](const std::string& members) {
    return webhook("post", members + "\n      responses: {'200': {description: A.}}");
  };
  const auto parameter = [&with](const std::string& of) {
    return with("parameters: [" + of + "]");
  };
  const auto body = [&with](const std::string& of) { return with("requestBody: " + of); };
  const auto answers = [&webhook](const std::string& of) {
    return webhook("post", "responses: {" + of + "}");
  };
  const std::string json = "content: {application/json: {schema: {type: object}}}";
  expect_findings({
      {"the method",
       with("summary: A"),
       webhook("put", "responses: {'200': {description: A.}}"),
       {"POST of the webhook done is gone, so clients wait for it in vain; before at old.yaml:6:* "
        "(compat.webhook-removed)"}},
      {"a required parameter",
       parameter("{name: X-Sig, in: header, required: true, schema: {type: string}}"),
       with("summary: A"),
       {"header X-Sig: the parameter is gone, and was required, so the request onDone comes "
        "without it; * (compat.webhook-part-optional)"}},
      {"a parameter that was required",
       parameter("{name: X-Sig, in: header, required: true, schema: {type: string}}"),
       parameter("{name: x-sig, in: header, schema: {type: string}}"),
       {"header X-Sig: the parameter is not required any more, so the request onDone may come "
        "without it; * (compat.webhook-part-optional)"}},
      {"an optional parameter",
       parameter("{name: a, in: query, schema: {type: string}}"),
       with("summary: A"),
       {"query a: the parameter is gone, so the request onDone comes without it; * "
        "(compat.webhook-part-removed)"}},
      {"a parameter elsewhere",
       parameter("{name: a, in: query, schema: {type: string}}"),
       parameter("{name: a, in: header, schema: {type: string}}"),
       {"query a: the parameter is in the header, and was in the query, so clients do not find it "
        "in the request onDone; * (compat.parameter-moved)"}},
      {"a parameter more, and required now",
       parameter("{name: a, in: query, schema: {type: string}}"),
       parameter("{name: a, in: query, required: true, schema: {type: string}}, {name: b, in: "
                 "query, required: true, schema: {type: string}}"),
       {}},
      {"what is in a parameter",
       parameter("{name: a, in: query, schema: {enum: [x]}}"),
       parameter("{name: a, in: query, schema: {enum: [x, y]}}"),
       {"query a: \"y\" is a value now, so the request onDone may have values that clients do not "
        "know; * (compat.response-enum-value-added)"}},
      {"how a list is written",
       parameter("{name: a, in: query, schema: {type: array}}"),
       parameter("{name: a, in: query, explode: false, schema: {type: array}}"),
       {"query a: the value is written with style form without explode, and was with style form "
        "with explode, so clients misread the request onDone; * (compat.parameter-style-changed)"}},
      {"a required body",
       body("{required: true, " + json + "}"),
       with("summary: A"),
       {"body: the body is gone, and was required, so the request onDone comes without it; * "
        "(compat.webhook-part-optional)"}},
      {"an optional body",
       body("{" + json + "}"),
       with("summary: A"),
       {"body: application/json is gone, so the request onDone does not come in it; * "
        "(compat.response-media-type-removed)"}},
      {"a body that was required",
       body("{required: true, " + json + "}"),
       body("{" + json + "}"),
       {"body: the body is not required any more, so the request onDone may come without it; * "
        "(compat.webhook-part-optional)"}},
      {"a body that is required now",
       body("{" + json + "}"),
       body("{required: true, " + json + "}"),
       {}},
      {"the status that is expected",
       answers("'200': {description: A.}"),
       answers("'204': {description: A.}"),
       {"status: 200 is not among the answers to onDone any more, so it may be taken for a "
        "failure; * (compat.webhook-status-removed)"}},
      {"a header of the answer",
       answers("'200': {description: A., headers: {X-A: {schema: {}}}}"),
       answers("'200': {description: A., headers: {X-A: {required: true, schema: {}}, X-B: "
               "{required: true, schema: {}}, X-C: {schema: {}}}}"),
       {"header X-A: the header is required now, so the answer 200 of onDone is refused without "
        "it; * (compat.parameter-became-required)",
        "header X-B: the header is new and required, so the answer 200 of onDone is refused "
        "without "
        "it; * (compat.parameter-required-added)"}},
      {"more statuses that are expected",
       answers("'200': {description: A.}"),
       answers("'2XX': {description: A.}, '410': {description: B.}"),
       {}},
      {"fewer statuses that are expected",
       answers("'2XX': {description: A.}"),
       answers("'200': {description: A.}"),
       {"compat.webhook-status-removed"}},
  });
}

}  // namespace
}  // namespace holotype::compare
