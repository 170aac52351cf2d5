// The journal's bounds and what it says about what is gone.
#include "journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <thread>

#include "diagnostic/rules_request.h"

namespace holotype::journal {
namespace {

using diagnostic::Verdict;
using testing::ElementsAre;
using testing::SizeIs;

Exchange exchange(std::string operation, Verdict verdict = Verdict::Valid, int status = 200) {
  Exchange made;
  made.request.method = "GET";
  made.operation_id = std::move(operation);
  made.verdict = verdict;
  made.status = status;
  return made;
}

std::vector<std::uint64_t> sequences(const std::vector<ExchangePointer>& exchanges) {
  std::vector<std::uint64_t> out;
  for (const auto& one : exchanges) out.push_back(one->sequence);
  return out;
}

diagnostic::Diagnostic finding(std::size_t bytes) {
  diagnostic::Diagnostic made;
  made.rule = &diagnostic::rules::kBodyMissing;
  made.message = std::string(bytes, 'm');
  return made;
}

TEST(JournalTest, EveryPartIsCounted) {
  constexpr std::size_t kBytes = 1000;
  const std::string text(kBytes, 'x');
  struct Row {
    const char* part;
    std::function<void(Exchange&)> grow;
  };
  const auto in_finding = [&text](std::string diagnostic::Diagnostic::*member) {
    return [&text, member](Exchange& e) {
      e.findings.emplace_back();
      e.findings.back().*member = text;
    };
  };
  using diagnostic::Diagnostic;
  const Row rows[] = {
      {"method", [&](Exchange& e) { e.request.method = text; }},
      {"target", [&](Exchange& e) { e.request.raw_target = text; }},
      {"body", [&](Exchange& e) { e.request.body = text; }},
      {"header name", [&](Exchange& e) { e.request.headers.add(text, ""); }},
      {"header value", [&](Exchange& e) { e.request.headers.add("", text); }},
      {"operation", [&](Exchange& e) { e.operation_id = text; }},
      {"source", [&](Exchange& e) { e.source = text; }},
      {"report", [&](Exchange& e) { e.report_id = text; }},
      {"near miss", [&](Exchange& e) { e.near_miss = text; }},
      {"secret pointers", [&](Exchange& e) { e.secret_pointers = {text}; }},
      {"message", in_finding(&Diagnostic::message)},
      {"expected", in_finding(&Diagnostic::expected)},
      {"found", in_finding(&Diagnostic::found)},
      {"fix", in_finding(&Diagnostic::fix)},
      {"name", in_finding(&Diagnostic::name)},
      {"pointer", in_finding(&Diagnostic::pointer)},
      {"schema", in_finding(&Diagnostic::schema)},
      {"source file",
       [&](Exchange& e) {
         e.findings.emplace_back();
         e.findings.back().source.file = text;
       }},
      {"cause",
       [&](Exchange& e) {
         e.findings.emplace_back();
         e.findings.back().causes.push_back(finding(kBytes));
       }},
      {"unchecked", [&](Exchange& e) { e.unchecked.push_back(finding(kBytes)); }},
      {"answer finding", [&](Exchange& e) { e.answer_findings.push_back(finding(kBytes)); }},
  };
  const std::size_t before = exchange("").size_bytes();
  for (const Row& row : rows) {
    Exchange grown = exchange("");
    row.grow(grown);
    EXPECT_GE(grown.size_bytes(), before + kBytes) << row.part;
  }
}

// What the journal says that it holds is what the process holds, to a tenth.
TEST(JournalTest, BytesAreHonest) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer's allocator is another one";
#endif
  Journal journal({.max_exchanges = 100'000, .max_bytes = std::size_t{16} << 20});
  const std::size_t before = mallinfo2().uordblks;
  for (int i = 0; i < 20'000; ++i) {
    Exchange made = exchange("createTask", Verdict::Invalid, 422);
    made.request.raw_target = "/v1/tasks?limit=" + std::to_string(i);
    made.request.headers.add("Content-Type", "application/json");
    made.request.headers.add("X-Api-Key", "(redacted)");
    made.request.body = std::string(static_cast<std::size_t>(i % 700), 'b');
    made.source = "fixture title-and-description-required";
    for (int n = 0; n < i % 4; ++n) {
      made.findings.push_back(finding(80));
      made.findings.back().schema = "#/components/schemas/CreateTask/required";
    }
    journal.add(std::move(made));
  }
  const auto held = static_cast<double>(mallinfo2().uordblks - before);
  EXPECT_GT(journal.evicted(), 0u);
  EXPECT_LE(journal.bytes(), journal.limits().max_bytes);
  EXPECT_NEAR(held / static_cast<double>(journal.bytes()), 1.0, 0.1);
}

TEST(JournalTest, TheOldestGiveWayByNumber) {
  Journal journal({.max_exchanges = 3, .max_bytes = 1 << 20});
  for (int i = 0; i < 5; ++i) journal.add(exchange("a"));
  EXPECT_THAT(sequences(journal.exchanges()), ElementsAre(3u, 4u, 5u));
  EXPECT_EQ(journal.recorded(), 5u);
  EXPECT_EQ(journal.evicted(), 2u);
}

TEST(JournalTest, TheOldestGiveWayByBytes) {
  Exchange large = exchange("a");
  large.request.body = std::string(1000, 'x');
  Journal journal({.max_exchanges = 100, .max_bytes = 3 * large.size_bytes()});
  for (int i = 0; i < 5; ++i) journal.add(large);
  EXPECT_THAT(sequences(journal.exchanges()), ElementsAre(3u, 4u, 5u));
  EXPECT_LE(journal.bytes(), journal.limits().max_bytes);
}

TEST(JournalTest, OneThatIsTooLargeIsCut) {
  Journal journal({.max_exchanges = 10, .max_bytes = 4000});
  Exchange large = exchange("a", Verdict::Invalid);
  large.request.body = std::string(10'000, 'x');
  large.findings.push_back(finding(100));
  journal.add(large);
  large.findings.assign(100, finding(100));
  journal.add(large);
  ASSERT_THAT(journal.exchanges(), SizeIs(2));
  for (const auto& kept : journal.exchanges()) {
    EXPECT_TRUE(kept->is_cut);
    EXPECT_EQ(kept->request.body, "");
  }
  EXPECT_THAT(journal.exchanges()[0]->findings, SizeIs(1));
  EXPECT_LE(journal.bytes(), 4000u);
}

TEST(JournalTest, OneThatCannotBeKeptLeavesTheOthers) {
  Journal journal({.max_exchanges = 10, .max_bytes = 2000});
  journal.add(exchange("a"));
  Exchange large = exchange("a");
  large.request.raw_target = std::string(5000, 'x');
  journal.add(large);
  EXPECT_THAT(sequences(journal.exchanges()), ElementsAre(1u));
  EXPECT_EQ(journal.recorded(), 2u);
  EXPECT_EQ(journal.evicted(), 1u);
  EXPECT_EQ(journal.snapshot().last_evicted, 2u);
}

TEST(JournalTest, WhatGaveWayIsCountedByOperationAndVerdict) {
  Journal journal({.max_exchanges = 2, .max_bytes = 1 << 20});
  journal.add(exchange("a"));
  journal.add(exchange("a", Verdict::Invalid));
  journal.add(exchange("", Verdict::NotFound));
  journal.add(exchange("b"));
  Snapshot snapshot = journal.snapshot();
  EXPECT_EQ(snapshot.received.at("a").total(), 2u);
  EXPECT_EQ(snapshot.received.at("").of(Verdict::NotFound), 1u);
  EXPECT_EQ(snapshot.evicted.at("a").of(Verdict::Valid), 1u);
  EXPECT_EQ(snapshot.evicted.at("a").of(Verdict::Invalid), 1u);
  EXPECT_EQ(snapshot.evicted.count("b"), 0u);
  EXPECT_EQ(snapshot.last_evicted, 2u);
  journal.clear();
  snapshot = journal.snapshot();
  EXPECT_TRUE(snapshot.received.empty());
  EXPECT_TRUE(snapshot.evicted.empty());
  EXPECT_EQ(snapshot.last_evicted, 0u);
  journal.add(exchange("a"));
  EXPECT_THAT(sequences(journal.exchanges()), ElementsAre(5u)) << "sequence numbers go on";
}

TEST(JournalTest, GoesOnFromTheCountsOfAnother) {
  Journal first;
  first.add(exchange("a", Verdict::Invalid));
  first.add(exchange("b"));
  Journal second;
  second.go_on_from(first.past());
  second.add(exchange("b"));
  Snapshot snapshot = second.snapshot();
  EXPECT_THAT(sequences(snapshot.exchanges), ElementsAre(3u));
  EXPECT_EQ(snapshot.received.at("b").total(), 2u);
  EXPECT_EQ(snapshot.evicted.at("a").of(Verdict::Invalid), 1u);
  EXPECT_EQ(snapshot.last_evicted, 2u);
  EXPECT_TRUE(snapshot.has_past);
  EXPECT_FALSE(snapshot.is_past_unknown);
  Journal third;
  third.go_on_from({.is_unknown = true});
  EXPECT_TRUE(third.snapshot().is_past_unknown);
  EXPECT_TRUE(third.past().is_unknown);
  for (Journal* journal : {&second, &third}) {
    journal->clear();
    snapshot = journal->snapshot();
    EXPECT_FALSE(snapshot.has_past || snapshot.is_past_unknown);
    EXPECT_TRUE(snapshot.evicted.empty());
    EXPECT_TRUE(journal->past().received.empty());
  }
}

TEST(JournalTest, Queries) {
  Journal journal;
  journal.add(exchange("a", Verdict::Valid, 200));
  journal.add(exchange("a", Verdict::Invalid, 422));
  journal.add(exchange("b", Verdict::Valid, 200));
  journal.add(exchange("a", Verdict::Valid, 404));
  struct Row {
    Query query;
    std::vector<std::uint64_t> found;
    bool has_more;
  };
  const Row rows[] = {
      {{}, {1, 2, 3, 4}, false},
      {{.operation = "a"}, {1, 2, 4}, false},
      {{.operation = "c"}, {}, false},
      {{.status = 200}, {1, 3}, false},
      {{.verdict = Verdict::Invalid}, {2}, false},
      {{.since = 2}, {3, 4}, false},
      {{.limit = 2}, {1, 2}, true},
      {{.limit = 4}, {1, 2, 3, 4}, false},
      {{.operation = "a", .status = 200, .verdict = Verdict::Valid, .since = 0}, {1}, false},
  };
  for (const Row& row : rows) {
    const Page page = journal.query(row.query);
    EXPECT_EQ(sequences(page.exchanges), row.found);
    EXPECT_EQ(page.has_more, row.has_more);
    EXPECT_EQ(page.recorded, 4u);
  }
}

TEST(JournalTest, FindsTheLatestReport) {
  Journal journal;
  Exchange first = exchange("a");
  first.report_id = "r";
  journal.add(first);
  journal.add(first);
  ASSERT_NE(journal.find("r"), nullptr);
  EXPECT_EQ(journal.find("r")->sequence, 2u);
  EXPECT_EQ(journal.find("s"), nullptr);
}

TEST(JournalTest, ManyThreads) {
  Journal journal({.max_exchanges = 50, .max_bytes = 1 << 20});
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&journal] {
      for (int i = 0; i < 500; ++i) {
        journal.add(exchange("a"));
        if (i % 50 == 0) EXPECT_LE(journal.snapshot().exchanges.size(), 50u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(journal.recorded(), 4000u);
  EXPECT_EQ(journal.evicted(), 3950u);
  EXPECT_EQ(journal.snapshot().received.at("a").total(), 4000u);
}

}  // namespace
}  // namespace holotype::journal
