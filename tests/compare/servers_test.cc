// What breaks when security and servers change.
#include <gtest/gtest.h>

#include "compare/cases.h"
#include "compare/compare.h"

namespace holotype::compare {
namespace {

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

}  // namespace
}  // namespace holotype::compare
