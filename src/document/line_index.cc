#include "document/line_index.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace holotype::document {
namespace {

constexpr std::size_t kBlockBytes = 64;

bool is_ascii(std::string_view bytes) {
  std::uint64_t all = 0;
  while (bytes.size() >= sizeof(all)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof(word));
    all |= word;
    bytes.remove_prefix(sizeof(word));
  }
  for (const char c : bytes) all |= static_cast<unsigned char>(c);
  return (all & 0x8080808080808080u) == 0;
}

}  // namespace

LineIndex::LineIndex(std::string_view text) : text_bytes_(text.size()) {
  note_lines(text);
  note_continuations(text);
}

void LineIndex::note_lines(std::string_view text) {
  const bool has_cr = text.find('\r') != std::string_view::npos;
  const auto next = [&](std::size_t from) {
    return has_cr ? text.find_first_of("\r\n", from) : text.find('\n', from);
  };
  for (std::size_t at = next(0); at != std::string_view::npos; at = next(at + 1)) {
    // CR LF is one line end.
    if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
  line_starts_.shrink_to_fit();
}

void LineIndex::note_continuations(std::string_view text) {
  std::uint32_t before = 0;
  for (std::size_t at = 0; at < text.size(); at += kBlockBytes) {
    const std::string_view bytes = text.substr(at, kBlockBytes);
    if (is_ascii(bytes)) continue;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const bool continues = (static_cast<unsigned char>(bytes[i]) & 0xC0) == 0x80;
      bits |= std::uint64_t{continues} << i;
    }
    blocks_.push_back({static_cast<std::uint32_t>(at / kBlockBytes), before, bits});
    before += static_cast<std::uint32_t>(std::popcount(bits));
  }
  blocks_.shrink_to_fit();
}

std::uint32_t LineIndex::continuations_before(std::uint32_t offset) const {
  const std::uint32_t number = offset / kBlockBytes;
  const auto after = std::ranges::upper_bound(blocks_, number, {}, &Block::number);
  if (after == blocks_.begin()) return 0;
  const Block& block = *(after - 1);
  const bool holds_it = block.number == number;
  const std::uint64_t mask = holds_it ? (std::uint64_t{1} << (offset % kBlockBytes)) - 1 : ~0ull;
  return block.before + static_cast<std::uint32_t>(std::popcount(block.bits & mask));
}

json::LineColumn LineIndex::locate(std::size_t offset) const {
  const auto at = static_cast<std::uint32_t>(std::min(offset, text_bytes_));
  const auto next = std::ranges::upper_bound(line_starts_, at);
  const std::uint32_t start = next == line_starts_.begin() ? 0 : *(next - 1);
  json::LineColumn place;
  place.line = static_cast<std::uint32_t>(next - line_starts_.begin()) + 1;
  place.column = at - start - (continuations_before(at) - continuations_before(start)) + 1;
  return place;
}

std::size_t LineIndex::memory_bytes() const {
  return line_starts_.capacity() * sizeof(std::uint32_t) + blocks_.capacity() * sizeof(Block);
}

}  // namespace holotype::document
