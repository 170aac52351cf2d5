// A string for a pattern, top down: first a length is chosen, then every part of the tree is told
// how many characters it must be. What a part can be follows from the shortest and longest string
// that each node matches: `[a-z]+-\d{2}` for 6 gives 3 to the first part (2 + 1 are spoken for) and
// 2 to the last. Lengths between the two that a node cannot have ("aa" times n for 3) come out a
// little off; the caller looks at the result anyway.

#include "generate/pattern_text.h"

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "base/utf8.h"

namespace holotype::generate {

namespace {

using regex::CodePointRange;
using regex::CodePoints;
using regex::Node;

constexpr std::uint64_t kUnbounded = 0xFFFFFFFF;
constexpr std::uint64_t kLongest = 100'000;  // of a string that nothing bounds from above

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > kUnbounded / a ? kUnbounded : std::min(a * b, kUnbounded);
}

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

Lengths measure(const Node& node) {
  return std::visit(Overloaded{
                        [](const regex::Sequence& sequence) {
                          Lengths sum{0, 0};
                          for (const Node& item : sequence.items) {
                            const Lengths one = measure(item);
                            sum = {std::min(sum.min + one.min, kUnbounded),
                                   std::min(sum.max + one.max, kUnbounded)};
                          }
                          return sum;
                        },
                        [](const regex::Alternation& alternation) {
                          Lengths any{kUnbounded, 0};
                          for (const Node& branch : alternation.branches) {
                            const Lengths one = measure(branch);
                            any = {std::min(any.min, one.min), std::max(any.max, one.max)};
                          }
                          return any;
                        },
                        [](const regex::Class&) {
                          return Lengths{1, 1};
                        },
                        [](const regex::Repeat& repeat) {
                          const Lengths one = measure(*repeat.body);
                          return Lengths{times(one.min, repeat.min), times(one.max, repeat.max)};
                        },
                        [](const regex::Group& group) { return measure(*group.body); },
                        [](const regex::Look&) {
                          return Lengths{0, 0};
                        },
                        [](const regex::Anchor&) {
                          return Lengths{0, 0};
                        },
                        [](const regex::Backreference&) {
                          return Lengths{0, 0};
                        },
                    },
                    node.value);
}

CodePoints intersection(const CodePoints& a, std::initializer_list<CodePointRange> ranges) {
  CodePoints common;
  for (const CodePointRange& range : ranges) {
    for (const CodePointRange& own : a.ranges()) {
      const char32_t first = std::max(range.first, own.first);
      const char32_t last = std::min(range.last, own.last);
      if (first <= last) common.add(first, last);
    }
  }
  return common;
}

char32_t pick(const CodePoints& set, Random& random) {
  std::uint64_t index = random.below(set.size());
  for (const CodePointRange& range : set.ranges()) {
    const std::uint64_t count = range.last - range.first + 1;
    if (index < count) return range.first + static_cast<char32_t>(index);
    index -= count;
  }
  return 'a';
}

class Writer {
 public:
  Writer(Characters characters, Random& random) : characters_(characters), random_(random) {}

  void write(const Node& node, std::uint64_t length) {
    std::visit([&](const auto& value) { put(value, length); }, node.value);
  }
  std::string take() { return std::move(text_); }

 private:
  void put(const regex::Sequence& sequence, std::uint64_t length) {
    std::vector<Lengths> sizes;
    std::uint64_t spare = length;  // beyond the shortest
    for (const Node& item : sequence.items) {
      sizes.push_back(measure(item));
      spare -= std::min(spare, sizes.back().min);
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const std::uint64_t own = sizes[i].max - sizes[i].min;
      std::uint64_t later = 0;
      for (std::size_t j = i + 1; j < sizes.size(); ++j) {
        later = std::min(later + sizes[j].max - sizes[j].min, kUnbounded);
      }
      const std::uint64_t least = spare > later ? std::min(spare - later, own) : 0;
      const std::uint64_t most = std::min(own, spare);
      const std::uint64_t extra = least + (most > least ? random_.below(most - least + 1) : 0);
      spare -= extra;
      write(sequence.items[i], sizes[i].min + extra);
    }
  }

  void put(const regex::Alternation& alternation, std::uint64_t length) {
    std::vector<const Node*> fitting;
    for (const Node& branch : alternation.branches) {
      const Lengths size = measure(branch);
      if (size.min <= length && length <= size.max) fitting.push_back(&branch);
    }
    const std::size_t count = fitting.empty() ? alternation.branches.size() : fitting.size();
    const std::size_t index = random_.below(count);
    const Node& chosen = fitting.empty() ? alternation.branches[index] : *fitting[index];
    const Lengths size = measure(chosen);
    write(chosen, std::clamp(length, size.min, size.max));
  }

