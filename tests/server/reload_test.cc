// Hot reload: what is edited is served, what is broken is not, and nobody is disturbed.
#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "server/service.h"

namespace holotype::server {
namespace {

namespace fs = std::filesystem;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool kCountsMemory = false;  // the sanitizers' own allocator tells mallinfo2 nothing
constexpr int kReloads = 200;
#else
constexpr bool kCountsMemory = true;
constexpr int kReloads = 1000;
#endif

std::string description(std::string_view name) {
  return R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pet:
    get:
      operationId: getPet
      responses:
        "200":
          description: A pet.
          content:
            application/json:
              schema: {$ref: "pet.yaml"}
              example: {name: )" +
         std::string(name) + "}\n";
}

constexpr std::string_view kPet =
    "{type: object, required: [name], properties: {name: {type: string}}}";

class ReloadTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              ("holotype-reload-" + std::to_string(getpid()) + "-" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "fixtures");
    write("api.yaml", description("first"));
    write("pet.yaml", kPet);
    // More than a tick of the file system's clock, within which a write counts as after the read.
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    Settings settings;
    settings.description_path = (folder_ / "api.yaml").string();
    settings.fixture_paths = {(folder_ / "fixtures").string()};
    auto service = Service::open(std::move(settings));
    ASSERT_TRUE(service) << to_line(service.error().front());
    service_ = std::move(*service);
  }
  void TearDown() override {
    service_.reset();
    fs::remove_all(folder_);
  }

  // As an editor does that never leaves half a file.
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / (name + "~")) << text;
    fs::rename(folder_ / (name + "~"), folder_ / name);
  }

  std::string get() const { return service_->handle({"GET", "/pet", {}, {}}).response.body; }

  void watch() {
    service_->watch([this](const Reload& reload) {
      const std::lock_guard lock(mutex_);
      reports_.push_back(reload);
      told_.notify_all();
    });
  }
  Reload next() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(
        told_.wait_for(lock, std::chrono::seconds(20), [this] { return reports_.size() > seen_; }));
    return reports_.at(seen_++);
  }

  static bool breaks_schema(const Reload& reload) {
    return std::ranges::any_of((*reload.loaded)->findings(),
                               [](const auto& f) { return f.rule->id == "example.invalid"; });
  }

  fs::path folder_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::vector<Reload> reports_;
  std::size_t seen_ = 0;
  std::unique_ptr<Service> service_;  // the last: its watcher reports to the above
};

TEST_F(ReloadTest, EditBreakMend) {
  watch();
  EXPECT_EQ(get(), R"({"name":"first"})");

  write("api.yaml", description("second"));
  Reload reload = next();
  EXPECT_TRUE(reload.loaded);
  EXPECT_EQ(reload.changed, std::vector{(folder_ / "api.yaml").string()});
  EXPECT_GT(reload.duration.count(), 0);
  EXPECT_EQ(get(), R"({"name":"second"})");

  write("api.yaml", "openapi: 3.1.0\ninfo: [\n");
  reload = next();
  ASSERT_FALSE(reload.loaded);
  ASSERT_FALSE(reload.loaded.error().empty());
  EXPECT_NE(to_line(reload.loaded.error().front()).find("api.yaml:"), std::string::npos);
  EXPECT_GT(reload.loaded.error().front().source.line, 0u);
  EXPECT_EQ(get(), R"({"name":"second"})");

  write("api.yaml", description("third"));
  EXPECT_TRUE(next().loaded);
  EXPECT_EQ(get(), R"({"name":"third"})");
}

