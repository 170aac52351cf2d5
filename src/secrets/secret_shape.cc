#include "secrets/secret_shape.h"

#include <algorithm>

#include "http/media_type.h"
#include "json/pointer.h"
#include "schema/compiler.h"

namespace holotype::secrets {
namespace {

using document::Node;
using json::Member;
using json::Value;

// How a keyword's value applies: to the same value, to members, to elements, to what a string
// holds.
enum class Applies { InPlace, InPlaceEach, Member, OtherEach, Other, Element, Content };

struct Keyword {
  std::string_view name;
  Applies applies;
};

// JSON Schema core 2020-12, section 10, and the keywords of earlier drafts that it replaced.
constexpr Keyword kKeywords[] = {
    {"allOf", Applies::InPlaceEach},
    {"anyOf", Applies::InPlaceEach},
    {"oneOf", Applies::InPlaceEach},
    {"if", Applies::InPlace},
    {"then", Applies::InPlace},
    {"else", Applies::InPlace},
    {"dependentSchemas", Applies::InPlaceEach},
    {"properties", Applies::Member},
    {"patternProperties", Applies::OtherEach},
    {"additionalProperties", Applies::Other},
    {"unevaluatedProperties", Applies::Other},
    {"items", Applies::Element},
    {"prefixItems", Applies::Element},
    {"additionalItems", Applies::Element},
    {"unevaluatedItems", Applies::Element},
    {"contains", Applies::Element},
    {"contentSchema", Applies::Content},
};

bool says_secret(const Value& schema) {
  const Value* format = schema.find("format");
  if (format != nullptr && format->is_string() && format->as_string() == "password") return true;
  const Value* write_only = schema.find("writeOnly");
  return write_only != nullptr && write_only->is_boolean() && write_only->as_boolean();
}

bool reaches_any(const std::vector<const SecretShape*>& shapes) {
  return std::ranges::any_of(shapes, &SecretShape::reaches_secret);
}

// The places that apply to one value: those given and what they bring along.
std::vector<const SecretShape*> closure(std::vector<const SecretShape*> shapes) {
  std::erase_if(shapes, [](const SecretShape* shape) { return !shape->reaches_secret; });
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    for (const SecretShape* also : shapes[i]->also) {
      if (also->reaches_secret && std::ranges::find(shapes, also) == shapes.end())
        shapes.push_back(also);
    }
  }
  return shapes;
}

std::vector<const SecretShape*> below(const std::vector<const SecretShape*>& shapes,
                                      std::string_view name) {
  std::vector<const SecretShape*> out;
  for (const SecretShape* shape : shapes) {
    const auto member =
        std::ranges::find(shape->members, name, &std::pair<std::string, const SecretShape*>::first);
    if (member != shape->members.end()) out.push_back(member->second);
    out.insert(out.end(), shape->other_members.begin(), shape->other_members.end());
  }
  return out;
}

class Redactor {
 public:
  explicit Redactor(json::Arena& arena) : arena_(arena) {}

  Value redact(std::vector<const SecretShape*> shapes, const Value& value) {
    shapes = closure(std::move(shapes));
    if (shapes.empty()) return value;
    // A string that holds a document is not taken apart.
    const bool is_secret = std::ranges::any_of(shapes, [&value](const SecretShape* shape) {
      return shape->is_secret || (value.is_string() && reaches_any(shape->contents));
    });
    if (is_secret) {
      pointers_.push_back(pointer_);
      return Value::string_view(kRedacted);
    }
    if (value.is_object()) return redact_members(shapes, value);
    if (value.is_array()) return redact_elements(shapes, value);
    return value;
  }
  std::vector<std::string> take_pointers() { return std::move(pointers_); }

 private:
  Value redact_members(const std::vector<const SecretShape*>& shapes, const Value& value) {
    const std::size_t known = pointers_.size();
    const std::size_t length = pointer_.size();
    std::vector<Member> members(value.members().begin(), value.members().end());
    for (Member& member : members) {
      json::append_token(pointer_, member.name());
      member.value = redact(below(shapes, member.name()), member.value);
      pointer_.resize(length);
    }
    return pointers_.size() == known ? value : Value::object(arena_, members);
  }

  Value redact_elements(const std::vector<const SecretShape*>& shapes, const Value& value) {
    std::vector<const SecretShape*> each;
    for (const SecretShape* shape : shapes)
      each.insert(each.end(), shape->elements.begin(), shape->elements.end());
    const std::size_t known = pointers_.size();
    const std::size_t length = pointer_.size();
    std::vector<Value> elements(value.elements().begin(), value.elements().end());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      json::append_token(pointer_, i);
      elements[i] = redact(each, elements[i]);
      pointer_.resize(length);
    }
    return pointers_.size() == known ? value : Value::array(arena_, elements);
  }

  json::Arena& arena_;
  std::string pointer_;
  std::vector<std::string> pointers_;
};

}  // namespace

RedactedValue redact(const SecretShape& shape, const Value& value, json::Arena& arena) {
  Redactor redactor(arena);
  const Value redacted = redactor.redact({&shape}, value);
  return {redacted, redactor.take_pointers()};
}

