#include "xml/element.h"

namespace holotype::xml {
namespace {

// XML 1.0 section 2.2 has no other control characters, not even escaped.
char printable(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' ? ' ' : c;
}

// Nor U+FFFE and U+FFFF.
bool is_no_character(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

}  // namespace

bool Element::has_text() const { return text.find_first_not_of(" \t\r\n") != std::string::npos; }

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_no_character(text.substr(at))) {
      out += ' ';
      at += 2;
      continue;
    }
    const char c = text[at];
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
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#13;";  // section 2.11: a bare one would be read as a line feed
        break;
      default:
        out += printable(c);
    }
  }
  return out;
}

std::string cdata(std::string_view text) {
  constexpr std::string_view kEnd = "]]>";
  std::string out = "<![CDATA[";
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with(kEnd)) {
      out += "]]]]><![CDATA[>";
      at += kEnd.size() - 1;
    } else {
      out += printable(text[at]);
    }
  }
  return out + "]]>";
}

std::string to_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool is_start = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                          c == ':' || static_cast<unsigned char>(c) >= 0x80;
    const bool is_inner = is_start || (c >= '0' && c <= '9') || c == '-' || c == '.';
    out += (out.empty() ? is_start : is_inner) ? c : '_';
  }
  return out.empty() ? "_" : out;
}

}  // namespace holotype::xml
