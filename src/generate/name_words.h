// A property's name, read word by word: "createdAt", "created_at" and "created-at" are the same.
//
// Internal to the module. Tests: tests/generate/dynamic_test.cc
#pragma once

#include <string>
#include <string_view>

namespace holotype::generate {

// "billingAddressID2" -> "billing address id".
std::string words_in(std::string_view name);

// Whether `text`, of words_in(), ends with `words` at the beginning of a word.
bool ends_with_words(std::string_view text, std::string_view words);
bool has_word(std::string_view text, std::string_view word);

}  // namespace holotype::generate
