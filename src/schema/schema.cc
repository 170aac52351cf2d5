#include "schema/schema.h"

#include <utility>

#include "schema/check.h"
#include "schema/plan.h"
#include "schema/program.h"

namespace holotype::schema {
namespace {
constexpr Plan kNone;  // stands for the plan of a schema that only the Checker can run
}  // namespace

Schema::Schema(std::shared_ptr<Compilation> compilation, const Subschema* root,
               std::shared_ptr<const Scope> scope, document::Node place, const Options& options)
    : compilation_(std::move(compilation)),
      root_(root),
      scope_(std::move(scope)),
      place_(place),
      options_(options) {}

const Plan* Schema::plan() const {
  const Plan* plan = plan_.load(std::memory_order_acquire);
  if (plan == nullptr) [[unlikely]] {
    plan = compilation_->planner.plan_for(*root_, *scope_);
    if (plan == nullptr) plan = &kNone;
    plan_.store(plan, std::memory_order_release);
  }
  return plan == &kNone ? nullptr : plan;
}

bool Schema::accepts(const json::Value& instance) const {
  const Plan* const plan = this->plan();
  if (plan == nullptr) return Checker(*scope_, options_).accepts(*root_, instance);
  return run_plan(*plan, instance, *scope_, options_) != Verdict::Fails;
}

// Most values are valid, and the plan says so much faster than a walk that is ready to explain.
Outcome Schema::check(const json::Value& instance) const {
  const Plan* const plan = this->plan();
  if (plan == nullptr) return check_exhaustively(instance);
  const Verdict verdict = run_plan(*plan, instance, *scope_, options_);
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
