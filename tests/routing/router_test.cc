#include "routing/router.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"

namespace holotype::routing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A description of "METHOD /path" lines, under servers with these base paths.
openapi::Description describe(const std::vector<std::string>& lines,
                              const std::vector<std::string>& bases = {""}) {
  openapi::Description description;
  for (const std::string& line : lines) {
    openapi::Operation operation;
    const std::size_t space = line.find(' ');
    operation.id = line;
    operation.method = line.substr(0, space);
    operation.path = line.substr(space + 1);
    for (const std::string& base : bases) {
      openapi::Server server;
      server.base_path = base;
      server.base_paths = {base};
      operation.servers.push_back(server);
    }
    description.operations.push_back(std::move(operation));
  }
  return description;
}

// The outcome as a line: "GET /pets/{id} id=7", "404", "405 GET, HEAD of /pets", "400 at 3".
std::string route(const Router& router, std::string_view request) {
  const std::size_t space = request.find(' ');
  std::string_view path = request.substr(space + 1);
  const std::size_t question = path.find('?');
  const std::string_view query =
      question == std::string_view::npos ? "" : path.substr(question + 1);
  path = path.substr(0, question);
  const Outcome outcome = router.match(request.substr(0, space), path, query);
  if (const auto* match = std::get_if<Match>(&outcome)) {
    std::string line = match->operation->id;
    for (const http::RawPair& pair : match->values) {
      line += fmt::format(" {}={}", pair.name, *pair.value);
      EXPECT_EQ(path.substr(pair.offset, pair.value->size()), *pair.value);
    }
    if (match->is_head_from_get) line += " head";
    if (match->ignores_trailing_slash) line += " slash";
    return line;
  }
  if (const auto* method = std::get_if<UnknownMethod>(&outcome)) {
    return fmt::format("405 {} of {}", fmt::join(method->allowed, ", "), method->path);
  }
  if (const auto* malformed = std::get_if<MalformedPath>(&outcome)) {
    return fmt::format("400 at {}", malformed->offset);
  }
  return "404";
}

struct Row {
  const char* request;
  const char* outcome;
};

void expect_rows(const openapi::Description& description, const std::vector<Row>& rows) {
  const Router router(description);
  for (const Row& row : rows) EXPECT_EQ(route(router, row.request), row.outcome) << row.request;
}

TEST(RouterTest, PrefersConcreteSegmentsAndFallsBack) {
  const auto description = describe({
      "GET /pets/{id}",
      "DELETE /pets/{id}",
      "GET /pets/mine",
      "GET /pets/mine/toys",
      "GET /pets/{id}/vet",
      "GET /pets/{id}/{what}/now",
      "GET /{any}",
      "POST /{any}/mine",
      "GET /",
  });
  expect_rows(description,
              {
                  {"GET /pets/7", "GET /pets/{id} id=7"},
                  {"GET /pets/mine", "GET /pets/mine"},
                  // The concrete path lacks the method: the templated one has it.
                  {"DELETE /pets/mine", "DELETE /pets/{id} id=mine"},
                  {"POST /pets/mine", "POST /{any}/mine any=pets"},
                  // The concrete path fails further right.
                  {"GET /pets/mine/vet", "GET /pets/{id}/vet id=mine"},
                  {"GET /pets/mine/toys", "GET /pets/mine/toys"},
                  {"GET /pets/mine/toys/now", "GET /pets/{id}/{what}/now id=mine what=toys"},
                  {"GET /other", "GET /{any} any=other"},
                  {"GET /", "GET /"},
                  {"PUT /pets/7", "405 DELETE, GET, HEAD of /pets/{id}"},
                  // All matching paths count for Allow; the best is named.
                  {"PUT /pets/mine", "405 DELETE, GET, HEAD, POST of /pets/mine"},
                  {"POST /", "405 GET, HEAD of /"},
                  {"GET /pets/7/8/9", "404"},
                  {"GET /other/thing", "404"},
              });
}

