// application/x-www-form-urlencoded bodies and queries to decoded fields, and back.
//
// Spec: the WHATWG URL Standard section 5 (application/x-www-form-urlencoded).
// Tests: tests/http/form_test.cc
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/syntax.h"

namespace holotype::http {

struct FormField {
  std::string name;            // decoded: "+" and "%20" are a space
  std::string value;           // decoded; "" where there is no "="
  std::string_view raw_value;  // as sent, a view into the text (styles split at raw delimiters)
  std::size_t offset = 0;      // of the pair, in bytes

  friend bool operator==(const FormField&, const FormField&) = default;
};

// The fields of `text` in order. Empty pairs are left out. Fails at a "%" without two hexadecimal
// digits. Stricter than the WHATWG decoder, which keeps such a "%": a mock should tell. Decoded
// bytes may be any.
Parsed<std::vector<FormField>> decode_form(std::string_view text);
template <std::same_as<std::string> Temporary>
Parsed<std::vector<FormField>> decode_form(Temporary&& text) = delete;

struct NameValue {
  std::string_view name;
  std::string_view value;
};

// "a=1&b+c=%26" of {a: "1"}, {"b c": "&"}.
std::string encode_form(std::span<const NameValue> fields);

}  // namespace holotype::http
