// KeptStream: passes a body on, and keeps what passed up to a bound, so that it can be looked at as
// a whole once it has ended.
//
//     KeptStream body(source, 10 << 20);
//     if (body.hold(patience) == KeptStream::Held::Whole) ... body.take()   // nothing was passed
//     on else while (...) body.read(kForever)                               // what was held comes
//     first
//
// Memory: at most the bound and one piece; nothing once the bound is passed.
// Threads: as its source. Tests: tests/http/kept_stream_test.cc
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http/stream.h"

namespace holotype::http {

// How long a body is waited for before it is passed on as it comes.
struct Patience {
  std::chrono::milliseconds pause{0};  // without a byte
  std::chrono::milliseconds total{0};
};
inline constexpr Patience kPatientForever{kForever, kForever};

class KeptStream final : public BodyStream {
 public:
  KeptStream(std::shared_ptr<BodyStream> source, std::size_t max_bytes)
      : source_(std::move(source)), max_bytes_(max_bytes) {}
  // `source` outlives it.
  KeptStream(BodyStream& source, std::size_t max_bytes)
      : KeptStream(std::shared_ptr<BodyStream>(std::shared_ptr<void>(), &source), max_bytes) {}

  enum class Held {
    Whole,       // take() has it
    TooLarge,    // longer than the bound, or announced to be
    Unfinished,  // more is to come, and patience is at its end
    Broken,
  };
  // Reads ahead. Nothing is read of what is announced to exceed the bound.
  Held hold(const Patience& patience);

  Piece read(std::chrono::milliseconds patience) override;
  std::optional<std::uint64_t> length() const override { return source_->length(); }
  const Headers& trailers() const override { return source_->trailers(); }
  std::string why_broken() const override { return source_->why_broken(); }
  bool is_abandoned() const override { return source_->is_abandoned(); }
  int descriptor() const override { return source_->descriptor(); }

  // How many bytes have come.
  std::uint64_t received() const { return received_; }
  bool has_ended() const { return state_ == State::Ended; }
  bool is_broken() const { return state_ == State::Broken; }
  // Whether the bound was passed, so that not all of it will ever be here.
  bool is_too_large() const { return is_too_large_; }
  // Whether it has ended and take() has all of it.
  bool is_whole() const { return has_ended() && !is_too_large_; }
  // The whole body. Precondition: is_whole(). Leaves nothing behind.
  std::string take();

 private:
  void keep(const Piece& piece);

  const std::shared_ptr<BodyStream> source_;
  const std::size_t max_bytes_;
  std::string kept_;
  std::size_t passed_ = 0;  // of kept_
  std::uint64_t received_ = 0;
  State state_ = State::Open;
  bool is_too_large_ = false;
};

}  // namespace holotype::http
