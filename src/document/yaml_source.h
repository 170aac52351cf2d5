// What a YAML text says at a place that a parser has named, where the parser does not tell.
// Internal to document.
//
// Each looks at the text near the place only; `offset` is where a node begins, with its tag and
// anchor.
//
// Spec: YAML 1.2.2 sections 6.9 (properties), 7.3 (flow scalars), 8.1.1.2 (block chomping),
// 8.2.2 (block mappings).
// Tests: tests/document/yaml_source_test.cc
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace holotype::document {

// Where the content of the node begins: behind its tag and anchor, white space and comments.
std::size_t content_offset(std::string_view text, std::size_t offset);

// How a null was written: "~", "null", "Null", "NULL", or "" for not at all.
std::string_view null_text(std::string_view text, std::size_t offset);

// Whether a scalar is neither quoted nor a block scalar.
bool is_plain(std::string_view text, std::size_t offset);

// Whether a quoted scalar begins at `offset`.
bool is_quote(std::string_view text, std::size_t offset);

// Where a quoted scalar whose opening quote stands at `offset` ends, behind its closing quote;
// nullopt where there is none.
std::optional<std::size_t> end_of_quoted(std::string_view text, std::size_t offset);

// With how many line ends the value of a block scalar ends, by the lines that it stands on; nullopt
// where it is none, is to have none, or says its own indentation, which only its parent tells.
std::optional<std::size_t> final_line_ends(std::string_view text, std::size_t offset);

// Whether the scalar `key`, whose node begins at `offset` in a block mapping, is one: a colon
// follows it, or a question mark precedes it.
bool is_marked_as_key(std::string_view text, std::size_t offset, std::string_view key);

// The tab that indents the line of `offset`; nullopt where only spaces do.
std::optional<std::size_t> indenting_tab(std::string_view text, std::size_t offset);

}  // namespace holotype::document
