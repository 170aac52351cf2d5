// XML documents as values: parsed with the place of each element, and written.
//
//     xml::parse("<a:pet id='1' xmlns:a='urn:a'>Rex</a:pet>")
//       ->  {prefix a, name pet, uri urn:a, attributes {id: 1}, text "Rex"}
//
// A document comes from anybody, so what makes XML dangerous is left out: a document type
// declaration is refused, and with it every entity that a document could declare (XML 1.0 section
// 4.2). Nothing is ever fetched. Nesting is bounded.
//
// expat lives behind this header and nowhere else.
//
// Threads: none. Spec: XML 1.0 (fifth edition), Namespaces in XML 1.0. Tests:
// tests/xml/element_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace holotype::xml {

inline constexpr std::string_view kInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";

// A name as written, with what its prefix stands for.
struct Name {
  std::string prefix;  // "" where there is none
  std::string local;
  // "" where the name is in no namespace; nullopt where the prefix is not declared, which is
  // Namespaces in XML's fault, and the caller's to judge.
  std::optional<std::string> uri = "";

  std::string qualified() const { return prefix.empty() ? local : prefix + ":" + local; }
};

struct Attribute {
  Name name;
  std::string value;
};

struct Element {
  Name name;
  std::vector<Attribute> attributes;  // without the declarations of namespaces
  std::vector<Element> children;
  std::string text;          // all character data that stands in it directly, CDATA included
  std::uint32_t offset = 0;  // of its "<", in bytes of the document

  // Whether `text` is more than white space.
  bool has_text() const;
};

// Where and why a text is no XML document.
struct SyntaxError {
  std::size_t offset = 0;
  std::string message;  // a sentence part: "mismatched tag"
};

struct ParseOptions {
  std::uint32_t max_depth = 256;
  // Whether the bytes are UTF-8, whatever the XML declaration says (RFC 7303 section 3: what the
  // transport says of the encoding wins). Otherwise UTF-8, UTF-16, ISO-8859-1 and US-ASCII are read
  // as the declaration or the byte order mark says.
  bool is_utf8 = false;
};

// The root element of a document.
Result<Element, SyntaxError> parse(std::string_view text, const ParseOptions& options = {});

// `text` for an element's content or an attribute's value: markup escaped, and what XML has no
// character for (section 2.2) replaced by spaces.
std::string escape(std::string_view text);

// `text` as CDATA sections, more than one where it holds "]]>".
std::string cdata(std::string_view text);

// `name` as an XML name: what section 2.3 does not allow replaced by "_".
std::string to_name(std::string_view name);

}  // namespace holotype::xml
