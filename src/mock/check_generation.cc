// Mock::check_generation: which answers could not be made, said before anybody asks for one.
//
// An answer is generated where a response has no example in a media type. Each schema is tried
// once, however many responses refer to it, with a planner and memory that are given back.
#include <fmt/format.h>

#include <unordered_set>

#include "diagnostic/rules_generate.h"
#include "mock/mock.h"

namespace holotype::mock {
namespace {

using diagnostic::Diagnostics;

bool has_example(const openapi::MediaType& media_type) {
  for (const openapi::Example& example : media_type.examples) {
    if (example.value != nullptr || example.serialized) return true;
  }
  return false;
}

// The schema that a use refers to, where it does nothing else: what many responses have in common.
const json::Value* target_of(const openapi::SchemaUse& use,
                             const openapi::Description& description) {
  const bool is_reference = use.node.value->is_object() && use.node.value->size() == 1;
  if (!is_reference) return use.node.value;
  const auto followed =
      description.compiler->follow_reference(use.node, description.dialect_of(use.node));
  return followed ? followed->value : use.node.value;
}

}  // namespace

Diagnostics Mock::check_generation(const std::stop_token& stopping) const {
  const openapi::Description& description = contract_->description();
  GeneratorSource generators(*description.compiler);
  std::unordered_set<const json::Value*> tried;
  json::Arena arena;
  Diagnostics findings;
  const auto try_one = [&](const std::string& where, const openapi::SchemaUse& use) {
    if (use.compiled == nullptr || stopping.stop_requested()) return;
    if (!tried.insert(target_of(use, description)).second) return;
    arena.reset();
    generate::Generated made = generators.plan(use.compiled)->generate({}, arena);
    for (diagnostic::Diagnostic& finding : made.findings) {
      if (finding.rule != &diagnostic::rules::kGenerateNoInstance) continue;
      finding.message = fmt::format("{} {}", where, finding.message);
      findings.push_back(std::move(finding));
    }
  };
  for (const openapi::Operation& operation : description.operations) {
    for (const openapi::Response& response : operation.responses) {
      const std::string where = fmt::format("the schema of {} {}", operation.id, response.key);
      for (const openapi::MediaType& media_type : response.content) {
        if (options_.is_dynamic || !has_example(media_type)) try_one(where, media_type.schema);
      }
      for (const openapi::Header& header : response.headers)
        if (header.examples.empty()) try_one(where + ", header " + header.name, header.schema);
    }
  }
  return findings;
}

}  // namespace holotype::mock
