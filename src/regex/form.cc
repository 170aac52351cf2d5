#include "regex/form.h"

#include <optional>
#include <span>

#include "base/utf8.h"
#include "regex/pcre2_differences.h"

namespace holotype::regex {
namespace {

// A pattern without the anchors at its ends.
struct Anchored {
  std::span<const Node> items;
  bool at_start = false;
  bool at_end = false;
};

bool is_anchor(const Node& node, Anchor which) {
  const auto* anchor = std::get_if<Anchor>(&node.value);
  return anchor != nullptr && *anchor == which;
}

// Groups mean nothing here: only the last two forms know references to them.
const Node& without_groups(const Node& node) {
  const auto* group = std::get_if<Group>(&node.value);
  return group == nullptr ? node : without_groups(*group->body);
}

Anchored without_anchors(const Node& root) {
  Anchored found{{&root, 1}};
  if (const auto* sequence = std::get_if<Sequence>(&root.value)) found.items = sequence->items;
  if (!found.items.empty() && is_anchor(found.items.front(), Anchor::Start)) {
    found.at_start = true;
    found.items = found.items.subspan(1);
  }
  if (!found.items.empty() && is_anchor(found.items.back(), Anchor::End)) {
    found.at_end = true;
    found.items = found.items.first(found.items.size() - 1);
  }
  return found;
}

const Class* plain_class(const Node& node) {
  const auto* one = std::get_if<Class>(&without_groups(node).value);
  return one != nullptr && one->properties.empty() ? one : nullptr;
}

std::optional<std::string> literal(std::span<const Node> items) {
  std::string text;
  for (const Node& item : items) {
    const Class* one = plain_class(item);
    const std::optional<char32_t> c = one == nullptr ? std::nullopt : one->members.single();
    if (!c || (*c >= 0xD800 && *c <= 0xDFFF)) return std::nullopt;
    utf8::append(text, *c);
  }
  return text;
}

std::optional<ClassRun> run(std::span<const Node> items) {
  if (items.size() != 1) return std::nullopt;
  const Node& item = without_groups(items[0]);
  if (const Class* one = plain_class(item)) return ClassRun(one->members, 1, 1);
  const auto* repeat = std::get_if<Repeat>(&item.value);
  const Class* one = repeat == nullptr ? nullptr : plain_class(*repeat->body);
  if (one == nullptr) return std::nullopt;
  return ClassRun(one->members, repeat->min, repeat->max);
}

}  // namespace

ClassRun::ClassRun(CodePoints members_, std::uint32_t min_, std::uint32_t max_)
    : members(std::move(members_)), min(min_), max(max_) {
  for (char32_t c = 0; c < 0x80; ++c) {
    if (members.contains(c)) ascii[c / 64] |= std::uint64_t{1} << (c % 64);
  }
}

bool ClassRun::matches(std::string_view utf8) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < utf8.size(); ++count) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      if ((ascii[byte / 64] >> (byte % 64) & 1) == 0) return false;
      ++i;
    } else {
      const utf8::CodePoint next = utf8::decode(utf8.substr(i));
      if (!members.contains(next.value)) return false;
      i += next.size;
    }
  }
  return count >= min && (max == Repeat::kUnbounded || count <= max);
}

Form choose_form(const Node& root) {
  const Anchored pattern = without_anchors(without_groups(root));
  if (pattern.at_start) {
    if (std::optional<std::string> text = literal(pattern.items)) {
      return pattern.at_end ? Form(Exact{*std::move(text)}) : Form(Prefix{*std::move(text)});
    }
    if (pattern.at_end) {
      if (std::optional<ClassRun> found = run(pattern.items)) return Form(*std::move(found));
    }
  }
  if (std::optional<Automaton> automaton = Automaton::build(root))
    return Form(*std::move(automaton));
  if (!may_differ_on_pcre2(root)) {
    if (auto backtracker = Backtracker::compile(root)) return Form(*std::move(backtracker));
  }
  return Form(Stepper(root));
}

std::string_view name_of(const Form& form) {
  static constexpr std::array<std::string_view, 6> kNames{"exact",     "prefix",      "run",
                                                          "automaton", "backtracker", "stepper"};
  return kNames[form.index()];
}

}  // namespace holotype::regex
