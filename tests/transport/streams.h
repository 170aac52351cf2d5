// Bodies made of given pieces, for tests of what streams them.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/stream.h"

namespace holotype::transport {

// Gives one piece a call, as fast as it is asked; then `end`.
class Pieces : public http::BodyStream {
 public:
  explicit Pieces(std::vector<std::string> pieces,
                  std::optional<std::uint64_t> length = std::nullopt, State end = State::Ended,
                  http::Headers trailers = {})
      : pieces_(std::move(pieces)), length_(length), end_(end), trailers_(std::move(trailers)) {}

  Piece read(std::chrono::milliseconds) override {
    if (next_ == pieces_.size()) return {{}, end_};
    return {pieces_[next_++], State::Open};
  }
  std::optional<std::uint64_t> length() const override { return length_; }
  const http::Headers& trailers() const override { return trailers_; }
  std::string why_broken() const override { return "it was cut"; }

 private:
  const std::vector<std::string> pieces_;
  const std::optional<std::uint64_t> length_;
  const State end_;
  const http::Headers trailers_;
  std::size_t next_ = 0;
};

// Goes on for ever, and counts what was taken. With a pause between pieces, it is waited for.
class Endless : public http::BodyStream {
 public:
  struct Counts {
    std::atomic<std::uint64_t> bytes{0};
    std::atomic<bool> is_gone{false};
  };
  Endless(Counts& counts, std::chrono::milliseconds pause) : counts_(counts), pause_(pause) {}
  ~Endless() override { counts_.is_gone = true; }

  Piece read(std::chrono::milliseconds patience) override {
    std::this_thread::sleep_for(std::min(pause_, patience));
    counts_.bytes += piece_.size();
    return {piece_, State::Open};
  }
  std::optional<std::uint64_t> length() const override { return std::nullopt; }
  const http::Headers& trailers() const override { return trailers_; }
  std::string why_broken() const override { return ""; }

 private:
  Counts& counts_;
  const std::chrono::milliseconds pause_;
  const std::string piece_ = std::string(10'000, 'x');
  const http::Headers trailers_;
};

}  // namespace holotype::transport