  void put(const regex::Repeat& repeat, std::uint64_t length) {
    const Lengths one = measure(*repeat.body);
    // As few repetitions as make the length possible, as many as leave each its shortest.
    std::uint64_t least = repeat.min;
    if (one.max != 0) least = std::max(least, (length + one.max - 1) / one.max);
    std::uint64_t most = one.min == 0 ? least : length / one.min;
    most = std::clamp<std::uint64_t>(most, least, std::max<std::uint64_t>(least, repeat.max));
    if (one.max == 0) most = least = repeat.min;
    const std::uint64_t count = least + (most > least ? random_.below(most - least + 1) : 0);
    for (std::uint64_t i = 0; i < count; ++i) {
      // What is left, shared evenly; the last takes the rest.
      const std::uint64_t share = length / (count - i);
      const std::uint64_t own = std::clamp(share, one.min, one.max);
      write(*repeat.body, own);
      length -= std::min(length, own);
    }
  }

  void put(const regex::Class& set, std::uint64_t) { utf8::append(text_, choose(set)); }

  void put(const regex::Group& group, std::uint64_t length) {
    const std::size_t start = text_.size();
    write(*group.body, length);
    if (group.number == 0) return;
    if (groups_.size() <= group.number) groups_.resize(group.number + 1);
    groups_[group.number] = text_.substr(start);
  }

  void put(const regex::Backreference& reference, std::uint64_t) {
    if (reference.group < groups_.size()) text_ += std::string(groups_[reference.group]);
  }
  void put(const regex::Look&, std::uint64_t) {}
  void put(const regex::Anchor&, std::uint64_t) {}

  char32_t choose(const regex::Class& set) {
    if (!set.properties.empty()) return of_property(set);
    const CodePoints& members = set.members;
    if (const auto single = members.single()) return *single;
    if (characters_ == Characters::Plain) {
      const CodePoints lower = intersection(members, {{'0', '9'}, {'a', 'z'}});
      const CodePoints letters = intersection(lower, {{'a', 'z'}});
      // Where anything is allowed, words look better than digits.
      const bool is_wide = members.contains('_') && letters.size() == 26;
      if (is_wide) return pick(letters, random_);
      if (!lower.empty()) return pick(lower, random_);
    }
    if (characters_ != Characters::Any) {
      const CodePoints plain = intersection(members, {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}});
      if (!plain.empty()) return pick(plain, random_);
    }
    const CodePoints printable = intersection(members, {{' ', '~'}});
    if (!printable.empty()) return pick(printable, random_);
    const CodePoints scalar = intersection(members, {{0, 0xD7FF}, {0xE000, 0x10FFFF}});
    return scalar.empty() ? U'a' : pick(scalar, random_);
  }

  // \p{...}: a letter, digit or sign that very likely has (has not) the property.
  char32_t of_property(const regex::Class& set) {
    static constexpr std::u32string_view kSamples = U"aA1 _-.,$+(é漢яΩ\u0627\U0001F600";
    if (!set.members.empty() && !set.inverted && random_.below(2) == 0) {
      return choose({.members = set.members});
    }
    const std::string_view name = set.properties.front().name;
    const bool is_wanted = set.properties.front().negated == set.inverted;
    struct Row {
      std::string_view name;
      char32_t sample;
    };
    static constexpr Row kRows[] = {
        {"L", 'a'},
        {"Ll", 'a'},
        {"Lu", 'A'},
        {"Letter", 'a'},
        {"Alphabetic", 'a'},
        {"Alpha", 'a'},
        {"N", '1'},
        {"Nd", '1'},
        {"digit", '1'},
        {"sc:Greek", U'α'},
        {"sc:Cyrillic", U'я'},
        {"sc:Han", U'漢'},
        {"sc:Latin", 'a'},
        {"P", '-'},
        {"S", '+'},
        {"Sc", '$'},
        {"Z", ' '},
        {"Zs", ' '},
        {"Emoji", U'\U0001F600'},
    };
    const auto row = std::ranges::find(kRows, name, &Row::name);
    if (is_wanted && row != std::end(kRows)) return row->sample;
    return kSamples[random_.below(kSamples.size())];
  }

  Characters characters_;
  Random& random_;
  std::string text_;
  std::vector<std::string> groups_;
};

}  // namespace

Lengths lengths_of(const regex::Node& pattern) { return measure(pattern); }

std::string text_for(const regex::Node& pattern, Lengths lengths, Characters characters,
                     Random& random) {
  const Lengths own = measure(pattern);
  if (own.min > kLongest) return {};
  const std::uint64_t least = std::clamp(lengths.min, own.min, std::max(own.min, own.max));
  std::uint64_t most = std::max(least, std::min(own.max, lengths.max));
  // Without bounds of its own a string is short: "+" and "*" stand for a word.
  if (most > least + 8) most = least + (own.min + 12 > least ? 8 : 4);
  Writer writer(characters, random);
  writer.write(pattern, least + random.below(most - least + 1));
  std::string text = writer.take();
  // A pattern is searched for: what it leaves short is filled behind it, which an end anchor
  // refuses.
  for (std::uint64_t size = utf8::length(text); size < std::min(lengths.min, kLongest); ++size) {
    text += static_cast<char>('a' + random.below(26));
  }
  return text;
}

}  // namespace holotype::generate
