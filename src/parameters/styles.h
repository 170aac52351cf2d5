// One text in one style, split into what it is made of.
//
//     matrix, explode       ;R=100;G=200         members R: 100, G: 200
//     label                 .red,green           elements red, green
//     pipeDelimited         a%7Cb                elements a, b
//
// Spec: OpenAPI 3.1.1 "Style Examples"; RFC 6570 sections 3.2.2 to 3.2.9.
// Tests: tests/parameters/styles_test.cc
#pragma once

#include <string_view>
#include <vector>

#include "openapi/media_type.h"
#include "parameters/wire.h"

namespace holotype::parameters {

// How a text is serialised.
struct Serialisation {
  openapi::Style style;
  bool explodes;
  Coding coding;
  std::string_view name;  // of the parameter, encoded as it stands in matrix and cookies
  Reading::Delimiters delimiters = Reading::Delimiters::Raw;
  bool has_dots = false;  // in label: "." delimits where no "," is there
};

struct NamedPiece {
  Piece name;
  Piece value;
};

// "form", "spaceDelimited", ...; "tsv" for TabDelimited.
std::string_view to_string(openapi::Style style);

// What separates elements where they are not exploded, and where they are.
char delimiter_of(openapi::Style style);
char exploded_delimiter_of(openapi::Style style);
// Whether an encoded delimiter delimits in that style (%7C in pipeDelimited).
EncodedDelimiter encoded_delimiter_of(const Serialisation& serialisation);

// The text without the prefix of the style ("." of label, ";name=" of matrix).
Wire<Piece> scalar_text(const Serialisation& serialisation, std::string_view raw);
// The elements of an array; none for an empty text.
Wire<std::vector<Piece>> array_elements(const Serialisation& serialisation, std::string_view raw);
// The members of an object; none for an empty text.
Wire<std::vector<NamedPiece>> object_members(const Serialisation& serialisation,
                                             std::string_view raw);

}  // namespace holotype::parameters
