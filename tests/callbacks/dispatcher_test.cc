#include "callbacks/dispatcher.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "patience.h"
#include "transport/listener.h"

namespace holotype::callbacks {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// A receiver that answers with the statuses it was given, the last of them ever after.
class Receiver {
 public:
  explicit Receiver(std::vector<int> statuses = {204}, milliseconds delay = {})
      : statuses_(std::move(statuses)) {
    listener_ = *transport::Listener::start({}, [this, delay](const http::Request& request) {
      const std::lock_guard lock(mutex_);
      targets_.push_back(request.raw_target);
      const std::size_t at = std::min(targets_.size(), statuses_.size()) - 1;
      return transport::Outgoing({.status = statuses_[at]}, {.delay = delay});
    });
  }
  std::string url(std::string_view target) const { return listener_->url() + std::string(target); }
  std::vector<std::string> targets() const {
    const std::lock_guard lock(mutex_);
    return targets_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<int> statuses_;
  std::vector<std::string> targets_;
  std::unique_ptr<transport::Listener> listener_;
};

class DispatcherTest : public testing::Test {
 protected:
  void make(Dispatcher::Options options = {}) {
    options.pauses = {milliseconds(10), milliseconds(20)};
    dispatcher_ = std::make_unique<Dispatcher>(
        options, [this](const std::string& session, journal::Attempt attempt) {
          const std::lock_guard lock(mutex_);
          attempts_.emplace_back(session, std::move(attempt));
        });
  }
  static contract::OutgoingRequest post(std::string url) {
    return {.name = "onEvent", .url = std::move(url), .request = {.method = "POST", .body = "{}"}};
  }
  void send(std::string session, std::vector<std::string> urls, milliseconds after = {}) {
    std::vector<contract::OutgoingRequest> requests;
    for (std::string& url : urls) requests.push_back(post(std::move(url)));
    dispatcher_->send(session, std::move(requests), after);
  }
  std::vector<journal::Attempt> attempts() {
    EXPECT_TRUE(dispatcher_->wait_until_idle(seconds(20)));
    const std::lock_guard lock(mutex_);
    std::vector<journal::Attempt> out;
    for (const auto& [session, attempt] : attempts_) out.push_back(attempt);
    return out;
  }

