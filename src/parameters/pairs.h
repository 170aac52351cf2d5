// Name and text pairs as queries and form bodies are made of them: the way from a value to a form.
//
// Tests: tests/parameters/encode_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace holotype::parameters {

struct TextPair {
  std::string name;  // decoded
  std::string text;  // decoded
};

// The text of a scalar: a string as it is, everything else as JSON writes it.
std::string scalar_text_of(const json::Value& value);

// Appends the pairs that a FieldTree puts together to `value` below `name`: "a[b]=1", "a[]=1" for
// an array of scalars, "a[0][b]=1" for one of others. Returns false where something has no form: an
// empty array or object, a member with brackets in its name.
bool append_nested(std::vector<TextPair>& pairs, const std::string& name, const json::Value& value);

// "a=1&b%5Bc%5D=2"
std::string write_pairs(const std::vector<TextPair>& pairs);

}  // namespace holotype::parameters
