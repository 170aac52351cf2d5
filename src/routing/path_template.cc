// Fitting a segment to literals with parameters between them is the wildcard problem: the first
// literal is a prefix, the last one a suffix, and each in between may take its first occurrence
// that leaves the parameter before it one character, since taking an earlier one never spoils a
// later one. No backtracking, linear in the length of the segment times the literals.
#include "routing/path_template.h"

#include <numeric>
#include <optional>

#include "base/percent.h"

namespace holotype::routing {
namespace {

// How an encoded character of the segment compares with one of a literal.
enum class Encoded {
  UnreservedOnly,  // RFC 3986 section 2.2: an encoded delimiter is data, not a delimiter
  Any,
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr bool is_reserved(char c) {
  return std::string_view(":/?#[]@!$&'()*+,;=").find(c) != std::string_view::npos;
}

struct Character {
  char value;
  std::size_t size;  // 1, or 3 where it is percent-encoded
};

// The character at `at`. Percent-encoding was found sound before.
Character character_at(std::string_view raw, std::size_t at) {
  if (raw[at] != '%' || at + 2 >= raw.size()) return {raw[at], 1};
  return {static_cast<char>(hex_value(raw[at + 1]) * 16 + hex_value(raw[at + 2])), 3};
}

// The end of `literal` where it stands at `at`; nullopt where it does not.
std::optional<std::size_t> end_of(std::string_view literal, std::string_view raw, std::size_t at,
                                  Encoded encoded) {
  for (const char wanted : literal) {
    if (at >= raw.size()) return std::nullopt;
    const Character found = character_at(raw, at);
    if (found.value != wanted) return std::nullopt;
    if (found.size == 3 && encoded == Encoded::UnreservedOnly && is_reserved(wanted)) {
      return std::nullopt;
    }
    at += found.size;
  }
  return at;
}

struct Span {
  std::size_t begin;
  std::size_t end;
};

// The first occurrence of `literal` at or after `from`.
std::optional<Span> find(std::string_view literal, std::string_view raw, std::size_t from,
                         Encoded encoded) {
  for (std::size_t at = from; at < raw.size(); at += character_at(raw, at).size) {
    if (const auto end = end_of(literal, raw, at, encoded)) return Span{at, *end};
  }
  return std::nullopt;
}

// The last literal, which must end the segment, leaving a character before it.
std::optional<Span> find_suffix(std::string_view literal, std::string_view raw, std::size_t from,
                                Encoded encoded) {
  if (literal.empty())
    return from < raw.size() ? std::optional(Span{raw.size(), raw.size()}) : std::nullopt;
  for (std::size_t at = from; at < raw.size();) {
    at += character_at(raw, at).size;
    if (end_of(literal, raw, at, encoded) == raw.size()) return Span{at, raw.size()};
  }
  return std::nullopt;
}

bool match_with(const SegmentTemplate& segment, std::string_view raw, std::size_t offset,
                Encoded encoded, std::vector<http::RawPair>& values) {
  const std::size_t before = values.size();
  const auto fail = [&] {
    values.resize(before);
    return false;
  };
  std::optional<std::size_t> at = end_of(segment.literals.front(), raw, 0, encoded);
  for (std::size_t i = 1; at && i < segment.literals.size(); ++i) {
    if (*at >= raw.size()) return fail();
    const bool is_last = i + 1 == segment.literals.size();
    const auto next =
        is_last ? find_suffix(segment.literals[i], raw, *at, encoded)
                : find(segment.literals[i], raw, *at + character_at(raw, *at).size, encoded);
    if (!next) return fail();
    values.push_back({{}, raw.substr(*at, next->begin - *at), offset + *at});
    at = next->end;
  }
  return at ? true : fail();
}

std::string decoded(std::string_view literal) {
  return percent::decode(literal).value_or(std::string(literal));
}

SegmentTemplate parse_segment(std::string_view text) {
  SegmentTemplate segment;
  std::string literal;
  while (true) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos || close == open + 1) {
      segment.literals.push_back(decoded(text));
      return segment;
    }
    segment.literals.push_back(decoded(text.substr(0, open)));
    segment.names.push_back(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

std::size_t literal_size(const SegmentTemplate& segment) {
  return std::accumulate(
      segment.literals.begin(), segment.literals.end(), std::size_t{0},
      [](std::size_t sum, const std::string& literal) { return sum + literal.size(); });
}

}  // namespace

bool SegmentTemplate::match(std::string_view raw_segment, std::size_t offset,
                            std::vector<http::RawPair>& values) const {
  if (raw_segment.empty()) return false;
  if (match_with(*this, raw_segment, offset, Encoded::UnreservedOnly, values)) return true;
  // Clients that encode a whole segment encode the delimiters too: "a%3Arun" for "a:{verb}".
  return raw_segment.find('%') != std::string_view::npos &&
         match_with(*this, raw_segment, offset, Encoded::Any, values);
}

bool SegmentTemplate::is_more_concrete(const SegmentTemplate& other) const {
  const std::size_t mine = literal_size(*this);
  const std::size_t theirs = literal_size(other);
  return mine != theirs ? mine > theirs : names.size() < other.names.size();
}

PathTemplate parse_path_template(std::string_view path) {
  PathTemplate result;
  path = path.substr(0, path.find('#'));
  if (const std::size_t question = path.find('?'); question != std::string_view::npos) {
    result.query = path.substr(question + 1);
    path = path.substr(0, question);
  }
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    result.segments.push_back(parse_segment(path.substr(0, slash)));
    if (slash == std::string_view::npos) return result;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace holotype::routing
