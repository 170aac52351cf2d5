// $ref to the network: refused with advice unless Settings::allows_remote_refs, and then fetched.
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "server/loading.h"
#include "server/remote_reader.h"
#include "server/service.h"
#include "transport/listener.h"

namespace holotype::server {
namespace {

// A loopback server of documents, which notes what it is asked for.
class Site {
 public:
  Site()
      : listener_(*transport::Listener::start({}, [this](const http::Request& request) {
          const std::lock_guard lock(mutex_);
          asked_.push_back(request.method + " " + request.raw_target);
          const auto page = pages_.find(request.raw_target);
          return transport::Outgoing(page == pages_.end() ? http::Response{404, {}, "gone"}
                                                          : page->second);
        })) {}

  void put(const std::string& target, std::string body, http::Headers headers = {},
           int status = 200) {
    const std::lock_guard lock(mutex_);
    pages_[target] = {status, std::move(headers), std::move(body)};
  }
  std::string url() const { return listener_->url(); }
  std::vector<std::string> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, http::Response> pages_;
  std::vector<std::string> asked_;
  std::unique_ptr<transport::Listener> listener_;  // last: its handler uses the others
};

// A description whose only body is described by what `reference` names.
Settings referring_to(const std::string& reference) {
  Settings settings;
  settings.description_text =
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, "
      "requestBody: {content: {application/json: {schema: {$ref: '" +
      reference + "'}}}}, responses: {'204': {description: Taken.}}}}}\n";
  return settings;
}

int status_of(const Service& service, std::string body) {
  return service.handle({"POST", "/a", {{"Content-Type", "application/json"}}, std::move(body)})
      .response.status;
}

TEST(RemoteRefsTest, AreNotFetchedUnlessAllowed) {
  Site site;
  site.put("/pet.json", R"({"type": "object"})");
  const auto service = Service::open(referring_to(site.url() + "/pet.json"));
  ASSERT_TRUE(service);
  std::string lines;
  for (const auto& finding : (*service)->findings()) {
    lines += to_line(finding) + "\n";
    for (const auto& cause : finding.causes) lines += "  " + to_line(cause) + "\n";
  }
  EXPECT_NE(lines.find("reference.forbidden"), std::string::npos) << lines;
  EXPECT_NE(lines.find("--allow-remote-refs"), std::string::npos) << lines;
  EXPECT_TRUE(site.asked().empty());
}

TEST(RemoteRefsTest, AreFetchedOnceWithWhatTheyReferTo) {
  Site site;
  site.put("/schemas/pet.json?v=1",
           R"({"type": "object", "required": ["name"], "properties":
               {"name": {"$ref": "name.yaml#/definitions/name"}, "twin": {"$ref": "#"},
                "other": {"$ref": "name.yaml#/definitions/name"}}})");
  site.put("/schemas/name.yaml", "definitions:\n  name: {type: string, maxLength: 3}\n");
  Settings settings = referring_to(site.url() + "/schemas/pet.json?v=1");
  settings.allows_remote_refs = true;
  const auto service = Service::open(std::move(settings));
  ASSERT_TRUE(service) << to_line(service.error().front());
  EXPECT_EQ(status_of(**service, R"({"name": "Rex", "twin": {"name": "Tom"}})"), 204);
  EXPECT_EQ(status_of(**service, R"({"name": "Rex", "twin": {"name": "Thomas"}})"), 422);
  EXPECT_EQ(status_of(**service, "{}"), 422);
  EXPECT_EQ(site.asked(),
            (std::vector<std::string>{"GET /schemas/pet.json?v=1", "GET /schemas/name.yaml"}));
}

// What kept a document from being read is in the line itself, not only among its causes.
TEST(RemoteRefsTest, TheLineSaysWhatKeptOneFromBeingFetched) {
  Site site;
  site.put("/broken.json", "", {}, 500);
  for (const auto& [uri, reason] :
       {std::pair(site.url() + "/broken.json", "status 500"),
        std::pair(std::string("http://127.0.0.1:1/a.json"), "fetched")}) {
    Settings settings = referring_to(uri);
    settings.allows_remote_refs = true;
    const auto service = Service::open(std::move(settings));
    ASSERT_TRUE(service);
    std::string lines;
    for (const auto& finding : (*service)->findings()) lines += to_line(finding) + "\n";
    EXPECT_NE(lines.find(reason), std::string::npos) << lines;
    EXPECT_NE(lines.find(uri), std::string::npos) << lines;
  }
}

TEST(RemoteRefsTest, SayWhatKeptThemFromBeingFetched) {
  Site site;
  site.put("/moved.json", "", {{"Location", "there.json"}}, 301);
  site.put("/broken.json", "", {}, 500);
  site.put("/large.json", std::string(2000, ' ') + "{}");
  site.put("/coded.json", "no gzip", {{"Content-Encoding", "gzip"}});
  site.put("/fine.json", "{}");
  RemoteReader reader(std::make_shared<document::MemoryReader>(),
                      {.connect_timeout = std::chrono::milliseconds(2'000), .max_bytes = 1000});
  using Reason = document::ReadFailure::Reason;
  struct Row {
    std::string uri;
    Reason reason;
    std::string message;
  };
  const Row rows[] = {
      {site.url() + "/none.json", Reason::Missing, "was answered with status 404"},
      {site.url() + "/moved.json", Reason::Broken,
       "was moved to " + site.url() + "/there.json; refer to that"},
      {site.url() + "/broken.json", Reason::Broken, "was answered with status 500"},
      {site.url() + "/large.json", Reason::TooLarge, "longer than 1000 bytes"},
      {site.url() + "/coded.json", Reason::Broken, "cannot be read: "},
      {"http://127.0.0.1:1/a.json", Reason::Broken, "cannot be fetched: "},
      // No TLS there: a certificate that nobody shows is not one that is trusted.
      {"https" + site.url().substr(4) + "/fine.json", Reason::Broken, "cannot be fetched: "},
      {"memory:none", Reason::Missing, "there is no text memory:none"},
  };
  for (const Row& row : rows) {
    const auto read = reader.read(row.uri);
    ASSERT_FALSE(read) << row.uri;
    EXPECT_EQ(read.error().reason, row.reason) << row.uri << ": " << read.error().message;
    EXPECT_NE(read.error().message.find(row.message), std::string::npos) << read.error().message;
  }
  EXPECT_EQ(reader.read(site.url() + "/fine.json").value_or(""), "{}");
}

}  // namespace
}  // namespace holotype::server