// What the description in use was read from and cannot be read now, half written or moved away for
// a moment, takes nothing away from what is served.
TEST_F(ReloadTest, BreakWhatIsReferredTo) {
  constexpr std::string_view kItem =
      "get: {operationId: getPet, responses: {\"204\": {description: ";
  const auto item = [&](std::string_view summary) {
    return std::string(kItem) + std::string(summary) + "}}}\n";
  };
  const std::string api =
      "openapi: 3.1.0\ninfo: {title: T, version: \"1\"}\n"
      "paths:\n  /pet: {$ref: item.yaml}\n  /none: {$ref: none.yaml}\n";
  write("item.yaml", item("first"));
  write("api.yaml", api);
  ASSERT_TRUE(service_->reload().loaded);
  const auto status = [&] { return service_->handle({"GET", "/pet", {}, {}}).response.status; };
  EXPECT_EQ(status(), 204);
  watch();

  write("item.yaml", "get: {operationId: getPet, responses: {\n");
  Reload reload = next();
  ASSERT_FALSE(reload.loaded);
  ASSERT_EQ(reload.loaded.error().size(), 1u) << "the file that led nowhere before is no news";
  EXPECT_EQ(reload.loaded.error()[0].rule->id, "document.syntax");
  EXPECT_TRUE(reload.loaded.error()[0].source.file.ends_with("item.yaml"));
  EXPECT_GT(reload.loaded.error()[0].source.line, 0u);
  EXPECT_EQ(status(), 204);

  write("item.yaml", item("second"));
  EXPECT_TRUE(next().loaded);
  EXPECT_EQ(status(), 204);

  write("none.yaml", "get: {operationId: getNone, responses: {\"204\": {description: none}}}\n");
  EXPECT_TRUE(next().loaded);
  EXPECT_EQ(service_->handle({"GET", "/none", {}, {}}).response.status, 204);

  fs::rename(folder_ / "item.yaml", folder_ / "item.yaml~");
  reload = next();
  ASSERT_FALSE(reload.loaded);
  ASSERT_EQ(reload.loaded.error().size(), 1u);
  EXPECT_EQ(reload.loaded.error()[0].rule->id, "document.unreadable");
  EXPECT_EQ(status(), 204);

  fs::rename(folder_ / "item.yaml~", folder_ / "item.yaml");
  EXPECT_TRUE(next().loaded);
  EXPECT_EQ(status(), 204);

  // Nobody asks for it any more.
  fs::remove(folder_ / "item.yaml");
  write("api.yaml", description("third"));
  Reload last = next();
  if (!last.loaded) last = next();  // they may be seen one after the other
  EXPECT_TRUE(last.loaded);
  EXPECT_EQ(status(), 200);
}

// At any moment of a reload: before the description is read, between it and what it refers to, and
// after. The pauses go over the time that the watcher waits for a change to settle, and beyond.
TEST_F(ReloadTest, AFileThatIsMovedInWhileAReloadIsUnderWay) {
  // So much that a reload takes some milliseconds.
  const auto large = [](const std::string& name) {
    std::string text = description(name);
    for (int i = 0; i < 300; ++i) {
      text += "  /filler/" + std::to_string(i) +
              ":\n    get: {responses: {\"200\": {description: A filler.}}}\n";
    }
    return text;
  };
  watch();
  for (int round = 0; round < 20; ++round) {
    const std::string last = "last" + std::to_string(round);
    write("api.yaml", large("one"));
    std::ofstream(folder_ / "ready") << large(last);
    std::this_thread::sleep_for(std::chrono::milliseconds(45 + round));
    fs::rename(folder_ / "ready", folder_ / "api.yaml");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const std::string wanted = R"({"name":")" + last + "\"}";
    while (get() != wanted && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ASSERT_EQ(get(), wanted);
  }
}

// While it is told of, when all of it has been read: nothing but the watch sees what comes then.
TEST_F(ReloadTest, AFileThatIsMovedInWhenItHasJustBeenRead) {
  std::ofstream(folder_ / "ready") << description("third");
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::atomic<int> reloads{0};
  std::string served_then;
  service_->watch([&](const Reload& reload) {
    EXPECT_TRUE(reload.loaded);
    if (reloads == 0) {
      served_then = get();
      fs::rename(folder_ / "ready", folder_ / "api.yaml");
    }
    ++reloads;
    reloads.notify_all();
  });
  write("api.yaml", description("second"));
  reloads.wait(0);
  reloads.wait(1);  // for ever, where the second is never seen: the test's own time limit ends that
  EXPECT_EQ(served_then, R"({"name":"second"})");
  EXPECT_EQ(get(), R"({"name":"third"})");
}

TEST_F(ReloadTest, FilesThatTheDescriptionRefersTo) {
  watch();
  write("pet.yaml", "{type: object, properties: {name: {type: integer}}}");
  Reload reload = next();
  ASSERT_TRUE(reload.loaded);
  EXPECT_TRUE(breaks_schema(reload));  // the example does, now
  fs::remove(folder_ / "pet.yaml");
  ASSERT_FALSE(next().loaded);
  write("pet.yaml", kPet);  // a file that is missing takes part as well
  reload = next();
  ASSERT_TRUE(reload.loaded);
  EXPECT_FALSE(breaks_schema(reload));
}

