// XmlBody: an XML document to the JSON value that its schema describes, and back, by the XML
// Object.
//
//     {"type":"object","properties":{"id":{"type":"integer","xml":{"attribute":true}},
//      "tag":{"type":"array","items":{"type":"string"}}}}
//     <pet id="1"><tag>a</tag><tag>b</tag></pet>  <->  {"id":1,"tag":["a","b"]}
//
// Both directions follow one mapping:
//   - A property is an element, or what its nodeType (3.2) or `attribute` says; its name is `name`,
//     else the property's. An array repeats the element of its items, in a wrapper where it is
//     `wrapped` (nodeType element). The root is named by `name`, else by the component, else "xml".
//   - Elements match by name and by the namespace that the description gives them; where it gives
//     none any will do. What no property describes becomes a member of its own name, so that
//     additionalProperties has its say; where that name is a property's whose place is elsewhere
//     (an element for an attribute) it is a finding.
//   - Text takes the type that the schema allows, as parameters do (see decoder.h); white space
//     around what is no string is not part of it. xsi:nil="true" is null.
//
// What XML cannot say: an empty array without a wrapper is as good as none; where it is required it
// is read as empty.
//
// NON-STANDARD: the name of a root that only the component's key would give is not insisted on.
//
// Threads: immutable, share freely. Ownership: refers to the MediaType and the ShapeCompiler.
// Spec: OpenAPI 3.2.0 and 3.1.1 "XML Object"; XML Schema part 1 section 2.6.2 (xsi:nil).
// Tests: tests/parameters/xml_body_test.cc (tables; decode(encode(v)) == v)
#pragma once

#include <string>
#include <string_view>

#include "json/arena.h"
#include "json/value.h"
#include "openapi/media_type.h"
#include "parameters/form_body.h"
#include "parameters/shape.h"

namespace holotype::parameters {

class XmlBody {
 public:
  // `media_type` and the shapes must outlive the XmlBody.
  XmlBody(const openapi::MediaType& media_type, ShapeCompiler& shapes);

  // Rules: request.body-malformed where it is no XML document, request.xml-name where an element or
  // attribute is not what the XML Object wants; with pointer and offset. `is_utf8` as in
  // xml::ParseOptions.
  DecodedBody decode(std::string_view body, bool is_utf8, json::Arena& arena) const;

  // The document for `value`, without an XML declaration. What XML has no form for is left out (a
  // name that is none gets "_" for what it may not hold).
  std::string encode(const json::Value& value) const;

 private:
  const openapi::MediaType* media_type_;
  const Shape* shape_;
};

// The same for a part of a body, whose shape is known; findings are about `media_type`.
DecodedBody decode_xml(std::string_view text, bool is_utf8, const Shape& shape,
                       const openapi::MediaType& media_type, json::Arena& arena);

// The document for a value that no schema describes: members are elements, an array repeats its
// element, the root is "xml".
std::string to_xml(const json::Value& value);

}  // namespace holotype::parameters
