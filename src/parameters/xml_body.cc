// XML to JSON. An element becomes an object by asking for each property of the shape where its node
// should be, and marking what was taken; what is left over is undescribed, or misplaced.
#include "parameters/xml_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "diagnostic/rules_request.h"
#include "json/pointer.h"
#include "parameters/wire.h"
#include "parameters/xml_names.h"
#include "xml/element.h"

namespace holotype::parameters {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Diagnostic;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

bool is_instance_attribute(const xml::Attribute& attribute) {
  return attribute.name.uri == xml::kInstanceNamespace;
}

bool is_nil(const xml::Element& element) {
  return std::ranges::any_of(element.attributes, [](const xml::Attribute& attribute) {
    return is_instance_attribute(attribute) && attribute.name.local == "nil" &&
           (attribute.value == "true" || attribute.value == "1");
  });
}

bool has_structure(const xml::Element& element) {
  return !element.children.empty() ||
         !std::ranges::all_of(element.attributes, is_instance_attribute);
}

std::string in_words(const XmlName& name) {
  return name.uri.empty() ? std::string(name.local)
                          : fmt::format("{} in the namespace {}", name.local, name.uri);
}

// An element that is being read as an object, and what of it was taken already.
struct Open {
  explicit Open(const xml::Element& of)
      : element(of), took_child(of.children.size()), took_attribute(of.attributes.size()) {}

  const xml::Element& element;
  std::vector<bool> took_child;
  std::vector<bool> took_attribute;
  bool took_text = false;
};

// One document on its way to a value.
class XmlReader {
 public:
  XmlReader(const openapi::MediaType& media_type, json::Arena& arena)
      : media_type_(media_type), arena_(arena) {}

  json::Value read_root(const xml::Element& root, const Shape& shape) {
    const XmlName wanted = xml_name(shape, "");
    const bool has_name = !wanted.local.empty();
    const bool is_right =
        has_name ? bears(root.name, wanted) : wanted.uri.empty() || root.name.uri == wanted.uri;
    if (!is_right) {
      add(rules::kXmlName, "",
          fmt::format("must have {} as its root element",
                      has_name ? in_words(wanted)
                               : fmt::format("an element in the namespace {}", wanted.uri)),
          root.offset, root.name.qualified());
    }
    check_prefix(root.name, wanted, "", root.offset);
    return read(root, shape, has_name ? wanted.local : std::string_view(root.name.local), "");
  }

  void add(const diagnostic::Rule& rule, std::string pointer, std::string message,
           std::size_t offset, std::string found = "") {
    Diagnostic finding;
    finding.rule = &rule;
    finding.message = std::move(message);
    finding.found = std::move(found);
    finding.in = diagnostic::Place::Body;
    finding.pointer = std::move(pointer);
    finding.offset = static_cast<std::uint32_t>(offset);
    const document::Node& node = media_type_.schema ? media_type_.schema.node : media_type_.node;
    if (node) {
      finding.schema = node.location();
      finding.source = node.source();
    }
    findings.push_back(std::move(finding));
  }

  diagnostic::Diagnostics findings;

 private:
  // `name` is what the items of an array are called where nothing else says it.
  json::Value read(const xml::Element& element, const Shape& shape, std::string_view name,
                   const std::string& pointer) {
    const Types types = shape.types;
    json::Value value;
    if (is_nil(element)) {
      // null
    } else if (types.has(Types::Array) && !types.any() && !types.has_scalar() &&
               !types.has(Types::Object)) {
      value = read_wrapper(element, shape, name, pointer);
    } else if (is_object(element, types)) {
      value = read_object(element, shape, pointer);
    } else {
      value = read_text(element.text, types);
    }
    return value.with_offset(element.offset);
  }

  static bool is_object(const xml::Element& element, Types types) {
    if (types.has(Types::Object) && !types.has_scalar()) return true;
    return has_structure(element);  // of a scalar: the schema says in its words that it must not be
  }

  json::Value read_text(std::string_view text, Types types) {
    const bool keeps_space = types.has(Types::String);
    return read_scalar(arena_.copy(keeps_space ? text : trimmed(text)), types,
                       Reading::Scalars::Typed, arena_);
  }

  // The elements of a wrapper, whose names are insisted on where the description gives them.
  json::Value read_wrapper(const xml::Element& wrapper, const Shape& shape, std::string_view name,
                           const std::string& pointer) {
    std::vector<json::Value> elements;
    for (const xml::Element& child : wrapper.children) {
      const Shape& item = shape.element(elements.size());
      const XmlName wanted = xml_name(item, name);
      const std::string where = json::join(pointer, std::to_string(elements.size()));
      const bool is_named = item.xml != nullptr && (!item.xml->name.empty() || !wanted.uri.empty());
      if (is_named && !bears(child.name, wanted)) {
        add(rules::kXmlName, where, fmt::format("must be an element {}", in_words(wanted)),
            child.offset, child.name.qualified());
      }
      check_prefix(child.name, wanted, where, child.offset);
      elements.push_back(read(child, item, wanted.local, where));
    }
    if (wrapper.has_text()) add_stray_text(wrapper, pointer);
    return json::Value::array(arena_, elements);
  }

