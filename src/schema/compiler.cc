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

Reached Compiler::enter(Reached schema, Dialect dialect) {
  const MutexLock lock(state_->mutex);
  state_->registry(dialect).enter(schema);
  return schema;
}

Result<Node, Diagnostic> Compiler::follow_reference(const Node& schema, Dialect dialect) {
  const MutexLock lock(state_->mutex);
  Registry& registry = state_->registry(dialect);
  std::vector<Node> seen;
  Reached at{schema};
  for (registry.enter(at); at.schema.value->is_object(); registry.enter(at)) {
    const json::Member* reference = registry.reference_in(at.schema);
    if (reference == nullptr) break;
    for (const Node& earlier : seen) {
      if (earlier != at.schema) continue;
      Diagnostic loop;
      loop.rule = &diagnostic::rules::kSchemaReferenceLoop;
      loop.message = "must not lead back to the same schema";
      loop.found = reference->value.as_string();
      loop.schema = schema.location();
      loop.source = schema.source();
      return tl::unexpected(std::move(loop));
    }
    seen.push_back(at.schema);
    auto target = registry.follow(at, *reference);
    if (!target) return target;
    at.schema = *target;
  }
  return at.schema;
}

Reached Compiler::referred_to(const Reached& schema, Dialect dialect) {
  const MutexLock lock(state_->mutex);
  Registry& registry = state_->registry(dialect);
  const json::Member* reference = registry.reference_in(schema.schema);
  if (reference == nullptr) return {};
  Reached at = schema;
  registry.enter(at);
  auto target = registry.follow(at, *reference);
  if (!target) return {};
  at.schema = *target;
  return at;
}

std::vector<Node> Compiler::together(const Node& schema, Dialect dialect) {
  const MutexLock lock(state_->mutex);
  return state_->registry(dialect).together(schema);
}

bool Compiler::says(const Node& schema, std::string_view keyword, Dialect dialect) {
  const MutexLock lock(state_->mutex);
  return state_->registry(dialect).says(schema, keyword);
}

Dialect Compiler::dialect_at(const Node& schema, Dialect fallback) {
  const MutexLock lock(state_->mutex);
  return state_->registry(fallback).resource_of(schema).dialect;
}

}  // namespace holotype::schema
