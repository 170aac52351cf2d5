// Planning: schemas become Shapes.
//
// Schemas form graphs with cycles, so Shapes are made empty, queued, and filled one after the
// other. Every keyword is read by a row of a table. Keywords are read by the form of their value
// rather than by dialect (`exclusiveMinimum: true` is draft 4's, `exclusiveMinimum: 3` the later
// one), because the judge knows the dialect: what is read too generously can make a value narrower,
// never invalid. The exceptions change what a value may be: `$ref` that stands alone, and
// `nullable`.

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "diagnostic/rules_generate.h"
#include "generate/generator.h"
#include "generate/shape.h"
#include "json/number.h"
#include "json/text.h"
#include "schema/dialect.h"

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

struct TypeRow {
  std::string_view name;
  Types types;
};
constexpr TypeRow kTypeRows[] = {
    {"null", types::kNull},     {"boolean", types::kBoolean}, {"integer", types::kInteger},
    {"number", types::kNumber}, {"string", types::kString},   {"array", types::kArray},
    {"object", types::kObject}, {"file", types::kString},  // Swagger 2.0's answer that is a file
};

Types types_named(const Value& name) {
  if (!name.is_string()) return 0;
  const auto row = std::ranges::find(kTypeRows, name.as_string(), &TypeRow::name);
  return row == std::end(kTypeRows) ? Types{0} : row->types;
}

// A limit such as maxLength; `otherwise` where it is none.
std::uint64_t count_of(const Value& value, std::uint64_t otherwise) {
  if (!value.is_number()) return otherwise;
  const auto number = json::to_int64(value);
  return number && *number >= 0 ? static_cast<std::uint64_t>(*number) : otherwise;
}

PatternShape pattern_of(std::string_view source) {
  PatternShape result{source, std::nullopt, nullptr};
  if (auto pattern = regex::Pattern::compile(source)) {
    if (auto syntax = regex::parse(source)) {
      result.pattern = std::move(*pattern);
      result.syntax = std::make_shared<const regex::Node>(std::move(*syntax));
    }
  }
  return result;
}

// The last segment of "#/components/schemas/Pet", "./pet.yaml" or "Pet".
std::string_view last_segment(std::string_view reference) {
  const auto slash = reference.find_last_of("/#");
  return slash == std::string_view::npos ? reference : reference.substr(slash + 1);
}

}  // namespace

// The Shapes of one set of schema::Options. Only grows; what is in it never moves.
class ShapeGraph {
 public:
  ShapeGraph(schema::Compiler& compiler, const schema::Options& options)
      : compiler_(compiler), options_(options) {}

  // The finished Shape of `place`.
  const Shape* read(const Node& place) {
    Shape* root = shape_of(place);
    while (!queue_.empty()) {
      Shape* shape = queue_.front();
      queue_.pop_front();
      fill(*shape);
      filled_.push_back(shape);
    }
    // Examples are judged when everything around them is known.
    for (Shape* shape : filled_) judge(*shape);
    filled_.clear();
    return root;
  }

  // What a keyword's reader gets.
  struct Reading {
    ShapeGraph& graph;
    Shape& shape;
    Node value;  // of the keyword
  };

  Shape* shape_of(const Node& place) {
    const auto [entry, is_new] = by_value_.try_emplace(place.value, nullptr);
    if (is_new) {
      entry->second = &shapes_.emplace_back();
      entry->second->place = place;
      queue_.push_back(entry->second);
    }
    return entry->second;
  }

  std::vector<const Shape*> shapes_of(const Node& list) {
    std::vector<const Shape*> shapes;
    for (std::size_t i = 0; i < list.value->elements().size(); ++i) {
      shapes.push_back(shape_of(list.element(i)));
    }
    return shapes;
  }

  schema::Compiler& compiler() { return compiler_; }
  const schema::Options& options() const { return options_; }

