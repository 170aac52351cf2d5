// A syntax tree in a tiny notation, so that a test of structure is one comparison of strings.
#pragma once

#include <fmt/format.h>

#include <string>

#include "regex/syntax.h"

namespace holotype::regex {

std::string dump(const Node& node);

struct Dump {
  static std::string list(const char* name, const std::vector<Node>& nodes) {
    std::string text = name;
    text += '{';
    for (const Node& node : nodes) text += dump(node);
    return text + '}';
  }
  static std::string character(char32_t c) {
    return c > 0x20 && c < 0x7F ? std::string(1, static_cast<char>(c))
                                : fmt::format("U+{:04X}", static_cast<std::uint32_t>(c));
  }

  std::string operator()(const Sequence& sequence) const { return list("seq", sequence.items); }
  std::string operator()(const Alternation& alternation) const {
    return list("alt", alternation.branches);
  }
  std::string operator()(const Class& one) const {
    std::string text = one.inverted ? "[^" : "[";
    for (const CodePointRange& range : one.members.ranges()) {
      text += character(range.first);
      if (range.last != range.first) text += '-' + character(range.last);
    }
    for (const Property& property : one.properties) {
      text += fmt::format("{}{{{}}}", property.negated ? 'P' : 'p', property.name);
    }
    return text + ']';
  }
  std::string operator()(const Repeat& repeat) const {
    const std::string max = repeat.max == Repeat::kUnbounded ? "" : std::to_string(repeat.max);
    return fmt::format("rep{{{},{}{} {}}}", repeat.min, max, repeat.lazy ? "?" : "",
                       dump(*repeat.body));
  }
  std::string operator()(const Group& group) const {
    const std::string name = group.name.empty() ? "" : '<' + group.name + '>';
    return fmt::format("group{}{}{{{}}}", group.number, name, dump(*group.body));
  }
  std::string operator()(const Look& look) const {
    return fmt::format("{}{}{{{}}}", look.negated ? "not-" : "",
                       look.direction == Look::Direction::Ahead ? "ahead" : "behind",
                       dump(*look.body));
  }
  std::string operator()(Anchor anchor) const {
    static constexpr const char* kNames[] = {"start{}", "end{}", "word{}", "no-word{}"};
    return kNames[static_cast<int>(anchor)];
  }
  std::string operator()(const Backreference& reference) const {
    return fmt::format("ref{{{}}}", reference.group);
  }
};

inline std::string dump(const Node& node) { return std::visit(Dump{}, node.value); }

}  // namespace holotype::regex
