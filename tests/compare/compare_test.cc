// What breaks when operations, parameters, answers, security and servers change.
#include "compare/compare.h"

#include <gtest/gtest.h>

#include "compare/compared.h"
#include "diagnostic/findings.h"

namespace holotype::compare {
namespace {

using diagnostic::AreFindings;
using Lines = std::vector<std::string>;

const std::string kHead = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

std::string with_paths(const std::string& paths) {
  return kHead + "paths:\n" + paths +
         "components:\n"
         "  securitySchemes:\n"
         "    key: {type: apiKey, in: header, name: X-Key}\n"
         "    renamed: {type: apiKey, in: header, name: x-key}\n"
         "    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a/', scopes: "
         "{read: R, write: W}}}}\n";
}

// One operation with those members, besides its answer where they have none.
std::string with_operation(const std::string& members) {
  const bool has_responses =
      members.starts_with("responses:") || members.find("\n      responses:") != std::string::npos;
  return with_paths("  /a:\n    post:\n      operationId: make\n      " + members + "\n" +
                    (has_responses ? "" : "      responses: {'204': {description: Done.}}\n"));
}

struct Case {
  const char* what;
  std::string before;
  std::string now;
  Lines findings;
};

void expect_findings(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const auto findings = compare(*older_of(one.before), *newer_of(one.now));
    EXPECT_THAT(findings, AreFindings(one.findings)) << one.what;
    for (const auto& finding : findings) {
      EXPECT_NE(finding.source.line, 0u) << one.what << to_line(finding);
      ASSERT_TRUE(finding.related) << one.what;
      EXPECT_NE(finding.related->source.line, 0u) << one.what << to_line(finding);
    }
  }
}

TEST(CompareTest, Operations) {
  const std::string answer = "responses: {'204': {description: Done.}}";
  const std::string get = "get: {operationId: list, " + answer + "}";
  const std::string post = "post: {operationId: make, " + answer + "}";
  const auto at = [](const std::string& path, const std::string& operations) {
    return "  " + path + ": {" + operations + "}\n";
  };
  const std::string id =
      "parameters: [{name: id, in: path, required: true, schema: {type: string}}], ";
  const std::string task =
      "parameters: [{name: task, in: path, required: true, schema: {type: string}}], ";
  expect_findings({
      {"the same",
       with_paths(at("/a", get + ", " + post)),
       with_paths(at("/a", post + ", " + get)),
       {}},
      {"a path",
       with_paths(at("/a", get + ", " + post) + at("/b", "")),
       with_paths(at("/b", "")),
       {"the path /a with GET, POST is gone, so clients that call it do not find it; before at "
        "old.yaml:4:7 (compat.path-removed)"}},
      {"a method",
       with_paths(at("/a", get + ", " + post)),
       with_paths(at("/a", get)),
       {"POST /a is gone, so make cannot be called any more; before at old.yaml:4:* "
        "(compat.method-removed)"}},
      {"an operation that is elsewhere",
       with_paths(at("/a", get)),
       with_paths(at("/b", get)),
       {"list is at GET /b now, and was at GET /a, so clients that call it there do not find it; "
        "before at * (compat.operation-moved)"}},
      {"its name",
       with_paths(at("/a", get)),
       with_paths(at("/a", "get: {operationId: all, " + answer + "}")),
       {"the operationId of GET /a is all, and was list; before at * "
        "(compat.operation-id-changed)"}},
      {"more of them", with_paths(at("/a", get)), with_paths(at("/a", get + ", " + post)), {}},
      {"another name of a variable",
       with_paths(at("/a/{id}", id + get)),
       with_paths(at("/a/{task}", task + get)),
       {}},
      {"what is in a variable of another name",
       with_paths(at("/a/{id}", id + get)),
       with_paths(at("/a/{task}",
                     "parameters: [{name: task, in: path, required: true, schema: "
                     "{type: string, maxLength: 4}}], " +
                         get)),
       {"path task: maxLength is 4, and there was none, so list refuses values that it accepted; * "
        "(compat.request-bound-tightened)"}},
      {"a path that has moved to the server",
       kHead + "servers: [{url: /}]\npaths: {/v1/a: {" + get + "}}\n",
       kHead + "servers: [{url: /v1}]\npaths: {/a: {" + get + "}}\n",
       {"the server / is not listed any more, so clients that call it may find nobody; * "
        "(compat.server-changed)"}},
  });
}

TEST(CompareTest, Parameters) {
  const auto with = [](const std::string& parameters) {
    return with_operation("parameters: [" + parameters + "]");
  };
  expect_findings({
      {"new and optional", with(""), with("{name: a, in: query, schema: {}}"), {}},
      {"new and required",
       with(""),
       with("{name: a, in: query, required: true, schema: {}}"),
       {"query a: the parameter is new and required, so make refuses requests without it; before "
        "at old.yaml:6:7 (compat.parameter-required-added)"}},
      {"required now",
       with("{name: a, in: query, schema: {}}"),
       with("{name: a, in: query, required: true, schema: {}}"),
       {"query a: the parameter is required now, so make refuses requests without it; * "
        "(compat.parameter-became-required)"}},
      {"gone",
       with("{name: a, in: header, schema: {}}"),
       with(""),
       {"header a: the parameter is gone, so make may ignore what clients send, or refuse it; * "
        "(compat.parameter-removed)"}},
      {"elsewhere",
       with("{name: a, in: query, schema: {}}"),
       with("{name: a, in: header, schema: {}}"),
       {"query a: the parameter is read from the header, and was from the query, so make does not "
        "find what clients send; * (compat.parameter-moved)"}},
      {"a header in other letters",
       with("{name: X-A, in: header, schema: {}}"),
       with("{name: x-a, in: header, schema: {}}"),
       {}},
      {"how a list is written",
       with("{name: a, in: query, schema: {type: array}}"),
       with("{name: a, in: query, explode: false, schema: {type: array}}"),
       {"query a: the value is written with style form without explode, and was with style form "
        "with explode, so make misreads what clients send; * (compat.parameter-style-changed)"}},
      {"how a scalar is written does not change",
       with("{name: a, in: query, schema: {type: string}}"),
       with("{name: a, in: query, explode: false, schema: {type: string}}"),
       {}},
      {"a document",
       with("{name: a, in: query, schema: {}}"),
       with("{name: a, in: query, content: {application/json: {schema: {}}}}"),
       {"compat.parameter-style-changed"}},
      {"its schema",
       with("{name: a, in: query, schema: {enum: [x, y]}}"),
       with("{name: a, in: query, schema: {enum: [x]}}"),
       {"query a: \"y\" is not a value any more, so make refuses values that it accepted; * "
        "(compat.request-enum-value-removed)"}},
      {"its default",
       with("{name: a, in: query, schema: {type: integer, default: 20}}"),
       with("{name: a, in: query, schema: {type: integer, default: 50}}"),
       {"query a: default is 50, and was 20, so make does something else for requests without it; "
        "* (compat.default-changed)"}},
  });
}

// What clients send is a text, and so is what they get in a webhook: 5 and "5" are the same.
TEST(CompareTest, ParametersAndFieldsAreTexts) {
  const auto in = [](const std::string& place, const std::string& schema) {
    return with_operation("parameters: [{name: a, in: " + place + ", schema: " + schema + "}]");
  };
  const auto query = [&in](const std::string& schema) { return in("query", schema); };
  const auto content = [](const std::string& schema) {
    return with_operation(
        "parameters: [{name: a, in: query, content: {application/json: {schema: " + schema +
        "}}}]");
  };
  const auto form = [](const std::string& type, const std::string& field) {
    return with_operation("requestBody: {content: {" + type +
                          ": {schema: {type: object, properties: {f: " + field + "}}}}}");
  };
  const std::string urlencoded = "application/x-www-form-urlencoded";
  const std::string object = "{type: object, properties: {n: {type: integer}}}";
  const std::string object_of_strings = "{type: object, properties: {n: {type: string}}}";
  const std::string list = "{type: array, items: {type: integer}}";
  expect_findings({
      {"any string", query("{type: integer}"), query("{type: string}"), {}},
      {"any string of a header",
       in("header", "{type: boolean}"),
       in("header", "{type: string}"),
       {}},
      {"a number of what was a string",
       query("{type: string}"),
       query("{type: integer}"),
       {"compat.request-type-removed"}},
      {"a string of a form",
       query("{type: integer}"),
       query("{type: string, pattern: '^a'}"),
       {"compat.request-type-removed"}},
      {"a date",
       query("{type: integer}"),
       query("{type: string, format: date}"),
       {"compat.request-type-removed"}},
      {"a short string",
       query("{type: integer}"),
       query("{type: string, maxLength: 2}"),
       {"compat.request-type-removed"}},
      {"values",
       query("{type: integer, enum: [1, 2]}"),
       query("{type: string, enum: ['1', '2']}"),
       {}},
      {"values that were texts", query("{enum: ['1', '2']}"), query("{type: integer}"), {}},
      {"a value that is gone",
       query("{enum: [1, 2]}"),
       query("{type: string, enum: ['1']}"),
       {"query a: 2 is not a value any more*(compat.request-enum-value-removed)"}},
      {"a list", query("{type: integer}"), query(list), {}},
      {"a list of strings", query(list), query("{type: array, items: {type: string}}"), {}},
      {"a list of others", query("{type: string}"), query(list), {"compat.request-type-removed"}},
      {"a list of two at least",
       query("{type: integer}"),
       query("{type: array, items: {type: integer}, minItems: 2}"),
       {"compat.request-type-removed"}},
      {"a list of a header, which is written with commas",
       in("header", "{type: string}"),
       in("header", "{type: array, items: {type: string}}"),
       {"compat.request-type-removed"}},
      {"a document",
       content("{type: integer}"),
       content("{type: string}"),
       {"compat.request-type-removed"}},
      {"a field", form(urlencoded, "{type: integer}"), form(urlencoded, "{type: string}"), {}},
      {"a part",
       form("multipart/form-data", "{type: number}"),
       form("multipart/form-data", "{type: string}"),
       {}},
      {"a list of a field", form(urlencoded, "{type: integer}"), form(urlencoded, list), {}},
      {"a field that was a string",
       form(urlencoded, "{type: string}"),
       form(urlencoded, "{type: boolean}"),
       {"compat.request-type-removed"}},
      {"a document in a part",
       form("multipart/form-data", object),
       form("multipart/form-data", object_of_strings),
       {"compat.request-type-removed"}},
      {"a property of JSON",
       form("application/json", "{type: integer}"),
       form("application/json", "{type: string}"),
       {"compat.request-type-removed"}},
  });
}

TEST(CompareTest, RequestBodies) {
  const auto with = [](const std::string& body) { return with_operation("requestBody: " + body); };
  const std::string json = "application/json: {schema: {type: object}}";
  const std::string text = "text/plain: {schema: {type: string}}";
  expect_findings({
      {"new and optional",
       with_operation("deprecated: false"),
       with("{content: {" + json + "}}"),
       {}},
      {"new and required",
       with_operation("deprecated: false"),
       with("{required: true, content: {" + json + "}}"),
       {"body: the body is new and required, so make refuses requests without it; * "
        "(compat.request-body-required)"}},
      {"required now",
       with("{content: {" + json + "}}"),
       with("{required: true, content: {" + json + "}}"),
       {"body: the body is required now, so make refuses requests without it; * "
        "(compat.request-body-required)"}},
      {"gone",
       with("{content: {" + json + "}}"),
       with_operation("deprecated: false"),
       {"body: the request body is gone, so make refuses requests that have one; * "
        "(compat.request-body-removed)"}},
      {"a media type",
       with("{content: {" + json + ", " + text + "}}"),
       with("{content: {" + json + "}}"),
       {"body: text/plain is gone, so make refuses what clients send in it; * "
        "(compat.request-media-type-removed)"}},
      {"a range that has it",
       with("{content: {" + text + "}}"),
       with("{content: {'text/*': {schema: {type: string}}}}"),
       {}},
      {"the encoding of a form",
       with("{content: {application/x-www-form-urlencoded: {schema: {type: object}}}}"),
       with("{content: {application/x-www-form-urlencoded: {schema: {type: object}, encoding: {a: "
            "{explode: false}}}}}"),
       {"body /a: the encoding of a is another one, so make misreads what clients send; * "
        "(compat.parameter-style-changed)"}},
  });
}

TEST(CompareTest, Responses) {
  const auto with = [](const std::string& responses) {
    return with_operation("responses: {" + responses + "}");
  };
  const std::string ok = "'200': {description: A.}";
  const std::string missing = "'404': {description: B.}";
  const std::string any = "default: {description: C.}";
  const auto content = [](const std::string& media_types) {
    return "'200': {description: A., content: {" + media_types + "}}";
  };
  const auto headers = [](const std::string& of) {
    return "'200': {description: A., headers: {" + of + "}}";
  };
  const std::string json = "application/json: {schema: {type: object}}";
  const std::string text = "text/plain: {schema: {type: string}}";
  expect_findings({
      {"a success",
       with(ok),
       with("'201': {description: A.}"),
       {"status: 200 is not among the answers of make any more, so clients that wait for it do not "
        "know what comes in its place; * (compat.response-status-removed)",
        "status: 201 is new among the answers of make, so clients may take it for a failure; * "
        "(compat.response-status-added)"}},
      {"a failure", with(ok + ", " + missing), with(ok), {"compat.error-status-removed"}},
      {"a failure more", with(ok), with(ok + ", " + missing), {}},
      {"what a range describes",
       with(ok + ", " + missing),
       with(ok + ", '4XX': {description: B.}"),
       {}},
      {"what default describes", with(ok + ", " + missing), with(ok + ", " + any), {}},
      {"a success that default may not stand for",
       with(ok),
       with("'201': {description: A.}, " + any),
       {"compat.response-status-removed", "compat.response-status-added"}},
      {"a range that is narrowed",
       with("'2XX': {description: A.}"),
       with("'200': {description: A.}"),
       {}},
      {"a default that is narrowed", with(ok + ", " + any), with(ok + ", " + missing), {}},
      {"a default", with(ok + ", " + any), with(ok), {"compat.error-status-removed"}},
      {"a range of which another part is there",
       with("'2XX': {description: A.}, " + missing),
       with(missing + ", '500': {description: C.}"),
       {"compat.response-status-removed"}},
      {"a media type",
       with(content(json + ", " + text)),
       with(content(json)),
       {"body: text/plain is gone, so the answer 200 of make does not come in it; * "
        "(compat.response-media-type-removed)"}},
      {"a media type more", with(content(json)), with(content(json + ", " + text)), {}},
      {"a header that was required",
       with(headers("X-A: {required: true, schema: {}}")),
       with(headers("X-A: {schema: {}}")),
       {"header X-A: the header is not required any more, so the answer 200 of make may come "
        "without "
        "it; * (compat.response-header-optional)"}},
      {"a required header",
       with(headers("X-A: {required: true, schema: {}}")),
       with(ok),
       {"header X-A: the header is gone, and was required, so the answer 200 of make may come "
        "without "
        "it; * (compat.response-header-optional)"}},
      {"an optional header",
       with(headers("X-A: {schema: {}}")),
       with(ok),
       {"compat.response-header-removed"}},
      {"what is in a header",
       with(headers("x-a: {schema: {type: integer}}")),
       with(headers("X-A: {schema: {type: number}}")),
       {"header x-a: the type is number, and was integer, so the answer 200 of make may have "
        "values of "
        "types that it never had; * (compat.response-type-added)"}},
      {"a failure's body by its own and by default",
       with(ok +
            ", default: {description: C., content: {application/json: {schema: {type: string}}}}"),
       with(ok + ", '404': {description: C., content: {application/json: {schema: {type: "
                 "integer}}}}, default: {description: C., content: {application/json: {schema: "
                 "{type: string}}}}"),
       {"body: the type is integer, and was string, so the answer 404 of make may have values of "
        "types "
        "that it never had; * (compat.response-type-added)"}},
  });
}

TEST(CompareTest, SecurityAndServers) {
  const auto secured = [](const std::string& security) {
    return with_operation("security: [" + security + "]");
  };
  const auto servers = [](const std::string& list) {
    return kHead + "servers: [" + list +
           "]\npaths: {/a: {get: {responses: {'204': {description: A.}}}}}\n";
  };
  expect_findings({
      {"credentials where none were needed",
       secured(""),
       secured("{key: []}"),
       {"security: make asks for key now, so clients without credentials are refused; * "
        "(compat.security-added)"}},
      {"credentials that are optional", secured(""), secured("{key: []}, {}"), {}},
      {"no credentials any more", secured("{key: []}"), secured(""), {}},
      {"the same by another name", secured("{key: []}"), secured("{renamed: []}"), {}},
      {"other credentials",
       secured("{key: []}"),
       secured("{oauth: [read]}"),
       {"security: make asks for oauth (read) now, so clients that have key are refused; * "
        "(compat.security-tightened)"}},
      {"one of two ways",
       secured("{key: []}, {oauth: [read]}"),
       secured("{oauth: [read]}"),
       {"compat.security-tightened"}},
      {"another way", secured("{key: []}"), secured("{oauth: [read]}, {key: []}"), {}},
      {"both together",
       secured("{key: []}"),
       secured("{key: [], oauth: []}"),
       {"security: make asks for key and oauth now, so clients that have key are refused; * "
        "(compat.security-tightened)"}},
      {"a scope more",
       secured("{oauth: [read]}"),
       secured("{oauth: [read, write]}"),
       {"security: make asks for oauth (read, write) now, so clients that have oauth (read) are "
        "refused; * (compat.security-tightened)"}},
      {"a scope less", secured("{oauth: [read, write]}"), secured("{oauth: [read]}"), {}},
      {"a server",
       servers("{url: 'https://a.example/v1'}"),
       servers("{url: 'https://a.example/v2'}"),
       {"the server https://a.example/v1 is not listed any more, so clients that call it may find "
        "nobody; before at old.yaml:3:* (compat.server-changed)"}},
      {"a server more",
       servers("{url: 'https://a.example/v1'}"),
       servers("{url: 'https://b.example'}, {url: 'https://A.example/v1/'}"),
       {}},
      {"a server without a host",
       servers("{url: 'https://a.example/v1'}"),
       servers("{url: /v1}"),
       {}},
  });
}

TEST(CompareTest, ServersOfOperationsAndTheirVariables) {
  const auto operation = [](const std::string& of_path, const std::string& of_operation) {
    return kHead + "servers: [{url: 'https://a.example'}]\npaths:\n  /a:\n    " + of_path +
           "\n    get:\n      " + of_operation +
           "\n      responses: {'204': {description: A.}}\n    delete: {responses: {'204': "
           "{description: A.}}}\n";
  };
  const auto list = [](const std::string& url) { return "servers: [{url: '" + url + "'}]"; };
  const auto region = [](const std::string& of) {
    return kHead + "servers: [{url: 'https://{region}.example', variables: {region: {" + of +
           "}}}]\npaths: {/a: {get: {responses: {'204': {description: A.}}}}}\n";
  };
  expect_findings({
      {"of an operation",
       operation("summary: A", list("https://b.example")),
       operation("summary: A", list("https://c.example")),
       {"the server https://b.example is not listed any more, so clients that call it may find "
        "nobody; before at old.yaml:8:* (compat.server-changed)"}},
      {"of a path, once",
       operation(list("https://b.example"), "summary: A"),
       operation(list("https://c.example"), "summary: A"),
       {"compat.server-changed"}},
      {"an operation's own",
       operation("summary: A", "summary: A"),
       operation("summary: A", list("https://c.example")),
       {"the server https://a.example is not listed any more*"}},
      {"the same",
       operation("summary: A", list("https://b.example")),
       operation(list("https://b.example"), "summary: A"),
       {"the server https://a.example is not listed any more*"}},
      {"a value of a variable",
       region("default: eu, enum: [eu, us, ap]"),
       region("default: eu, enum: [eu, us]"),
       {"ap is not a value of region in the server https://{region}.example any more, so clients "
        "that call it there may find nobody; * (compat.server-changed)"}},
      {"a value more",
       region("default: eu, enum: [eu]"),
       region("default: eu, enum: [us, eu]"),
       {}},
      {"any value", region("default: eu, enum: [eu]"), region("default: us"), {}},
      {"the default of a free variable",
       region("default: eu"),
       region("default: us, enum: [us]"),
       {"eu is not a value of region*"}},
  });
}

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

// What each version of OpenAPI has its own words for.
TEST(CompareTest, BytesInTheWordsOfEachVersion) {
  const std::string head = "\ninfo: {title: T, version: '1'}\n";
  const std::string swagger =
      "swagger: '2.0'" + head +
      "paths:\n  /f:\n    post:\n      operationId: form\n      consumes: [multipart/form-data]\n  "
      " "
      "   produces: [image/png]\n      parameters: [{name: f, in: formData, type: file}]\n      "
      "responses: {'200': {description: A., schema: {type: file}}}\n";
  const auto openapi = [&head](const std::string& version, const std::string& field,
                               const std::string& answer) {
    return "openapi: " + version + head +
           "paths:\n  /f:\n    post:\n      operationId: form\n      requestBody: {content: "
           "{multipart/form-data: {schema: {type: object, properties: {f: " +
           field +
           "}}}}}\n      responses: {'200': {description: A., content: {image/png: " + answer +
           "}}}\n";
  };
  const std::string binary = "{type: string, format: binary}";
  const std::string of_30 = openapi("3.0.3", binary, "{schema: " + binary + "}");
  const std::string of_31 = openapi("3.1.0", "{contentMediaType: image/png}", "{}");
  expect_findings({
      {"from 2.0 to 3.0", swagger, of_30, {}},
      {"and back", of_30, swagger, {}},
      {"from 3.0 to 3.1", of_30, of_31, {}},
      {"from 2.0 to 3.1", swagger, of_31, {}},
      {"bytes with a media type",
       of_30,
       openapi("3.1.0", "{}", "{schema: {contentMediaType: image/png}}"),
       {}},
      {"an object in place of bytes",
       of_30,
       openapi("3.0.3", binary, "{schema: {type: object}}"),
       {"body: the type is object, and was string*(compat.response-type-added)"}},
      {"base64",
       openapi("3.0.3", "{type: string, format: byte}", "{}"),
       openapi("3.1.0", "{type: string, contentEncoding: base64}", "{}"),
       {}},
      {"and back",
       openapi("3.1.0", "{type: string, contentEncoding: base64}", "{}"),
       openapi("3.0.3", "{type: string, format: byte}", "{}"),
       {}},
  });
}

// A description of Swagger 2.0 and the same of OpenAPI 3.
TEST(CompareTest, VersionsDoNotMatter) {
  const std::string swagger =
      "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: a.example\nbasePath: /v1\nschemes: "
      "[https]\npaths:\n  /a:\n    post:\n      operationId: make\n      consumes: "
      "[application/json]\n      produces: [application/json]\n      parameters:\n        - {name: "
      "q, in: query, type: array, items: {type: string}, collectionFormat: multi}\n        - "
      "{name: "
      "body, in: body, schema: {$ref: '#/definitions/A'}}\n      responses: {'200': {description: "
      "A., schema: {$ref: '#/definitions/A'}}}\n  /f:\n    post:\n      operationId: form\n      "
      "consumes: [application/x-www-form-urlencoded]\n      parameters:\n        - {name: f, in: "
      "formData, type: string, required: true}\n      responses: {'204': {description: "
      "A.}}\ndefinitions: {A: {type: object, required: [a], properties: {a: {type: string}}}}\n";
  const auto openapi = [](const std::string& type, const std::string& form) {
    return "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: "
           "'https://a.example/v1'}]\npaths:\n  /a:\n    post:\n      operationId: make\n      "
           "parameters: [{name: q, in: query, schema: {type: array, items: {type: string}}}]\n     "
           " "
           "requestBody: {content: {application/json: {schema: {$ref: "
           "'#/components/schemas/A'}}}}\n "
           "     responses: {'200': {description: A., content: {application/json: {schema: {$ref: "
           "'#/components/schemas/A'}}}}}\n  /f:\n    post:\n      operationId: form\n      "
           "requestBody: "
           "{content: {application/x-www-form-urlencoded: {schema: {type: object, required: [f], "
           "properties: {f: {" +
           form +
           "}}}}}}\n      responses: {'204': {description: A.}}\ncomponents: "
           "{schemas: {A: {type: object, required: [a], properties: {a: {type: " +
           type + "}}}}}\n";
  };
  expect_findings({
      {"the same", swagger, openapi("string", "type: string"), {}},
      {"and back", openapi("string", "type: string"), swagger, {"body: the body is required now*"}},
      {"a type",
       swagger,
       openapi("[string, 'null']", "type: string"),
       {"body /a: null is allowed now, so the answer 200 of make may have null where it never had; "
        "* "
        "(compat.response-null-added)"}},
      {"bytes",
       openapi("string, format: byte", "type: string"),
       openapi("string, contentEncoding: base64", "type: string"),
       {}},
      {"a form's field",
       swagger,
       openapi("string", "type: string, maxLength: 2"),
       {"body /f: maxLength is 2, and there was none, so form refuses values that it accepted; * "
        "(compat.request-bound-tightened)"}},
  });
}

// rule compat.compatible
TEST(CompareTest, TellsWhatBreaksNobodyWhereAsked) {
  const std::string before = with_schema("{type: string, maxLength: 5}");
  const std::string now = with_schema("{type: string, maxLength: 9}") +
                          "  /new: {get: {responses: {'204': {description: A.}}}}\n";
  EXPECT_THAT(compare(*older_of(before), *newer_of(now), {.tells_compatible = true}),
              AreFindings(Lines{
                  "body: maxLength is 9, and was 5, which breaks no client that sends it; * "
                  "(compat.compatible)",
                  "body: maxLength is 9, and was 5, so the answer 200 of receive may have values "
                  "beyond what it promised; * (compat.response-bound-loosened)",
                  "GET /new is new, which breaks no client; * (compat.compatible)"}));
  EXPECT_THAT(compare(*older_of(before), *newer_of(before), {.tells_compatible = true}),
              AreFindings(Lines{}));
}

}  // namespace
}  // namespace holotype::compare