TEST(RouterTest, MatchesSeveralParametersInASegment) {
  const auto description = describe({
      "GET /files/{name}.json",
      "GET /files/{name}",
      "GET /files/report.{format}",
      "GET /range/{a}-{b}",
      "GET /range/{a}..{b}..{c}",
      "GET /joined/{a}{b}",
      "GET /pet/a:{verb}",
      "GET /users/@{name}",
      "GET /odata/Products({id})",
      "GET /odd/{unclosed",
      "GET /odd/closed}",
  });
  expect_rows(description,
              {
                  {"GET /files/a.json", "GET /files/{name}.json name=a"},
                  {"GET /files/a.b.json", "GET /files/{name}.json name=a.b"},
                  {"GET /files/a.json.json", "GET /files/{name}.json name=a.json"},
                  {"GET /files/.json", "GET /files/{name} name=.json"},
                  {"GET /files/a.xml", "GET /files/{name} name=a.xml"},
                  {"GET /files/report.xml", "GET /files/report.{format} format=xml"},
                  // More literal text goes first: "report." has seven characters, ".json" five.
                  {"GET /files/report.json", "GET /files/report.{format} format=json"},
                  {"GET /files/a%2Ejson", "GET /files/{name}.json name=a"},
                  {"GET /range/1-2", "GET /range/{a}-{b} a=1 b=2"},
                  {"GET /range/1-2-3", "GET /range/{a}-{b} a=1 b=2-3"},
                  {"GET /range/--", "404"},
                  {"GET /range/---", "GET /range/{a}-{b} a=- b=-"},
                  {"GET /range/-1-2", "GET /range/{a}-{b} a=-1 b=2"},
                  {"GET /range/1..2..3", "GET /range/{a}..{b}..{c} a=1 b=2 c=3"},
                  {"GET /range/1..2", "404"},
                  {"GET /range/1-", "404"},
                  {"GET /joined/xyz", "GET /joined/{a}{b} a=x b=yz"},
                  {"GET /joined/x", "404"},
                  {"GET /joined/%41%42", "GET /joined/{a}{b} a=%41 b=%42"},
                  {"GET /pet/a:run", "GET /pet/a:{verb} verb=run"},
                  {"GET /pet/a%3Arun", "GET /pet/a:{verb} verb=run"},
                  {"GET /pet/a:", "404"},
                  {"GET /users/@me", "GET /users/@{name} name=me"},
                  {"GET /odata/Products(5)", "GET /odata/Products({id}) id=5"},
                  {"GET /odata/Products()", "404"},
                  {"GET /odd/%7Bunclosed", "GET /odd/{unclosed"},
                  {"GET /odd/closed%7D", "GET /odd/closed}"},
              });
}

TEST(RouterTest, ComparesAfterPercentDecoding) {
  const auto description = describe({
      "GET /~me/a b",
      "GET /caf\xc3\xa9",
      "GET /x%2Fy",
      "GET /items/{id}",
      "GET /items/{id}/parts",
  });
  expect_rows(description, {
                               {"GET /%7Eme/a%20b", "GET /~me/a b"},
                               {"GET /%7eme/a%20b", "GET /~me/a b"},
                               {"GET /caf%C3%A9", "GET /caf\xc3\xa9"},
                               {"GET /caf%c3%a9", "GET /caf\xc3\xa9"},
                               {"GET /caf\xc3\xa9", "GET /caf\xc3\xa9"},
                               {"GET /x%2fy", "GET /x%2Fy"},
                               {"GET /x/y", "404"},
                               {"GET /items/a%2Fparts", "GET /items/{id} id=a%2Fparts"},
                               {"GET /items/a%2Fb/parts", "GET /items/{id}/parts id=a%2Fb"},
                               {"GET /items/%F0%9F%90%88", "GET /items/{id} id=%F0%9F%90%88"},
                               {"GET /items/%zz", "400 at 7"},
                               {"GET /items/%", "400 at 7"},
                               {"GET /items/%4", "400 at 7"},
                               {"GET /items/%41%4", "400 at 10"},
                               {"GET /it%65ms/..", "GET /items/{id} id=.."},
                           });
}

TEST(RouterTest, TakesPathsWithAndWithoutBasePath) {
  const auto description = describe(
      {"GET /pets", "GET /{id}", "GET /v1/health", "POST /v1/{id}", "GET /"}, {"/v1", "/api/v2"});
  expect_rows(description, {
                               {"GET /v1/pets", "GET /pets"},
                               {"GET /api/v2/pets", "GET /pets"},
                               {"GET /pets", "GET /pets"},
                               {"GET /v2/pets", "404"},
                               {"GET /v1x/pets", "404"},
                               {"GET /v1/7", "GET /{id} id=7"},
                               // Both readings match: the one with the base path goes first.
                               {"GET /v1/health", "GET /{id} id=health"},
                               {"GET /v1/v1/health", "GET /v1/health"},
                               // Only the reading without has the method.
                               {"POST /v1/health", "POST /v1/{id} id=health"},
                               {"GET /v1/", "GET /"},
                               {"GET /", "GET /"},
                               {"GET /v1", "GET /{id} id=v1"},
                               {"PUT /v1/pets", "405 GET, HEAD, POST of /pets"},
                           });
}

