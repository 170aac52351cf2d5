// The budget. PCRE2 counts steps from anew at each place where a match may begin, so a limit alone
// would not bound a search: with n places it allows n times as much. Therefore a search has two
// stages:
//
// 1. The pattern as it is, with the budget divided by the number of places. PCRE2 skips places
// quickly
//    (first characters, required characters), so almost every search ends here.
// 2. Where one place needed more than its share: the pattern behind `\A(?:.)*?`, which makes the
// search
//    itself a part of one match, under the whole budget. It is compiled when first needed.
//
// Both stages together take at most about twice the budget, some tens of milliseconds.
//
// Deep patterns may exhaust the stack of compiled code; the text is then tried again by PCRE2's
// interpreter, which keeps its frames on the heap, within a limit too.
//
// One optimisation of PCRE2 is wrong up to version 10.44: from (?=b)c*b it concludes that a match
// begins with the b of the lookahead and that another b must follow, and so finds nothing in "b"
// (upstream pull request 444). Patterns with a positive lookahead do without what is concluded
// about their first and last characters.
#include "regex/backtracker.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "base/check.h"
#include "base/utf8.h"
#include "regex/facts.h"
#include "regex/pattern.h"
#include "regex/translate.h"

namespace holotype::regex {
namespace {

// Steps of one search by compiled code, and by the interpreter, which is slower.
constexpr std::uint32_t kBudget = 4'000'000;
constexpr std::uint32_t kInterpreterBudget = 400'000;
constexpr std::uint32_t kLeastShare = 100;          // steps at one place, however long the text
constexpr std::uint32_t kHeapLimitKib = 16 * 1024;  // of the interpreter's frames
constexpr std::size_t kFirstJitStack = 32 * 1024;
constexpr std::size_t kLargestJitStack = 16 * 1024 * 1024;

struct FreePcre2 {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  void operator()(pcre2_jit_stack* stack) const { pcre2_jit_stack_free(stack); }
};
using Code = std::unique_ptr<pcre2_code, FreePcre2>;

PCRE2_SPTR bytes_of(std::string_view text) {
  // PCRE2 refuses a null pointer even where the length is zero.
  return reinterpret_cast<PCRE2_SPTR>(text.data() == nullptr ? "" : text.data());
}

// What a thread needs to match, made once for each thread.
struct Scratch {
  std::unique_ptr<pcre2_match_data, FreePcre2> data{pcre2_match_data_create(1, nullptr)};
  std::unique_ptr<pcre2_match_context, FreePcre2> context{pcre2_match_context_create(nullptr)};
  std::unique_ptr<pcre2_jit_stack, FreePcre2> stack{
      pcre2_jit_stack_create(kFirstJitStack, kLargestJitStack, nullptr)};

  Scratch() {
    HOLOTYPE_CHECK(data != nullptr && context != nullptr);
    pcre2_set_heap_limit(context.get(), kHeapLimitKib);
    if (stack != nullptr) pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
  }
};

Scratch& scratch() {
  thread_local Scratch one;
  return one;
}

bool has_positive_lookahead(const Node& root) {
  return contains(root, [](const Node& node) {
    const auto* look = std::get_if<Look>(&node.value);
    return look != nullptr && look->direction == Look::Direction::Ahead && !look->negated;
  });
}

// `more` are options beside those that every pattern has.
Result<Code, std::string> compile_text(const std::string& pattern, std::uint32_t more = 0) {
  constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOTALL |
                                     PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
  int error = 0;
  std::size_t offset = 0;
  Code code(
      pcre2_compile(bytes_of(pattern), pattern.size(), kOptions | more, &error, &offset, nullptr));
  if (code == nullptr) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    return tl::unexpected(std::string(reinterpret_cast<const char*>(message.data())));
  }
  // Fails where the system forbids executable memory; the interpreter serves then.
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
  return code;
}

bool is_compiled_to_machine_code(const pcre2_code* code) {
  std::size_t size = 0;
  return pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &size) == 0 && size > 0;
}

int run(const pcre2_code* code, std::string_view text, std::uint32_t budget,
        std::uint32_t options) {
  Scratch& own = scratch();
  pcre2_set_match_limit(own.context.get(), budget);
  return pcre2_match(code, bytes_of(text), text.size(), 0, PCRE2_NO_UTF_CHECK | options,
                     own.data.get(), own.context.get());
}

