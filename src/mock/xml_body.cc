#include "mock/xml_body.h"

#include "json/text.h"

namespace holotype::mock {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      default:
        // XML 1.0 section 2.2 has no other control characters, not even escaped.
        out +=
            static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' ? ' ' : c;
    }
  }
}

// Section 2.3: a name begins with a letter, "_" or ":", and goes on with those, digits, "-" and
// ".".
std::string element_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool is_start = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                          c == ':' || static_cast<unsigned char>(c) >= 0x80;
    const bool is_inner = is_start || (c >= '0' && c <= '9') || c == '-' || c == '.';
    out += (out.empty() ? is_start : is_inner) ? c : '_';
  }
  return out.empty() ? "_" : out;
}

void append_element(std::string& out, std::string_view name, const json::Value& value) {
  if (value.is_array()) {
    for (const json::Value& element : value.elements()) append_element(out, name, element);
    return;
  }
  const std::string tag = element_name(name);
  out += "<" + tag + ">";
  for (const json::Member& member : value.members())
    append_element(out, member.name(), member.value);
  if (value.is_string()) {
    append_escaped(out, value.as_string());
  } else if (!value.is_object() && !value.is_null()) {
    out += json::write(value);
  }
  out += "</" + tag + ">";
}

}  // namespace

std::string to_xml(const json::Value& value, std::string_view root) {
  std::string out;
  if (value.is_array()) {
    // A document has one root; the elements of a list stand inside it.
    out += "<" + element_name(root) + ">";
    append_element(out, root, value);
    out += "</" + element_name(root) + ">";
  } else {
    append_element(out, root, value);
  }
  return out;
}

}  // namespace holotype::mock