TEST_F(ReloadTest, FixturesThatComeChangeAndGo) {
  watch();
  const auto fixture = [](std::string_view name, std::string_view body) {
    return "fixtures: [{name: " + std::string(name) +
           ", operation: getPet, respond: {body: " + std::string(body) + "}}]\n";
  };
  write("fixtures/a.yaml", fixture("a", "{name: a}"));
  EXPECT_TRUE(next().loaded);
  EXPECT_EQ(get(), R"({"name":"a"})");
  write("fixtures/a.yaml", fixture("a", "{nome: a}"));
  const Reload reload = next();
  ASSERT_FALSE(reload.loaded);
  EXPECT_EQ(reload.loaded.error().front().rule->id, "fixture.breaks-contract");
  EXPECT_EQ(get(), R"({"name":"a"})");
  fs::remove(folder_ / "fixtures/a.yaml");
  EXPECT_TRUE(next().loaded);
  EXPECT_EQ(get(), R"({"name":"first"})");
}

TEST_F(ReloadTest, FixturesOfASessionOutliveIt) {
  const auto session = *service_->sessions().get("a");
  ASSERT_TRUE(service_->loaded()->mock->add_fixtures(
      *session, "[{name: a, operation: getPet, respond: {body: {name: added}}}]"));
  const auto get_in_session = [this] {
    return service_->handle({"GET", "/__holotype/sessions/a/pet", {}, {}}).response.body;
  };
  const std::weak_ptr<const Loaded> first = service_->loaded();
  EXPECT_EQ(get_in_session(), R"({"name":"added"})");
  write("api.yaml", description("second"));
  EXPECT_TRUE(service_->reload().loaded);
  EXPECT_TRUE(first.expired());  // the idle session keeps no old description
  EXPECT_EQ(get_in_session(), R"({"name":"added"})");
  EXPECT_EQ(get(), R"({"name":"second"})");
}

TEST_F(ReloadTest, FixturesOfASessionThatAreNoLongerAllowed) {
  const auto session = *service_->sessions().get("a");
  ASSERT_TRUE(service_->loaded()->mock->add_fixtures(*session, R"([
    {name: gone, operation: getPet, when: {query: {q: x}}, respond: {body: {name: gone}}},
    {name: kept, operation: GET /pet, respond: {body: {name: kept}}}])"));
  std::string other = description("second");
  other.replace(other.find("getPet"), 6, "onePet");
  write("api.yaml", other);
  Reload reload = service_->reload();
  ASSERT_TRUE(reload.loaded);
  ASSERT_EQ(reload.left_out.size(), 1u);
  EXPECT_EQ(to_line(reload.left_out.front()),
            "error: session a: the fixture gone, which was added at run time, is left out: the "
            "description has no operation getPet; did you mean GET /pet? "
            "(fixture.unknown-operation)");
  const auto get_in_session = [this] {
    return service_->handle({"GET", "/__holotype/sessions/a/pet?q=x", {}, {}}).response.body;
  };
  EXPECT_EQ(get_in_session(), R"({"name":"kept"})");
  write("api.yaml", description("third"));
  reload = service_->reload();
  EXPECT_TRUE(reload.left_out.empty());
  EXPECT_EQ(get_in_session(), R"({"name":"gone"})");
}

TEST_F(ReloadTest, RequestsUnderWayDuringAThousandReloads) {
  std::atomic<bool> is_done{false};
  std::atomic<int> answered{0};
  std::vector<std::thread> clients;
  for (int t = 0; t < 4; ++t) {
    clients.emplace_back([&, t] {
      const std::string target = t % 2 == 0 ? "/pet" : "/__holotype/sessions/s/pet";
      while (!is_done) {
        const http::Response response = service_->handle({"GET", target, {}, {}}).response;
        ASSERT_EQ(response.status, 200);
        ASSERT_TRUE(response.body == R"({"name":"first"})" ||
                    response.body == R"({"name":"other"})")
            << response.body;
        ++answered;
      }
    });
  }
  std::vector<std::weak_ptr<const Loaded>> generations;
  std::size_t bytes_early = 0;
  for (int i = 1; i <= kReloads; ++i) {
    write("api.yaml", i % 7 == 0 ? "broken: [" : description(i % 2 == 0 ? "first" : "other"));
    const Reload reload = service_->reload();
    ASSERT_EQ(reload.loaded.has_value(), i % 7 != 0);
    generations.push_back(service_->loaded());
    if (i == kReloads / 5) bytes_early = mallinfo2().uordblks;
  }
  const std::size_t bytes_late = mallinfo2().uordblks;
  is_done = true;
  for (std::thread& client : clients) client.join();
  EXPECT_GT(answered, 0);
  const auto now = service_->loaded();
  for (const auto& generation : generations) {
    const auto alive = generation.lock();
    EXPECT_TRUE(alive == nullptr || alive == now);
  }
  // The journals fill up meanwhile: they hold at most 8 and 1 MiB.
  if (kCountsMemory) EXPECT_LT(bytes_late, bytes_early + (std::size_t{10} << 20));
}

}  // namespace
}  // namespace holotype::server