  // Whether a property of this schema does not travel in this direction (OpenAPI, readOnly,
  // writeOnly), seen through references.
  bool is_withheld(Node place) {
    if (options_.direction == schema::Direction::None) return false;
    const std::string_view keyword =
        options_.direction == schema::Direction::Request ? "readOnly" : "writeOnly";
    for (int hops = 0; hops < 16 && place.value->is_object(); ++hops) {
      const Value* flag = place.value->find(keyword);
      if (flag != nullptr && flag->is_boolean()) return flag->as_boolean();
      const Node reference = place.member("$ref");
      if (!reference || !reference.value->is_string()) return false;
      const auto target = compiler_.resolve(place, reference.value->as_string(), options_.dialect);
      if (!target) return false;
      place = *target;
    }
    return false;
  }

 private:
  void fill(Shape& shape);
  void judge(Shape& shape);
  Value without_withheld(const Value& value, const Shape* shape, int depth);
  std::shared_ptr<const diagnostic::Diagnostic> fault_of(const Shape& shape, const Value& example);
  void refer(Shape& shape, std::string_view reference, Dialect dialect);

  schema::Compiler& compiler_;
  schema::Options options_;
  json::Arena arena_;
  std::deque<Value> cut_;  // examples without what does not travel
  std::deque<Shape> shapes_;
  std::unordered_map<const Value*, Shape*> by_value_;  // looked up, never iterated
  std::deque<Shape*> queue_;
  std::vector<Shape*> filled_;
};

