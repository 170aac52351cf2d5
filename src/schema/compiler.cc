#include "schema/compiler.h"

#include <array>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "diagnostic/rules_schema.h"
#include "schema/assembler.h"
#include "schema/registry.h"

namespace holotype::schema {

using diagnostic::Diagnostic;
using document::Node;

// What is kept between compiles: per fallback dialect what schemas are called, per options what
// they compile to.
struct Compiler::State {
  explicit State(document::Library& of) : library(of) {}

  const std::shared_ptr<Registry>& shared_registry(Dialect dialect) {
    auto& slot = registries[static_cast<std::size_t>(dialect)];
    if (!slot) slot = std::make_shared<Registry>(library, dialect);
    return slot;
  }
  Registry& registry(Dialect dialect) { return *shared_registry(dialect); }

  Assembler& assembler(const Options& options) {
    for (const auto& one : assemblers) {
      if (one->options() == options) return *one;
    }
    assemblers.push_back(std::make_unique<Assembler>(registry(options.dialect), options));
    // Findings name the resources: schemas may outlive the compiler.
    assemblers.back()->unit().keep(shared_registry(options.dialect));
    return *assemblers.back();
  }

  // Held by every public function; none calls another.
  Mutex mutex;
  document::Library& library;
  std::array<std::shared_ptr<Registry>, kDialectCount> registries;
  std::vector<std::unique_ptr<Assembler>> assemblers;
};

Compiler::Compiler(document::Library& library) : state_(std::make_unique<State>(library)) {}
Compiler::~Compiler() = default;

Compiled Compiler::compile(const Node& place, const Options& options) {
  const MutexLock lock(state_->mutex);
  Assembler& assembler = state_->assembler(options);
  const Subschema* root = assembler.subschema_at(place);
  assembler.assemble();
  Compiled result;
  result.findings = assembler.registry().take_findings();
  diagnostic::append(result.findings, assembler.take_findings());
  result.schema = std::make_shared<const Schema>(assembler.compilation(), root, assembler.scope(),
                                                 place, options);
  return result;
}

Result<Node, Diagnostic> Compiler::resolve(const Node& schema, std::string_view reference,
                                           Dialect dialect) {
  const MutexLock lock(state_->mutex);
  Registry& registry = state_->registry(dialect);
  return registry.resolve(registry.resource_of(schema), schema, reference);
}

Result<Node, Diagnostic> Compiler::follow_reference(const Node& schema, Dialect dialect) {
  const MutexLock lock(state_->mutex);
  constexpr std::string_view kReferences[] = {"$ref", "$dynamicRef", "$recursiveRef"};
  std::vector<Node> seen;
  Node node = schema;
  while (node.value->is_object()) {
    const json::Value* reference = nullptr;
    for (const std::string_view name : kReferences) {
      if (reference == nullptr) reference = node.value->find(name);
    }
    if (reference == nullptr || !reference->is_string()) break;
    for (const Node& earlier : seen) {
      if (earlier != node) continue;
      Diagnostic loop;
      loop.rule = &diagnostic::rules::kSchemaReferenceLoop;
      loop.message = "must not lead back to the same schema";
      loop.found = reference->as_string();
      loop.schema = schema.location();
      loop.source = schema.source();
      return tl::unexpected(std::move(loop));
    }
    seen.push_back(node);
    Registry& registry = state_->registry(dialect);
    auto target = registry.resolve(registry.resource_of(node), {node.file, reference},
                                   reference->as_string());
    if (!target) return target;
    node = *target;
  }
  return node;
}

Dialect Compiler::dialect_at(const Node& schema, Dialect fallback) {
  const MutexLock lock(state_->mutex);
  return state_->registry(fallback).resource_of(schema).dialect;
}

}  // namespace holotype::schema
