// A recursive-descent parser after the grammar of ECMA-262 section 22.2.1, one function for each
// production.
//
// The first error wins: fail() records it and moves to the end of the text, so that every loop ends
// and no function has to pass errors up. A first pass over the text (find_groups) collects the
// groups, because a backreference may stand before its group: `\2(a)(b)` and
// `\k<year>(?<year>[0-9]{4})` are patterns.
#include "regex/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "regex/properties.h"

namespace holotype::regex {
namespace {

constexpr char32_t kNothing = utf8::kInvalid;  // what peek() sees at the end

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_character(char32_t c) {
  // ID_Continue, "$", ZWNJ and ZWJ; every letter beyond ASCII is let through.
  return is_letter(c) || is_digit(c) || c == '_' || c == '$' || (c >= 0x80 && c <= kLastCodePoint);
}

int hex_digit(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
  return -1;
}

const CodePoints& digits() {
  static const CodePoints set{{'0', '9'}};
  return set;
}

const CodePoints& word_characters() {
  static const CodePoints set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  return set;
}

// WhiteSpace and LineTerminator of ECMA-262 sections 12.2 and 12.3: Space_Separator, U+FEFF and
// controls.
const CodePoints& white_space() {
  static const CodePoints set{
      {0x09, 0x0D},     {0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
      {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
  return set;
}

const CodePoints& line_terminators() {
  static const CodePoints set{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};
  return set;
}

// Escapes of other engines that ECMA-262 refuses, with what to write instead.
struct ForeignEscape {
  char letter;
  std::string_view advice;
};
constexpr auto kForeignEscapes = std::to_array<ForeignEscape>({
    {'A', "write ^ for the start of the text"},
    {'G', "leave it out"},
    {'H', "write [^ \\t]"},
    {'Q', "escape each special character by itself"},
    {'R', "write (?:\\r\\n|\\n|\\r)"},
    {'X', "write \\P{M}\\p{M}*"},
    {'Z', "write $ for the end of the text"},
    {'a', "write \\x07 for the bell character"},
    {'e', "write \\x1B for the escape character"},
    {'h', "write [ \\t]"},
    {'z', "write $ for the end of the text"},
});

std::string escape_advice(char32_t letter) {
  for (const ForeignEscape& foreign : kForeignEscapes) {
    if (static_cast<char32_t>(foreign.letter) == letter) return fmt::format("; {}", foreign.advice);
  }
  return fmt::format("; write {} for the letter itself", static_cast<char>(letter));
}

// What follows "(?" in other engines, with what to write instead.
struct ForeignGroup {
  std::string_view opening;
  std::string_view message;
};
constexpr auto kForeignGroups = std::to_array<ForeignGroup>({
    {"(?P<", "A named group is written (?<name>...), without P."},
    {"(?P=", "A reference to a named group is written \\k<name>."},
    {"(?P>", "ECMA-262 has no recursion."},
    {"(?#", "ECMA-262 has no comments in patterns; leave it out."},
    {"(?>", "ECMA-262 has no atomic groups; write (?:...)."},
    {"(?|", "ECMA-262 has no branch reset groups; write (?:...)."},
    {"(?(", "ECMA-262 has no conditional groups."},
    {"(?R", "ECMA-262 has no recursion."},
    {"(?'", "A named group is written (?<name>...)."},
});

class Parser {
 public:
  explicit Parser(std::string_view source) : source_(source) {}

  Result<Node, CompileError> run() {
    if (const std::size_t bad = utf8::valid_prefix(source_); bad != source_.size()) {
      return tl::unexpected(CompileError{bad, "The pattern is not valid UTF-8 here."});
    }
    find_groups();
    Node root = disjunction(0);
    if (!error_ && peek() == ')')
      fail(at_, "No group is open that this parenthesis could close; write \\).");
    if (error_) return tl::unexpected(*std::move(error_));
    return root;
  }

 private:
  struct NamedGroup {
    std::string_view name;
    std::uint32_t number;
  };

  // --- the text ---

  char32_t peek() const {
    return at_ < source_.size() ? utf8::decode(source_.substr(at_)).value : kNothing;
  }
  char32_t next() {
    if (at_end()) return kNothing;
    const utf8::CodePoint one = utf8::decode(source_.substr(at_));
    at_ += one.size;
    return one.value;
  }
  bool accept(std::string_view expected) {
    if (!source_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }
  bool at_end() const { return at_ >= source_.size(); }

  void fail(std::size_t offset, std::string message) {
    if (!error_) error_ = CompileError{offset, std::move(message)};
    at_ = source_.size();
  }

  // Collects capturing groups. What is wrong with a group is found later, by group().
  void find_groups() {
    bool in_class = false;
    for (std::size_t i = 0; i < source_.size(); ++i) {
      const std::string_view rest = source_.substr(i);
      if (rest[0] == '\\') {
        ++i;
      } else if (in_class) {
        in_class = rest[0] != ']';
      } else if (rest[0] == '[') {
        in_class = true;
      } else if (rest.starts_with("(?<") && !rest.starts_with("(?<=") &&
                 !rest.starts_with("(?<!")) {
        const std::string_view name = rest.substr(3, rest.find('>') - 3);
        named_groups_.push_back({name, ++group_total_});
      } else if (rest[0] == '(' && !rest.starts_with("(?")) {
        ++group_total_;
      }
    }
  }

  // --- Disjunction, Alternative, Term ---

  Node disjunction(int depth) {
    if (depth > kMaxNesting) {
      fail(at_, fmt::format("Groups are nested deeper than {}.", kMaxNesting));
      return {Sequence{}};
    }
    Node first = alternative(depth);
    if (peek() != '|') return first;
    Alternation all;
    all.branches.push_back(std::move(first));
    while (accept("|")) all.branches.push_back(alternative(depth));
    return {std::move(all)};
  }

  Node alternative(int depth) {
    Sequence sequence;
    while (!at_end() && peek() != '|' && peek() != ')') sequence.items.push_back(term(depth));
    if (sequence.items.size() == 1) return std::move(sequence.items.front());
    return {std::move(sequence)};
  }

  Node term(int depth) {
    const std::size_t begin = at_;
    Node atom_node = atom(depth);
    if (error_) return atom_node;
    const bool repeatable = !std::holds_alternative<Anchor>(atom_node.value) &&
                            !std::holds_alternative<Look>(atom_node.value);
    return quantified(std::move(atom_node), begin, repeatable);
  }

  Node atom(int depth) {
    const std::size_t begin = at_;
    const char32_t c = next();
    switch (c) {
      case '^':
        return {Anchor::Start};
      case '$':
        return {Anchor::End};
      case '.':
        return {Class{line_terminators().complement()}};
      case '(':
        return group(depth);
      case '[':
        return character_class(begin);
      case '\\':
        return atom_escape(begin);
      case '*':
      case '+':
      case '?':
        fail(begin,
             fmt::format(
                 "There is nothing that {} could repeat; write \\{} for the character itself.",
                 static_cast<char>(c), static_cast<char>(c)));
        return {Sequence{}};
      case '{':
        if (count_at(begin))
          fail(begin, "There is nothing that this count could repeat; write \\{ for a brace.");
        return one(c);
      default:
        return one(c);  // "]" and "}" as well: see parse() in the header
    }
  }

  static Node one(char32_t c) { return {Class{CodePoints{{c, c}}}}; }

  // --- Quantifier ---

  struct Count {
    std::uint32_t min;
    std::uint32_t max;
    std::size_t end;  // the offset behind the closing brace
    bool open_below;  // {,n}, which no ECMA-262 quantifier is
  };

  // The decimal number at `offset`, which moves behind it. Numbers beyond 32 bits are cut to the
  // largest.
  std::optional<std::uint32_t> number_at(std::size_t& offset) const {
    const std::size_t begin = offset;
    std::uint64_t number = 0;
    for (; offset < source_.size() && is_digit(static_cast<unsigned char>(source_[offset]));
         ++offset) {
      number = std::min<std::uint64_t>(
          number * 10 + static_cast<std::uint64_t>(source_[offset] - '0'), Repeat::kUnbounded - 1);
    }
    if (offset == begin) return std::nullopt;
    return static_cast<std::uint32_t>(number);
  }

  // The {n}, {n,} or {n,m} at `offset`, without moving.
  std::optional<Count> count_at(std::size_t offset) const {
    const auto is = [&](std::size_t at, char c) { return at < source_.size() && source_[at] == c; };
    if (!is(offset, '{')) return std::nullopt;
    ++offset;
    const std::optional<std::uint32_t> min = number_at(offset);
    if (min && is(offset, '}')) return Count{*min, *min, offset + 1, false};
    if (!is(offset, ',')) return std::nullopt;
    ++offset;
    const std::optional<std::uint32_t> max = number_at(offset);
    if (!is(offset, '}') || (!min && !max)) return std::nullopt;
    return Count{min.value_or(0), max.value_or(Repeat::kUnbounded), offset + 1, !min};
  }

  Node quantified(Node body, std::size_t begin, bool repeatable) {
    const std::size_t quantifier = at_;
    Count count{0, Repeat::kUnbounded, at_ + 1, false};
    if (accept("*")) {
    } else if (accept("+")) {
      count.min = 1;
    } else if (accept("?")) {
      count.max = 1;
    } else if (const std::optional<Count> braces = count_at(at_)) {
      count = *braces;
      at_ = count.end;
    } else {
      return body;
    }
    if (!repeatable) {
      fail(quantifier, fmt::format("The assertion {} cannot be repeated; leave the quantifier out.",
                                   source_.substr(begin, quantifier - begin)));
    } else if (count.open_below) {
      fail(quantifier, fmt::format("A count without a lower bound is not ECMA-262; write {{0,{}}}.",
                                   count.max));
    } else if (count.min > count.max) {
      fail(quantifier, fmt::format("The count {{{},{}}} has its bounds in the wrong order.",
                                   count.min, count.max));
    }
    const bool lazy = accept("?");
    if (peek() == '+') fail(at_, "ECMA-262 has no possessive quantifiers; leave the second + out.");
    return {Repeat{std::make_unique<Node>(std::move(body)), count.min, count.max, lazy}};
  }

  // --- groups and lookaround; "(" is already read ---

  Node group(int depth) {
    const std::size_t begin = at_ - 1;
    for (const ForeignGroup& foreign : kForeignGroups) {
      if (source_.substr(begin).starts_with(foreign.opening)) {
        fail(begin, std::string(foreign.message));
        return {Sequence{}};
      }
    }
    if (accept("?=")) return look(begin, depth, Look::Direction::Ahead, false);
    if (accept("?!")) return look(begin, depth, Look::Direction::Ahead, true);
    if (accept("?<=")) return look(begin, depth, Look::Direction::Behind, false);
    if (accept("?<!")) return look(begin, depth, Look::Direction::Behind, true);
    Group made;
    if (accept("?<")) {
      made.number = ++groups_open_;
      made.name = group_name(begin);
    } else if (accept("?:")) {
      made.number = 0;
    } else if (peek() == '?') {
      fail(begin,
           "ECMA-262 knows no group that begins like this; to ignore case, write [Aa] for each "
           "letter.");
    } else {
      made.number = ++groups_open_;
    }
    made.body = body(begin, depth);
    return {std::move(made)};
  }

  Node look(std::size_t begin, int depth, Look::Direction direction, bool negated) {
    return {Look{body(begin, depth), direction, negated}};
  }

  std::unique_ptr<Node> body(std::size_t begin, int depth) {
    auto node = std::make_unique<Node>(disjunction(depth + 1));
    if (!error_ && !accept(")"))
      fail(begin, "The group that begins here is never closed; write \\( for a parenthesis.");
    return node;
  }

  // name> of a group; an empty or repeated name is an error (ECMA-262 section 22.2.1.1).
  std::string group_name(std::size_t begin) {
    const std::string_view name = name_until_bracket(begin);
    const auto same = [name](const NamedGroup& other) { return other.name == name; };
    if (!error_ && std::count_if(named_groups_.begin(), named_groups_.end(), same) > 1) {
      fail(begin, fmt::format("Two groups are named {}.", name));
    }
    return std::string(name);
  }

  std::string_view name_until_bracket(std::size_t begin) {
    const std::size_t start = at_;
    while (!at_end() && is_name_character(peek())) next();
    const std::string_view name = source_.substr(start, at_ - start);
    if (name.empty() || is_digit(static_cast<unsigned char>(name[0])) || !accept(">")) {
      fail(begin,
           "A group's name is letters, digits, _ and $, begins with no digit and ends with >.");
    }
    return name;
  }

  // --- escapes; "\" is already read ---

  Node atom_escape(std::size_t begin) {
    const char32_t c = peek();
    if (c == 'b' || c == 'B') {
      next();
      return {c == 'b' ? Anchor::WordBoundary : Anchor::NoWordBoundary};
    }
    if (c == 'k') {
      next();
      return named_reference(begin);
    }
    if (c >= '1' && c <= '9') {
      const std::uint32_t number = *number_at(at_);
      if (number > group_total_) {
        fail(begin, fmt::format("\\{} refers to a group, and the pattern has {}.", number,
                                group_total_ == 0 ? "none" : fmt::format("only {}", group_total_)));
      }
      return {Backreference{number}};
    }
    if (std::optional<Class> set = class_escape(begin)) return {*std::move(set)};
    return one(character_escape(begin));
  }

  Node named_reference(std::size_t begin) {
    if (!accept("<")) {
      fail(begin, "\\k refers to a named group: write \\k<name>, or k for the letter itself.");
      return {Sequence{}};
    }
    const std::string_view name = name_until_bracket(begin);
    for (const NamedGroup& named : named_groups_) {
      if (named.name == name) return {Backreference{named.number}};
    }
    fail(begin, fmt::format("No group is named {}.", name));
    return {Sequence{}};
  }

  // CharacterClassEscape: \d \D \s \S \w \W \p{...} \P{...}; nullopt without moving for anything
  // else.
  std::optional<Class> class_escape(std::size_t begin) {
    const char32_t c = peek();
    const std::string_view known = "dDsSwWpP";
    if (c > 0x7F || known.find(static_cast<char>(c)) == std::string_view::npos) return std::nullopt;
    next();
    switch (c) {
      case 'd':
        return Class{digits()};
      case 'D':
        return Class{digits().complement()};
      case 's':
        return Class{white_space()};
      case 'S':
        return Class{white_space().complement()};
      case 'w':
        return Class{word_characters()};
      case 'W':
        return Class{word_characters().complement()};
      default:
        return Class{{}, {property(begin, c == 'P')}};
    }
  }

  Property property(std::size_t begin, bool negated) {
    const std::size_t end = source_.find('}', at_);
    if (peek() != '{' || end == std::string_view::npos) {
      fail(begin, "A Unicode property is written \\p{Letter} or \\p{Script=Greek}.");
      return {};
    }
    const std::string_view expression = source_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    std::optional<std::string> name = pcre2_property(expression);
    if (!name && is_script(expression)) {
      fail(begin, fmt::format("{0} is a script; write \\p{{Script={0}}}.", expression));
    } else if (!name) {
      fail(begin, fmt::format("ECMA-262 knows no Unicode property {}; names are case-sensitive.",
                              expression));
    }
    // "Assigned" is what is not unassigned; PCRE2 has but the latter.
    if (name == "Assigned") return {"Cn", !negated};
    return {std::move(name).value_or(""), negated};
  }

  // CharacterEscape: the one code point that the escape stands for.
  char32_t character_escape(std::size_t begin) {
    if (at_end()) {
      fail(begin, "A lone \\ ends the pattern; write \\\\ for the character itself.");
      return 0;
    }
    const char32_t c = next();
    switch (c) {
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'v':
        return '\v';
      case '0':
        if (is_digit(peek())) fail(begin, "Octal escapes are not ECMA-262; write \\xHH.");
        return 0;
      case 'c':
        if (!is_letter(peek())) fail(begin, "\\c is followed by a letter from A to Z.");
        return next() & 0x1F;
      case 'x':
        if (const std::optional<char32_t> value = hex(2)) return *value;
        fail(begin, "\\x is followed by two hexadecimal digits.");
        return 0;
      case 'u':
        return unicode_escape(begin);
      default:
        break;
    }
    if (is_letter(c) || is_digit(c)) {
      fail(begin, fmt::format("\\{} means nothing in ECMA-262{}.", static_cast<char>(c),
                              escape_advice(c)));
    }
    return c;  // SyntaxCharacter, "/", and other punctuation: see parse() in the header
  }

  // \uXXXX, a surrogate pair \uD83D\uDC09, or \u{X...}.
  char32_t unicode_escape(std::size_t begin) {
    const auto bad = [&] {
      fail(begin, "\\u is followed by four hexadecimal digits, or by up to six in braces.");
      return U'\0';
    };
    if (accept("{")) {
      char32_t value = 0;
      const std::size_t start = at_;
      while (hex_digit(peek()) >= 0) {
        value = std::min<char32_t>(value * 16 + static_cast<char32_t>(hex_digit(next())),
                                   kLastCodePoint + 1);
      }
      const bool any = at_ > start;
      return any && value <= kLastCodePoint && accept("}") ? value : bad();
    }
    const std::optional<char32_t> lead = hex(4);
    if (!lead) return bad();
    if (*lead < 0xD800 || *lead > 0xDBFF) return *lead;
    const std::size_t behind_lead = at_;
    if (accept("\\u")) {
      const std::optional<char32_t> trail = hex(4);
      if (trail && *trail >= 0xDC00 && *trail <= 0xDFFF) {
        return 0x10000 + ((*lead - 0xD800) << 10) + (*trail - 0xDC00);
      }
    }
    at_ = behind_lead;
    return *lead;
  }

  // Exactly `count` hexadecimal digits; nullopt, possibly having moved, where there are fewer.
  std::optional<char32_t> hex(int count) {
    char32_t value = 0;
    for (; count > 0; --count) {
      if (hex_digit(peek()) < 0) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(hex_digit(next()));
    }
    return value;
  }

  // --- CharacterClass; "[" is already read ---

  Node character_class(std::size_t begin) {
    Class made;
    made.inverted = accept("^");
    refuse_posix_class();
    while (!at_end() && peek() != ']') class_range(made);
    if (!error_ && !accept("]"))
      fail(begin, "The class that begins here is never closed; write \\[ for a bracket.");
    if (made.inverted && made.properties.empty()) {
      made.members = made.members.complement();
      made.inverted = false;
    }
    return {std::move(made)};
  }

  // One member of a class, alone or as the start of a range.
  struct ClassAtom {
    Class set;
    std::optional<char32_t> code_point;  // unless it is a set like \d
  };

  void class_range(Class& into) {
    const std::size_t begin = at_;
    ClassAtom first = class_atom();
    const bool range = peek() == '-' && at_ + 1 < source_.size() && source_[at_ + 1] != ']';
    if (error_ || !range) return add(into, first);
    next();
    ClassAtom last = class_atom();
    if (error_) return;
    if (!first.code_point || !last.code_point) {
      // Annex B.1.2.8.1: with a set at either end the hyphen is an ordinary character.
      add(into, first);
      into.members.add('-');
      return add(into, last);
    }
    if (*first.code_point > *last.code_point) {
      return fail(begin, fmt::format("The range {} has its ends in the wrong order.",
                                     source_.substr(begin, at_ - begin)));
    }
    into.members.add(*first.code_point, *last.code_point);
  }

  static void add(Class& into, const ClassAtom& atom) {
    if (atom.code_point) into.members.add(*atom.code_point);
    into.members.add(atom.set.members);
    into.properties.insert(into.properties.end(), atom.set.properties.begin(),
                           atom.set.properties.end());
  }

  ClassAtom class_atom() {
    refuse_posix_class();
    if (at_end()) return {};
    const std::size_t begin = at_;
    if (const char32_t c = next(); c != '\\') return {{}, c};
    if (std::optional<Class> set = class_escape(begin)) return {*std::move(set), std::nullopt};
    if (accept("b")) return {{}, U'\b'};
    return {{}, character_escape(begin)};
  }

  // [[:alpha:]] would be read as one of "[:alph" and then "]", which nobody means.
  void refuse_posix_class() {
    const std::string_view rest = source_.substr(at_);
    if (!rest.starts_with("[:")) return;
    const std::size_t end = rest.find(":]");
    if (end == std::string_view::npos || end > 9) return;
    fail(at_,
         "ECMA-262 has no POSIX classes; write A-Za-z for [:alpha:], 0-9 for [:digit:], \\s for "
         "[:space:].");
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::vector<NamedGroup> named_groups_;
  std::uint32_t group_total_ = 0;  // in the whole pattern
  std::uint32_t groups_open_ = 0;  // begun so far
  std::optional<CompileError> error_;
};

}  // namespace

Result<Node, CompileError> parse(std::string_view source) { return Parser(source).run(); }

}  // namespace holotype::regex