// A server's variable that may have any value: its values are no parameters of the operation.
TEST(RouterTest, TakesAnyValueOfAServersVariable) {
  const auto description =
      describe({"GET /pets", "GET /pets/{version}", "GET /{id}"}, {"/v1", "/{version}"});
  expect_rows(description, {
                               {"GET /v1/pets", "GET /pets"},
                               {"GET /pets", "GET /pets"},
                               {"GET /v2/pets", "GET /pets"},
                               {"GET /v2/pets/7", "GET /pets/{version} version=7"},
                               {"GET /v2/7", "GET /{id} id=7"},
                               // What needs no other value of the variable goes before.
                               {"GET /pets/7", "GET /pets/{version} version=7"},
                               {"GET /v1/v2", "GET /{id} id=v2"},
                               {"PUT /pets/7", "405 GET, HEAD of /pets/{version}"},
                               {"PUT /v2/pets", "405 GET, HEAD of /pets"},
                               {"GET /v2/pets/", "GET /pets slash"},
                               {"GET /v2/x/pets", "404"},
                           });
  const Router router(description);
  EXPECT_THAT(router.clashes(), IsEmpty());
}

TEST(RouterTest, IgnoresATrailingSlashWhereNothingElseMatches) {
  const auto description =
      describe({"GET /a", "POST /a/", "GET /b", "GET /c/", "GET /d/{id}", "GET /e/{id}/"});
  expect_rows(description, {
                               {"GET /a", "GET /a"},
                               {"POST /a/", "POST /a/"},
                               {"GET /a/", "405 POST of /a/"},
                               {"POST /a", "405 GET, HEAD of /a"},
                               {"GET /b/", "GET /b slash"},
                               {"GET /c", "GET /c/ slash"},
                               {"POST /c", "405 GET, HEAD of /c/"},
                               {"GET /d/1/", "GET /d/{id} id=1 slash"},
                               {"GET /e/1", "GET /e/{id}/ id=1 slash"},
                               // A parameter is never empty.
                               {"GET /d/", "404"},
                               {"GET /d", "404"},
                               {"GET /d//", "404"},
                               {"GET /b//", "404"},
                               {"GET //b", "404"},
                           });
}

TEST(RouterTest, MatchesMethodsByLetterAndHeadByGet) {
  const auto description =
      describe({"GET /a", "HEAD /b", "GET /b", "POST /c", "COPY /c", "purge /c", "QUERY /c"});
  expect_rows(description, {
                               {"HEAD /a", "GET /a head"},
                               {"HEAD /b", "HEAD /b"},
                               {"HEAD /c", "405 COPY, POST, QUERY, purge of /c"},
                               {"get /a", "405 GET, HEAD of /a"},
                               {"COPY /c", "COPY /c"},
                               {"QUERY /c", "QUERY /c"},
                               {"purge /c", "purge /c"},
                               {"PURGE /c", "405 COPY, POST, QUERY, purge of /c"},
                               {"OPTIONS /a", "405 GET, HEAD of /a"},
                               {"GET *", "404"},
                               {" ", "404"},
                           });
}

// Seen in the wild: templates that tell operations apart by a query or a fragment.
TEST(RouterTest, TellsTemplatesApartByTheirQuery) {
  const auto description = describe({"POST /r", "POST /r?beta=true", "GET /q?x=1", "GET /f#part"});
  expect_rows(description, {
                               {"POST /r", "POST /r"},
                               {"POST /r?beta=false", "POST /r"},
                               {"POST /r?a=1&beta=true", "POST /r?beta=true"},
                               {"GET /q?x=1", "GET /q?x=1"},
                               {"GET /q", "404"},
                               {"GET /f", "GET /f#part"},
                           });
}

TEST(RouterTest, KeepsStylePrefixesInValues) {
  const auto description = describe({"GET /l/{x}", "GET /m/{x}/end"});
  expect_rows(description, {
                               {"GET /l/.a.b", "GET /l/{x} x=.a.b"},
                               {"GET /m/;x=1;x=2/end", "GET /m/{x}/end x=;x=1;x=2"},
                           });
}

