#include "parameters/pairs.h"

#include <algorithm>

#include "base/percent.h"
#include "json/text.h"

namespace holotype::parameters {

std::string scalar_text_of(const json::Value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::write(value);
}

bool append_nested(std::vector<TextPair>& pairs, const std::string& name,
                   const json::Value& value) {
  const auto is_scalar = [](const json::Value& one) { return !one.is_array() && !one.is_object(); };
  if (is_scalar(value)) {
    pairs.push_back({name, scalar_text_of(value)});
    return true;
  }
  if (value.size() == 0) return false;
  const bool is_list = value.is_array() && std::ranges::all_of(value.elements(), is_scalar);
  std::size_t index = 0;
  for (const json::Value& element : value.elements()) {
    const std::string key = is_list ? "[]" : "[" + std::to_string(index++) + "]";
    if (!append_nested(pairs, name + key, element)) return false;
  }
  for (const json::Member& member : value.members()) {
    if (member.name().find_first_of("[]") != std::string_view::npos) return false;
    const std::string key = "[" + std::string(member.name()) + "]";
    if (!append_nested(pairs, name + key, member.value)) return false;
  }
  return true;
}

std::string write_pairs(const std::vector<TextPair>& pairs) {
  std::string text;
  for (const TextPair& pair : pairs) {
    if (!text.empty()) text += '&';
    text += percent::encode(pair.name) + "=" + percent::encode(pair.text);
  }
  return text;
}

}  // namespace holotype::parameters