  std::mutex mutex_;
  std::vector<std::pair<std::string, journal::Attempt>> attempts_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

using Targets = std::vector<std::string>;

TEST_F(DispatcherTest, SendsInOrder) {
  Receiver receiver;
  make();
  Targets wanted, urls;
  for (int i = 0; i < 50; ++i) {
    wanted.push_back("/hook?n=" + std::to_string(i));
    urls.push_back(receiver.url(wanted.back()));
  }
  send("a", urls);
  EXPECT_EQ(attempts().size(), 50u);
  EXPECT_EQ(receiver.targets(), wanted);
}

TEST_F(DispatcherTest, TriesAgainAndKeepsTheOrder) {
  Receiver receiver({503, 429, 204});
  make();
  send("a", {receiver.url("/1"), receiver.url("/2")});
  const auto tried = attempts();
  ASSERT_EQ(tried.size(), 4u);
  EXPECT_EQ(receiver.targets(), (Targets{"/1", "/1", "/1", "/2"}));
  EXPECT_EQ(tried[0].status, 503);
  EXPECT_FALSE(tried[0].is_last);
  EXPECT_EQ(tried[2].number, 3);
  EXPECT_TRUE(tried[2].is_last);
  EXPECT_TRUE(tried[2].succeeded());
}

TEST_F(DispatcherTest, GivesUpAfterItsPausesAndAtOnceWhereTheReceiverSaysNo) {
  Receiver down({500}), firm({400});
  make();
  send("a", {down.url("/"), firm.url("/")});
  const auto tried = attempts();
  ASSERT_EQ(tried.size(), 4u);
  EXPECT_EQ(tried[2].status, 500);
  EXPECT_TRUE(tried[2].is_last);
  EXPECT_EQ(tried[3].status, 400);
  EXPECT_TRUE(tried[3].is_last);
}

TEST_F(DispatcherTest, AReceiverThatIsNotThereIsSaid) {
  make();
  send("a", {"http://127.0.0.1:1/hook"});
  const auto tried = attempts();
  ASSERT_EQ(tried.size(), 3u);
  EXPECT_EQ(tried[0].status, 0);
  EXPECT_FALSE(tried[0].error.empty());
}

TEST_F(DispatcherTest, GoesNowhereElse) {
  make();
  send("a", {"http://example.com/", "http://127.0.0.1.example.com/", "http://10.0.0.1/",
             "http://user@127.0.0.1/", "ftp://127.0.0.1/", "/hook", "http://127.0.0.1/a b"});
  const auto tried = attempts();
  ASSERT_EQ(tried.size(), 7u);
  for (const auto& attempt : tried) {
    EXPECT_EQ(attempt.status, 0) << attempt.url;
    EXPECT_FALSE(attempt.error.empty()) << attempt.url;
    EXPECT_TRUE(attempt.is_last) << attempt.url;
  }
  EXPECT_NE(tried[0].error.find("--allow-remote-callbacks"), std::string::npos);
}

TEST_F(DispatcherTest, SplitsUrls) {
  const auto local = destination_of("http://[::1]:8080?x=1#part", false);
  ASSERT_TRUE(local);
  EXPECT_EQ(local->origin, "http://[::1]:8080");
  EXPECT_EQ(local->target, "/?x=1");
  EXPECT_TRUE(destination_of("https://LOCALHOST/a", false));
  EXPECT_TRUE(destination_of("http://127.1.2.3:9/a", false));
  EXPECT_FALSE(destination_of("http://example.com/a", false));
  EXPECT_TRUE(destination_of("http://example.com/a", true));
}

TEST_F(DispatcherTest, SessionsDoNotWaitForEachOther) {
  Receiver slow({204}, milliseconds(1000)), quick;
  make();
  const auto begin = steady_clock::now();
  send("slow", {slow.url("/")});
  for (int i = 0; i < 20; ++i) send("quick-" + std::to_string(i), {quick.url("/")});
  while (quick.targets().size() < 20 && steady_clock::now() - begin < seconds(5))
    std::this_thread::sleep_for(milliseconds(5));
  EXPECT_LT(steady_clock::now() - begin, kPatience * milliseconds(900));
  attempts();
}

TEST_F(DispatcherTest, WaitsAsLongAsItIsTold) {
  Receiver receiver;
  make();
  const auto begin = steady_clock::now();
  send("a", {receiver.url("/")}, milliseconds(150));
  attempts();
  EXPECT_GE(steady_clock::now() - begin, milliseconds(150));
}

TEST_F(DispatcherTest, TooManyAreGivenUpAtOnce) {
  Receiver receiver;
  Dispatcher::Options options;
  options.max_waiting = 3;
  make(options);
  send("a", Targets(5, receiver.url("/")), milliseconds(50));
  const auto tried = attempts();
  ASSERT_EQ(tried.size(), 5u);
  EXPECT_NE(tried[0].error.find("3 others are waiting"), std::string::npos) << tried[0].error;
  EXPECT_EQ(receiver.targets().size(), 3u);
}

TEST_F(DispatcherTest, EndingDoesNotHang) {
  Receiver silent({204}, seconds(30));
  Dispatcher::Options options;
  options.answer_timeout = milliseconds(300);
  make(options);
  send("a", Targets(100, silent.url("/")));
  send("b", Targets(100, "http://127.0.0.1:1/"), seconds(60));
  std::this_thread::sleep_for(milliseconds(50));
  const auto begin = steady_clock::now();
  dispatcher_.reset();
  EXPECT_LT(steady_clock::now() - begin, kPatience * seconds(3));
}

}  // namespace
}  // namespace holotype::callbacks