std::vector<std::string> secret_members(const SecretShape& shape) {
  std::vector<std::string> names;
  for (const SecretShape* place : closure({&shape})) {
    for (const auto& [name, member] : place->members) {
      if (member->reaches_secret) names.push_back(name);
    }
  }
  return names;
}

namespace {

// Whether a document says "writeOnly" or "password" anywhere. One of very many values (aliases of
// YAML multiply them) may: then it is looked at in earnest.
bool may_hide(const json::Value& root) {
  constexpr std::size_t kMostValues = 20'000'000;
  static const json::HashedName kWriteOnly("writeOnly");
  std::vector<const json::Value*> open = {&root};
  for (std::size_t seen = 0; !open.empty(); ++seen) {
    if (seen == kMostValues) return true;
    const json::Value& value = *open.back();
    open.pop_back();
    if (value.is_string() && value.as_string() == "password") return true;
    for (const json::Value& element : value.elements()) open.push_back(&element);
    for (const json::Member& member : value.members()) {
      if (member.hash == kWriteOnly.hash && member.name() == kWriteOnly.name) return true;
      open.push_back(&member.value);
    }
  }
  return false;
}

}  // namespace

Shapes::Shapes(const openapi::Description& description) : description_(description) {
  // Most descriptions know no secrets, and a look at each of their values is all that they pay.
  has_secrets_ = std::ranges::any_of(description.library->files(), [](const document::File* file) {
    return may_hide(file->root());
  });
}

const SecretShape* Shapes::add(const openapi::SchemaUse& use) {
  return has_secrets_ && use ? compile(use.node) : nullptr;
}

const SecretShape* Shapes::add_body(const openapi::MediaType& media_type) {
  const SecretShape* schema = add(media_type.schema);
  const SecretShape* item = add(media_type.item_schema);
  const auto type = http::parse_media_range(media_type.name);
  const bool may_be_row = item != nullptr || !type || !http::is_json(*type);
  if (!may_be_row || (schema == nullptr && item == nullptr)) return schema;
  SecretShape& body = all_.emplace_back();
  for (const SecretShape* shape : {schema, item}) {
    if (shape != nullptr) body.elements.push_back(shape);
  }
  if (schema != nullptr) body.also.push_back(schema);
  return &body;
}

const SecretShape* Shapes::compile(Node node) {
  const auto [known, is_new] = by_place_.try_emplace(node.value, nullptr);
  if (!is_new) return known->second;
  SecretShape& shape = all_.emplace_back();
  known->second = &shape;  // before what is below: schemas may refer to themselves
  if (node.value->is_object()) read_keywords(node, shape);
  return &shape;
}

void Shapes::read_keywords(const Node& node, SecretShape& shape) {
  shape.is_secret = says_secret(*node.value);
  schema::Compiler& compiler = *description_.compiler;
  for (const std::string_view name : {"$ref", "$dynamicRef", "$recursiveRef"}) {
    const Value* reference = node.value->find(name);
    if (reference == nullptr || !reference->is_string()) continue;
    const auto target = name == "$ref"
                            ? compiler.resolve(node, reference->as_string(), description_.dialect)
                            : compiler.follow_reference(node, description_.dialect);
    if (target && target->value != node.value) shape.also.push_back(compile(*target));
  }
  for (const Keyword& keyword : kKeywords) {
    const Node value = node.member(keyword.name);
    if (!value) continue;
    const auto each = [&](std::vector<const SecretShape*>& into) {
      for (const Value& element : value.value->elements())
        into.push_back(compile({value.file, &element}));
      for (const Member& member : value.value->members())
        into.push_back(compile({value.file, &member.value}));
    };
    switch (keyword.applies) {
      case Applies::InPlace:
        shape.also.push_back(compile(value));
        break;
      case Applies::InPlaceEach:
        each(shape.also);
        break;
      case Applies::Member:
        for (const Member& member : value.value->members())
          shape.members.emplace_back(member.name(), compile({value.file, &member.value}));
        break;
      case Applies::OtherEach:
        each(shape.other_members);
        break;
      case Applies::Other:
        shape.other_members.push_back(compile(value));
        break;
      case Applies::Content:
        shape.contents.push_back(compile(value));
        break;
      case Applies::Element:
        if (value.value->is_array()) {
          each(shape.elements);
        } else {
          shape.elements.push_back(compile(value));
        }
        break;
    }
  }
}

// What leads to a secret is known when all places are; references may lead in circles, so it is
// repeated until nothing changes.
void Shapes::finish() {
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (auto shape = all_.rbegin(); shape != all_.rend(); ++shape) {
      if (shape->reaches_secret) continue;
      shape->reaches_secret =
          shape->is_secret || reaches_any(shape->also) || reaches_any(shape->other_members) ||
          reaches_any(shape->elements) || reaches_any(shape->contents) ||
          std::ranges::any_of(shape->members,
                              [](const auto& m) { return m.second->reaches_secret; });
      is_changed |= shape->reaches_secret;
    }
  }
}

}  // namespace holotype::secrets
