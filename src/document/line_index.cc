#include "document/line_index.h"

#include <algorithm>

namespace holotype::document {
namespace {

// Bytes that begin a code point: all but 10xxxxxx. Invalid bytes count like the others.
std::size_t code_points(std::string_view bytes) {
  return static_cast<std::size_t>(std::count_if(
      bytes.begin(), bytes.end(), [](char c) { return static_cast<signed char>(c) >= -0x40; }));
}

// Whether text[at] ends a line. CR LF is one line end: a CR counts only where no LF follows.
bool ends_line(std::string_view text, std::size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'));
}

// `start` is the place of text[from]; the result is the place of text[to].
json::LineColumn advance(json::LineColumn start, std::string_view text, std::size_t from,
                         std::size_t to) {
  std::size_t line_start = from;
  bool moved = false;
  for (std::size_t i = from; i < to; ++i) {
    if (static_cast<unsigned char>(text[i]) > '\r' || !ends_line(text, i)) continue;
    ++start.line;
    line_start = i + 1;
    moved = true;
  }
  const auto width =
      static_cast<std::uint32_t>(code_points(text.substr(line_start, to - line_start)));
  start.column = (moved ? 1 : start.column) + width;
  return start;
}

}  // namespace

LineIndex::LineIndex(std::string_view text) {
  checkpoints_.reserve(text.size() / kStride + 1);
  checkpoints_.push_back({});
  for (std::size_t at = kStride; at < text.size(); at += kStride) {
    checkpoints_.push_back(advance(checkpoints_.back(), text, at - kStride, at));
  }
}

json::LineColumn LineIndex::locate(std::string_view text, std::size_t offset) const {
  offset = std::min(offset, text.size());
  const std::size_t checkpoint = std::min(offset / kStride, checkpoints_.size() - 1);
  return advance(checkpoints_[checkpoint], text, checkpoint * kStride, offset);
}

}  // namespace holotype::document
