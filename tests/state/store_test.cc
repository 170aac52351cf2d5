#include "state/store.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <utility>

#include "state/workbench.h"

namespace holotype::state {
namespace {

TEST(Store, WhatIsCreatedIsReadAndListedUntilItIsRemoved) {
  Workbench bench;
  const Result created = bench.create_pet();
  ASSERT_EQ(created.outcome, Outcome::Created);
  const std::string id = created.document->id;
  EXPECT_EQ(bench.read_pet(id).document, created.document);
  EXPECT_EQ(bench.ids(bench.pets, {}), id);
  EXPECT_EQ(bench.remove_pet(id).outcome, Outcome::Done);
  EXPECT_EQ(bench.read_pet(id).outcome, Outcome::NotFound);
  EXPECT_EQ(bench.remove_pet(id).outcome, Outcome::NotFound);
  EXPECT_EQ(bench.ids(bench.pets, {}), "");
}

TEST(Store, IdsDependOnTheSeedAndTheNumberOfCreates) {
  Workbench one;
  Workbench other;
  const std::string first = one.create_pet().document->id;
  const std::string second = one.create_pet().document->id;
  EXPECT_NE(first, second);
  EXPECT_EQ(other.create_pet().document->id, first);
  // Reads, refusals and removals take no part.
  static_cast<void>(other.read_pet(first));
  static_cast<void>(other.remove_pet("nobody"));
  EXPECT_EQ(other.create_pet().document->id, second);
  one.store.reset();
  EXPECT_EQ(one.create_pet().document->id, first);
}

TEST(Store, EachWriteIsASecond) {
  Workbench bench;
  const Instant begin = bench.clock.now();
  const auto seconds = [&] { return (bench.clock.now() - begin).count() / 1000; };
  const std::string id = bench.create_pet().document->id;
  EXPECT_EQ(seconds(), 1);
  static_cast<void>(bench.read_pet(id));
  static_cast<void>(bench.ids(bench.pets, {}));
  static_cast<void>(bench.read_pet("nobody"));
  EXPECT_EQ(seconds(), 1);
  const Edit keep = [](const json::Value& old, Instant, json::Arena&) { return old; };
  EXPECT_EQ(bench.store.change({&bench.pets, {}, id}, keep, {}, bench.world()).outcome,
            Outcome::Done);
  EXPECT_EQ(seconds(), 2);
  static_cast<void>(bench.remove_pet("nobody"));
  EXPECT_EQ(seconds(), 2);
  static_cast<void>(bench.remove_pet(id));
  EXPECT_EQ(seconds(), 3);
}

TEST(Store, TakenIds) {
  Workbench bench;
  EXPECT_EQ(bench.create_pet("rex").outcome, Outcome::Created);
  EXPECT_EQ(bench.create_pet("rex").outcome, Outcome::Conflict);
  Creation another = Workbench::named("rex");
  another.when_taken = Creation::Taken::GetsAnother;
  const Result second = bench.store.create({&bench.pets, {}, ""}, another, bench.world());
  EXPECT_EQ(second.outcome, Outcome::Created);
  EXPECT_NE(second.document->id, "rex");
  Creation replacing = Workbench::named("rex");
  replacing.when_taken = Creation::Taken::Replaced;
  replacing.replace = [](const json::Value&, Instant, json::Arena& arena) {
    return std::optional(parsed(arena, R"({"id":"rex","name":"new"})"));
  };
  const Result replaced = bench.store.create({&bench.pets, {}, ""}, replacing, bench.world());
  EXPECT_EQ(replaced.outcome, Outcome::Done);
  EXPECT_EQ(bench.read_pet("rex").document->text(), R"({"id":"rex","name":"new"})");
  EXPECT_EQ(bench.ids(bench.pets, {}), "rex " + second.document->id);
}

TEST(Store, NumbersCountOnFromTheHighest) {
  Workbench bench;
  static_cast<void>(bench.create_pet("rex"));
  const auto create = [&] {
    return bench.store.create({&bench.toys, {"rex"}, ""}, Workbench::creation(), bench.world())
        .document->id;
  };
  EXPECT_EQ(create(), "1");
  EXPECT_EQ(create(), "2");
  static_cast<void>(bench.store.remove({&bench.toys, {"rex"}, "2"}, {}, bench.world()));
  EXPECT_EQ(create(), "3");  // an id is never given twice
  bench.seeds.add("/pets/{petId}/toys", {"rex"}, "41");
  EXPECT_EQ(create(), "42");
}

// What is made outside the lock is made for a moment; where something is written after it, it is
// made again. A creation that does the writing itself, while it is asked for the resource, is that
// case.
class Interrupted : public testing::Test {
 protected:
  // A pet whose age is the time at which it was made.
  Result create(const std::function<void()>& meanwhile) {
    Creation creation = Workbench::creation();
    creation.build = [&, has_happened = false](const json::Value& id, Instant now,
                                               json::Arena& arena) mutable {
      ++times_made_;
      if (!std::exchange(has_happened, true)) meanwhile();
      const json::Member members[] = {
          {"id", id}, {"age", json::Value::integer(now.time_since_epoch().count())}};
      return std::optional(json::Value::object(arena, members));
    };
    return bench_.store.create({&bench_.pets, {}, ""}, creation, bench_.world());
  }
  std::string expected_id(int number) {
    Workbench other;
    std::string id;
    for (int i = 0; i <= number; ++i) id = other.create_pet().document->id;
    return id;
  }
  static std::int64_t age(const Result& result) {
    return result.document->value().find("age")->as_integer();
  }

