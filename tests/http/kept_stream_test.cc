#include "http/kept_stream.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace holotype::http {
namespace {

using std::chrono::milliseconds;
using State = BodyStream::State;

// Gives one piece a call. An empty piece that is open: nothing came in time.
class Script final : public BodyStream {
 public:
  struct Line {
    std::string bytes;
    State state = State::Open;
  };
  explicit Script(std::vector<Line> lines, std::optional<std::uint64_t> length = std::nullopt)
      : lines_(std::move(lines)), length_(length) {}

  Piece read(milliseconds) override {
    const Line& line = lines_.at(next_++);
    return {line.bytes, line.state};
  }
  std::optional<std::uint64_t> length() const override { return length_; }
  const Headers& trailers() const override { return trailers_; }
  std::string why_broken() const override { return "cut"; }
  std::size_t reads() const { return next_; }

 private:
  std::vector<Line> lines_;
  std::optional<std::uint64_t> length_;
  std::size_t next_ = 0;
  Headers trailers_{{"X-Sum", "1"}};
};

struct Passed {
  std::string bytes;
  State state = State::Open;
};

Passed pass_on(BodyStream& stream) {
  Passed passed;
  while (passed.state == State::Open) {
    const BodyStream::Piece piece = stream.read(kForever);
    passed.bytes += piece.bytes;
    passed.state = piece.state;
  }
  return passed;
}

TEST(KeptStream, HoldsWhatFitsAndPassesOnWhatDoesNot) {
  using Held = KeptStream::Held;
  const Script::Line nothing{};
  struct Row {
    std::string what;
    std::vector<Script::Line> lines;
    std::optional<std::uint64_t> length;
    Held held;
    std::string passed;  // after that
    State end;
    bool is_whole;  // then
  };
  const Row rows[] = {
      {"in one piece", {{"abcd", State::Ended}}, 4, Held::Whole, "abcd", State::Ended, true},
      {"in pieces",
       {{"ab"}, {"cd"}, {"", State::Ended}},
       std::nullopt,
       Held::Whole,
       "abcd",
       State::Ended,
       true},
      {"empty", {{"", State::Ended}}, std::nullopt, Held::Whole, "", State::Ended, true},
      {"one byte too much",
       {{"ab"}, {"cde"}, {"f", State::Ended}},
       std::nullopt,
       Held::TooLarge,
       "abcdef",
       State::Ended,
       false},
      {"too much at its end",
       {{"abcde", State::Ended}},
       std::nullopt,
       Held::TooLarge,
       "abcde",
       State::Ended,
       false},
      {"announced to be too much: nothing is read ahead",
       {{"abcde", State::Ended}},
       5,
       Held::TooLarge,
       "abcde",
       State::Ended,
       false},
      {"late, and small enough",
       {{"ab"}, nothing, {"c"}, nothing, {"d", State::Ended}},
       std::nullopt,
       Held::Unfinished,
       "abcd",
       State::Ended,
       true},
      {"late, and too much then",
       {{"ab"}, nothing, {"cd"}, {"ef"}, {"gh", State::Ended}},
       std::nullopt,
       Held::Unfinished,
       "abcdefgh",
       State::Ended,
       false},
      {"cut at once", {{"ab"}, {"", State::Broken}}, 4, Held::Broken, "ab", State::Broken, false},
      {"cut later",
       {{"ab"}, nothing, {"c"}, {"", State::Broken}},
       4,
       Held::Unfinished,
       "abc",
       State::Broken,
       false},
  };
  for (const Row& row : rows) {
    Script source(row.lines, row.length);
    KeptStream stream(source, 4);
    EXPECT_EQ(stream.hold({milliseconds(10), milliseconds(10'000)}), row.held) << row.what;
    if (row.length == 5) {
      EXPECT_EQ(source.reads(), 0u);
    }
    const Passed passed = pass_on(stream);
    EXPECT_EQ(passed.bytes, row.passed) << row.what;
    EXPECT_EQ(passed.state, row.end) << row.what;
    EXPECT_EQ(stream.received(), row.passed.size()) << row.what;
    EXPECT_EQ(stream.is_whole(), row.is_whole) << row.what;
    EXPECT_EQ(stream.is_too_large(), row.passed.size() > 4) << row.what;
    if (stream.is_whole()) {
      EXPECT_EQ(stream.take(), row.passed) << row.what;
    }
    EXPECT_TRUE(stream.trailers().contains("X-Sum"));
  }
}

TEST(KeptStream, WithoutPatienceItTakesWhatIsThere) {
  Script source({{"a"}, {"b"}, {}, {"c", State::Ended}});
  KeptStream stream(source, 10);
  EXPECT_EQ(stream.hold({}), KeptStream::Held::Unfinished);
  EXPECT_EQ(stream.read(kForever).bytes, "a");
  EXPECT_EQ(pass_on(stream).bytes, "bc");
}

TEST(KeptStream, PatienceIsForAllOfItTogether) {
  // A byte each time keeps nobody waiting for ever.
  std::vector<Script::Line> drops(1000, {"."});
  drops.push_back({"", State::Ended});
  Script source(drops);
  KeptStream stream(source, 10'000);
  EXPECT_EQ(stream.hold({milliseconds(1'000), milliseconds(-1)}), KeptStream::Held::Unfinished);
  EXPECT_EQ(pass_on(stream).bytes, std::string(1000, '.'));
  EXPECT_TRUE(stream.is_whole());
}

}  // namespace
}  // namespace holotype::http
