// What breaks when operations, parameters, bodies and answers change.
#include "compare/compare.h"

#include <gtest/gtest.h>

#include "compare/cases.h"

namespace holotype::compare {
namespace {

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