  Workbench bench_;
  int times_made_ = 0;
};

TEST_F(Interrupted, ByNothingItIsMadeOnce) {
  const Instant now = bench_.clock.now();
  const Result result = create([] {});
  EXPECT_EQ(times_made_, 1);
  EXPECT_EQ(result.document->id, expected_id(0));
  EXPECT_EQ(age(result), now.time_since_epoch().count());
}

TEST_F(Interrupted, ByAnotherCreationItComesSecond) {
  const Instant now = bench_.clock.now();
  std::string other;
  const Result result = create([&] { other = bench_.create_pet().document->id; });
  EXPECT_EQ(times_made_, 2);
  EXPECT_EQ(other, expected_id(0));
  EXPECT_EQ(result.document->id, expected_id(1));
  EXPECT_EQ(age(result), now.time_since_epoch().count() + 1000);
  EXPECT_EQ(bench_.ids(bench_.pets, {}), other + " " + result.document->id);
}

TEST_F(Interrupted, ByARemovalItHasTheTimeAfterIt) {
  static_cast<void>(bench_.create_pet("rex"));
  const Instant now = bench_.clock.now();
  const Result result = create([&] { static_cast<void>(bench_.remove_pet("rex")); });
  EXPECT_EQ(times_made_, 2);
  EXPECT_EQ(age(result), now.time_since_epoch().count() + 1000);
}

TEST_F(Interrupted, ByAnotherTimeItHasThat) {
  const Instant later = bench_.clock.now() + std::chrono::hours(1);
  const Result result = create([&] { bench_.clock.advance(std::chrono::hours(1)); });
  EXPECT_EQ(times_made_, 2);
  EXPECT_EQ(age(result), later.time_since_epoch().count());
}

// A reset after which the turn is what it was.
TEST_F(Interrupted, ByAResetItIsTheFirst) {
  const Instant now = bench_.clock.now();
  const Result result = create([&] {
    static_cast<void>(bench_.create_pet());
    bench_.store.reset();
    bench_.clock.advance(now - bench_.clock.now());
  });
  EXPECT_EQ(result.document->id, expected_id(0));
  EXPECT_EQ(bench_.ids(bench_.pets, {}), result.document->id);
}

TEST(Store, WhatIsInAResourceNeedsItAndGoesWithIt) {
  Workbench bench;
  const Target toys_of_rex{&bench.toys, {"rex"}, ""};
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "nothing to list");
  EXPECT_EQ(bench.store.create(toys_of_rex, Workbench::creation(), bench.world()).outcome,
            Outcome::NotFound);
  static_cast<void>(bench.create_pet("rex"));
  static_cast<void>(bench.create_pet("tom"));
  static_cast<void>(bench.store.create(toys_of_rex, Workbench::creation(), bench.world()));
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "1");
  EXPECT_EQ(bench.ids(bench.toys, {"tom"}), "");
  EXPECT_EQ(bench.store.size(), 3u);
  static_cast<void>(bench.remove_pet("rex"));
  EXPECT_EQ(bench.store.size(), 1u);
  EXPECT_EQ(bench.store.read({&bench.toys, {"rex"}, "1"}, bench.world()).outcome,
            Outcome::NotFound);
  static_cast<void>(bench.create_pet("rex"));
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "");
}

TEST(Store, SeedsAreThereUntilTheyAreRemoved) {
  Workbench bench;
  bench.seeds.add("/pets", {}, "rex");
  bench.seeds.add("/pets", {}, "tom");
  bench.seeds.add("/pets/{petId}/toys", {"rex"}, "5");
  EXPECT_EQ(bench.ids(bench.pets, {}), "rex tom");
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "5");
  EXPECT_EQ(bench.ids(bench.toys, {"tom"}), "");
  EXPECT_EQ(bench.store.size(), 0u);  // nothing is copied by reading
  EXPECT_EQ(bench.create_pet("rex").outcome, Outcome::Conflict);
  static_cast<void>(bench.remove_pet("rex"));
  EXPECT_EQ(bench.ids(bench.pets, {}), "tom");
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "nothing to list");
  // One of the same id has none of the old one's toys.
  static_cast<void>(bench.create_pet("rex"));
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "");
  bench.store.reset();
  EXPECT_EQ(bench.ids(bench.pets, {}), "rex tom");
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "5");
}

