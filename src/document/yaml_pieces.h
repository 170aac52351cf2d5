// Cuts a large YAML text into pieces that can be read side by side. Internal to document.
//
// yaml-cpp's scanner is slow (about 125 ns a byte), and descriptions are large mappings of large
// mappings: `paths:` with a few hundred paths, `components:` with `schemas:`. Such a mapping can be
// cut between two of its keys, each piece is a mapping of its own, and their members together are
// the mapping's. A sequence (of fixtures, say) is cut between its elements likewise.
//
//     openapi: 3.1.0          <- piece
//     paths:                  <- key whose value is cut again
//       /a: {...}             <- piece
//       /b: {...}             <- piece
//     components: {...}       <- piece
//
// The cut looks at indentation alone, so it can be wrong: a line in the middle of a quoted or flow
// value may look like a key. A piece is then no complete YAML, reading it fails, and the caller
// reads the whole text at once. So does an alias in one piece to an anchor in another. Texts whose
// lines could belong to something else without such a failure (document markers, directives, tabs
// as indentation, explicit keys) are not cut at all.
//
// Spec: YAML 1.2.2 sections 6.1 (indentation), 8.2.1 (block sequences), 8.2.2 (block mappings).
// Tests: tests/document/yaml_pieces_test.cc
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace holotype::document {

// Bytes [begin, end) of the text. Without `inner` they are whole members of a mapping, or elements
// of a sequence; with `inner` they are one key and its colon, whose value the inner pieces are.
struct YamlPiece {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<YamlPiece> inner = {};
};

// The pieces of the mapping or sequence that `text` is, in the order of the text; empty where it
// cannot be cut into at least two. A piece has about `piece_bytes`, more where a single member is
// larger.
std::vector<YamlPiece> yaml_pieces(std::string_view text, std::size_t piece_bytes);

}  // namespace holotype::document
