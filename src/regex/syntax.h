// The syntax of an ECMA-262 pattern as a tree: what it means, apart from how it is matched.
//
// Pattern is compiled from this tree, and `generate` makes strings from it, so both read a pattern
// the same way. All sets of characters are resolved: `\d`, `.`, `[^a-z]` and a plain `x` are each a
// Class.
//
// Spec: ECMA-262 (2024) section 22.2.1. Tests: tests/regex/syntax_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "regex/code_points.h"

namespace holotype::regex {

struct Node;

// a|b|c: at least two.
struct Alternation {
  std::vector<Node> branches;
};

// abc: in order; empty matches the empty string.
struct Sequence {
  std::vector<Node> items;
};

// \p{Script=Greek} in PCRE2's spelling ("sc:Greek", "Lu", "Alphabetic"); `negated` for \P.
struct Property {
  std::string name;
  bool negated = false;
};

// One code point out of a set: those in `members` or with one of `properties`; or, where
// `inverted`, all others. Without properties `inverted` is already resolved into `members`.
struct Class {
  CodePoints members;
  std::vector<Property> properties = {};
  bool inverted = false;
};

// `body` from `min` to `max` times.
struct Repeat {
  static constexpr std::uint32_t kUnbounded = 0xFFFFFFFF;
  std::unique_ptr<Node> body;
  std::uint32_t min;
  std::uint32_t max;  // kUnbounded for *, + and {n,}
  bool lazy = false;
};

// (body), (?<name>body) or (?:body).
struct Group {
  std::unique_ptr<Node> body;
  std::uint32_t number =
      0;  // from 1, in order of the opening parentheses; 0 where it does not capture
  std::string name = {};
};

// (?=body) and its three siblings.
struct Look {
  enum class Direction : std::uint8_t { Ahead, Behind };
  std::unique_ptr<Node> body;
  Direction direction;
  bool negated;
};

enum class Anchor : std::uint8_t {
  Start,           // ^: before the first character of the text, never of a line
  End,             // $: behind the last character, not before a final newline
  WordBoundary,    // \b, where a word is [A-Za-z0-9_]
  NoWordBoundary,  // \B
};

// \1 or \k<name>: what the group matched, or nothing where it has not matched (yet).
struct Backreference {
  std::uint32_t group;
};

struct Node {
  using Value =
      std::variant<Sequence, Alternation, Class, Repeat, Group, Look, Anchor, Backreference>;
  Value value;
};

// Why a text is no pattern, for the author of the description.
struct CompileError {
  std::size_t offset = 0;  // in bytes, into the pattern
  std::string message;     // a full sentence, with what to write instead where that is known
};

// The tree of `source`.
//
// Beyond the grammar for the `u` flag, these are accepted, because real descriptions hold them and
// they have one reading (that without the flag, ECMA-262 annex B.1.2):
// - an escaped punctuation character that needs none: `\-`, `\@`, `\"`, `\_`, `\ `
// - a lone `]` or `}`, and a `{` that begins no quantifier
// - a class escape at an end of a range: `[\w-.]` is a word character, "-" or "."
// Escaped letters that mean nothing (`\a`, `\Z`, `\h`) are errors: other engines give them a
// meaning, which the author very likely meant.
Result<Node, CompileError> parse(std::string_view source);

// Groups nested deeper than this are a CompileError.
inline constexpr int kMaxNesting = 200;

}  // namespace holotype::regex
