#include "transport/content.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace holotype::transport {
namespace {

using tl::unexpected;

// RFC 9112 section 7.1.1 asks for a bound on what extensions a recipient reads; none means anything
// here, so it is on all of a request's together.
constexpr std::size_t kMaxExtensionBytes = 4096;

// 64 bits; longer sizes could only be padded with zeros.
constexpr std::size_t kMaxSizeDigits = 16;

unexpected<Fault> bad_request(std::string message) {
  return unexpected<Fault>(Fault{FaultKind::BadRequest, std::move(message)});
}

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

}  // namespace

Content::Content(const Head& head, const Limits& limits)
    : limits_(limits),
      state_(head.framing == Framing::Chunked ? State::Size : State::Plain),
      remaining_(head.content_length) {
  if (head.framing == Framing::None) state_ = State::Done;
}

Result<std::size_t, Fault> Content::take(std::string_view input) {
  std::size_t taken = 0;
  while (taken < input.size() && state_ != State::Done) {
    if (state_ == State::Plain || state_ == State::Data) {
      const auto size =
          static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, input.size() - taken));
      decoded_.append(input.substr(taken, size));
      taken += size;
      remaining_ -= size;
      if (remaining_ == 0) state_ = state_ == State::Plain ? State::Done : State::DataReturn;
      continue;
    }
    Result<void, Fault> stepped = step(input[taken]);
    if (!stepped) return unexpected<Fault>(std::move(stepped.error()));
    ++taken;
  }
  return taken;
}

Result<void, Fault> Content::step(char c) {
  switch (state_) {
    case State::Size:
      return step_size(c);
    case State::SizePadding:
      if (c == ';') state_ = State::Extension;
      if (c == ';' || c == ' ' || c == '\t') break;
      return bad_request("A chunk size is followed by white space.");
    case State::Extension:
      if (++extension_bytes_ > kMaxExtensionBytes) {
        return bad_request(
            fmt::format("The chunk extensions take more than {} bytes.", kMaxExtensionBytes));
      }
      if (c == '\r') {
        state_ = State::SizeFeed;
      } else if (is_control(c)) {
        return bad_request("A chunk extension holds a control character.");
      }
      break;
    case State::SizeFeed:
      if (c != '\n') return bad_request("A chunk size does not end with CRLF.");
      return finish_size();
    case State::DataReturn:
      if (c != '\r') return bad_request("A chunk is longer than its size says.");
      state_ = State::DataFeed;
      break;
    case State::DataFeed:
      if (c != '\n') return bad_request("A chunk does not end with CRLF.");
      state_ = State::Size;
      break;
    case State::Trailer:
      if (++trailer_bytes_ > limits_.max_header_bytes) {
        return unexpected<Fault>(Fault{
            FaultKind::HeaderFieldsTooLarge,
            fmt::format("The trailer fields take more than {} bytes.", limits_.max_header_bytes)});
      }
      line_ += c;
      if (c == '\n') return finish_trailer_line();
      break;
    case State::Plain:
    case State::Data:
    case State::Done:
      HOLOTYPE_CHECK(!"take() handles these itself");
  }
  return {};
}

Result<void, Fault> Content::step_size(char c) {
  const int value = hex_value(c);
  if (value >= 0) {
    if (++digits_ > kMaxSizeDigits) return bad_request("A chunk size has more than 16 digits.");
    remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(value);
    return {};
  }
  if (digits_ == 0) return bad_request("A chunk does not begin with its size in hexadecimal.");
  switch (c) {
    case '\r':
      state_ = State::SizeFeed;
      return {};
    case ';':
      state_ = State::Extension;
      return {};
    case ' ':
    case '\t':
      state_ = State::SizePadding;
      return {};
    default:
      return bad_request("A chunk size is not a hexadecimal number.");
  }
}

Result<void, Fault> Content::finish_size() {
  digits_ = 0;
  if (remaining_ > limits_.max_body_bytes - decoded_.size()) {
    return unexpected<Fault>(
        Fault{FaultKind::PayloadTooLarge,
              fmt::format("The content is longer than {} bytes.", limits_.max_body_bytes)});
  }
  state_ = remaining_ == 0 ? State::Trailer : State::Data;
  return {};
}

Result<void, Fault> Content::finish_trailer_line() {
  if (!line_.ends_with("\r\n")) {
    return bad_request("A trailer line ends with LF alone; HTTP ends lines with CRLF.");
  }
  line_.resize(line_.size() - 2);
  if (line_.empty()) {
    state_ = State::Done;
    return {};
  }
  if (++trailer_count_ > limits_.max_header_count) {
    return unexpected<Fault>(Fault{
        FaultKind::HeaderFieldsTooLarge,
        fmt::format("The request has more than {} trailer fields.", limits_.max_header_count)});
  }
  Result<http::Header, Fault> field = parse_field_line(line_);
  if (!field) return unexpected<Fault>(std::move(field.error()));
  trailers_.add(std::move(field->name), std::move(field->value));
  line_.clear();
  return {};
}

}  // namespace holotype::transport
