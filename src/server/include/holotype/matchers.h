// GoogleMock matchers for holotype::MockServer, and for the responses of your own server.
//
//     using holotype::Received, holotype::With, holotype::Times;
//     EXPECT_THAT(server, Received("createTask", Times(1)));
//     EXPECT_THAT(server, Received("createTask", With("body: {title: Rotate keys}")));
//     EXPECT_THAT(server, ReceivedInOrder({{"createTask"}, {"getTask"}}));
//     EXPECT_THAT(server, holotype::SentOnlyValidRequests());
//     EXPECT_THAT(server, holotype::SentOnlyDeclaredRequests());
//     EXPECT_THAT(response, holotype::Conforms(description, "getTask"));
//
// All but Conforms take a MockServer or one of its sessions. Where they fail they say what was
// received instead, and what differed. GoogleMock's own cardinalities are understood, too:
// Received("createTask", testing::AtLeast(2)).
//
// Where the answer cannot be known (docs/verify.md) neither a matcher nor its negation holds: the
// test fails, with the reason, at the line where the matcher stands, in Not(...), too. Times(0)
// says "never" without Not.
//
// This header needs <gmock/gmock.h>; no other of Holotype's does.
#pragma once

#include <gmock/gmock.h>
#include <holotype/description.h>
#include <holotype/mock_server.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace holotype {

// How often.
class Times {
 public:
  explicit Times(std::uint64_t exactly) : at_least_(exactly), at_most_(exactly) {}
  Times(
      const testing::Cardinality& cardinality)  // NOLINT: AtLeast(2) is meant to be given as it is
      : at_least_(static_cast<std::uint64_t>(cardinality.ConservativeLowerBound())) {
    const int most = cardinality.ConservativeUpperBound();
    if (most != std::numeric_limits<int>::max()) at_most_ = static_cast<std::uint64_t>(most);
  }

  std::uint64_t at_least() const { return at_least_; }
  std::optional<std::uint64_t> at_most() const { return at_most_; }

 private:
  std::uint64_t at_least_;
  std::optional<std::uint64_t> at_most_;
};

// What must hold of the request, as in a fixture's `when`: YAML or JSON.
struct With {
  explicit With(std::string text) : when(std::move(text)) {}
  std::string when;
};

namespace matchers {

// Where a matcher stands in a test.
struct Site {
  const char* file;
  int line;
};

// What the matchers of servers have in common: a question, and how it is asked.
template <typename Ask>
class ServerMatcher {
 public:
  using is_gtest_matcher = void;
  ServerMatcher(std::string words, const Site& site, Ask ask)
      : words_(std::move(words)), site_(site), ask_(std::move(ask)) {}

  template <typename Server>
  bool MatchAndExplain(const Server& server, std::ostream* out) const {
    const Verification verification = ask_(server);
    if (out != nullptr) *out << verification.message;
    if (!verification.is_certain) fail(verification.message, out == nullptr);
    return verification.holds;
  }
  void DescribeTo(std::ostream* out) const { *out << words_; }
  void DescribeNegationTo(std::ostream* out) const { *out << "not: " << words_; }

 private:
  // A matcher can only say yes or no, and Not(...) turns a no into a yes. EXPECT_THAT asks without
  // a stream first, and where the answer was no again with one, which is no second failure.
  void fail(const std::string& message, bool is_first) const {
    if (is_first || !has_failed_) ADD_FAILURE_AT(site_.file, site_.line) << message;
    has_failed_ = is_first;
  }

  std::string words_;
  Site site_;
  Ask ask_;
  mutable bool has_failed_ = false;
};

inline std::string words_of(const Expectation& expectation) {
  const auto times = [](std::uint64_t count) {
    return count == 1 ? std::string("once") : std::to_string(count) + " times";
  };
  std::string words = "received " + expectation.operation;
  if (!expectation.when.empty()) words += " with " + expectation.when;
  if (!expectation.at_most) return words + " at least " + times(expectation.at_least);
  if (*expectation.at_most == 0) return words + " never";
  if (*expectation.at_most == expectation.at_least)
    return words + " exactly " + times(expectation.at_least);
  return words + " between " + std::to_string(expectation.at_least) + " and " +
         times(*expectation.at_most);
}

inline auto received(Expectation expectation, const Site& site) {
  std::string words = words_of(expectation);
  return ServerMatcher(std::move(words), site,
                       [expectation = std::move(expectation)](const auto& server) {
                         return server.verify(expectation);
                       });
}

// What both kinds of Conforms() say.
inline bool explain(const Description::Findings& findings, std::ostream* out) {
  if (out == nullptr) return findings.conforms();
  *out << (findings.conforms() ? "which conforms" : "which breaks the description:");
  for (const std::string& line : findings.violations) *out << "\n  " << line;
  if (!findings.unchecked.empty()) *out << "\n  and was not checked for all:";
  for (const std::string& line : findings.unchecked) *out << "\n  " << line;
  return findings.conforms();
}

class ConformsMatcher {
 public:
  using is_gtest_matcher = void;
  ConformsMatcher(Description description, std::string operation)
      : description_(std::move(description)), operation_(std::move(operation)) {}

