// Two things need more than a change of spelling.
//
// Captures: nobody asks what a group matched, so groups capture only where a backreference needs
// it. Numbers stay as they are, because then either all groups capture or none does.
//
// Lookbehind: PCRE2 wants each alternative of it to have one length, ECMA-262 does not. As only
// "does it match" is asked, what comes first in a lookbehind may be cut to its least: some end of
// `a+` lies directly before the current place exactly if one `a` does, so (?<=a+) is (?<=a) and
// (?<!\s*x) is
// (?<!x). That covers most of what people write; what it does not, PCRE2 refuses, and the Stepper
// does it.
//
// Differences remain that no spelling mends: see pcre2_differences.h.
#include "regex/translate.h"

#include <fmt/format.h>

#include <iterator>

#include "regex/facts.h"

namespace holotype::regex {
namespace {

bool has_backreference(const Node& root) {
  return contains(
      root, [](const Node& node) { return std::holds_alternative<Backreference>(node.value); });
}

bool has_capturing_group(const Node& root) {
  return contains(root, [](const Node& node) {
    const auto* group = std::get_if<Group>(&node.value);
    return group != nullptr && group->number != 0;
  });
}

class Translator {
 public:
  explicit Translator(bool captures) : captures_(captures) {}

  void write(const Node& node) {
    std::visit([this](const auto& value) { write(value); }, node.value);
  }

  std::string take() { return std::move(out_); }

 private:
  void write(const Sequence& sequence) {
    for (const Node& item : sequence.items) write_item(item);
  }

  // A part of a sequence: alternatives need a group around them there.
  void write_item(const Node& item) {
    if (std::holds_alternative<Alternation>(item.value)) {
      out_ += "(?:";
      write(item);
      out_ += ')';
    } else {
      write(item);
    }
  }

  void write(const Alternation& alternation) {
    std::string_view separator = "";
    for (const Node& branch : alternation.branches) {
      out_ += separator;
      write(branch);
      separator = "|";
    }
  }

  void write(const Class& one) {
    if (one.properties.empty() && one.members.empty()) {
      out_ += "(?!)";  // [] matches nothing
    } else if (one.properties.empty() && one.members == CodePoints::all()) {
      out_ += '.';  // DOTALL
    } else if (const auto single = one.members.single();
               single && one.properties.empty() && !one.inverted) {
      write_literal(*single);
    } else {
      out_ += one.inverted ? "[^" : "[";
      for (const CodePointRange& range : one.members.ranges()) write_range(range);
      for (const Property& property : one.properties) {
        fmt::format_to(std::back_inserter(out_), "\\{}{{{}}}", property.negated ? 'P' : 'p',
                       property.name);
      }
      // A class of surrogates alone has become empty, which is no PCRE2.
      if (out_.back() == '[') out_ += "^\\x{0}-\\x{10ffff}";
      out_ += ']';
    }
  }

  void write_literal(char32_t c) {
    if (c >= 0xD800 && c <= 0xDFFF) {
      out_ += "(?!)";
    } else {
      write_code_point(c);
    }
  }

  // UTF-8 holds no surrogates and PCRE2 refuses to name them, so a range does not end at one.
  void write_range(CodePointRange range) {
    if (range.first >= 0xD800 && range.first <= 0xDFFF) range.first = 0xE000;
    if (range.last >= 0xD800 && range.last <= 0xDFFF) range.last = 0xD7FF;
    if (range.first > range.last) return;
    write_code_point(range.first);
    if (range.last == range.first) return;
    out_ += '-';
    write_code_point(range.last);
  }

  void write_code_point(char32_t c) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (plain) {
      out_ += static_cast<char>(c);
    } else {
      fmt::format_to(std::back_inserter(out_), "\\x{{{:x}}}", static_cast<std::uint32_t>(c));
    }
  }

  void write(const Repeat& repeat) {
    write_body(*repeat.body);
    if (repeat.max == Repeat::kUnbounded && repeat.min < 2) {
      out_ += repeat.min == 0 ? '*' : '+';
    } else if (repeat.max == Repeat::kUnbounded) {
      fmt::format_to(std::back_inserter(out_), "{{{},}}", repeat.min);
    } else {
      fmt::format_to(std::back_inserter(out_), "{{{},{}}}", repeat.min, repeat.max);
    }
    if (repeat.lazy) out_ += '?';
  }

  // What a quantifier applies to: a class or a group stands for itself.
  void write_body(const Node& body) {
    const bool is_atom =
        std::holds_alternative<Class>(body.value) || std::holds_alternative<Group>(body.value);
    if (!is_atom) out_ += "(?:";
    write(body);
    if (!is_atom) out_ += ')';
  }

  void write(const Group& group) {
    out_ += captures_ && group.number != 0 ? "(" : "(?:";
    write(*group.body);
    out_ += ')';
  }

  void write(const Look& look) {
    const bool behind = look.direction == Look::Direction::Behind;
    out_ += behind ? (look.negated ? "(?<!" : "(?<=") : (look.negated ? "(?!" : "(?=");
    if (behind && !(captures_ && has_capturing_group(*look.body))) {
      write_least(*look.body);
    } else {
      write(*look.body);
    }
    out_ += ')';
  }

  // The body of a lookbehind with what comes first in each alternative cut to its least (see
  // above).
  void write_least(const Node& body) {
    if (const auto* alternation = std::get_if<Alternation>(&body.value)) {
      std::string_view separator = "";
      for (const Node& branch : alternation->branches) {
        out_ += separator;
        write_least(branch);
        separator = "|";
      }
    } else if (const auto* sequence = std::get_if<Sequence>(&body.value)) {
      bool first = true;
      for (const Node& item : sequence->items) {
        const auto* repeat = first ? std::get_if<Repeat>(&item.value) : nullptr;
        if (repeat != nullptr) {
          write_least(item);
          first = repeat->min == 0;
        } else {
          write_item(item);
          first = false;
        }
      }
    } else if (const auto* repeat = std::get_if<Repeat>(&body.value)) {
      if (repeat->min == 0) return;
      write_body(*repeat->body);
      if (repeat->min > 1) fmt::format_to(std::back_inserter(out_), "{{{}}}", repeat->min);
    } else {
      write(body);
    }
  }

  void write(Anchor anchor) {
    switch (anchor) {
      case Anchor::Start:
        out_ += "\\A";
        break;
      case Anchor::End:
        out_ += "\\z";
        break;
      case Anchor::WordBoundary:
        out_ += "\\b";
        break;
      case Anchor::NoWordBoundary:
        out_ += "\\B";
        break;
    }
  }

  void write(const Backreference& reference) {
    fmt::format_to(std::back_inserter(out_), "\\g{{{}}}", reference.group);
  }

  bool captures_;
  std::string out_;
};

}  // namespace

std::string to_pcre2(const Node& root) {
  Translator translator(has_backreference(root));
  translator.write(root);
  return translator.take();
}

}  // namespace holotype::regex
