// ECMA-262 section 22.2.2 word for word: each node compiled to a matcher that calls its
// continuation. Slow and without a limit of its own, but nothing to get wrong: what a real matcher
// is compared with.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "regex/character_sets.h"
#include "regex/syntax.h"

namespace holotype::regex {

class Specification {
 public:
  Specification(const Node& root, std::string_view text, std::uint64_t budget) : budget_(budget) {
    for (std::size_t i = 0; i < text.size();) {
      const utf8::CodePoint one = utf8::decode(text.substr(i));
      input_.push_back(one.value);
      i += one.size;
    }
    const Matcher matcher = compile(root, kForward);
    for (std::size_t place = 0; place <= input_.size() && !found_; ++place) {
      const Continuation done = [](const State& state) { return std::optional(state); };
      found_ = matcher({place, Captures(100)}, done).has_value();
    }
  }

  // nullopt where the budget did not suffice.
  std::optional<bool> found() const {
    return budget_ == 0 ? std::nullopt : std::optional<bool>(found_);
  }

 private:
  using Captures = std::vector<std::optional<std::pair<std::size_t, std::size_t>>>;
  struct State {
    std::size_t end;
    Captures captures;
  };
  using Continuation = std::function<std::optional<State>(const State&)>;
  using Matcher = std::function<std::optional<State>(const State&, const Continuation&)>;
  enum Direction { kForward, kBackward };

  // Takes a step off the budget; false where none is left, and then everything fails.
  bool spend() {
    if (budget_ > 0) --budget_;
    return budget_ > 0;
  }

  Matcher compile(const Node& node, Direction direction) {
    return std::visit([&](const auto& value) { return compile(value, direction); }, node.value);
  }

  Matcher compile(const Sequence& sequence, Direction direction) {
    Matcher all = [](const State& x, const Continuation& c) { return c(x); };
    for (const Node& item : sequence.items) {
      const Matcher m1 = direction == kForward ? all : compile(item, direction);
      const Matcher m2 = direction == kForward ? compile(item, direction) : all;
      all = [m1, m2](const State& x, const Continuation& c) {
        return m1(x, [&](const State& y) { return m2(y, c); });
      };
    }
    return all;
  }

  Matcher compile(const Alternation& alternation, Direction direction) {
    std::vector<Matcher> branches;
    for (const Node& one : alternation.branches) branches.push_back(compile(one, direction));
    return [branches](const State& x, const Continuation& c) {
      std::optional<State> r;
      for (const Matcher& branch : branches) {
        r = branch(x, c);
        if (r) break;
      }
      return r;
    };
  }

  Matcher compile(const Class& one, Direction direction) {
    return [this, members = one.members, direction](const State& x,
                                                    const Continuation& c) -> std::optional<State> {
      if (!spend() || x.end == (direction == kForward ? input_.size() : 0)) return std::nullopt;
      const std::size_t f = direction == kForward ? x.end + 1 : x.end - 1;
      if (!members.contains(input_[std::min(x.end, f)])) return std::nullopt;
      return c({f, x.captures});
    };
  }

  Matcher compile(const Repeat& repeat, Direction direction) {
    const Matcher m = compile(*repeat.body, direction);
    std::vector<std::uint32_t> groups;
    collect(*repeat.body, groups);
    return [=, this, min = repeat.min, max = repeat.max, greedy = !repeat.lazy](
               const State& x, const Continuation& c) {
      return repeat_matcher(m, min, max, greedy, x, c, groups);
    };
  }

  std::optional<State> repeat_matcher(const Matcher& m, std::uint32_t min, std::uint32_t max,
                                      bool greedy, const State& x, const Continuation& c,
                                      const std::vector<std::uint32_t>& groups) {
    if (!spend()) return std::nullopt;
    if (max == 0) return c(x);
    const Continuation d = [&, this](const State& y) -> std::optional<State> {
      if (min == 0 && y.end == x.end) return std::nullopt;
      const std::uint32_t max2 = max == Repeat::kUnbounded ? max : max - 1;
      return repeat_matcher(m, min == 0 ? 0 : min - 1, max2, greedy, y, c, groups);
    };
    State xr = x;
    for (const std::uint32_t group : groups) xr.captures[group].reset();
    if (min != 0) return m(xr, d);
    if (!greedy) {
      std::optional<State> z = c(x);
      return z ? z : m(xr, d);
    }
    std::optional<State> z = m(xr, d);
    return z ? z : c(x);
  }

  static void collect(const Node& node, std::vector<std::uint32_t>& groups) {
    if (const auto* sequence = std::get_if<Sequence>(&node.value)) {
      for (const Node& item : sequence->items) collect(item, groups);
    } else if (const auto* alternation = std::get_if<Alternation>(&node.value)) {
      for (const Node& branch : alternation->branches) collect(branch, groups);
    } else if (const auto* repeat = std::get_if<Repeat>(&node.value)) {
      collect(*repeat->body, groups);
    } else if (const auto* look = std::get_if<Look>(&node.value)) {
      collect(*look->body, groups);
    } else if (const auto* group = std::get_if<Group>(&node.value)) {
      if (group->number != 0) groups.push_back(group->number);
      collect(*group->body, groups);
    }
  }

  Matcher compile(const Group& group, Direction direction) {
    const Matcher m = compile(*group.body, direction);
    if (group.number == 0) return m;
    return [m, number = group.number](const State& x, const Continuation& c) {
      return m(x, [&](const State& y) {
        State z = y;
        z.captures[number] = {std::min(x.end, y.end), std::max(x.end, y.end)};
        return c(z);
      });
    };
  }

  Matcher compile(const Look& look, Direction) {
    const bool ahead = look.direction == Look::Direction::Ahead;
    const Matcher m = compile(*look.body, ahead ? kForward : kBackward);
    return
        [m, negated = look.negated](const State& x, const Continuation& c) -> std::optional<State> {
          const std::optional<State> r = m(x, [](const State& y) { return std::optional(y); });
          if (negated) return r ? std::nullopt : c(x);
          return r ? c({x.end, r->captures}) : std::nullopt;
        };
  }

  bool is_word(std::size_t i) const {
    return i < input_.size() && word_characters().contains(input_[i]);
  }

  Matcher compile(Anchor anchor, Direction) {
    return [this, anchor](const State& x, const Continuation& c) -> std::optional<State> {
      const bool boundary = (x.end > 0 && is_word(x.end - 1)) != is_word(x.end);
      const bool holds = anchor == Anchor::Start          ? x.end == 0
                         : anchor == Anchor::End          ? x.end == input_.size()
                         : anchor == Anchor::WordBoundary ? boundary
                                                          : !boundary;
      return holds ? c(x) : std::nullopt;
    };
  }

  Matcher compile(const Backreference& reference, Direction direction) {
    return [this, n = reference.group, direction](const State& x,
                                                  const Continuation& c) -> std::optional<State> {
      if (!x.captures[n]) return c(x);
      const auto [rs, re] = *x.captures[n];
      const std::size_t len = re - rs;
      if (len > (direction == kForward ? input_.size() - x.end : x.end)) return std::nullopt;
      const std::size_t f = direction == kForward ? x.end + len : x.end - len;
      const std::size_t g = std::min(x.end, f);
      for (std::size_t i = 0; i < len; ++i) {
        if (input_[rs + i] != input_[g + i]) return std::nullopt;
      }
      return c({f, x.captures});
    };
  }

  std::vector<char32_t> input_;
  std::uint64_t budget_;
  bool found_ = false;
};

}  // namespace holotype::regex
