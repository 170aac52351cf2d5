// Base64 (RFC 4648), the only implementation of it.
//
// Decoding is strict, so that one sequence of bytes has one accepted text for each alphabet: no
// white space, no characters of the other alphabet, no bits left over at the end (section 3.5).
//
// Spec: RFC 4648 sections 4 (base64) and 5 (base64url).
// Tests: tests/base/base64_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holotype::base64 {

enum class Alphabet {
  Standard,  // section 4: "+", "/"; padding is written and required
  Url,       // section 5: "-", "_"; padding is not written, and may be left out when read
};

// The bytes that `text` stands for; nullopt where it is no base64 of that alphabet.
// decode("Zm9v") is "foo".
std::optional<std::string> decode(std::string_view text, Alphabet alphabet = Alphabet::Standard);

std::string encode(std::string_view bytes, Alphabet alphabet = Alphabet::Standard);

}  // namespace holotype::base64
