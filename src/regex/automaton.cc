// Two steps, as in every textbook, both within fixed limits.
//
// 1. The tree becomes a nondeterministic automaton (Thompson), built from the back: each node is
// given the
//    state that follows it and returns the state to enter it by. Counts are unrolled: a{2,4} is
//    a a (a (a)?)?. Classes become alternatives of byte sequences (utf8_ranges.h).
// 2. Sets of its states become the states of a deterministic one (subset construction). Bytes that
// no state
//    tells apart share a column of the table.
//
// The search for a match anywhere is a loop over any byte in front. It need not respect the borders
// of UTF-8 sequences, because no sequence of a class begins with a continuation byte.
//
// ^ is passed through only before the first byte. $ stays in a set of states as itself, and counts
// when the text ends there.
#include "regex/automaton.h"

#include <algorithm>
#include <map>

#include "regex/utf8_ranges.h"

namespace holotype::regex {
namespace {

constexpr std::size_t kMaxNfaStates = 8'000;
constexpr std::size_t kMaxRows = 1'000;
constexpr std::size_t kMaxTable = 32'768;  // entries of the table, 4 bytes each
constexpr std::size_t kMaxWork =
    1'000'000;  // visits of states during construction: some milliseconds

using StateId = std::uint32_t;

struct NfaState {
  enum class Kind : std::uint8_t {
    Bytes,    // reads a byte of `bytes`, then `next`
    Split,    // `next` or `other`, reading nothing
    AtStart,  // `next`, before the first byte only
    AtEnd,    // `next`, behind the last byte only
    Found,
  };
  Kind kind;
  ByteRange bytes{0, 0};
  StateId next = 0;
  StateId other = 0;
};

// Step 1.
class Nfa {
 public:
  static constexpr StateId kFoundState = 0;

  explicit Nfa(const Node& root) : states_{{.kind = NfaState::Kind::Found}} {
    entry_ = build(root, kFoundState);
  }

  bool valid() const { return regular_ && states_.size() < kMaxNfaStates; }
  StateId entry() const { return entry_; }
  const NfaState& operator[](StateId id) const { return states_[id]; }
  const std::vector<NfaState>& states() const { return states_; }

  // A state that enters `entry` now or after any number of bytes.
  StateId anywhere(StateId entry) {
    const StateId loop = add({.kind = NfaState::Kind::Split, .next = entry});
    const StateId any = add({.kind = NfaState::Kind::Bytes, .bytes = {0, 255}, .next = loop});
    states_[loop].other = any;
    return loop;
  }

 private:
  StateId add(NfaState state) {
    states_.push_back(state);
    return static_cast<StateId>(states_.size() - 1);
  }

  StateId build(const Node& node, StateId next) {
    if (!valid()) return next;
    return std::visit([this, next](const auto& value) { return build(value, next); }, node.value);
  }

  StateId build(const Sequence& sequence, StateId next) {
    for (auto item = sequence.items.rbegin(); item != sequence.items.rend(); ++item) {
      next = build(*item, next);
    }
    return next;
  }

  StateId build(const Alternation& alternation, StateId next) {
    StateId entry = build(alternation.branches.back(), next);
    for (auto branch = alternation.branches.rbegin() + 1; branch != alternation.branches.rend();
         ++branch) {
      const StateId first = build(*branch, next);
      entry = add({.kind = NfaState::Kind::Split, .next = first, .other = entry});
    }
    return entry;
  }

  StateId build(const Class& one, StateId next) {
    if (!one.properties.empty()) return not_regular(next);
    std::optional<StateId> entry;
    // Sequences with the same tail share it: most of those of a large class differ in the first
    // bytes only.
    std::map<std::array<std::uint32_t, 3>, StateId> shared;
    for (const ByteSequence& sequence : utf8_ranges(one.members)) {
      StateId at = next;
      for (std::size_t i = sequence.size; i-- > 0;) {
        const ByteRange bytes = sequence.bytes[i];
        const auto [known, is_new] = shared.try_emplace({bytes.first, bytes.last, at});
        if (is_new)
          known->second = add({.kind = NfaState::Kind::Bytes, .bytes = bytes, .next = at});
        at = known->second;
      }
      entry = entry ? add({.kind = NfaState::Kind::Split, .next = at, .other = *entry}) : at;
    }
    // An empty class: a byte range that holds nothing.
    return entry ? *entry : add({.kind = NfaState::Kind::Bytes, .bytes = {1, 0}, .next = next});
  }

  StateId build(const Repeat& repeat, StateId next) {
    StateId entry = next;
    if (repeat.max == Repeat::kUnbounded) {
      const StateId loop = add({.kind = NfaState::Kind::Split, .other = next});
      states_[loop].next = build(*repeat.body, loop);
      entry = loop;
    } else {
      for (std::uint32_t i = repeat.min; i < repeat.max && valid(); ++i) {
        const StateId once = build(*repeat.body, entry);
        if (once == entry) break;  // an empty body
        entry = add({.kind = NfaState::Kind::Split, .next = once, .other = next});
      }
    }
    for (std::uint32_t i = 0; i < repeat.min && valid(); ++i) {
      const StateId once = build(*repeat.body, entry);
      if (once == entry) break;
      entry = once;
    }
    return entry;
  }

  StateId build(const Group& group, StateId next) { return build(*group.body, next); }
  StateId build(const Look&, StateId next) { return not_regular(next); }
  StateId build(const Backreference&, StateId next) { return not_regular(next); }

  StateId build(Anchor anchor, StateId next) {
    if (anchor == Anchor::Start) return add({.kind = NfaState::Kind::AtStart, .next = next});
    if (anchor == Anchor::End) return add({.kind = NfaState::Kind::AtEnd, .next = next});
    return not_regular(next);
  }

