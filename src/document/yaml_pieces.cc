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

class Cutter {
 public:
  Cutter(std::string_view text, std::size_t piece_bytes) : text_(text), piece_bytes_(piece_bytes) {}

  // The pieces of the mapping in [begin, end); nullopt where that is no mapping that can be cut.
  std::optional<std::vector<YamlPiece>> cut(std::size_t begin, std::size_t end, int levels) const {
    std::vector<YamlPiece> pieces;
    std::optional<std::size_t> indent;
    std::optional<Line> key;  // of the member that goes on
    for (std::size_t at = begin; at < end;) {
      const Line line = line_at(text_, at);
      at = line.end;
      if (is_empty(line)) continue;
      if (line.content.front() == '\t') return std::nullopt;
      if (!indent) indent = line.indent;
      if (line.indent > *indent) continue;
      // A sequence may stand as deep as the key that it is the value of (section 8.2.1).
      if (line.indent == *indent && key && line.content.starts_with("- ")) continue;
      if (line.indent < *indent || !is_member(line.content)) return std::nullopt;
      if (key) add(pieces, *key, line.begin, levels);
      key = line;
    }
    if (!key) return std::nullopt;
    add(pieces, *key, end, levels);
    return pieces;
  }

 private:
  // The member that begins with `key` and ends at `end`: joined to the piece before while that is
  // small, cut itself where it is large.
  void add(std::vector<YamlPiece>& pieces, const Line& key, std::size_t end, int levels) const {
    if (end - key.begin > piece_bytes_ && levels > 1 && is_key_alone(key.content)) {
      if (auto inner = cut(key.end, end, levels - 1); inner && inner->size() > 1) {
        pieces.push_back({key.begin, key.end, std::move(*inner)});
        return;
      }
    }
    if (!pieces.empty() && pieces.back().inner.empty() &&
        end - pieces.back().begin <= piece_bytes_) {
      pieces.back().end = end;
    } else {
      pieces.push_back({key.begin, end});
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
  if (!pieces || (pieces->size() == 1 && pieces->front().inner.empty())) return {};
  return std::move(*pieces);
}

}  // namespace holotype::document