TEST(Store, SeedsOfAnyScope) {
  Workbench bench;
  bench.seeds.add("/pets", {}, "rex");
  bench.seeds.add("/pets", {}, "tom");
  bench.seeds.add("/pets/{petId}/toys", {std::nullopt}, "5");
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "5");
  static_cast<void>(bench.store.remove({&bench.toys, {"rex"}, "5"}, {}, bench.world()));
  EXPECT_EQ(bench.ids(bench.toys, {"rex"}), "");
  EXPECT_EQ(bench.ids(bench.toys, {"tom"}), "5");
}

TEST(Store, IsBounded) {
  Workbench bench;
  World world = bench.world();
  world.max_resources = 2;
  const auto create = [&] {
    return bench.store.create({&bench.pets, {}, ""}, Workbench::creation(), world);
  };
  const std::string first = create().document->id;
  EXPECT_EQ(create().outcome, Outcome::Created);
  EXPECT_EQ(create().outcome, Outcome::Full);
  static_cast<void>(bench.store.remove({&bench.pets, {}, first}, {}, world));
  EXPECT_EQ(create().outcome, Outcome::Created);
}

TEST(Store, AFailedStepChangesNothing) {
  Workbench bench;
  static_cast<void>(bench.create_pet("rex"));
  const std::string before = bench.read_pet("rex").document->text();
  const Instant now = bench.clock.now();
  const Edit impossible = [](const json::Value&, Instant, json::Arena&) {
    return std::optional<json::Value>();
  };
  EXPECT_EQ(bench.store.change({&bench.pets, {}, "rex"}, impossible, {}, bench.world()).outcome,
            Outcome::Impossible);
  const Precondition never = [](const Document*) { return false; };
  EXPECT_EQ(bench.store.remove({&bench.pets, {}, "rex"}, never, bench.world()).outcome,
            Outcome::Refused);
  EXPECT_EQ(bench.read_pet("rex").document->text(), before);
  EXPECT_EQ(bench.clock.now(), now);
}

TEST(Store, APreconditionOfACreateSeesWhatIsThere) {
  Workbench bench;
  static_cast<void>(bench.create_pet("rex"));
  struct Row {
    std::string id;
    bool wants_there;
    Outcome outcome;
  };
  const Row rows[] = {{"rex", true, Outcome::Done},
                      {"rex", false, Outcome::Refused},
                      {"tom", true, Outcome::Refused},
                      {"tom", false, Outcome::Created}};
  for (const Row& row : rows) {
    Creation creation = Workbench::creation();
    json::Arena arena;
    creation.id = json::Value::string(arena, row.id);
    creation.when_taken = Creation::Taken::Replaced;
    creation.replace = [](const json::Value& old, Instant, json::Arena&) {
      return std::optional(old);
    };
    creation.precondition = [&row](const Document* now) {
      return (now != nullptr) == row.wants_there;
    };
    EXPECT_EQ(bench.store.create({&bench.pets, {}, ""}, creation, bench.world()).outcome,
              row.outcome)
        << row.id << row.wants_there;
  }
}

TEST(Store, KnowsWhereARemovedOneWas) {
  Workbench bench;
  for (const char* id : {"a", "b", "c", "d"}) static_cast<void>(bench.create_pet(id));
  static_cast<void>(bench.remove_pet("b"));
  static_cast<void>(bench.remove_pet("d"));
  const auto place = [&bench](const std::string& id) {
    return bench.store.list({&bench.pets, {}, ""}, bench.world(), id)->place;
  };
  EXPECT_EQ(place("b"), 1);  // a | c
  EXPECT_EQ(place("d"), 2);
  EXPECT_EQ(place("a"), std::nullopt);
  EXPECT_EQ(place("never"), std::nullopt);
  static_cast<void>(bench.create_pet("b"));  // there again, as the last one
  EXPECT_EQ(place("b"), std::nullopt);
  // It does not remember without end.
  for (std::size_t i = 0; i < Store::kMostRemoved; ++i) {
    const std::string id = "pet" + std::to_string(i);
    static_cast<void>(bench.create_pet(id));
    static_cast<void>(bench.remove_pet(id));
  }
  EXPECT_EQ(place("d"), std::nullopt);
}

TEST(Store, EqualNumbersAreOneId) {
  json::Arena arena;
  for (const char* text : {"20", "20.0", "2e1", "200E-1"})
    EXPECT_EQ(id_text(*json::read(arena, text)), "20") << text;
  EXPECT_EQ(id_text(*json::read(arena, "2.5")), "2.5");
  EXPECT_EQ(id_text(*json::read(arena, "\"20.0\"")), "20.0");
}

TEST(Store, Contents) {
  Workbench bench;
  bench.seeds.add("/pets", {}, "rex");
  bench.seeds.add("/pets/{petId}/toys", {"rex"}, "5");
  static_cast<void>(bench.create_pet("tom"));
  std::string text;
  for (const Store::Listed& listed : bench.store.contents(*bench.model, bench.world())) {
    text += listed.resource->collection;
    for (const auto& value : listed.scope) text += " in " + value.value_or("any");
    for (const DocumentPtr& document : listed.documents) text += " " + document->id;
    text += "\n";
  }
  EXPECT_EQ(text, "/pets rex tom\n/pets/{petId}/toys in rex 5\n");
}

}  // namespace
}  // namespace holotype::state
