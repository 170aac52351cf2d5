#include "proxy/recorded_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "json/text.h"

namespace holotype::proxy {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A letter, then letters, digits and what has no meaning to YAML; and no word of the core schema
// (YAML 1.2 section 10.3.2).
bool is_plain(std::string_view text) {
  static constexpr std::string_view kWords[] = {"null", "true", "false"};
  static constexpr std::string_view kMarks = "_-/.+ ";
  if (text.empty() || text.size() > 80 || !is_letter(text.front()) || text.back() == ' ')
    return false;
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return std::ranges::find(kWords, lower) == std::end(kWords) &&
         std::ranges::all_of(text, [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') ||
                  kMarks.find(c) != std::string_view::npos;
         });
}

// A JSON string is a YAML one but for what YAML does not let stand in a text unescaped
// (section 5.1, c-printable: DEL, C1, U+FFFE, U+FFFF) or takes for a line's end or an encoding's
// mark.
std::string quoted(std::string_view text) {
  const std::string json = json::quote(text);
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto byte = [&](std::size_t at) {
      return i + at < json.size() ? static_cast<unsigned char>(json[i + at]) : 0u;
    };
    const unsigned two = ((byte(0) & 0x1fu) << 6) | (byte(1) & 0x3fu);
    const unsigned three = ((byte(0) & 0x0fu) << 12) | ((byte(1) & 0x3fu) << 6) | (byte(2) & 0x3fu);
    if (byte(0) == 0x7f) {
      out += "\\x7f";
    } else if (byte(0) == 0xc2 && two < 0xa0) {
      out += fmt::format("\\x{:02x}", two);
      i += 1;
    } else if ((byte(0) & 0xf0u) == 0xe0 &&
               (three == 0x2028 || three == 0x2029 || three == 0xfeff || three >= 0xfffe)) {
      out += fmt::format("\\u{:04x}", three);
      i += 2;
    } else {
      out += json[i];
    }
  }
  return out;
}

// Lines that a literal block can hold: beyond ASCII only what quoting would leave alone, no tab or
// space where the block finds its indentation, and something on the first line.
bool is_block(std::string_view text) {
  const bool has_lines = text.find('\n') != std::string_view::npos;
  if (!has_lines || text.front() == ' ' || text.front() == '\n') return false;
  const bool is_printable = std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || (byte >= 0x20 && byte != 0x7f);
  });
  return is_printable && quoted(text).size() == json::quote(text).size();
}

void append_block(const json::Value& value, std::size_t indent, std::string& out);

void append_after_key(const json::Value& value, std::size_t indent, std::string& out) {
  if (value.is_string()) {
    out += " " + yaml_scalar(value.as_string());
  } else if (value.elements().empty() && value.members().empty()) {
    out += " " + json::write(value);  // a number, a word, {} or []
  } else {
    append_block(value, indent, out);
  }
}

// Each member or element on a line of its own, a newline before it.
void append_block(const json::Value& value, std::size_t indent, std::string& out) {
  const std::string line = "\n" + std::string(indent, ' ');
  for (const json::Member& member : value.members()) {
    out += line + yaml_scalar(member.name()) + ":";
    append_after_key(member.value, indent + 2, out);
  }
  for (const json::Value& element : value.elements()) {
    out += line + "-";
    const std::size_t begin = out.size();
    append_after_key(element, indent + 2, out);
    // What would begin a line below the dash goes behind it (section 8.2.1, compact forms).
    if (out[begin] == '\n') out.replace(begin, indent + 3, " ");
  }
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  return is_plain(text) ? std::string(text) : quoted(text);
}

std::string yaml_after_key(const json::Value& value, std::size_t indent) {
  std::string out;
  append_after_key(value, indent, out);
  return out;
}

std::string yaml_text_after_key(std::string_view text, std::size_t indent) {
  if (!is_block(text)) return " " + yaml_scalar(text);
  // Chomping (section 8.1.1.2): no line break at the end, one, or several.
  const std::string_view chomping = !text.ends_with('\n') ? "-" : text.ends_with("\n\n") ? "+" : "";
  std::string out = fmt::format(" |{}", chomping);
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (;;) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += '\n';
    if (end != 0) out += std::string(indent, ' ');
    out += text.substr(0, end);
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

std::string escape_expressions(std::string_view text) {
  std::string out(text);
  for (std::size_t at = out.find("{$"); at != std::string::npos; at = out.find("{$", at + 3))
    out.insert(at, "{");
  return out;
}

json::Value escape_expressions(const json::Value& value, json::Arena& arena) {
  if (value.is_string()) {
    const std::string text = escape_expressions(value.as_string());
    return text.size() == value.size() ? value : json::Value::string(arena, text);
  }
  if (value.is_array()) {
    std::vector<json::Value> elements;
    for (const json::Value& element : value.elements())
      elements.push_back(escape_expressions(element, arena));
    return json::Value::array(arena, elements);
  }
  if (!value.is_object()) return value;
  std::vector<json::Member> members;
  for (const json::Member& member : value.members())
    members.emplace_back(member.name(), escape_expressions(member.value, arena));
  return json::Value::object(arena, members);
}

}  // namespace holotype::proxy
