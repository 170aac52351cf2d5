// ShapeGraph: schemas read into Shapes, each once.
//
// Internal to the module. Threads: one at a time; finished Shapes may be used meanwhile.
// Tests: tests/generate/generator_test.cc
#pragma once

#include <deque>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "generate/shape.h"
#include "json/arena.h"
#include "json/value.h"
#include "schema/compiler.h"
#include "schema/dialect.h"

namespace holotype::generate {

// The Shapes of one set of schema::Options. Only grows; what is in it never moves.
class ShapeGraph {
 public:
  ShapeGraph(schema::Compiler& compiler, const schema::Options& options)
      : compiler_(compiler), options_(options) {}

  // The finished Shape of `place`.
  const Shape* read(const document::Node& place) {
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
    document::Node value;  // of the keyword
  };

  Shape* shape_of(const document::Node& place) {
    const auto [entry, is_new] = by_value_.try_emplace(place.value, nullptr);
    if (is_new) {
      entry->second = &shapes_.emplace_back();
      entry->second->place = place;
      queue_.push_back(entry->second);
    }
    return entry->second;
  }

  std::vector<const Shape*> shapes_of(const document::Node& list) {
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
  bool is_withheld(const document::Node& place);

 private:
  void fill(Shape& shape);
  void judge(Shape& shape);
  json::Value without_withheld(const json::Value& value, const Shape* shape, int depth);
  std::shared_ptr<const diagnostic::Diagnostic> fault_of(const Shape& shape,
                                                         const json::Value& example);
  void refer(Shape& shape, std::string_view reference, schema::Dialect dialect);

  schema::Compiler& compiler_;
  schema::Options options_;
  json::Arena arena_;
  std::deque<json::Value> cut_;  // examples without what does not travel
  std::deque<Shape> shapes_;
  std::unordered_map<const json::Value*, Shape*> by_value_;  // looked up, never iterated
  std::deque<Shape*> queue_;
  std::vector<Shape*> filled_;
};

// How a keyword changes the Shape of the schema that it stands in.
struct KeywordReader {
  std::string_view name;
  void (*read)(ShapeGraph::Reading& reading);
};

// The reader of the keyword `name`; nullptr where it asks for nothing. The order of a schema's
// keywords does not matter to any reader.
const KeywordReader* find_reader(std::string_view name);

// What may stand where a schema is asked for.
inline bool is_schema(const document::Node& node) {
  return node && (node.value->is_object() || node.value->is_boolean());
}

}  // namespace holotype::generate
