// Which property tells the branches of anyOf or oneOf apart, found when the plan is made.
//
// {"anyOf": [{"properties": {"kind": {"const": "cat"}, ...}}, {"properties": {"kind": {"const":
// "dog"}, ...}}]}: an object whose kind is "dog" can only hold in the second branch. That is so for
// any property that is limited to some strings in a branch, required or not, so leaving out the
// branches that do not list the string changes no answer. The property that is limited in the most
// branches is taken.
#include <algorithm>
#include <map>
#include <optional>

#include "schema/plan.h"

namespace holotype::schema {
namespace {

using Texts = std::vector<std::string_view>;

// The strings that `subschema` takes, where const or enum limits them.
std::optional<Texts> texts_of(const Subschema& subschema) {
  for (const Keyword& keyword : subschema.keywords) {
    if (keyword.op == Op::Reference) {
      if (auto texts = texts_of(*std::get<const Subschema*>(keyword.operand))) return texts;
    }
    if (keyword.op != Op::Const && keyword.op != Op::Enum) continue;
    const json::Value& value = *std::get<const json::Value*>(keyword.operand);
    const auto candidates =
        keyword.op == Op::Const ? std::span<const json::Value>(&value, 1) : value.elements();
    Texts texts;
    for (const json::Value& one : candidates) {
      if (one.is_string()) texts.push_back(one.as_string());
    }
    return texts;
  }
  return std::nullopt;
}

// The limited properties of one branch, by name.
using Limits = std::map<std::string_view, Texts>;

void collect(const Subschema& branch, Limits& limits) {
  for (const Keyword& keyword : branch.keywords) {
    if (keyword.op == Op::Reference) collect(*std::get<const Subschema*>(keyword.operand), limits);
    if (keyword.op == Op::AllOf) {
      for (const Subschema* one : *std::get<const Subschemas*>(keyword.operand)) {
        collect(*one, limits);
      }
    }
    if (keyword.op != Op::Properties) continue;
    for (const auto& property : std::get<const PropertyMap*>(keyword.operand)->properties) {
      if (auto texts = texts_of(*property.subschema)) {
        limits.try_emplace(property.name.name, std::move(*texts));
      }
    }
  }
}

// The name that the most branches limit; "" where none is limited in two.
std::string_view most_limited(const std::vector<Limits>& branches) {
  std::map<std::string_view, std::size_t> counts;
  for (const Limits& limits : branches) {
    for (const auto& [name, texts] : limits) ++counts[name];
  }
  const auto best =
      std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return best == counts.end() || best->second < 2 ? std::string_view() : best->first;
}

}  // namespace

const Choice* Planner::choice_for(const std::vector<const Subschema*>& branches,
                                  const std::vector<const Block*>& blocks) {
  // With two branches trying both is as fast.
  constexpr std::size_t kFew = 3;
  if (branches.size() < kFew) return nullptr;
  std::vector<Limits> limits(branches.size());
  for (std::size_t i = 0; i < branches.size(); ++i) collect(*branches[i], limits[i]);
  const std::string_view name = most_limited(limits);
  if (name.empty()) return nullptr;

  std::map<std::string_view, BranchBlocks> by_text;
  for (const Limits& one : limits) {
    const auto found = one.find(name);
    if (found == one.end()) continue;
    for (const std::string_view text : found->second) by_text.try_emplace(text);
  }
  Choice choice{json::HashedName(name), {}, {}, {}};
  for (std::size_t i = 0; i < branches.size(); ++i) {
    const auto found = limits[i].find(name);
    if (found == limits[i].end()) choice.otherwise.blocks.push_back(blocks[i]);
    for (auto& [text, possible] : by_text) {
      if (found == limits[i].end() ||
          std::ranges::find(found->second, text) != found->second.end()) {
        possible.blocks.push_back(blocks[i]);
      }
    }
  }
  Texts texts;
  for (const auto& [text, possible] : by_text) texts.push_back(text);
  choice.values = StringSet::of(std::move(texts));
  choice.by_value.resize(by_text.size());
  for (auto& [text, possible] : by_text) {
    choice.by_value[choice.values.index_of(text)] = std::move(possible);
  }
  return unit_.keep(std::move(choice));
}

StringSet StringSet::of(std::vector<std::string_view> texts) {
  StringSet set;
  std::ranges::stable_sort(texts, {}, &std::string_view::size);
  for (const std::string_view text : texts) {
    if (text.size() > kMaxSize) {
      set.long_texts.push_back(text);
      continue;
    }
    set.texts.push_back(text);
    set.starts.resize(text.size() + 2, set.starts.empty() ? 0 : set.starts.back());
    ++set.starts.back();
  }
  return set;
}

}  // namespace holotype::schema
