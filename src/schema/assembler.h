// Assembler: makes Subschemas out of schema values, each once, and everything that they lead to.
//
// Internal to the module. Threads: one at a time.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>

#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "schema/place_table.h"
#include "schema/plan.h"
#include "schema/program.h"
#include "schema/registry.h"
#include "schema/schema.h"

namespace holotype::schema {

inline const json::Value* place_of(const Subschema* subschema) {
  return subschema == nullptr ? nullptr : subschema->place.value;
}

class Assembler {
 public:
  Assembler(Registry& registry, const Options& options);

  // The sub-schema for the schema at `place`, to be finished by the next assemble().
  Subschema* subschema_at(const document::Node& place);

  // Finishes every sub-schema asked for, and those that they lead to.
  void assemble();

  // $dynamicRef or $recursiveRef with this anchor is used: whoever carries it must be compiled.
  void note_dynamic(std::string_view anchor) { dynamic_names_.emplace(anchor); }

  Registry& registry() { return registry_; }
  const Options& options() const { return options_; }
  Unit& unit() { return compilation_->unit; }
  const std::shared_ptr<Compilation>& compilation() const { return compilation_; }
  // The targets of all dynamic references so far.
  std::shared_ptr<const Scope> scope() const { return scope_; }

  void report(diagnostic::Diagnostic finding) { findings_.push_back(std::move(finding)); }
  diagnostic::Diagnostics take_findings() { return std::exchange(findings_, {}); }

 private:
  void finish(Subschema& subschema);
  bool assemble_dynamic_targets();
  void break_loops();

  Registry& registry_;
  Options options_;
  std::shared_ptr<Compilation> compilation_;
  std::shared_ptr<const Scope> scope_;
  PlaceTable<Subschema*> subschemas_;
  std::deque<Subschema*> pending_;
  std::vector<Subschema*> fresh_;  // finished since the last break_loops()
  std::unordered_set<std::string> dynamic_names_;
  diagnostic::Diagnostics findings_;
};

}  // namespace holotype::schema