Match to_match(int result) {
  if (result >= 0) return Match::Yes;
  return result == PCRE2_ERROR_NOMATCH ? Match::No : Match::OverBudget;
}

}  // namespace

struct Backtracker::Program {
  Code code;
  std::uint32_t budget = kBudget;
  bool anchored = false;  // a match can begin at the start of the text alone
  std::string whole_search;
  std::uint32_t options = 0;  // beside those that every pattern has

  // Stage 2, when first needed. Null where PCRE2 cannot compile it (too large with the prefix).
  const pcre2_code* search_code() const {
    std::call_once(once, [this] {
      if (Result<Code, std::string> made = compile_text(whole_search, options))
        search = *std::move(made);
    });
    return search.get();
  }

  Match match(const pcre2_code* with, std::string_view text, std::uint32_t steps) const {
    int result = run(with, text, steps, 0);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
      result = run(with, text, std::min(steps, kInterpreterBudget), PCRE2_NO_JIT);
    }
    return to_match(result);
  }

 private:
  mutable std::once_flag once;
  mutable Code search;
};

Backtracker::Backtracker(std::unique_ptr<Program> program) : program_(std::move(program)) {}
Backtracker::Backtracker(Backtracker&&) noexcept = default;
Backtracker& Backtracker::operator=(Backtracker&&) noexcept = default;
Backtracker::~Backtracker() = default;

Result<Backtracker, std::string> Backtracker::compile(const Node& root) {
  const std::string text = to_pcre2(root);
  auto program = std::make_unique<Program>();
  if (has_positive_lookahead(root)) program->options = PCRE2_NO_START_OPTIMIZE;
  Result<Code, std::string> code = compile_text(text, program->options);
  if (!code) return tl::unexpected(code.error());
  program->code = *std::move(code);
  if (!is_compiled_to_machine_code(program->code.get())) program->budget = kInterpreterBudget;
  std::uint32_t all_options = 0;
  pcre2_pattern_info(program->code.get(), PCRE2_INFO_ALLOPTIONS, &all_options);
  program->anchored = (all_options & PCRE2_ANCHORED) != 0;
  program->whole_search = "\\A.*?(?:" + text + ")";
  return Backtracker(std::move(program));
}

Match Backtracker::matches(std::string_view utf8) const {
  // PCRE2 reads beyond the end of text that is cut within a character.
  if (!utf8::is_valid(utf8)) return Match::No;
  const Program& program = *program_;
  if (program.anchored) return program.match(program.code.get(), utf8, program.budget);
  const auto places = static_cast<std::uint32_t>(std::min<std::size_t>(utf8.size() + 1, kBudget));
  const std::uint32_t share = std::max(kLeastShare, program.budget / places);
  const Match first = program.match(program.code.get(), utf8, share);
  if (first != Match::OverBudget) return first;
  const pcre2_code* search = program.search_code();
  return search == nullptr ? Match::OverBudget : program.match(search, utf8, program.budget);
}

CodePoints members_of(const Class& one) {
  if (one.properties.empty()) return one.members;
  std::string everything;
  for (char32_t c = 0; c <= kLastCodePoint; ++c) {
    if (c < 0xD800 || c > 0xDFFF) utf8::append(everything, c);
  }
  const std::string pattern =
      to_pcre2(Node{Class{one.members, one.properties, one.inverted}}) + "++";
  const Result<Code, std::string> code = compile_text(pattern);
  HOLOTYPE_CHECK(code.has_value());
  CodePoints members;
  const std::size_t* found = pcre2_get_ovector_pointer(scratch().data.get());
  pcre2_set_match_limit(scratch().context.get(), kBudget);
  std::size_t at = 0;
  while (pcre2_match(code->get(), bytes_of(everything), everything.size(), at, PCRE2_NO_UTF_CHECK,
                     scratch().data.get(), scratch().context.get()) >= 0) {
    std::size_t last = found[1] - 1;
    while ((static_cast<unsigned char>(everything[last]) & 0xC0) == 0x80) --last;
    members.add(utf8::decode(std::string_view(everything).substr(found[0])).value,
                utf8::decode(std::string_view(everything).substr(last)).value);
    at = found[1];
  }
  return members;
}

}  // namespace holotype::regex
