#include "schema/wording.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "json/text.h"

namespace holotype::schema {

std::string describe(const json::Value& value) {
  constexpr std::size_t kMaxNames = 8;
  constexpr std::size_t kMaxNameBytes = 60;
  if (value.is_array()) return fmt::format("array of {}", counted(value.size(), "element"));
  if (!value.is_object()) return json::shorten(value);
  if (value.size() == 0) return "object without properties";
  std::string text = "object with ";
  for (std::size_t i = 0; i < value.size() && i < kMaxNames; ++i) {
    if (i > 0) text += ", ";
    const std::string_view name = value.members()[i].name();
    text += utf8::prefix(name, kMaxNameBytes);
    if (name.size() > kMaxNameBytes) text += "...";
  }
  if (value.size() > kMaxNames) text += fmt::format(" and {} more", value.size() - kMaxNames);
  return text;
}

std::string describe(const TypeSet& types) {
  constexpr std::string_view kNames[] = {"null",  "boolean", "number", "string",
                                         "array", "object",  "integer"};
  std::string text;
  const auto add = [&text](std::string_view name) {
    if (!text.empty()) text += " or ";
    text += name;
  };
  // null last: "string or null".
  for (unsigned bit = 1; bit <= 6; ++bit) {
    if ((types.bits >> bit & 1) != 0) add(kNames[bit]);
  }
  if ((types.bits & 1) != 0) add(kNames[0]);
  return text;
}

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
  if (count == 1) return fmt::format("1 {}", singular);
  return plural.empty() ? fmt::format("{} {}s", count, singular)
                        : fmt::format("{} {}", count, plural);
}

std::string counted(std::uint64_t count, const json::Value& written, std::string_view singular,
                    std::string_view plural) {
  if (count != UINT64_MAX) return counted(count, singular, plural);
  const std::string text = json::shorten(written);
  return plural.empty() ? fmt::format("{} {}s", text, singular)
                        : fmt::format("{} {}", text, plural);
}

}  // namespace holotype::schema