  StateId not_regular(StateId next) {
    regular_ = false;
    return next;
  }

  std::vector<NfaState> states_;
  StateId entry_ = kFoundState;
  bool regular_ = true;
};

// Where in the text a set of states is looked at.
struct Position {
  bool at_start = false;
  bool at_end = false;
};

}  // namespace

// Step 2.
class AutomatonBuilder {
 public:
  explicit AutomatonBuilder(Nfa nfa) : nfa_(std::move(nfa)), seen_(nfa_.states().size() + 2, 0) {}

  std::optional<Automaton> build() {
    StateId entry = nfa_.entry();
    // A pattern that cannot begin behind the first byte needs no search, and fails at the first
    // mismatch.
    if (!close({entry}, {.at_start = false, .at_end = true}).empty()) entry = nfa_.anywhere(entry);
    number_byte_classes();
    made_.classes_ = std::max<std::uint32_t>(2, static_cast<std::uint32_t>(first_byte_.size()));
    made_.next_.resize(made_.classes_);
    made_.found_at_end_.push_back(false);
    sets_.push_back({});

    StateSet start = close({entry}, {.at_start = true});
    made_.initial_ = contains_found(start)
                         ? Automaton::kFound
                         : add_row(std::move(start), {.at_start = true, .at_end = true});
    for (std::size_t row = 1; row < sets_.size(); ++row) {
      if (work_ > kMaxWork || sets_.size() > kMaxRows || made_.next_.size() > kMaxTable)
        return std::nullopt;
      fill_row(row);
    }
    return std::move(made_);
  }

 private:
  using StateSet = std::vector<StateId>;  // sorted

  // The states that are reached from `seeds` without reading a byte, Splits and anchors passed
  // through.
  StateSet close(StateSet seeds, Position position) {
    ++generation_;
    StateSet members;
    while (!seeds.empty()) {
      const StateId id = seeds.back();
      seeds.pop_back();
      if (seen_[id] == generation_) continue;
      seen_[id] = generation_;
      ++work_;
      const NfaState& state = nfa_[id];
      switch (state.kind) {
        case NfaState::Kind::Split:
          seeds.push_back(state.next);
          seeds.push_back(state.other);
          break;
        case NfaState::Kind::AtStart:
          if (position.at_start) seeds.push_back(state.next);
          break;
        case NfaState::Kind::AtEnd:
          members.push_back(id);
          if (position.at_end) seeds.push_back(state.next);
          break;
        case NfaState::Kind::Bytes:
        case NfaState::Kind::Found:
          members.push_back(id);
          break;
      }
    }
    std::sort(members.begin(), members.end());
    return members;
  }

  static bool contains_found(const StateSet& set) {
    return !set.empty() && set.front() == Nfa::kFoundState;
  }

  // Cuts 0-255 wherever some state's range begins or ends.
  void number_byte_classes() {
    std::array<bool, 257> begins{};
    begins[0] = true;
    for (const NfaState& state : nfa_.states()) {
      if (state.kind != NfaState::Kind::Bytes || state.bytes.first > state.bytes.last) continue;
      begins[state.bytes.first] = true;
      begins[state.bytes.last + 1u] = true;
    }
    for (std::size_t byte = 0; byte < 256; ++byte) {
      if (begins[byte]) first_byte_.push_back(static_cast<std::uint8_t>(byte));
      made_.byte_class_[byte] = static_cast<std::uint8_t>(first_byte_.size() - 1);
    }
  }

  std::uint32_t add_row(StateSet set, Position end) {
    const auto offset = static_cast<std::uint32_t>(made_.next_.size());
    made_.next_.resize(made_.next_.size() + made_.classes_, Automaton::kDead);
    made_.found_at_end_.push_back(contains_found(close(set, end)));
    sets_.push_back(std::move(set));
    return offset;
  }

  void fill_row(std::size_t row) {
    std::vector<StateSet> targets(first_byte_.size());
    for (const StateId id : sets_[row]) {
      const NfaState& state = nfa_[id];
      if (state.kind != NfaState::Kind::Bytes || state.bytes.first > state.bytes.last) continue;
      const std::size_t last = made_.byte_class_[state.bytes.last];
      for (std::size_t c = made_.byte_class_[state.bytes.first]; c <= last; ++c)
        targets[c].push_back(state.next);
    }
    for (std::size_t c = 0; c < targets.size(); ++c) {
      if (!targets[c].empty())
        made_.next_[row * made_.classes_ + c] = row_of(std::move(targets[c]));
    }
  }

  std::uint32_t row_of(StateSet seeds) {
    StateSet set = close(std::move(seeds), {});
    if (set.empty()) return Automaton::kDead;
    if (contains_found(set)) return Automaton::kFound;
    const auto known = rows_.find(set);
    if (known != rows_.end()) return known->second;
    const std::uint32_t offset = add_row(set, {.at_end = true});
    rows_.emplace(std::move(set), offset);
    return offset;
  }

  Nfa nfa_;
  Automaton made_;
  std::vector<std::uint8_t> first_byte_;  // of each byte class
  std::vector<StateSet> sets_;            // of each row
  std::map<StateSet, std::uint32_t> rows_;
  std::vector<std::uint32_t> seen_;  // the last close() that visited the state
  std::uint32_t generation_ = 0;
  std::size_t work_ = 0;
};

std::optional<Automaton> Automaton::build(const Node& root) {
  Nfa nfa(root);
  if (!nfa.valid()) return std::nullopt;
  return AutomatonBuilder(std::move(nfa)).build();
}

}  // namespace holotype::regex
