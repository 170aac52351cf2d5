// One function for each kind of node; each appends the instructions that match it. Nothing is
// unrolled, so a program is as long as its pattern. Within a lookbehind a sequence is written from
// its last item to its first (ECMA-262 22.2.2.3, "Alternative :: Alternative Term").
#include "regex/stepper_program.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/check.h"
#include "regex/facts.h"
#include "regex/pattern.h"
#include "regex/translate.h"

namespace holotype::regex {
namespace {

// Whether each match of `node` begins with ^.
bool begins_at_start(const Node& node) {
  if (const auto* anchor = std::get_if<Anchor>(&node.value)) return *anchor == Anchor::Start;
  if (const auto* group = std::get_if<Group>(&node.value)) return begins_at_start(*group->body);
  if (const auto* sequence = std::get_if<Sequence>(&node.value)) {
    return !sequence->items.empty() && begins_at_start(sequence->items.front());
  }
  if (const auto* alternation = std::get_if<Alternation>(&node.value)) {
    return std::all_of(alternation->branches.begin(), alternation->branches.end(), begins_at_start);
  }
  return false;
}

class ProgramWriter {
 public:
  StepperProgram run(const Node& root) {
    contains(root, [this](const Node& node) {
      if (const auto* one = std::get_if<Backreference>(&node.value)) read_.insert(one->group);
      return false;
    });
    made_.captures = static_cast<std::uint32_t>(read_.size());
    made_.anchored = begins_at_start(root);
    write(root);
    add(Step::Kind::Found);
    return std::move(made_);
  }

 private:
  using Kind = Step::Kind;

  std::uint32_t here() const { return static_cast<std::uint32_t>(made_.steps.size()); }

  std::uint32_t add(Kind kind, std::uint32_t operand = 0, std::uint32_t target = 0) {
    made_.steps.push_back({kind, backward_, operand, target});
    return here() - 1;
  }

  void continue_here(std::uint32_t step) { made_.steps[step].target = here(); }

  // The number of captures of groups below `group`.
  std::uint32_t captures_before(std::uint32_t group) const {
    return static_cast<std::uint32_t>(std::distance(read_.begin(), read_.lower_bound(group)));
  }

  void write(const Node& node) {
    std::visit([this](const auto& value) { write(value); }, node.value);
  }

  void write(const Sequence& sequence) {
    if (backward_) {
      for (auto item = sequence.items.rbegin(); item != sequence.items.rend(); ++item) write(*item);
    } else {
      for (const Node& item : sequence.items) write(item);
    }
  }

  void write(const Alternation& alternation) {
    std::vector<std::uint32_t> ends;
    for (const Node& branch : alternation.branches) {
      if (&branch == &alternation.branches.back()) {
        write(branch);
        break;
      }
      const std::uint32_t choice = add(Kind::Choose);
      write(branch);
      ends.push_back(add(Kind::Jump));
      continue_here(choice);
    }
    for (const std::uint32_t end : ends) continue_here(end);
  }

  void write(const Class& one) {
    const Node node{Class{one.members, one.properties, one.inverted}};
    const auto [known, is_new] =
        sets_.try_emplace(to_pcre2(node), static_cast<std::uint32_t>(made_.sets.size()));
    if (is_new) made_.sets.push_back(set_of(node));
    add(Kind::Character, known->second);
  }

  static StepperProgram::Set set_of(const Node& node) {
    StepperProgram::Set set;
    const Class& one = std::get<Class>(node.value);
    if (one.properties.empty()) {
      set.members = one.members;
    } else {
      Result<Backtracker, std::string> made = Backtracker::compile(node);
      HOLOTYPE_CHECK(made.has_value());  // PCRE2 has all properties that parse() lets through
      set.properties = *std::move(made);
    }
    for (std::uint8_t c = 0; c < 0x80; ++c) {
      const char byte = static_cast<char>(c);
      const bool has = set.properties ? set.properties->matches({&byte, 1}) == Match::Yes
                                      : set.members.contains(c);
      if (has) set.ascii[c / 64] |= std::uint64_t{1} << (c % 64);
    }
    return set;
  }

  void write(const Repeat& repeat) {
    if (repeat.max == 0) return;
    if (repeat.min == 1 && repeat.max == 1) return write(*repeat.body);
    const StepperProgram::Loop loop = describe(repeat);
    const bool is_plain = !loop.may_be_empty && loop.first_capture == loop.end_capture;
    if (is_plain && repeat.min == 0 && (repeat.max == 1 || repeat.max == Repeat::kUnbounded)) {
      return write_plain(repeat);
    }
    const auto number = static_cast<std::uint32_t>(made_.loops.size());
    made_.loops.push_back(loop);
    add(Kind::LoopBegin, number);
    const std::uint32_t test = add(Kind::LoopTest, number);
    add(Kind::LoopTurn, number);
    write(*repeat.body);
    add(Kind::LoopEnd, number, test);
    continue_here(test);
  }

  // a* and a? where nothing need be counted, compared or forgotten.
  void write_plain(const Repeat& repeat) {
    const std::uint32_t choice = add(repeat.lazy ? Kind::ChooseLast : Kind::Choose);
    write(*repeat.body);
    if (repeat.max == Repeat::kUnbounded) add(Kind::Jump, 0, choice);
    continue_here(choice);
  }

  StepperProgram::Loop describe(const Repeat& repeat) const {
    // The groups in a node are numbered without a gap.
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    contains(*repeat.body, [&](const Node& node) {
      const auto* group = std::get_if<Group>(&node.value);
      if (group == nullptr || group->number == 0) return false;
      if (first == 0) first = group->number;
      last = group->number;
      return false;
    });
    const bool any = first != 0;
    return {.min = repeat.min,
            .max = repeat.max,
            .lazy = repeat.lazy,
            .may_be_empty = may_match_empty(*repeat.body),
            .first_capture = any ? captures_before(first) : 0,
            .end_capture = any ? captures_before(last + 1) : 0};
  }

  void write(const Group& group) {
    if (!read_.contains(group.number)) return write(*group.body);
    const std::uint32_t capture = captures_before(group.number);
    add(Kind::Open, capture);
    write(*group.body);
    add(Kind::Close, capture);
  }

  void write(const Look& look) {
    const std::uint32_t begin = add(Kind::Look, look.negated ? 1 : 0);
    const bool outer = backward_;
    backward_ = look.direction == Look::Direction::Behind;
    write(*look.body);
    backward_ = outer;
    add(Kind::LookEnd);
    continue_here(begin);
  }

  void write(Anchor anchor) { add(Kind::Assert, static_cast<std::uint32_t>(anchor)); }

  void write(const Backreference& reference) { add(Kind::Refer, captures_before(reference.group)); }

  StepperProgram made_;
  std::set<std::uint32_t> read_;               // the groups that some backreference reads
  std::map<std::string, std::uint32_t> sets_;  // by what they are called in PCRE2
  bool backward_ = false;
};

}  // namespace

StepperProgram compile_steps(const Node& root) { return ProgramWriter().run(root); }

}  // namespace holotype::regex
