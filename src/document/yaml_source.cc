#include "document/yaml_source.h"

#include <algorithm>

namespace holotype::document {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }

// Whether a plain scalar that stands in `text` up to `end` is a whole one: where nothing is
// written, what follows is the next thing, such as "nullable: true".
bool is_scalar_end(std::string_view text, std::size_t end) {
  return end == text.size() || is_space(text[end]) ||
         std::string_view(":,]}").find(text[end]) != std::string_view::npos;
}

}  // namespace

bool is_quote(std::string_view text, std::size_t offset) {
  return offset < text.size() && (text[offset] == '"' || text[offset] == '\'');
}

std::size_t content_offset(std::string_view text, std::size_t offset) {
  while (offset < text.size()) {
    if (text[offset] == '#') {
      offset = std::min(text.find('\n', offset), text.size());
    } else if (text[offset] == '!' || text[offset] == '&') {
      while (offset < text.size() && !is_space(text[offset])) ++offset;
    } else if (!is_space(text[offset])) {
      break;
    } else {
      ++offset;
    }
  }
  return offset;
}

std::string_view null_text(std::string_view text, std::size_t offset) {
  const std::string_view rest = text.substr(content_offset(text, offset));
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (rest.starts_with(word) && is_scalar_end(rest, word.size()))
      return rest.substr(0, word.size());
  }
  return {};
}

bool is_plain(std::string_view text, std::size_t offset) {
  const std::size_t content = content_offset(text, offset);
  return content == text.size() ||
         std::string_view("\"'|>").find(text[content]) == std::string_view::npos;
}

std::optional<std::size_t> end_of_quoted(std::string_view text, std::size_t offset) {
  const char quote = text[offset];
  for (std::size_t i = offset + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      const bool is_doubled = quote == '\'' && i + 1 < text.size() && text[i + 1] == quote;
      if (!is_doubled) return i + 1;
      ++i;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> final_line_ends(std::string_view text, std::size_t offset) {
  std::size_t at = content_offset(text, offset);
  if (at == text.size() || (text[at] != '|' && text[at] != '>')) return std::nullopt;
  bool keeps = false;
  for (++at; at < text.size() && !is_space(text[at]); ++at) {
    if (text[at] != '+') return std::nullopt;
    keeps = true;
  }
  std::size_t line_ends = 0;
  std::optional<std::size_t> indentation;  // that of the first line with content
  for (at = text.find('\n', at); at < text.size(); at = text.find('\n', at)) {
    const std::string_view rest = text.substr(++at);
    std::string_view line = rest.substr(0, rest.find('\n'));
    const bool has_end = line.size() < rest.size();
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find('\r') != std::string_view::npos) return std::nullopt;  // lines within it
    const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
    const bool is_empty = spaces == line.size();
    if (!indentation) {
      if (is_empty) continue;
      if (spaces == 0) return std::nullopt;  // nothing but empty lines, or a scalar at column 0
      indentation = spaces;
    }
    if (is_empty && spaces <= *indentation) {
      line_ends += has_end ? 1 : 0;
    } else if (spaces < *indentation) {
      break;
    } else {
      line_ends = has_end ? 1 : 0;
    }
  }
  if (!indentation) return std::nullopt;
  return keeps ? line_ends : std::min<std::size_t>(line_ends, 1);
}

bool is_marked_as_key(std::string_view text, std::size_t offset, std::string_view key) {
  const std::size_t content = content_offset(text, offset);
  std::size_t end = content;
  if (is_quote(text, content)) {
    end = end_of_quoted(text, content).value_or(text.size());
  } else if (content < text.size() && text[content] == '*') {
    while (end < text.size() && !is_space(text[end])) ++end;
  } else {
    end = std::min(content + key.size(), text.size());
  }
  while (end < text.size() && is_blank(text[end])) ++end;
  if (end < text.size() && text[end] == ':') return true;
  std::size_t before = offset;
  while (before > 0 && is_space(text[before - 1])) --before;
  return before > 0 && text[before - 1] == '?';
}

std::optional<std::size_t> indenting_tab(std::string_view text, std::size_t offset) {
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t at = text.find_first_not_of(' ', begin);
  if (at == std::string_view::npos || text[at] != '\t') return std::nullopt;
  return at;
}

}  // namespace holotype::document
