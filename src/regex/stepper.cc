// ECMA-262 describes matchers that call their continuations. Here the continuations are a list of
// instructions, and what the calls would keep on the stack of the machine is a list of notes:
//
// - a choice: the other way to go on, and from which place of the text;
// - the old value of a register that was changed, to be put back on the way to an older choice;
// - a lookaround that has begun.
//
// A failed step goes back through the notes to the last choice. A lookaround that has succeeded
// drops the choices within it (it is not tried in another way: 22.2.2.4), a positive one keeps the
// notes of registers, because its captures stay until a choice before it is taken.
//
// (?:(a)|b)*\1 on "ab": the first turn notes "group 1 was unset" and sets it; the second begins by
// noting "group 1 was a" and unsets it; so \1 reads nothing at the end, as it must.
//
// Cost: a step for each instruction, more for a Unicode property, a reference to long text and the
// end of a lookaround. All places where a match may begin share one budget, at most some ten
// milliseconds, for a value may have a thousand texts to search; notes are limited too.
#include "regex/stepper.h"

#include <algorithm>

#include "base/utf8.h"
#include "regex/pattern.h"
#include "regex/subject.h"

namespace holotype::regex {
namespace {

// Of a short text; a byte more may take so many more, up to the most.
constexpr std::uint64_t kFewSteps = 500'000;
constexpr std::uint64_t kMaxSteps = 4'000'000;
constexpr std::uint64_t kStepsOfByte = 32;
constexpr std::size_t kFewNotes = 250'000;  // 16 bytes each; more for long texts
constexpr std::size_t kMaxNotes = 1'000'000;
constexpr std::size_t kNotesKept = 64 * 1024;  // by a thread, from one search to the next
constexpr std::uint32_t kUnset = 0xFFFFFFFF;   // no place, no register, no note
constexpr std::uint64_t kStepsOfProperty = 10;
constexpr std::uint64_t kBytesOfOneStep = 16;  // that a reference compares

struct Note {
  // Else it is the number of a register.
  static constexpr std::uint32_t kChoice = 0xFFFFFFFF;
  static constexpr std::uint32_t kPositiveLook = 0xFFFFFFFE;
  static constexpr std::uint32_t kNegativeLook = 0xFFFFFFFD;

  std::uint32_t about;
  std::uint32_t value;      // of the register; otherwise a place of the text
  std::uint32_t step = 0;   // to go on with
  std::uint32_t outer = 0;  // the note of the lookaround around this one
};

// What a thread needs to match.
struct Workspace {
  std::vector<Note> notes;
  std::vector<std::uint32_t> registers;
};

Workspace& workspace() {
  thread_local Workspace one;
  return one;
}

class Walk {
 public:
  Walk(const StepperProgram& program, std::string_view text)
      : program_(program),
        subject_(text),
        max_steps_(std::min(kMaxSteps, kFewSteps + kStepsOfByte * text.size())),
        max_notes_(std::min(kMaxNotes, kFewNotes + 8 * text.size())),
        notes_(workspace().notes),
        registers_(workspace().registers) {
    notes_.clear();
    registers_.assign(program.registers(), kUnset);
  }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;
  ~Walk() {
    if (notes_.capacity() > kNotesKept) std::vector<Note>().swap(notes_);
  }

  Match run() {
    for (std::uint32_t place = 0;;) {
      const Match match = from(place);
      if (match != Match::No || program_.anchored || place == subject_.end()) return match;
      place += subject_.at(place).size;
    }
  }

 private:
  // Where it fails, all registers are as before.
  Match from(std::uint32_t place) {
    at_ = place;
    next_ = 0;
    while (program_.steps[next_].kind != Step::Kind::Found) {
      if (++spent_ > max_steps_ || notes_.size() > max_notes_) return Match::OverBudget;
      if (!take(program_.steps[next_++]) && !go_back()) return Match::No;
    }
    return Match::Yes;
  }

  // Whether `step` succeeds; next_ is already the one behind it.
  bool take(const Step& step) {
    switch (step.kind) {
      case Step::Kind::Character:
        return read(program_.sets[step.operand], step.backward);
      case Step::Kind::Jump:
        return go_on(step.target);
      case Step::Kind::Choose:
        return choose(next_, step.target);
      case Step::Kind::ChooseLast:
        return choose(step.target, next_);
      case Step::Kind::LoopBegin:
        return set(program_.turns_of(step.operand), 0);
      case Step::Kind::LoopTest:
        return test(step);
      case Step::Kind::LoopTurn:
        return begin_turn(step.operand);
      case Step::Kind::LoopEnd:
        return end_turn(step);
      case Step::Kind::Open:
        return set(program_.open_of(step.operand), at_);
      case Step::Kind::Close:
        return close(step);
      case Step::Kind::Refer:
        return refer(step);
      case Step::Kind::Assert:
        return subject_.holds(static_cast<Anchor>(step.operand), at_);
      case Step::Kind::Look:
        return look(step);
      case Step::Kind::LookEnd:
        return end_look();
      case Step::Kind::Found:
        break;
    }
    return true;
  }

  // --- the ways on and back ---

  bool go_on(std::uint32_t step) {
    next_ = step;
    return true;
  }

  bool choose(std::uint32_t first, std::uint32_t otherwise) {
    notes_.push_back({Note::kChoice, at_, otherwise});
    return go_on(first);
  }

  bool set(std::uint32_t which, std::uint32_t value) {
    if (registers_[which] == value) return true;
    notes_.push_back({which, registers_[which]});
    registers_[which] = value;
    return true;
  }

