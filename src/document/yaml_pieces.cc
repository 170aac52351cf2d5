#include "document/yaml_pieces.h"

#include <algorithm>
#include <optional>

namespace holotype::document {
namespace {

// Deeper keys are small: "components", "schemas", and the schemas themselves.
constexpr int kMaxLevels = 4;

struct Line {
  std::size_t begin;
  std::size_t indent;
  std::string_view content;  // without indentation and line end
  std::size_t end;           // behind the line end
};

Line line_at(std::string_view text, std::size_t begin) {
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  const std::size_t content = std::min(text.find_first_not_of(' ', begin), end);
  return {begin, content - begin, text.substr(content, end - content),
          std::min(end + 1, text.size())};
}

bool is_empty(const Line& line) { return line.content.empty() || line.content.front() == '#'; }

// Whether the line is "key:" or "key: value" for all that can be seen.
bool is_member(std::string_view content) {
  // What begins with one of these is no key, or one that this does not understand.
  if (std::string_view("-?:,[]{}#&*!|>%@`\"'\t").find(content.front()) != std::string_view::npos)
    return false;
  return content.ends_with(':') || content.find(": ") != std::string_view::npos;
}

// Whether nothing but the key stands on the line, so that its value begins on the next.
bool is_key_alone(std::string_view content) {
  return content.ends_with(':') && content.find(": ") == std::string_view::npos &&
         content.find(" #") == std::string_view::npos;
}

bool is_element(std::string_view content) { return content.starts_with("- "); }

// Whether reading these side by side differs from reading all at once.
bool is_cut(const std::vector<YamlPiece>& pieces) {
  return pieces.size() > 1 || (pieces.size() == 1 && !pieces.front().inner.empty());
}

class Cutter {
 public:
  Cutter(std::string_view text, std::size_t piece_bytes) : text_(text), piece_bytes_(piece_bytes) {}

  // The pieces of the mapping or sequence in [begin, end); nullopt where that cannot be cut.
  std::optional<std::vector<YamlPiece>> cut(std::size_t begin, std::size_t end, int levels) const {
    std::vector<YamlPiece> pieces;
    std::optional<std::size_t> indent;
    std::optional<Line> entry;  // the member or element that goes on
    bool is_sequence = false;
    for (std::size_t at = begin; at < end;) {
      const Line line = line_at(text_, at);
      at = line.end;
      if (is_empty(line)) continue;
      if (line.content.front() == '\t') return std::nullopt;
      if (!indent) {
        indent = line.indent;
        is_sequence = is_element(line.content);
      }
      if (line.indent > *indent) continue;
      if (line.indent < *indent) return std::nullopt;
      // A sequence may stand as deep as the key that it is the value of (section 8.2.1).
      if (entry && !is_sequence && is_element(line.content)) continue;
      if (is_sequence ? !is_element(line.content) : !is_member(line.content)) return std::nullopt;
      if (entry) add(pieces, *entry, line.begin, levels);
      entry = line;
    }
    if (!entry) return std::nullopt;
    add(pieces, *entry, end, levels);
    return pieces;
  }

 private:
  // The member or element that begins with the line `entry` and ends at `end`: joined to the piece
  // before while that is small, cut itself where it is a large member.
  void add(std::vector<YamlPiece>& pieces, const Line& entry, std::size_t end, int levels) const {
    const bool is_large = end - entry.begin > piece_bytes_;
    if (is_large && levels > 1 && !is_element(entry.content) && is_key_alone(entry.content)) {
      if (auto inner = cut(entry.end, end, levels - 1); inner && is_cut(*inner)) {
        pieces.push_back({entry.begin, entry.end, std::move(*inner)});
        return;
      }
    }
    if (!pieces.empty() && pieces.back().inner.empty() &&
        end - pieces.back().begin <= piece_bytes_) {
      pieces.back().end = end;
    } else {
      pieces.push_back({entry.begin, end});
    }
  }

  std::string_view text_;
  std::size_t piece_bytes_;
};

// Where the content begins, behind comments and one "---"; nullopt where another marker or a
// directive stands at the begin of a line.
std::optional<std::size_t> begin_of_content(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const Line line = line_at(text, begin);
    if (line.indent == 0 && line.content == "---") {
      begin = line.end;
      break;
    }
    if (!is_empty(line)) break;
    begin = line.end;
  }
  const std::string_view rest = text.substr(begin);
  const auto has_line = [rest](std::string_view start) {
    if (rest.starts_with(start)) return true;
    for (std::size_t at = rest.find(start); at != std::string_view::npos;
         at = rest.find(start, at + 1)) {
      if (rest[at - 1] == '\n') return true;
    }
    return false;
  };
  if (has_line("---") || has_line("...") || has_line("%")) return std::nullopt;
  return begin;
}

}  // namespace

std::vector<YamlPiece> yaml_pieces(std::string_view text, std::size_t piece_bytes) {
  if (text.size() <= piece_bytes) return {};
  const auto begin = begin_of_content(text);
  if (!begin) return {};
  auto pieces = Cutter(text, piece_bytes).cut(*begin, text.size(), kMaxLevels);
  if (!pieces || !is_cut(*pieces)) return {};
  return std::move(*pieces);
}

}  // namespace holotype::document
