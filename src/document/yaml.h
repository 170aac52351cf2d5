// YAML text to values. yaml-cpp lives behind this header. Internal to document.
//
// Tests: tests/document/yaml_test.cc, tests/conformance/yaml_test_suite_test.cc
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "document/fault.h"
#include "json/value.h"

namespace holotype::document {

struct YamlDocument {
  json::Value root;  // null for a text without a document
  Faults faults;     // what did not keep the text from being read
};

// How a text is cut to be read by several threads at once. `threads` 0: not at all.
struct Pieces {
  std::size_t bytes = 0;  // about, each
  unsigned threads = 0;

  // What suits a text of that size on this machine.
  static Pieces of(std::size_t text_bytes);
};

// The document as read_yaml() reads it, by several threads; nullopt where the text cannot be cut,
// or where what was cut does not mean for certain what the whole means. Of read_yaml() and its
// tests.
std::optional<YamlDocument> read_yaml_in_pieces(json::Arena& arena, std::string_view text,
                                                const Pieces& pieces);

// The one YAML document in `text`, which is UTF-8 with LF line ends and without a byte order mark.
// Offsets count the bytes of `text`; strings are copied to `arena`. Rules: document.syntax,
// .several, .too-deep, .expansion, .not-json. The outcome does not depend on `pieces`.
Result<YamlDocument, Fault> read_yaml(json::Arena& arena, std::string_view text,
                                      const Pieces& pieces);
inline Result<YamlDocument, Fault> read_yaml(json::Arena& arena, std::string_view text) {
  return read_yaml(arena, text, Pieces::of(text.size()));
}

}  // namespace holotype::document
