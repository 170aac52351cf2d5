// URIs: parse, resolve against a base, normalise; and the way between paths of this machine and
// file: URIs.
//
// What is no legal URI character but often stands in a `$ref` (space, "{", "|", letters beyond
// ASCII) is taken and percent-encoded; a "%" without two hexadecimal digits is not.
//
// Spec: RFC 3986 (section 3 syntax, 5.2 reference resolution, 6.2 normalisation), RFC 8089 (file).
// Tests: tests/document/uri_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holotype::document {

// The five components of RFC 3986 section 3, still percent-encoded. An absent component differs
// from an empty one ("a?" has a query, "a" has none); the path is never absent.
struct Uri {
  std::optional<std::string> scheme;
  std::optional<std::string> authority;
  std::string path;
  std::optional<std::string> query;
  std::optional<std::string> fragment;

  // The URI-reference that `text` writes, in normal form (section 6.2.2: case, percent-encoding;
  // dot segments where there is a scheme). nullopt where `text` is none.
  static std::optional<Uri> parse(std::string_view text);

  // This reference resolved against `base` (section 5.2.2), in normal form. Precondition: `base`
  // has a scheme.
  Uri resolved_against(const Uri& base) const;

  bool is_absolute() const { return scheme.has_value(); }
  Uri without_fragment() const;
  std::string to_string() const;

  friend bool operator==(const Uri&, const Uri&) = default;
};

// `text` with everything percent-encoded that a fragment may not hold (section 3.5): a JSON Pointer
// for use behind
// "#" (RFC 6901 section 6).
std::string encode_fragment(std::string_view text);

// `reference` resolved against the absolute URI `base`, as text; nullopt where either is malformed.
std::optional<std::string> resolve_uri(std::string_view base, std::string_view reference);

// "specs/a b.yaml" -> "file:///home/me/specs/a%20b.yaml": absolute from the working directory,
// without "." and
// ".." segments. Does not look at the file system beyond the working directory.
std::string file_uri(std::string_view path);

// "file:///specs/a%20b.yaml" -> "/specs/a b.yaml"; nullopt where `uri` is not a file: URI of this
// machine.
std::optional<std::string> path_of(std::string_view uri);

}  // namespace holotype::document
