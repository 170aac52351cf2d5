#include <utility>
#include <vector>

#include "base/check.h"
#include "generate/generator.h"
#include "generate/shape_graph.h"

namespace holotype::generate {

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
