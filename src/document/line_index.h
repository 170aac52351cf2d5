// LineIndex: from byte offsets in a text to lines and columns, without the text.
//
// A description is kept for as long as it is served, its text would be as large as its values, and
// all that is asked of the text is where things stood. The index holds where lines begin and which
// bytes continue a character, 64 bytes at a time where any does: about an eighth of a usual text.
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
  // `text` is UTF-8 of less than 4 GiB. A line ends with LF, CR LF or CR.
  explicit LineIndex(std::string_view text);

  // The line and column (from 1, columns in code points) of a byte offset in the text. An offset
  // beyond its end is the end. Cost: two binary searches.
  json::LineColumn locate(std::size_t offset) const;

  // The size of the text.
  std::size_t text_bytes() const { return text_bytes_; }
  std::size_t memory_bytes() const;

 private:
  // 64 bytes of the text of which some continue a character (10xxxxxx).
  struct Block {
    std::uint32_t number;  // of the block: its first byte divided by 64
    std::uint32_t before;  // how many bytes continue a character before this block
    std::uint64_t bits;    // which ones in it, the first byte lowest
  };

  void note_lines(std::string_view text);
  void note_continuations(std::string_view text);
  // How many of the bytes before `offset` continue a character.
  std::uint32_t continuations_before(std::uint32_t offset) const;

  std::size_t text_bytes_;
  std::vector<std::uint32_t> line_starts_;  // of all lines but the first
  std::vector<Block> blocks_;               // in order
};

}  // namespace holotype::document
