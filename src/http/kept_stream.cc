#include "http/kept_stream.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace holotype::http {
namespace {

// A length is a promise of the sender's; memory follows what has arrived.
constexpr std::uint64_t kMaxReserved = 1u << 20;

void release(std::string& text) { std::string().swap(text); }

}  // namespace

void KeptStream::keep(const Piece& piece) {
  received_ += piece.bytes.size();
  state_ = piece.state;
  if (received_ > max_bytes_) is_too_large_ = true;
}

KeptStream::Held KeptStream::hold(const Patience& patience) {
  const auto length = source_->length();
  if (length && *length > max_bytes_) {
    is_too_large_ = true;
    return Held::TooLarge;
  }
  if (length) kept_.reserve(static_cast<std::size_t>(std::min(*length, kMaxReserved)));
  const auto end = std::chrono::steady_clock::now() + patience.total;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const Piece piece =
        source_->read(std::clamp(left, std::chrono::milliseconds(0), patience.pause));
    keep(piece);
    kept_ += piece.bytes;  // also what is beyond the bound: it is passed on next
    if (state_ == State::Broken) return Held::Broken;
    if (is_too_large_) return Held::TooLarge;
    if (state_ == State::Ended) return Held::Whole;
    if (piece.bytes.empty() || left <= std::chrono::milliseconds(0)) return Held::Unfinished;
  }
}

BodyStream::Piece KeptStream::read(std::chrono::milliseconds patience) {
  if (passed_ < kept_.size()) {
    const std::string_view held = std::string_view(kept_).substr(passed_);
    passed_ = kept_.size();
    return {held, state_};
  }
  if (is_too_large_) {
    release(kept_);
    passed_ = 0;
  }
  if (state_ != State::Open) return {{}, state_};
  const Piece piece = source_->read(patience);
  keep(piece);
  if (!is_too_large_) {
    kept_ += piece.bytes;
    passed_ = kept_.size();
  }
  return piece;
}

std::string KeptStream::take() {
  HOLOTYPE_CHECK(is_whole());
  passed_ = 0;
  return std::exchange(kept_, {});
}

}  // namespace holotype::http
