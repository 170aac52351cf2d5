// LineIndex: from byte offsets in a text to lines and columns, at the same small cost anywhere in
// it.
//
// json::line_column() counts from the start of the text; this keeps the count at every kStride-th
// byte, so that a thousand findings in a file of one 10 MB line take microseconds each.
//
// Threads: immutable. Tests: tests/document/line_index_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "json/text.h"

namespace holotype::document {

class LineIndex {
 public:
  // `text` is UTF-8. A line ends with LF, CR LF or CR.
  explicit LineIndex(std::string_view text);

  // The line and column (from 1, columns in code points) of a byte offset in `text`, which is the
  // text that the index was made for. An offset beyond its end is the end.
  json::LineColumn locate(std::string_view text, std::size_t offset) const;

  std::size_t memory_bytes() const { return checkpoints_.capacity() * sizeof(json::LineColumn); }

 private:
  static constexpr std::size_t kStride = 1024;
  std::vector<json::LineColumn> checkpoints_;  // of the bytes 0, kStride, 2 * kStride, ...
};

}  // namespace holotype::document