  // To the last choice; false where none is left.
  bool go_back() {
    while (!notes_.empty()) {
      const Note note = notes_.back();
      notes_.pop_back();
      if (note.about < Note::kNegativeLook) {
        registers_[note.about] = note.value;
        continue;
      }
      if (note.about != Note::kChoice) look_ = note.outer;
      if (note.about == Note::kPositiveLook) continue;
      at_ = note.value;
      return go_on(note.step);
    }
    return false;
  }

  // --- characters ---

  bool read(const StepperProgram::Set& set, bool backward) {
    if (at_ == (backward ? 0 : subject_.end())) return false;
    const std::uint32_t begin = backward ? subject_.before(at_) : at_;
    const utf8::CodePoint one = subject_.at(begin);
    if (!has(set, one.value, subject_.text(begin, one.size))) return false;
    at_ = backward ? begin : at_ + one.size;
    return true;
  }

  // Whether the code point, which is written `utf8`, is in the set.
  bool has(const StepperProgram::Set& set, char32_t code_point, std::string_view utf8) {
    if (code_point < 0x80) return (set.ascii[code_point / 64] >> (code_point % 64) & 1) != 0;
    if (!set.properties) return set.members.contains(code_point);
    spent_ += kStepsOfProperty;
    return set.properties->matches(utf8) == Match::Yes;
  }

  // --- RepeatMatcher, 22.2.2.3.1 ---

  bool test(const Step& step) {
    const StepperProgram::Loop& loop = program_.loops[step.operand];
    const std::uint32_t turns = registers_[program_.turns_of(step.operand)];
    if (turns < loop.min) return true;
    if (turns >= loop.max) return go_on(step.target);
    return loop.lazy ? choose(step.target, next_) : choose(next_, step.target);
  }

  bool begin_turn(std::uint32_t number) {
    const StepperProgram::Loop& loop = program_.loops[number];
    if (loop.may_be_empty) set(program_.place_of(number), at_);
    for (std::uint32_t i = loop.first_capture; i < loop.end_capture; ++i) {
      set(program_.start_of(i), kUnset);
      set(program_.end_of(i), kUnset);
    }
    spent_ += loop.end_capture - loop.first_capture;
    return true;
  }

  bool end_turn(const Step& step) {
    const StepperProgram::Loop& loop = program_.loops[step.operand];
    const std::uint32_t turns = registers_[program_.turns_of(step.operand)];
    const bool was_needed = turns < loop.min;
    if (!was_needed && loop.may_be_empty && at_ == registers_[program_.place_of(step.operand)]) {
      return false;
    }
    const bool counts = was_needed || loop.max != Repeat::kUnbounded;
    if (counts) set(program_.turns_of(step.operand), turns + 1);
    return go_on(step.target);
  }

  // --- captures ---

  bool close(const Step& step) {
    const std::uint32_t opened = registers_[program_.open_of(step.operand)];
    set(program_.start_of(step.operand), std::min(opened, at_));
    return set(program_.end_of(step.operand), std::max(opened, at_));
  }

  bool refer(const Step& step) {
    const std::uint32_t start = registers_[program_.start_of(step.operand)];
    if (start == kUnset) return true;
    const std::uint32_t size = registers_[program_.end_of(step.operand)] - start;
    if (size > (step.backward ? at_ : subject_.end() - at_)) return false;
    const std::uint32_t begin = step.backward ? at_ - size : at_;
    spent_ += size / kBytesOfOneStep;
    if (subject_.text(begin, size) != subject_.text(start, size)) return false;
    at_ = step.backward ? begin : at_ + size;
    return true;
  }

  // --- lookaround ---

  bool look(const Step& step) {
    const bool negative = step.operand != 0;
    notes_.push_back(
        {negative ? Note::kNegativeLook : Note::kPositiveLook, at_, step.target, look_});
    look_ = static_cast<std::uint32_t>(notes_.size() - 1);
    return true;
  }

  // The body of the innermost lookaround has matched.
  bool end_look() {
    const auto begin = notes_.begin() + look_;
    const Note look = *begin;
    spent_ += static_cast<std::uint64_t>(notes_.end() - begin);
    look_ = look.outer;
    if (look.about == Note::kNegativeLook) {
      for (auto note = notes_.end(); note != begin;) {
        --note;
        if (note->about < Note::kNegativeLook) registers_[note->about] = note->value;
      }
      notes_.erase(begin, notes_.end());
      return false;
    }
    const auto is_no_register = [](const Note& note) { return note.about >= Note::kNegativeLook; };
    notes_.erase(std::remove_if(begin, notes_.end(), is_no_register), notes_.end());
    at_ = look.value;
    return true;
  }

  const StepperProgram& program_;
  const Subject subject_;
  const std::uint64_t max_steps_;
  const std::size_t max_notes_;
  std::vector<Note>& notes_;
  std::vector<std::uint32_t>& registers_;
  std::uint32_t at_ = 0;         // the place in the text, in bytes
  std::uint32_t next_ = 0;       // the number of the next step
  std::uint32_t look_ = kUnset;  // the note of the innermost lookaround
  std::uint64_t spent_ = 0;      // steps
};

}  // namespace

Stepper::Stepper(const Node& root) : program_(compile_steps(root)) {}

Match Stepper::matches(std::string_view utf8) const {
  if (!utf8::is_valid(utf8)) return Match::No;
  if (utf8.size() >= kUnset) return Match::OverBudget;
  return Walk(program_, utf8).run();
}

}  // namespace holotype::regex
