// JSON to XML: the mapping of xml_body.cc the other way round. An element is written when its
// attributes are known, so the members of an object are sorted into attributes and content first.
#include <algorithm>

#include "json/text.h"
#include "parameters/xml_body.h"
#include "parameters/xml_names.h"
#include "xml/element.h"

namespace holotype::parameters {
namespace {

// Namespaces in scope, the innermost last.
struct Binding {
  std::string prefix;
  std::string uri;
};
using Scope = std::vector<Binding>;

std::string scalar_text(const json::Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  return value.is_null() ? "" : json::write(value);
}

// An element under construction.
struct Draft {
  explicit Draft(const Scope& outer) : scope(outer) {}
  std::string attributes;
  std::string content;
  Scope scope;
};

class XmlWriter {
 public:
  std::string write_root(const json::Value& value, const Shape& shape) {
    const std::string_view fallback = shape.component.empty() ? "xml" : shape.component;
    Draft document{Scope{}};
    const XmlName name = xml_name(shape, fallback);
    if (value.is_array()) {
      write_wrapper(document, name, item_of(shape, name.local), value, shape);
    } else {
      write_element(document, name, value, shape);
    }
    return std::move(document.content);
  }

 private:
  // In a wrapper items without a name of their own have the wrapper's.
  static XmlName item_of(const Shape& array, std::string_view wrapper) {
    const Shape& item = array.element(0);
    return xml_name(item, item.component.empty() ? wrapper : item.component);
  }

  // Declares what `name` needs in `draft` and gives the name to write.
  static std::string qualified(Draft& draft, const XmlName& name) {
    const std::string local = xml::to_name(name.local);
    const std::string prefix = name.prefix.empty() ? "" : xml::to_name(name.prefix);
    if (!name.uri.empty()) declare(draft, prefix, name.uri);
    return prefix.empty() ? local : prefix + ":" + local;
  }

  static void declare(Draft& draft, const std::string& prefix, std::string_view uri) {
    const auto bound = std::find_if(draft.scope.rbegin(), draft.scope.rend(),
                                    [&](const Binding& one) { return one.prefix == prefix; });
    if (bound != draft.scope.rend() && bound->uri == uri) return;
    draft.scope.push_back({prefix, std::string(uri)});
    draft.attributes +=
        (prefix.empty() ? " xmlns=\"" : " xmlns:" + prefix + "=\"") + xml::escape(uri) + "\"";
  }

  static void close(Draft& parent, const std::string& tag, Draft&& draft) {
    parent.content += "<" + tag + draft.attributes + ">" + draft.content + "</" + tag + ">";
  }

  void write_element(Draft& parent, const XmlName& name, const json::Value& value,
                     const Shape& shape) {
    if (value.is_array()) {
      const bool is_inside = is_list(shape);  // an array among the items of another
      if (is_inside) return write_wrapper(parent, name, item_of(shape, name.local), value, shape);
      for (const json::Value& element : value.elements())
        write_element(parent, name, element, shape.element(0));
      return;
    }
    Draft draft(parent.scope);
    const std::string tag = qualified(draft, name);
    if (value.is_object()) {
      write_members(draft, value, shape);
    } else if (value.is_null() && !shape.types.any() && shape.types.has(Types::Null)) {
      declare(draft, "xsi", xml::kInstanceNamespace);
      draft.attributes += " xsi:nil=\"true\"";
    } else {
      draft.content = xml::escape(scalar_text(value));
    }
    close(parent, tag, std::move(draft));
  }

  void write_wrapper(Draft& parent, const XmlName& name, const XmlName& item,
                     const json::Value& value, const Shape& shape) {
    Draft draft(parent.scope);
    const std::string tag = qualified(draft, name);
    std::size_t index = 0;
    for (const json::Value& element : value.elements()) {
      write_element(draft, item, element, shape.element(index++));
    }
    close(parent, tag, std::move(draft));
  }

  void write_members(Draft& draft, const json::Value& value, const Shape& shape) {
    for (const json::Member& member : value.members()) {
      write_member(draft, member.name(), member.value, shape.member(member.name()));
    }
  }

  void write_member(Draft& draft, std::string_view property, const json::Value& value,
                    const Shape& shape) {
    const XmlName name = xml_name(shape, property);
    switch (xml_node(shape)) {
      case Xml::Node::Attribute: {
        if (value.is_null()) return;
        // The default namespace is not that of attributes: theirs needs a prefix.
        const bool needs_prefix = !name.uri.empty() && name.prefix.empty();
        const std::string tag =
            qualified(draft, {name.local, name.uri, needs_prefix ? "ns" : name.prefix});
        draft.attributes += " " + tag + "=\"" + xml::escape(scalar_text(value)) + "\"";
        return;
      }
      case Xml::Node::Text:
        draft.content += xml::escape(scalar_text(value));
        return;
      case Xml::Node::Cdata:
        draft.content += xml::cdata(scalar_text(value));
        return;
      case Xml::Node::None:
        if (value.is_object()) return write_members(draft, value, shape);
        break;
      default:
        break;
    }
    if (!value.is_array()) return write_element(draft, name, value, shape);
    const XmlName item = item_name(shape, property);
    if (is_wrapped(shape)) return write_wrapper(draft, name, item, value, shape);
    std::size_t index = 0;
    for (const json::Value& element : value.elements()) {
      write_element(draft, item, element, shape.element(index++));
    }
  }
};

}  // namespace

std::string XmlBody::encode(const json::Value& value) const {
  return XmlWriter().write_root(value, *shape_);
}

std::string to_xml(const json::Value& value) {
  return XmlWriter().write_root(value, ShapeCompiler::any());
}

}  // namespace holotype::parameters
