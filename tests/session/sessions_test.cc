#include "session/sessions.h"

#include <gtest/gtest.h>

#include <thread>

namespace holotype::session {
namespace {

using std::chrono::minutes;

// Time that a test advances.
class SessionsTest : public testing::Test {
 protected:
  Sessions make(std::size_t max_sessions, std::chrono::milliseconds idle = minutes(60)) {
    return Sessions({.seed = 5, .now = kDefaultNow, .journal = {}},
                    {.max_sessions = max_sessions, .idle = idle, .journal = {}},
                    [this] { return time_; });
  }

  static std::vector<std::string> names(Sessions& sessions) {
    std::vector<std::string> out;
    for (const auto& session : sessions.all()) out.push_back(session->name());
    return out;
  }

  Sessions::Time time_{};
};

using Names = std::vector<std::string>;

TEST_F(SessionsTest, AreCreatedOnFirstUseAndFoundAgain) {
  Sessions sessions = make(10);
  EXPECT_EQ(sessions.find("a"), nullptr);
  const auto first = sessions.get("a");
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)->name(), "a");
  EXPECT_EQ((*first)->seed(), 5u);
  EXPECT_EQ(*sessions.get("a"), *first);
  EXPECT_EQ(sessions.find("a"), *first);
  EXPECT_NE(*sessions.get("b"), *first);
  EXPECT_EQ(names(sessions), (Names{"b", "a"}));
}

TEST_F(SessionsTest, TheDefaultOneIsAlwaysThere) {
  Sessions sessions = make(0);
  EXPECT_EQ(sessions.get("default")->get(), &sessions.default_session());
  EXPECT_EQ(sessions.find("default").get(), &sessions.default_session());
  EXPECT_FALSE(sessions.remove("default"));
  EXPECT_TRUE(names(sessions).empty());
}

TEST_F(SessionsTest, ABadNameIsRefused) {
  Sessions sessions = make(10);
  const auto session = sessions.get("a b\n");
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().rule->id, "session.name-malformed");
  EXPECT_EQ(session.error().message.find('\n'), std::string::npos);
  EXPECT_EQ(sessions.counts().created, 0u);
}

TEST_F(SessionsTest, TheLeastRecentlyUsedGivesWay) {
  Sessions sessions = make(3);
  for (const char* name : {"a", "b", "c", "a", "d"}) ASSERT_TRUE(sessions.get(name)) << name;
  EXPECT_EQ(names(sessions), (Names{"d", "a", "c"}));
  const auto counts = sessions.counts();
  EXPECT_EQ(counts.created, 4u);
  EXPECT_EQ(counts.evicted, 1u);
  EXPECT_EQ(counts.live, 3u);
}

TEST_F(SessionsTest, OneInUseDoesNotGiveWay) {
  Sessions sessions = make(2);
  auto oldest = sessions.get("a");
  auto newest = sessions.get("b");
  const auto refused = sessions.get("c");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().rule->id, "session.limit-reached");
  EXPECT_EQ(refused.error().rule->status, 503);
  *newest = nullptr;
  EXPECT_TRUE(sessions.get("c"));
  EXPECT_EQ(names(sessions), (Names{"c", "a"}));
}

TEST_F(SessionsTest, SwitchedOffTheyAreRefusedWithTheFlagsName) {
  Sessions sessions = make(0);
  const auto refused = sessions.get("a");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("--max-sessions 0"), std::string::npos);
}

TEST_F(SessionsTest, TheIdleEnd) {
  Sessions sessions = make(10, minutes(5));
  ASSERT_TRUE(sessions.get("a"));
  auto held = sessions.get("b");
  time_ += minutes(4);
  ASSERT_TRUE(sessions.get("c"));
  time_ += minutes(2);
  ASSERT_TRUE(sessions.get("d"));
  EXPECT_EQ(names(sessions), (Names{"d", "c", "b"}));  // b is in use
  EXPECT_EQ(sessions.counts().expired, 1u);
}

TEST_F(SessionsTest, TheNextOfANameKnowsThatThereWasOne) {
  const auto recorded = [](Sessions& sessions) {
    return (*sessions.get("a"))->journal().recorded();
  };
  Sessions sessions = make(1, minutes(5));
  (*sessions.get("a"))->journal().add({});
  ASSERT_TRUE(sessions.get("b"));  // a gives way
  EXPECT_EQ(recorded(sessions), 1u);
  EXPECT_TRUE((*sessions.get("a"))->journal().snapshot().has_past);
  (*sessions.get("a"))->journal().add({});
  time_ += minutes(6);  // a is idle
  EXPECT_EQ(recorded(sessions), 2u);
  EXPECT_EQ(sessions.counts().expired, 1u);
  EXPECT_TRUE(sessions.remove("a"));  // asked for
  EXPECT_EQ(recorded(sessions), 0u);
  (*sessions.get("a"))->journal().add({});
  ASSERT_TRUE(sessions.get("b"));
  EXPECT_FALSE(sessions.remove("a"));  // is forgotten all the same
  EXPECT_EQ(recorded(sessions), 0u);
}

TEST_F(SessionsTest, ARemovedOneLivesOnForWhoHasIt) {
  Sessions sessions = make(10);
  const auto held = *sessions.get("a");
  EXPECT_TRUE(sessions.remove("a"));
  EXPECT_FALSE(sessions.remove("a"));
  held->journal().add({});
  EXPECT_NE(*sessions.get("a"), held);
}

TEST_F(SessionsTest, ManyThreadsGetOneSessionForOneName) {
  Sessions sessions = make(8);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&sessions, t] {
      for (int i = 0; i < 500; ++i) {
        const auto session = sessions.get("s" + std::to_string((i * (t + 1)) % 12));
        if (session) (*session)->journal().add({});
        if (i % 50 == 0) sessions.remove("s" + std::to_string(t));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(sessions.counts().live, 8u);
}

}  // namespace
}  // namespace holotype::session
