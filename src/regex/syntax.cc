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
#include <optional>

#include "base/utf8.h"
#include "regex/character_sets.h"
#include "regex/foreign_syntax.h"
#include "regex/properties.h"
#include "regex/scanner.h"

namespace holotype::regex {
namespace {

bool is_name_character(char32_t c) {
  // ID_Continue, "$", ZWNJ and ZWJ; every letter beyond ASCII is let through.
  return is_letter(c) || is_digit(c) || c == '_' || c == '$' || (c >= 0x80 && c <= kLastCodePoint);
}

// What follows the parenthesis of a lookaround.
struct LookOpening {
  std::string_view text;
  Look::Direction direction;
  bool negated;
};
constexpr LookOpening kLookOpenings[] = {
    {"?=", Look::Direction::Ahead, false},
    {"?!", Look::Direction::Ahead, true},
    {"?<=", Look::Direction::Behind, false},
    {"?<!", Look::Direction::Behind, true},
};

class Parser : private Scanner {
 public:
  explicit Parser(std::string_view source) : Scanner(source) {}

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
    return quantified(std::move(atom_node), begin);
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

  Node quantified(Node body, std::size_t begin) {
    const std::size_t quantifier = at_;
    Count count{0, Repeat::kUnbounded, at_ + 1, false};
    if (accept("*")) {
      count.min = 0;
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
    const bool is_assertion =
        std::holds_alternative<Anchor>(body.value) || std::holds_alternative<Look>(body.value);
    if (is_assertion) {
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
    if (const std::string_view advice = advice_for_group(source_.substr(begin)); !advice.empty()) {
      fail(begin, std::string(advice));
      return {Sequence{}};
    }
    for (const LookOpening& opening : kLookOpenings) {
      if (accept(opening.text))
        return {Look{body(begin, depth), opening.direction, opening.negated}};
    }
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
    if (c == 'p' || c == 'P') return property_class(property(begin), c == 'P');
    const bool complement = c < 'a';
    const char32_t letter = complement ? c - 'A' + 'a' : c;
    const CodePoints& set = letter == 'd'   ? digits()
                            : letter == 's' ? white_space()
                                            : word_characters();
    return Class{complement ? set.complement() : set};
  }

  static Class property_class(Property found, bool complement) {
    if (found.name == "Changes_When_NFKC_Casefolded") {  // PCRE2 lacks it
      const CodePoints& members = changed_by_nfkc_casefolding();
      return Class{complement ? members.complement() : members};
    }
    found.negated = found.negated != complement;
    return Class{{}, {std::move(found)}};
  }

  Property property(std::size_t begin) {
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
    if (name == "Assigned") return {"Cn", true};
    return {std::move(name).value_or(""), false};
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
      fail(begin, fmt::format("\\{} means nothing in ECMA-262; {}.", static_cast<char>(c),
                              advice_for_escape(static_cast<char>(c))));
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

  std::vector<NamedGroup> named_groups_;
  std::uint32_t group_total_ = 0;  // in the whole pattern
  std::uint32_t groups_open_ = 0;  // begun so far
};

}  // namespace

Result<Node, CompileError> parse(std::string_view source) { return Parser(source).run(); }

}  // namespace holotype::regex
