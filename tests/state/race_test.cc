// Many threads, one store: what each saw fits into one order of steps. Run under ThreadSanitizer,
// too (preset tsan).
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "state/workbench.h"

namespace holotype::state {
namespace {

constexpr int kThreads = 8;
constexpr int kRounds = 200;

void in_threads(const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

// Each thread creates, sees its own, changes it, and removes every second one. What nobody removed
// is what is left, every id was given once, and the clock counted every write.
TEST(Race, NothingIsLostAndNothingIsGivenTwice) {
  Workbench bench;
  const Instant begin = bench.clock.now();
  std::vector<std::vector<std::string>> kept(kThreads);
  std::vector<std::vector<std::string>> all(kThreads);
  std::atomic<int> surprises{0};
  in_threads([&](int thread) {
    auto& own = all[static_cast<std::size_t>(thread)];
    for (int round = 0; round < kRounds; ++round) {
      const std::string id = bench.create_pet().document->id;
      own.push_back(id);
      if (bench.read_pet(id).outcome != Outcome::Done) ++surprises;
      const Edit count = [](const json::Value& old, Instant, json::Arena&) { return old; };
      const Target target{&bench.pets, {}, id};
      if (bench.store.change(target, count, {}, bench.world()).outcome != Outcome::Done)
        ++surprises;
      if (round % 2 == 0) {
        kept[static_cast<std::size_t>(thread)].push_back(id);
        continue;
      }
      if (bench.remove_pet(id).outcome != Outcome::Done) ++surprises;
      if (bench.read_pet(id).outcome != Outcome::NotFound) ++surprises;
    }
  });
  EXPECT_EQ(surprises, 0);
  std::set<std::string> given;
  std::set<std::string> expected;
  for (const auto& ids : all) given.insert(ids.begin(), ids.end());
  for (const auto& ids : kept) expected.insert(ids.begin(), ids.end());
  EXPECT_EQ(given.size(), static_cast<std::size_t>(kThreads * kRounds));
  std::set<std::string> left;
  const auto listed = bench.store.list({&bench.pets, {}, ""}, bench.world());
  for (const DocumentPtr& document : listed->documents) left.insert(document->id);
  EXPECT_EQ(left, expected);
  const auto writes = kThreads * kRounds * 2 + kThreads * kRounds / 2;
  EXPECT_EQ((bench.clock.now() - begin).count() / 1000, writes);
}

// Of many who remove one resource exactly one does.
TEST(Race, OneRemoves) {
  Workbench bench;
  for (int round = 0; round < kRounds; ++round) {
    static_cast<void>(bench.create_pet("rex"));
    std::atomic<int> removed{0};
    std::atomic<int> missed{0};
    in_threads([&](int) {
      const Outcome outcome = bench.remove_pet("rex").outcome;
      ++(outcome == Outcome::Done ? removed : missed);
    });
    EXPECT_EQ(removed, 1);
    EXPECT_EQ(missed, kThreads - 1);
  }
}

// Of many who create one id exactly one does, and increments that follow none is lost.
TEST(Race, ChangesFollowEachOther) {
  Workbench bench;
  std::atomic<int> created{0};
  in_threads([&](int) {
    if (bench.create_pet("rex").outcome == Outcome::Created) ++created;
    const Edit increment = [](const json::Value& old, Instant, json::Arena& arena) {
      const json::Value* age = old.find("age");
      const std::int64_t next = (age == nullptr ? 0 : age->as_integer()) + 1;
      const json::Member members[] = {{"id", *old.find("id")}, {"age", json::Value::integer(next)}};
      return std::optional(json::Value::object(arena, members));
    };
    for (int round = 0; round < kRounds; ++round) {
      static_cast<void>(bench.store.change({&bench.pets, {}, "rex"}, increment, {}, bench.world()));
    }
  });
  EXPECT_EQ(created, 1);
  EXPECT_EQ(bench.read_pet("rex").document->value().find("age")->as_integer(), kThreads * kRounds);
}

// A list never shows a toy without its pet, nor a pet half removed.
TEST(Race, AListIsOfOneMoment) {
  Workbench bench;
  std::atomic<bool> stops{false};
  std::atomic<int> torn{0};
  std::thread writer([&] {
    for (int round = 0; round < kRounds * 4; ++round) {
      static_cast<void>(bench.create_pet("a"));
      static_cast<void>(bench.create_pet("b"));
      static_cast<void>(bench.remove_pet("b"));
      static_cast<void>(bench.remove_pet("a"));
    }
    stops = true;
  });
  std::thread reader([&] {
    while (!stops) {
      const std::string seen = bench.ids(bench.pets, {});
      if (seen != "" && seen != "a" && seen != "a b") ++torn;
    }
  });
  writer.join();
  reader.join();
  EXPECT_EQ(torn, 0);
}

}  // namespace
}  // namespace holotype::state
