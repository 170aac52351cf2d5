#include "http/field.h"

#include <array>
#include <optional>

#include "base/percent.h"
#include "base/utf8.h"

namespace holotype::http {
namespace {

constexpr std::array<bool, 256> kTokenCharacters = [] {
  std::array<bool, 256> is_token{};
  constexpr std::string_view kDelimiters = "\"(),/:;<=>?@[\\]{}";
  for (unsigned char c = 0x21; c < 0x7F; ++c) {
    is_token[c] = kDelimiters.find(static_cast<char>(c)) == std::string_view::npos;
  }
  return is_token;
}();

bool is_whitespace(char c) { return c == ' ' || c == '\t'; }

// What may follow a backslash, and, but for '"' and "\", stand for itself (section 5.6.4).
bool is_quotable(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

std::string utf8_of_latin1(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) utf8::append(out, static_cast<unsigned char>(c));
  return out;
}

}  // namespace

const std::string* find_parameter(const Parameters& parameters, std::string_view name) {
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return &parameter.value;
  }
  return nullptr;
}

bool is_token_character(char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; }

bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!is_token_character(c)) return false;
  }
  return !text.empty();
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_whitespace(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_whitespace(text.back())) text.remove_suffix(1);
  return text;
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += is_quotable(c) ? c : ' ';
  }
  return out += '"';
}

std::string quote_unless_token(std::string_view text) {
  return is_token(text) ? std::string(text) : quote(text);
}

Parsed<std::string> decode_extended_value(std::string_view text) {
  const std::size_t charset_end = text.find('\'');
  if (charset_end == std::string_view::npos) {
    return malformed(text.size(), "An extended value begins with charset'language'.");
  }
  const std::size_t language_end = text.find('\'', charset_end + 1);
  if (language_end == std::string_view::npos) {
    return malformed(text.size(), "An extended value has a second \"'\" after its language.");
  }
  const std::optional<std::string> bytes = percent::decode(text.substr(language_end + 1));
  if (!bytes) {
    return malformed(language_end + 1,
                     "The extended value holds a \"%\" without two hexadecimal digits.");
  }
  const std::string charset = to_lower(text.substr(0, charset_end));
  if (charset == "iso-8859-1") return utf8_of_latin1(*bytes);
  if (charset != "utf-8") {
    return malformed(0, "The charset of an extended value is UTF-8 or ISO-8859-1.");
  }
  if (!utf8::is_valid(*bytes)) {
    return malformed(language_end + 1, "The extended value is not valid UTF-8.");
  }
  return *bytes;
}

void FieldReader::skip_whitespace() {
  while (!at_end() && is_whitespace(text_[at_])) ++at_;
}

bool FieldReader::consume(char c) {
  if (at_end() || text_[at_] != c) return false;
  ++at_;
  return true;
}

std::string_view FieldReader::token() {
  const std::size_t start = at_;
  while (!at_end() && is_token_character(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

Parsed<std::string> FieldReader::quoted_string() {
  std::string out;
  for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
    if (text_[i] == '"') {
      at_ = i + 1;
      return out;
    }
    if (text_[i] == '\\' && ++i == text_.size()) break;
    if (!is_quotable(text_[i])) {
      return malformed(i, "The quoted string holds a control character.");
    }
    out += text_[i];
  }
  return malformed(text_.size(), "The quoted string is not closed.");
}

Parsed<std::string> FieldReader::token_or_quoted_string() {
  if (peek() == '"') return quoted_string();
  const std::string_view text = token();
  if (text.empty()) return malformed(at_, "A token or a quoted string is expected here.");
  return std::string(text);
}

Parsed<Parameters> FieldReader::parameters(BareName bare) {
  Parameters parameters;
  while (true) {
    skip_whitespace();
    if (!consume(';')) return parameters;
    skip_whitespace();
    if (at_end() || peek() == ';' || peek() == ',') continue;
    const std::string_view name = token();
    if (name.empty()) return malformed(at_, "A parameter name is expected here.");
    if (!consume('=')) {
      if (bare == BareName::Refused) {
        return malformed(at_, "A parameter name is followed by \"=\" and a value.");
      }
      parameters.push_back({to_lower(name), ""});
      continue;
    }
    Parsed<std::string> value = token_or_quoted_string();
    if (!value) return tl::unexpected(std::move(value.error()));
    parameters.push_back({to_lower(name), std::move(*value)});
  }
}

void FieldReader::skip_list_element() {
  bool is_quoted = false;
  for (; !at_end(); ++at_) {
    const char c = text_[at_];
    if (c == ',' && !is_quoted) return;
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\\' && is_quoted && at_ + 1 < text_.size()) ++at_;
  }
}

}  // namespace holotype::http
