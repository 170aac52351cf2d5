// Parameters and bodies that nobody can send, told by trying to make one. What is answered is tried
// by the mock, which has to make it anyway.
#include <fmt/format.h>

#include <unordered_set>

#include "diagnostic/rules_generate.h"
#include "generate/generator.h"
#include "review/review.h"

namespace holotype::review {
namespace {

using diagnostic::Diagnostics;

class Trial {
 public:
  explicit Trial(const openapi::Description& description)
      : description_(description), planner_(*description.compiler) {}

  void try_one(const std::string& where, const openapi::SchemaUse& use) {
    if (use.compiled == nullptr || !tried_.insert(target_of(use)).second) return;
    arena_.reset();
    generate::Generated made = planner_.plan(use.compiled)->generate({}, arena_);
    for (diagnostic::Diagnostic& finding : made.findings) {
      if (finding.rule != &diagnostic::rules::kGenerateNoInstance) continue;
      finding.message = fmt::format("{} {}", where, finding.message);
      findings_.push_back(std::move(finding));
    }
  }
  Diagnostics take() { return std::move(findings_); }

 private:
  // What many operations refer to is tried once.
  const json::Value* target_of(const openapi::SchemaUse& use) const {
    const bool is_reference = use.node.value->is_object() && use.node.value->size() == 1;
    if (!is_reference) return use.node.value;
    const auto followed = description_.library->follow(use.node);
    return followed ? followed->value : use.node.value;
  }

  const openapi::Description& description_;
  generate::Planner planner_;
  std::unordered_set<const json::Value*> tried_;
  json::Arena arena_;
  Diagnostics findings_;
};

}  // namespace

diagnostic::Diagnostics unsatisfiable_requests(const openapi::Description& description) {
  Trial trial(description);
  for (const openapi::Operation& operation : description.operations) {
    for (const openapi::Parameter& parameter : operation.parameters) {
      trial.try_one(
          fmt::format("the schema of the parameter {} of {}", parameter.name, operation.id),
          parameter.content ? parameter.content->schema : parameter.schema);
    }
    if (!operation.request_body) continue;
    for (const openapi::MediaType& media_type : operation.request_body->content) {
      trial.try_one(fmt::format("the schema of the request body of {}", operation.id),
                    media_type.schema);
    }
  }
  return trial.take();
}

}  // namespace holotype::review
