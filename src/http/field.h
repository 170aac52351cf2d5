// The grammar that header fields share: tokens, quoted strings, parameters and lists.
//
// FieldReader is the one scanner behind media types, Accept, Prefer, Content-Disposition and
// credentials. It reads a view and never copies but where a quoted string must be unescaped.
//
// Spec: RFC 9110 section 5.6 (common rules for defining field values).
// Tests: tests/http/field_test.cc
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/syntax.h"

namespace holotype::http {

// A parameter of a media type, a credential or a challenge (RFC 9110 sections 5.6.6 and 11.2).
struct Parameter {
  std::string name;   // lower-case: names compare without case
  std::string value;  // of a quoted string, what it stands for

  friend bool operator==(const Parameter&, const Parameter&) = default;
};

using Parameters = std::vector<Parameter>;  // in the order of the text

// The value of the first parameter of that (lower-case) name, or nullptr.
const std::string* find_parameter(const Parameters& parameters, std::string_view name);

// Section 5.6.2: a tchar is any visible ASCII character but the delimiters "(),/:;<=>?@[\]{} and
// DQUOTE.
bool is_token_character(char c);
// Whether `text` is a token: one tchar or more.
bool is_token(std::string_view text);

std::string to_lower(std::string_view text);   // of ASCII letters alone
std::string_view trim(std::string_view text);  // without SP and HTAB at both ends (OWS)

// `text` as a quoted-string: quote(R"(a "b")") is R"("a \"b\"")".
// What no quoted-string can hold (control characters but HTAB) becomes a space.
std::string quote(std::string_view text);
// `text` as it is where it is a token, else quoted.
std::string quote_unless_token(std::string_view text);

// The text that an ext-value stands for (RFC 8187 section 3.2.1), as in filename* and username*:
// "UTF-8'en'%e2%82%ac%20rates" is "\u20ac rates". Known charsets are UTF-8 and ISO-8859-1, without
// case; the result is UTF-8.
Parsed<std::string> decode_extended_value(std::string_view text);

// Reads a field value from left to right. Holds a view: the text must outlive it.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : text_(text) {}
  template <std::same_as<std::string> Temporary>
  explicit FieldReader(Temporary&& text) = delete;

  std::size_t offset() const { return at_; }
  bool at_end() const { return at_ == text_.size(); }
  // The next character, or NUL at the end.
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  void skip_whitespace();    // OWS: SP and HTAB
  bool consume(char c);      // whether `c` was next; if so it is read
  std::string_view token();  // the longest token that begins here; empty where none does

  // A quoted-string that begins here, unescaped. Fails, without moving, where the quote is not
  // closed or holds a control character. Precondition: peek() is '"'.
  Parsed<std::string> quoted_string();
  // A token or a quoted-string; fails where neither begins here.
  Parsed<std::string> token_or_quoted_string();
  // How a parameter without "=" is read.
  enum class BareName {
    Refused,  // RFC 9110 section 5.6.6
    Allowed,  // its value is "": Accept extensions (RFC 7231 section 5.3.2)
  };
  // Zero or more `OWS ";" OWS [ token "=" ( token / quoted-string ) ]`, up to what belongs to none.
  // White space around "=" is refused (section 5.6.6); an empty parameter (";;") is skipped.
  Parsed<Parameters> parameters(BareName bare = BareName::Refused);

  // Reads up to the next "," that stands outside a quoted string, or to the end: the rest of a list
  // element that cannot be understood.
  void skip_list_element();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace holotype::http
