#include "tester/edit.h"

#include <vector>

namespace holotype::tester {

using json::Value;

Value changed(const Value& root, std::span<const std::string> path,
              const std::optional<Value>& part, json::Arena& arena) {
  if (path.empty()) return part.value_or(root);
  const bool is_last = path.size() == 1;
  if (root.is_array()) {
    std::vector<Value> elements;
    for (std::size_t i = 0; i < root.elements().size(); ++i) {
      const bool is_it = std::to_string(i) == path.front();
      if (is_it && is_last && !part) continue;
      elements.push_back(is_it ? changed(root.elements()[i], path.subspan(1), part, arena)
                               : root.elements()[i]);
    }
    return Value::array(arena, elements);
  }
  std::vector<json::Member> members;
  bool is_there = false;
  for (const json::Member& member : root.members()) {
    const bool is_it = member.name() == path.front();
    is_there = is_there || is_it;
    if (is_it && is_last && !part) continue;
    members.push_back(member);
    if (is_it) members.back().value = changed(member.value, path.subspan(1), part, arena);
  }
  if (!is_there && is_last && part) members.emplace_back(arena.copy(path.front()), *part);
  return Value::object(arena, members);
}

std::string resized(std::string_view text, std::size_t length) {
  std::string out;
  std::size_t count = 0;
  std::string last = "a";
  for (std::size_t at = 0; at < text.size() && count < length; ++count) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    last = std::string(text.substr(at, end - at));
    out += last;
    at = end;
  }
  for (; count < length; ++count) out += last;
  return out;
}

}  // namespace holotype::tester
