// xml_body: a JSON value as an XML document, for answers whose media type is XML.
//
//     {"id": 1, "tags": ["a", "b"]}  ->  <xml><id>1</id><tags>a</tags><tags>b</tags></xml>
//
// The mapping is the default of OpenAPI's XML Object: members become elements, an array repeats its
// element. The xml keyword (other names, attributes, namespaces, wrapping) is not followed yet.
//
// Spec: OpenAPI 3.1.1 "XML Object"; XML 1.0 section 2.4 (escaping). Tests:
// tests/mock/xml_body_test.cc
#pragma once

#include <string>

#include "json/value.h"

namespace holotype::mock {

// The document with `root` as its root element, without an XML declaration. Names that XML does not
// allow have their offending characters replaced by "_".
std::string to_xml(const json::Value& value, std::string_view root = "xml");

}  // namespace holotype::mock