TEST(RouterTest, NamesThePathsThatAreNear) {
  const auto description = describe(
      {"GET /tasks", "POST /tasks", "GET /tasks/{taskId}", "GET /users/{id}/keys", "GET /health"},
      {"/v1"});
  const Router router(description);
  const auto near = [&](std::string_view path) {
    std::vector<std::string> lines;
    const Outcome outcome = router.match("GET", path);
    for (const NearPath& one : std::get<UnknownPath>(outcome).nearest) {
      lines.push_back(fmt::format("{} {}", fmt::join(one.methods, ","), one.path));
    }
    return lines;
  };
  EXPECT_THAT(near("/v1/taks"), ElementsAre("GET,POST /v1/tasks", "GET /v1/tasks/{taskId}"));
  EXPECT_THAT(near("/taks"), ElementsAre("GET,POST /tasks"));
  EXPECT_THAT(near("/TASKS"), ElementsAre("GET,POST /tasks"));
  EXPECT_THAT(near("/v2/tasks/7"), ElementsAre("GET /v1/tasks/{taskId}", "GET,POST /v1/tasks"));
  EXPECT_THAT(near("/v1/user/7/keys"), ElementsAre("GET /v1/users/{id}/keys"));
  EXPECT_THAT(near("/completely/else"), IsEmpty());
}

TEST(RouterTest, ReportsOperationsThatNothingReaches) {
  const auto description = describe({"GET /a/{x}", "GET /a/{y}", "POST /a/{y}", "GET /b"}, {"/v1"});
  const auto other = describe({"GET /b", "GET /c"}, {"/v1"});
  const openapi::Description* both[] = {&description, &other};
  const Router router(both);
  ASSERT_EQ(router.clashes().size(), 2u);
  EXPECT_EQ(router.clashes()[0].kept->id, "GET /a/{x}");
  EXPECT_EQ(router.clashes()[0].shadowed->id, "GET /a/{y}");
  EXPECT_EQ(router.clashes()[1].shadowed, &other.operations[0]);
  EXPECT_EQ(route(router, "GET /v1/c"), "GET /c");
  EXPECT_EQ(route(router, "POST /a/1"), "POST /a/{y} y=1");
}

TEST(RouterTest, AnswersWithoutAnyOperation) {
  const openapi::Description description;
  expect_rows(description, {{"GET /", "404"}, {"GET /a/b", "404"}});
}

// Random paths of the characters that mean something to a router never crash it, and what they
// match reassembles to the path.
TEST(RouterTest, SurvivesRandomPaths) {
  const auto description = describe(
      {"GET /a/{x}", "GET /{x}/{y}.{z}", "GET /{a}-{b}/c", "GET /a.b/{x}{y}", "GET /%2F/{z}/"},
      {"/a", ""});
  const Router router(description);
  Random random(7);
  constexpr std::string_view kAlphabet = "/a.-b%2F{};c\xc3\xa9";
  for (int i = 0; i < 20000; ++i) {
    std::string path = "/";
    for (std::uint64_t n = random.below(12); n > 0; --n) {
      path += kAlphabet[random.below(kAlphabet.size())];
    }
    const Outcome outcome = router.match("GET", path);
    if (const auto* match = std::get_if<Match>(&outcome)) {
      for (const http::RawPair& pair : match->values) {
        ASSERT_FALSE(pair.value->empty()) << path;
        ASSERT_EQ(pair.value->find('/'), std::string_view::npos) << path;
      }
    }
  }
}

// A tree of templates is walked once, however many ways there are through it.
TEST(RouterTest, DoesNotBacktrackExponentially) {
  std::vector<std::string> lines;
  for (int i = 0; i < 24; ++i) {
    std::string path;
    for (int j = 0; j < 24; ++j) path += j == i ? "/{x}" : "/a";
    lines.push_back("GET " + path + "/end" + std::to_string(i));
  }
  const auto description = describe(lines);
  const Router router(description);
  std::string path;
  for (int j = 0; j < 24; ++j) path += "/a";
  EXPECT_EQ(route(router, "GET " + path + "/end"), "404");
  const std::string last = route(router, "GET " + path + "/end23");
  EXPECT_EQ(last.substr(last.size() - 3), "x=a");
}

}  // namespace
}  // namespace holotype::routing
