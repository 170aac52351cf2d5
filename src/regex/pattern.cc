#include "regex/pattern.h"

#include "regex/form.h"

namespace holotype::regex {

struct Pattern::Program {
  std::string source;
  Form form;
};

namespace {

// One function for each form, so that std::visit is the switch.
struct Search {
  std::string_view text;

  static Match answer(bool found) { return found ? Match::Yes : Match::No; }
  Match operator()(const Exact& exact) const { return answer(text == exact.text); }
  Match operator()(const Prefix& prefix) const { return answer(text.starts_with(prefix.text)); }
  Match operator()(const ClassRun& run) const { return answer(run.matches(text)); }
  Match operator()(const Automaton& automaton) const { return answer(automaton.matches(text)); }
  Match operator()(const Backtracker& backtracker) const { return backtracker.matches(text); }
  Match operator()(const Stepper& stepper) const { return stepper.matches(text); }
};

}  // namespace

Result<Pattern, CompileError> Pattern::compile(std::string_view ecma_source) {
  const Result<Node, CompileError> tree = parse(ecma_source);
  if (!tree) return tl::unexpected(tree.error());
  return Pattern(
      std::make_shared<const Program>(Program{std::string(ecma_source), choose_form(*tree)}));
}

Match Pattern::matches(std::string_view utf8) const {
  return std::visit(Search{utf8}, program_->form);
}

const std::string& Pattern::source() const { return program_->source; }

}  // namespace holotype::regex
