// Schemas form graphs with cycles, so Shapes are made empty, queued, and filled one after the
// other. When everything around it is known, each example is judged against the schema that it
// stands in.

#include "generate/shape_graph.h"

#include <utility>

#include "diagnostic/rules_generate.h"
#include "json/text.h"

namespace holotype::generate {

namespace {

using document::Node;
using json::Value;
using schema::Dialect;

constexpr int kDeepest = 32;  // levels of an example that are looked through

bool reference_stands_alone(Dialect dialect) {
  return dialect != Dialect::Draft2019 && dialect != Dialect::Draft2020 &&
         dialect != Dialect::OpenApi31;
}

// The last segment of "#/components/schemas/Pet", "./pet.yaml" or "Pet".
std::string_view last_segment(std::string_view reference) {
  const auto slash = reference.find_last_of("/#");
  return slash == std::string_view::npos ? reference : reference.substr(slash + 1);
}

// OpenAPI 3.0.3 "Schema Object": null is allowed beside the `type`; elsewhere it is no keyword.
void read_nullable(Shape& shape) {
  const Value* nullable = shape.place.value->find("nullable");
  if (nullable == nullptr || !nullable->is_boolean() || !nullable->as_boolean()) return;
  shape.types |= types::kNull;
}

// What the author shows, in the order in which it is preferred.
void collect_author_values(Shape& shape) {
  const Node place = shape.place;
  if (const Node node = place.member("example")) shape.author_values.push_back({node.value});
  if (const Node examples = place.member("examples")) {
    for (const Value& example : examples.value->elements()) {
      shape.author_values.push_back({&example});
    }
  }
  if (const Node node = place.member("x-example")) shape.author_values.push_back({node.value});
  if (const Node node = place.member("default")) shape.author_values.push_back({node.value, false});
}

}  // namespace

bool ShapeGraph::is_withheld(const Node& place) {
  if (options_.direction == schema::Direction::None) return false;
  return compiler_.says(place,
                        options_.direction == schema::Direction::Request ? "readOnly" : "writeOnly",
                        options_.dialect);
}

void ShapeGraph::refer(Shape& shape, std::string_view reference, Dialect dialect) {
  // follow_reference() goes to the end of a chain; one step keeps what stands beside each $ref.
  auto target = compiler_.resolve(shape.place, reference, dialect);
  if (!target || !is_schema(*target)) return;  // reported when the schema was compiled
  Shape* referred = shape_of(*target);
  if (referred->name.empty()) referred->name = last_segment(reference);
  if (referred != &shape) shape.reference = referred;
}

void ShapeGraph::fill(Shape& shape) {
  const Value& value = *shape.place.value;
  if (value.is_boolean()) {
    shape.rejects = !value.as_boolean();
    return;
  }
  const Dialect dialect = compiler_.dialect_at(shape.place, options_.dialect);
  for (const std::string_view keyword : {"$ref", "$dynamicRef", "$recursiveRef"}) {
    const Value* reference = value.find(keyword);
    if (reference == nullptr || !reference->is_string()) continue;
    const std::string_view text = reference->as_string();
    refer(shape, text, dialect);
    shape.is_dynamic |= keyword != "$ref";
    if (keyword == "$ref" && reference_stands_alone(dialect)) return;
  }
  for (const json::Member& member : value.members()) {
    const KeywordReader* reader = find_reader(member.name());
    if (reader == nullptr) continue;
    Reading reading{*this, shape, {shape.place.file, &member.value}};
    reader->read(reading);
  }
  if (dialect == Dialect::OpenApi30) read_nullable(shape);
  collect_author_values(shape);
  shape.is_intricate = !shape.any_of.empty() || !shape.one_of.empty() || shape.negated != nullptr ||
                       shape.condition != nullptr || shape.contains != nullptr ||
                       shape.unevaluated_items != nullptr || shape.property_names != nullptr ||
                       shape.unevaluated_properties != nullptr || !shape.dependencies.empty() ||
                       !shape.pattern_properties.empty() || shape.is_dynamic;
}

void ShapeGraph::judge(Shape& shape) {
  shape.judge = compiler_.compile(shape.place, options_).schema;
  for (AuthorValue& author : shape.author_values) {
    if (shape.judge->accepts(*author.value)) continue;
    const Value* sent = &cut_.emplace_back(without_withheld(*author.value, &shape, kDeepest));
    if (shape.judge->accepts(*sent)) {
      author.value = sent;
    } else {
      author.fault = fault_of(shape, *author.value);
    }
  }
}

// `value` without the members that do not travel in this direction, as far as the properties of
// `shape` and what it refers to tell.
Value ShapeGraph::without_withheld(const Value& value, const Shape* shape, int depth) {
  if (depth == 0 || shape == nullptr) return value;
  Value result = value;
  if (value.is_object() && !shape->properties.empty()) {
    std::vector<json::Member> kept;
    for (const json::Member& member : value.members()) {
      const json::HashedName name(member.name(), member.hash);
      const Shape::Property* property = shape->find(name);
      if (property != nullptr && property->withheld) continue;
      const Shape* below = property == nullptr ? nullptr : property->shape;
      kept.emplace_back(name, without_withheld(member.value, below, depth - 1));
    }
    result = Value::object(arena_, kept);
  } else if (value.is_array() && shape->items != nullptr) {
    std::vector<Value> elements;
    for (const Value& element : value.elements()) {
      elements.push_back(without_withheld(element, shape->items, depth - 1));
    }
    result = Value::array(arena_, elements);
  }
  result = without_withheld(result, shape->reference, depth - 1);
  for (const Shape* part : shape->all_of) result = without_withheld(result, part, depth - 1);
  return result;
}

std::shared_ptr<const diagnostic::Diagnostic> ShapeGraph::fault_of(const Shape& shape,
                                                                   const Value& example) {
  diagnostic::Diagnostic fault;
  fault.rule = &diagnostic::rules::kGenerateExampleInvalid;
  const Node place{shape.place.file, &example};
  fault.source = place.source();
  fault.schema = place.location();
  fault.found = json::shorten(example);
  fault.causes = shape.judge->check(example).findings;
  fault.message = "must satisfy the schema that it is an example of";
  if (!fault.causes.empty()) {
    const diagnostic::Diagnostic& first = fault.causes.front();
    fault.message += ": " + first.message;
    if (!first.pointer.empty()) fault.message += " at " + first.pointer;
  }
  return std::make_shared<const diagnostic::Diagnostic>(std::move(fault));
}

}  // namespace holotype::generate
