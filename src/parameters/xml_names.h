// What an XML node of a property is called, as the XML Object has it: the one place where its
// defaults are.
//
// Internal to the XML mapping. Spec: OpenAPI 3.2.0 "XML Object", "XML Node Names".
// Tests: tests/parameters/xml_body_test.cc
#pragma once

#include <string_view>

#include "parameters/shape.h"
#include "xml/element.h"

namespace holotype::parameters {

// A name that the description gives.
struct XmlName {
  std::string_view local;
  std::string_view uri;     // "": any will do
  std::string_view prefix;  // what it is written with; readers go by the namespace
};

// Of a value that a property (or the root, or a wrapper for its items) calls `fallback`.
inline XmlName xml_name(const Shape& shape, std::string_view fallback) {
  if (shape.xml == nullptr) return {fallback, "", ""};
  return {shape.xml->name.empty() ? fallback : shape.xml->name, shape.xml->namespace_uri,
          shape.xml->prefix};
}

inline Xml::Node xml_node(const Shape& shape) {
  return shape.xml == nullptr ? Xml::Node::Default : shape.xml->node;
}

// Whether the items of that array stand in an element of their own.
inline bool is_wrapped(const Shape& shape) { return xml_node(shape) == Xml::Node::Element; }

// The name of the array's items. OpenAPI 3.1.1: without one of their own they have the wrapper's,
// or without a wrapper the property's, whatever `name` the array has.
inline XmlName item_name(const Shape& array, std::string_view fallback) {
  const std::string_view inherited = is_wrapped(array) ? xml_name(array, fallback).local : fallback;
  return xml_name(array.element(0), inherited);
}

// Whether a value of that shape is an array, and nothing else but null.
inline bool is_list(const Shape& shape) {
  return shape.types.has(Types::Array) && !shape.types.has(Types::Object) &&
         !shape.types.has_scalar();
}

// Whether an element or attribute bears the name. A prefix that is not declared will do where the
// description has it without a namespace.
inline bool bears(const xml::Name& actual, const XmlName& wanted) {
  if (wanted.local.find(':') != std::string_view::npos) return actual.qualified() == wanted.local;
  if (actual.local != wanted.local) return false;
  if (wanted.uri.empty()) return actual.uri.has_value() || actual.prefix == wanted.prefix;
  return actual.uri == wanted.uri;
}

}  // namespace holotype::parameters
