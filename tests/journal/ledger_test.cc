// What is the same finding, how often it was, and what is not kept.
#include "journal/ledger.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "diagnostic/rules_request.h"
#include "diagnostic/rules_schema.h"
#include "journal/journal.h"

namespace holotype::journal {
namespace {

using diagnostic::Verdict;
using testing::IsEmpty;
using testing::SizeIs;

Exchange with_finding(const std::function<void(Exchange&)>& change = {}) {
  Exchange exchange;
  exchange.request.method = "POST";
  exchange.request.raw_target = "/tasks?first";
  exchange.operation_id = "createTask";
  exchange.verdict = Verdict::Invalid;
  exchange.status = 422;
  exchange.findings = {{.rule = &diagnostic::rules::kSchemaRequired,
                        .message = "must have property title",
                        .found = "object",
                        .in = diagnostic::Place::Body,
                        .pointer = "/0",
                        .schema = "#/required"}};
  if (change) change(exchange);
  return exchange;
}

TEST(LedgerTest, SameFindingsAreCounted) {
  struct Row {
    const char* what;
    std::function<void(Exchange&)> change;
    bool is_same;
  };
  const Row rows[] = {
      {"nothing", {}, true},
      {"another value", [](Exchange& e) { e.findings[0].found = "number"; }, true},
      {"another element", [](Exchange& e) { e.findings[0].pointer = "/1"; }, true},
      {"another target", [](Exchange& e) { e.request.raw_target = "/tasks"; }, true},
      {"another status", [](Exchange& e) { e.status = 400; }, true},
      {"another operation", [](Exchange& e) { e.operation_id = "updateTask"; }, false},
      {"another rule", [](Exchange& e) { e.findings[0].rule = &diagnostic::rules::kBodyMissing; },
       false},
      {"another keyword", [](Exchange& e) { e.findings[0].schema = "#/allOf/0/required"; }, false},
      {"another wording", [](Exchange& e) { e.findings[0].message = "must have id"; }, false},
      {"another place", [](Exchange& e) { e.findings[0].in = diagnostic::Place::Query; }, false},
      {"another parameter", [](Exchange& e) { e.findings[0].name = "limit"; }, false},
      {"of the answer", [](Exchange& e) { e.answer_findings.swap(e.findings); }, false},
      {"not checked", [](Exchange& e) { e.unchecked.swap(e.findings); }, false},
  };
  for (const Row& row : rows) {
    Ledger ledger;
    ledger.add(with_finding());
    ledger.add(with_finding(row.change));
    const LedgerPage page = ledger.page();
    ASSERT_THAT(page.found, SizeIs(row.is_same ? 1 : 2)) << row.what;
    EXPECT_EQ(page.found[0].count, row.is_same ? 2u : 1u) << row.what;
    EXPECT_EQ(page.found[0].raw_target, "/tasks?first") << row.what;
  }
}

TEST(LedgerTest, WithoutAKeywordThePointerTells) {
  Ledger ledger;
  for (const char* pointer : {"/0", "/1"}) {
    ledger.add(with_finding([pointer](Exchange& e) {
      e.findings[0].schema.clear();
      e.findings[0].pointer = pointer;
    }));
  }
  EXPECT_THAT(ledger.page().found, SizeIs(2));
}

TEST(LedgerTest, CountsExchanges) {
  Ledger ledger;
  ledger.add(with_finding());
  ledger.add(with_finding([](Exchange& e) {
    e.verdict = Verdict::Valid;
    e.findings.clear();
  }));
  ledger.add(with_finding([](Exchange& e) {  // a valid request, and an answer that breaks something
    e.verdict = Verdict::Valid;
    e.answer_findings.swap(e.findings);
  }));
  EXPECT_EQ(ledger.page().exchanges, 3u);
  EXPECT_EQ(ledger.page().valid, 1u);
  EXPECT_THAT(Ledger().page().found, IsEmpty());
}

TEST(LedgerTest, BeyondItsBoundItOnlyCounts) {
  Ledger ledger;
  for (std::size_t i = 0; i < Ledger::kMost + 5; ++i)
    ledger.add(with_finding([i](Exchange& e) { e.findings[0].name = fmt::format("p{}", i); }));
  EXPECT_THAT(ledger.page().found, SizeIs(Ledger::kMost));
  EXPECT_EQ(ledger.page().left_out, 5u);
}

TEST(LedgerTest, AJournalFeedsItBeforeItForgets) {
  const auto ledger = std::make_shared<Ledger>();
  Journal journal({.max_exchanges = 1, .max_bytes = 1 << 20}, ledger);
  for (int i = 0; i < 3; ++i) journal.add(with_finding());
  EXPECT_EQ(ledger->page().exchanges, 3u);
  EXPECT_EQ(ledger->page().found.front().count, 3u);
}

}  // namespace
}  // namespace holotype::journal