  bool MatchAndExplain(const Exchange& exchange, std::ostream* out) const {
    return explain(description_.check(exchange), out);
  }
  bool MatchAndExplain(const Response& response, std::ostream* out) const {
    return explain(description_.check(operation_, response), out);
  }
  void DescribeTo(std::ostream* out) const {
    *out << "conforms to the description" << (operation_.empty() ? "" : " of " + operation_);
  }
  void DescribeNegationTo(std::ostream* out) const {
    *out << "breaks the description" << (operation_.empty() ? "" : " of " + operation_);
  }

 private:
  Description description_;
  std::string operation_;
};

}  // namespace matchers

// So many requests for the operation, at least one where no number is given.
inline auto Received(std::string operation,
                     const matchers::Site& site = {__builtin_FILE(), __builtin_LINE()}) {
  return matchers::received({.operation = std::move(operation)}, site);
}
inline auto Received(std::string operation, const Times& times,
                     const matchers::Site& site = {__builtin_FILE(), __builtin_LINE()}) {
  return matchers::received(
      {.operation = std::move(operation), .at_least = times.at_least(), .at_most = times.at_most()},
      site);
}
inline auto Received(std::string operation, With with,
                     const matchers::Site& site = {__builtin_FILE(), __builtin_LINE()}) {
  return matchers::received({.operation = std::move(operation), .when = std::move(with.when)},
                            site);
}
inline auto Received(std::string operation, With with, const Times& times,
                     const matchers::Site& site = {__builtin_FILE(), __builtin_LINE()}) {
  return matchers::received({.operation = std::move(operation),
                             .when = std::move(with.when),
                             .at_least = times.at_least(),
                             .at_most = times.at_most()},
                            site);
}

// Requests in this order; others may lie between.
inline auto ReceivedInOrder(std::vector<Expectation> steps,
                            const matchers::Site& site = {__builtin_FILE(), __builtin_LINE()}) {
  std::string words = "received in this order:";
  for (const Expectation& step : steps) {
    words += " " + step.operation;
    if (!step.when.empty()) words += " with " + step.when;
    words += ",";
  }
  words.pop_back();
  return matchers::ServerMatcher(
      std::move(words), site,
      [steps = std::move(steps)](const auto& server) { return server.verify_order(steps); });
}

// No invalid request was sent to it.
inline auto SentOnlyValidRequests(const matchers::Site& site = {__builtin_FILE(),
                                                                __builtin_LINE()}) {
  return matchers::ServerMatcher("was sent only valid requests", site,
                                 [](const auto& server) { return server.verify_only_valid(); });
}

// Nothing was asked for that the description does not have.
inline auto SentOnlyDeclaredRequests(const matchers::Site& site = {__builtin_FILE(),
                                                                   __builtin_LINE()}) {
  return matchers::ServerMatcher("was sent only requests that the description has", site,
                                 [](const auto& server) { return server.verify_only_declared(); });
}

// For an Exchange: its response is one that the operation of its request describes.
inline matchers::ConformsMatcher Conforms(Description description) {
  return {std::move(description), ""};
}
// For a Response: the operation (an operationId or "METHOD /path") describes it.
inline matchers::ConformsMatcher Conforms(Description description, std::string operation) {
  return {std::move(description), std::move(operation)};
}

// What GoogleTest prints of them.
inline void PrintTo(const Response& response, std::ostream* out) {
  *out << response.status << " " << response.header("Content-Type") << " " << response.body;
}
inline void PrintTo(const Exchange& exchange, std::ostream* out) {
  *out << exchange.request.method << " " << exchange.request.target << " -> ";
  PrintTo(exchange.response, out);
}
inline void PrintTo(const MockServer::Session& session, std::ostream* out) {
  const auto received = session.received();
  *out << "a stand-in that received " << received.size()
       << (received.size() == 1 ? " request" : " requests");
}
inline void PrintTo(const MockServer& server, std::ostream* out) {
  PrintTo(server.default_session(), out);
}

}  // namespace holotype