  json::Value read_object(const xml::Element& element, const Shape& shape,
                          const std::string& pointer) {
    Open open(element);
    std::vector<json::Member> members;
    read_properties(open, shape, pointer, members);
    read_rest(open, shape, pointer, members);
    return json::Value::object(arena_, members);
  }

  void read_properties(Open& open, const Shape& shape, const std::string& pointer,
                       std::vector<json::Member>& members) {
    for (const Shape::Property& property : shape.properties) {
      const auto value = read_property(open, property, json::join(pointer, property.name));
      if (value) members.emplace_back(property.name, *value);
    }
  }

  std::optional<json::Value> read_property(Open& open, const Shape::Property& property,
                                           const std::string& pointer) {
    const Shape& shape = *property.shape;
    switch (xml_node(shape)) {
      case Xml::Node::Attribute:
        return read_attribute(open, xml_name(shape, property.name), shape);
      case Xml::Node::Text:
      case Xml::Node::Cdata:
        open.took_text = true;
        return read_text(open.element.text, shape.types).with_offset(open.element.offset);
      case Xml::Node::None:
        if (!shape.types.has(Types::Array)) return read_spread(open, shape, pointer);
        [[fallthrough]];
      default:
        break;
    }
    if (is_list(shape) && !is_wrapped(shape)) return read_list(open, property, pointer);
    return read_element(open, property, pointer);
  }

  std::optional<json::Value> read_attribute(Open& open, const XmlName& name, const Shape& shape) {
    for (std::size_t i = 0; i < open.element.attributes.size(); ++i) {
      const xml::Attribute& attribute = open.element.attributes[i];
      if (open.took_attribute[i] || !bears(attribute.name, name)) continue;
      open.took_attribute[i] = true;
      return read_text(attribute.value, shape.types).with_offset(open.element.offset);
    }
    return std::nullopt;
  }

  // nodeType none: the nodes of the members stand where that of the object would.
  std::optional<json::Value> read_spread(Open& open, const Shape& shape,
                                         const std::string& pointer) {
    std::vector<json::Member> members;
    read_properties(open, shape, pointer, members);
    if (members.empty()) return std::nullopt;
    return json::Value::object(arena_, members).with_offset(open.element.offset);
  }

  std::optional<json::Value> read_list(Open& open, const Shape::Property& property,
                                       const std::string& pointer) {
    const Shape& shape = *property.shape;
    const XmlName name = item_name(shape, property.name);
    std::vector<json::Value> elements;
    std::uint32_t offset = open.element.offset;
    for (std::size_t i = 0; i < open.element.children.size(); ++i) {
      const xml::Element& child = open.element.children[i];
      if (open.took_child[i] || !bears(child.name, name)) continue;
      open.took_child[i] = true;
      if (elements.empty()) offset = child.offset;
      elements.push_back(read(child, shape.element(elements.size()), name.local,
                              json::join(pointer, std::to_string(elements.size()))));
    }
    if (elements.empty() && !property.is_required) return std::nullopt;
    return json::Value::array(arena_, elements).with_offset(offset);
  }

  // The element of a property; an array of them where there are several, or where the value may be
  // an array as well and is no other thing.
  std::optional<json::Value> read_element(Open& open, const Shape::Property& property,
                                          const std::string& pointer) {
    const Shape& shape = *property.shape;
    const XmlName name = xml_name(shape, property.name);
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < open.element.children.size(); ++i) {
      if (!open.took_child[i] && bears(open.element.children[i].name, name)) found.push_back(i);
    }
    if (found.empty()) return std::nullopt;
    std::vector<json::Value> values;
    for (const std::size_t i : found) {
      open.took_child[i] = true;
      const bool is_one = found.size() == 1;
      values.push_back(read(open.element.children[i], shape, item_name(shape, name.local).local,
                            is_one ? pointer : json::join(pointer, std::to_string(values.size()))));
    }
    if (values.size() == 1) return values.front();
    return json::Value::array(arena_, values).with_offset(values.front().offset());
  }