namespace {

using Reading = ShapeGraph::Reading;

void read_type(Reading& r) {
  Types allowed = 0;
  const auto add = [&](const Value& name) {
    const Types named = types_named(name);
    allowed |= named;
    if (r.shape.listed == 0 && named != types::kNull) r.shape.listed = named;
  };
  if (r.value.value->is_array()) {
    for (const Value& name : r.value.value->elements()) add(name);
  } else {
    add(*r.value.value);
  }
  if (allowed != 0) r.shape.types &= allowed;
}

void read_enum(Reading& r) {
  if (!r.value.value->is_array()) return;
  r.shape.has_enum = true;
  const auto elements = r.value.value->elements();
  r.shape.choices.assign(elements.begin(), elements.end());
}

// A bound and its exclusive form: draft 4's boolean beside it, or a number of its own.
template <std::vector<Bound> Shape::*bounds>
void read_bound(Reading& r, std::string_view exclusive_name) {
  if (!r.value.value->is_number()) return;
  const Value* flag = r.shape.place.value->find(exclusive_name);
  const bool exclusive = flag != nullptr && flag->is_boolean() && flag->as_boolean();
  (r.shape.*bounds).push_back({r.value.value, exclusive});
}
void read_minimum(Reading& r) { read_bound<&Shape::lower>(r, "exclusiveMinimum"); }
void read_maximum(Reading& r) { read_bound<&Shape::upper>(r, "exclusiveMaximum"); }
void read_exclusive_minimum(Reading& r) {
  if (r.value.value->is_number()) r.shape.lower.push_back({r.value.value, true});
}
void read_exclusive_maximum(Reading& r) {
  if (r.value.value->is_number()) r.shape.upper.push_back({r.value.value, true});
}
void read_multiple_of(Reading& r) {
  if (r.value.value->is_number()) r.shape.multiple_of = r.value.value;
}

template <std::uint64_t Shape::*limit>
void read_least(Reading& r) {
  r.shape.*limit = count_of(*r.value.value, r.shape.*limit);
}

void read_pattern(Reading& r) {
  if (r.value.value->is_string()) r.shape.pattern = pattern_of(r.value.value->as_string());
}
void read_format(Reading& r) {
  if (r.value.value->is_string()) r.shape.format = r.value.value->as_string();
}
void read_unique(Reading& r) {
  r.shape.unique_items = r.value.value->is_boolean() && r.value.value->as_boolean();
}

bool is_schema(const Node& node) {
  return node && (node.value->is_object() || node.value->is_boolean());
}

template <const Shape* Shape::*field>
void read_schema(Reading& r) {
  if (is_schema(r.value)) r.shape.*field = r.graph.shape_of(r.value);
}
template <std::vector<const Shape*> Shape::*field>
void read_schemas(Reading& r) {
  if (r.value.value->is_array()) r.shape.*field = r.graph.shapes_of(r.value);
}

// An array of schemas is prefixItems before 2020-12.
void read_items(Reading& r) {
  if (r.value.value->is_array()) {
    r.shape.prefix_items = r.graph.shapes_of(r.value);
  } else {
    read_schema<&Shape::items>(r);
  }
}
void read_additional_items(Reading& r) {
  const Value* items = r.shape.place.value->find("items");
  if (items != nullptr && items->is_array()) read_schema<&Shape::items>(r);
}

void read_properties(Reading& r) {
  for (const json::Member& member : r.value.value->members()) {
    const Node node{r.value.file, &member.value};
    if (!is_schema(node)) continue;
    r.shape.properties.push_back({json::HashedName(member.name(), member.hash),
                                  r.graph.shape_of(node), r.graph.is_withheld(node)});
  }
}
void read_pattern_properties(Reading& r) {
  for (const json::Member& member : r.value.value->members()) {
    const Node node{r.value.file, &member.value};
    if (!is_schema(node)) continue;
    r.shape.pattern_properties.push_back({pattern_of(member.name()), r.graph.shape_of(node)});
  }
}

std::vector<std::string_view> names_of(const Value& list) {
  std::vector<std::string_view> names;
  for (const Value& name : list.elements()) {
    if (name.is_string()) names.push_back(name.as_string());
  }
  return names;
}
void read_required(Reading& r) { r.shape.required = names_of(*r.value.value); }

// dependentRequired, dependentSchemas and `dependencies`, which is both.
void read_dependencies(Reading& r) {
  for (const json::Member& member : r.value.value->members()) {
    const Node node{r.value.file, &member.value};
    Shape::Dependency dependency{member.name(), names_of(member.value)};
    if (is_schema(node)) dependency.shape = r.graph.shape_of(node);
    if (member.value.is_string()) dependency.required.push_back(member.value.as_string());
    r.shape.dependencies.push_back(std::move(dependency));
  }
}

// OpenAPI 3.0.3 "Schema Object": null is allowed beside the `type`; elsewhere it is no keyword.
void read_nullable(Shape& shape) {
  const Value* nullable = shape.place.value->find("nullable");
  if (nullable == nullptr || !nullable->is_boolean() || !nullable->as_boolean()) return;
  shape.types |= types::kNull;
}

void read_discriminator(Reading& r) {
  if (r.value.value->is_string()) r.shape.discriminator = r.value.value->as_string();
  const Node property = r.value.member("propertyName");
  if (!property || !property.value->is_string()) return;
  r.shape.discriminator = property.value->as_string();
  const Node mapping = r.value.member("mapping");
  if (!mapping) return;
  for (const json::Member& member : mapping.value->members()) {
    if (!member.value.is_string()) continue;
    // "dog: Dog" and "dog: '#/components/schemas/Dog'" (OpenAPI 3.1.1 "Discriminator Object").
    const std::string_view target = member.value.as_string();
    const bool is_name = target.find_first_of("#/.") == std::string_view::npos;
    const std::string reference =
        is_name ? "#/components/schemas/" + std::string(target) : std::string(target);
    const auto node = r.graph.compiler().resolve({r.value.file, &member.value}, reference,
                                                 r.graph.options().dialect);
    if (node && is_schema(*node)) {
      r.shape.mapping.push_back({member.name(), r.graph.shape_of(*node)});
    }
  }
}

struct KeywordReader {
  std::string_view name;
  void (*read)(Reading& reading);
};

constexpr KeywordReader kReaders[] = {
    {"type", read_type},
    {"enum", read_enum},
    {"const", [](Reading& r) { r.shape.constant = r.value.value; }},
    {"minimum", read_minimum},
    {"maximum", read_maximum},
    {"exclusiveMinimum", read_exclusive_minimum},
    {"exclusiveMaximum", read_exclusive_maximum},
    {"multipleOf", read_multiple_of},
    {"divisibleBy", read_multiple_of},
    {"minLength", read_least<&Shape::min_length>},
    {"maxLength", read_least<&Shape::max_length>},
    {"pattern", read_pattern},
    {"format", read_format},
    {"minItems", read_least<&Shape::min_items>},
    {"maxItems", read_least<&Shape::max_items>},
    {"uniqueItems", read_unique},
    {"prefixItems", read_schemas<&Shape::prefix_items>},
    {"items", read_items},
    {"additionalItems", read_additional_items},
    {"contains", read_schema<&Shape::contains>},
    {"minContains", read_least<&Shape::min_contains>},
    {"maxContains", read_least<&Shape::max_contains>},
    {"unevaluatedItems", read_schema<&Shape::unevaluated_items>},
    {"properties", read_properties},
    {"patternProperties", read_pattern_properties},
    {"additionalProperties", read_schema<&Shape::additional_properties>},
    {"unevaluatedProperties", read_schema<&Shape::unevaluated_properties>},
    {"propertyNames", read_schema<&Shape::property_names>},
    {"required", read_required},
    {"dependentRequired", read_dependencies},
    {"dependentSchemas", read_dependencies},
    {"dependencies", read_dependencies},
    {"minProperties", read_least<&Shape::min_properties>},
    {"maxProperties", read_least<&Shape::max_properties>},
    {"allOf", read_schemas<&Shape::all_of>},
    {"anyOf", read_schemas<&Shape::any_of>},
    {"oneOf", read_schemas<&Shape::one_of>},
    {"not", read_schema<&Shape::negated>},
    {"if", read_schema<&Shape::condition>},
    {"then", read_schema<&Shape::consequence>},
    {"else", read_schema<&Shape::alternative>},
    {"discriminator", read_discriminator},
};

// By name; the order of a schema's keywords does not matter to any reader.
const KeywordReader* find_reader(std::string_view name) {
  static const auto* const readers = [] {
    auto* table = new std::unordered_map<std::string_view, const KeywordReader*>;
    for (const KeywordReader& reader : kReaders) table->emplace(reader.name, &reader);
    return table;
  }();
  const auto found = readers->find(name);
  return found == readers->end() ? nullptr : found->second;
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

struct Planner::State {
  explicit State(schema::Compiler& of) : compiler(of) {}

  ShapeGraph& graph(const schema::Options& options) {
    for (const auto& [known, graph] : graphs) {
      if (known == options) return *graph;
    }
    return *graphs.emplace_back(options, std::make_shared<ShapeGraph>(compiler, options)).second;
  }

  schema::Compiler& compiler;
  std::vector<std::pair<schema::Options, std::shared_ptr<ShapeGraph>>> graphs;
};

Planner::Planner(schema::Compiler& compiler) : state_(std::make_unique<State>(compiler)) {}
Planner::~Planner() = default;

std::shared_ptr<const Generator> Planner::plan(std::shared_ptr<const schema::Schema> schema) {
  HOLOTYPE_CHECK(schema != nullptr);
  ShapeGraph& graph = state_->graph(schema->options());
  const Shape* shape = graph.read(schema->node());
  std::shared_ptr<const void> memory;
  for (const auto& [options, owner] : state_->graphs) {
    if (owner.get() == &graph) memory = owner;
  }
  return std::make_shared<const Generator>(std::move(schema), std::move(memory), shape);
}

}  // namespace holotype::generate
