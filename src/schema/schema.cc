#include "schema/schema.h"

#include <utility>

#include "schema/check.h"
#include "schema/plan.h"
#include "schema/program.h"

namespace holotype::schema {

Schema::Schema(std::shared_ptr<const Unit> unit, const Subschema* root, const Plan* plan,
               std::shared_ptr<const Scope> scope, document::Node place, const Options& options)
    : unit_(std::move(unit)),
      root_(root),
      plan_(plan),
      scope_(std::move(scope)),
      place_(place),
      options_(options) {}

bool Schema::accepts(const json::Value& instance) const {
  if (plan_ == nullptr) return Checker(*scope_, options_).accepts(*root_, instance);
  return run_plan(*plan_, instance, *scope_, options_) != Verdict::Fails;
}

// Most values are valid, and the plan says so much faster than a walk that is ready to explain.
Outcome Schema::check(const json::Value& instance) const {
  if (plan_ == nullptr) return check_exhaustively(instance);
  const Verdict verdict = run_plan(*plan_, instance, *scope_, options_);
  if (verdict == Verdict::Holds) return {};
  Checker checker(*scope_, options_);
  return verdict == Verdict::Fails ? checker.check_rejected(*root_, instance)
                                   : checker.check(*root_, instance);
}

Outcome Schema::trace(const json::Value& instance) const {
  if (accepts(instance)) return check(instance);
  return Checker(*scope_, options_).trace_rejected(*root_, instance);
}

Outcome Schema::check_exhaustively(const json::Value& instance) const {
  return Checker(*scope_, options_).check(*root_, instance);
}

}  // namespace holotype::schema