  // What no property took: members of their own names, unless they look like a property that is
  // written otherwise.
  void read_rest(const Open& open, const Shape& shape, const std::string& pointer,
                 std::vector<json::Member>& members) {
    const xml::Element& element = open.element;
    for (std::size_t i = 0; i < element.attributes.size(); ++i) {
      const xml::Attribute& attribute = element.attributes[i];
      const bool is_done = open.took_attribute[i] || is_instance_attribute(attribute) ||
                           attribute.name.prefix == "xml";
      if (is_done || !check_prefix(attribute.name, {}, pointer, element.offset)) continue;
      if (report_misplaced(shape, attribute.name, pointer, element.offset)) continue;
      const json::Value value = read_text(attribute.value, shape.additional->types);
      members.emplace_back(arena_.copy(attribute.name.local), value.with_offset(element.offset));
    }
    // In the order of their first elements. There may be as many names as elements.
    std::vector<std::pair<std::string_view, std::vector<json::Value>>> groups;
    std::unordered_map<std::string_view, std::size_t> group_of;
    for (std::size_t i = 0; i < element.children.size(); ++i) {
      const xml::Element& child = element.children[i];
      if (open.took_child[i] || !check_prefix(child.name, {}, pointer, child.offset)) continue;
      if (report_misplaced(shape, child.name, pointer, child.offset)) continue;
      const auto [group, is_new] = group_of.emplace(child.name.local, groups.size());
      if (is_new) groups.push_back({child.name.local, {}});
      groups[group->second].second.push_back(
          read(child, *shape.additional, child.name.local, json::join(pointer, child.name.local)));
    }
    for (const auto& [name, values] : groups) {
      const bool is_array = values.size() > 1 || is_list(*shape.additional);
      members.emplace_back(
          arena_.copy(name),
          is_array ? json::Value::array(arena_, values).with_offset(values.front().offset())
                   : values.front());
    }
    if (!open.took_text && element.has_text()) read_stray_text(element, shape, pointer, members);
  }

  // An element that has text besides attributes and nothing describes it, has it as "#text"; text
  // beside the elements of a described object is a mistake.
  void read_stray_text(const xml::Element& element, const Shape& shape, const std::string& pointer,
                       std::vector<json::Member>& members) {
    if (!shape.properties.empty() || !element.children.empty()) {
      return add_stray_text(element, pointer);
    }
    members.emplace_back("#text", json::Value::string(arena_, trimmed(element.text)));
  }

  void add_stray_text(const xml::Element& element, const std::string& pointer) {
    add(rules::kXmlName, pointer, "must hold elements and no text of its own", element.offset);
  }

  // Whether a node that no property took has a property's name: then it is in the wrong place, and
  // must not pass for the property.
  bool report_misplaced(const Shape& shape, const xml::Name& actual, const std::string& pointer,
                        std::size_t offset) {
    for (const Shape::Property& property : shape.properties) {
      const Shape& its = *property.shape;
      const bool is_items = is_list(its) && !is_wrapped(its);
      const XmlName wanted =
          is_items ? item_name(its, property.name) : xml_name(its, property.name);
      if (actual.local != property.name && actual.local != wanted.local) continue;
      static constexpr std::string_view kKinds[] = {"an element",
                                                    "an element",
                                                    "an attribute",
                                                    "the text of its parent",
                                                    "the text of its parent",
                                                    "in its parent"};
      const std::string_view kind = kKinds[static_cast<std::size_t>(xml_node(its))];
      add(rules::kXmlName, json::join(pointer, property.name),
          fmt::format("must be {} {}", kind, in_words(wanted)), offset, actual.qualified());
      return true;
    }
    return false;
  }

  // Namespaces in XML section 5, constraint "Prefix Declared". OpenAPI lets `prefix` stand without
  // `namespace`: then there is nothing that could be declared.
  bool check_prefix(const xml::Name& name, const XmlName& wanted, const std::string& pointer,
                    std::size_t offset) {
    if (name.uri || (wanted.uri.empty() && wanted.prefix == name.prefix)) return true;
    if (!std::exchange(reported_prefix_, true)) {  // one declaration mends them all
      add(rules::kBodyMalformed, pointer,
          fmt::format("must be XML: the prefix {} is not declared", name.prefix), offset);
    }
    return false;
  }

  const openapi::MediaType& media_type_;
  json::Arena& arena_;
  bool reported_prefix_ = false;
};

}  // namespace

XmlBody::XmlBody(const openapi::MediaType& media_type, ShapeCompiler& shapes)
    : media_type_(&media_type), shape_(&shapes.compile(media_type.schema.node)) {}

DecodedBody XmlBody::decode(std::string_view body, bool is_utf8, json::Arena& arena) const {
  return decode_xml(body, is_utf8, *shape_, *media_type_, arena);
}

DecodedBody decode_xml(std::string_view text, bool is_utf8, const Shape& shape,
                       const openapi::MediaType& media_type, json::Arena& arena) {
  XmlReader reader(media_type, arena);
  DecodedBody decoded;
  const auto root = xml::parse(text, {.is_utf8 = is_utf8});
  if (!root) {
    reader.add(rules::kBodyMalformed, "", "must be XML: " + root.error().message,
               root.error().offset);
  } else {
    decoded.value = reader.read_root(*root, shape);
    decoded.has_value = true;
  }
  decoded.findings = std::move(reader.findings);
  return decoded;
}

}  // namespace holotype::parameters
