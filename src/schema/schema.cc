#include "schema/schema.h"

#include <utility>

#include "schema/check.h"
#include "schema/program.h"

namespace holotype::schema {

Schema::Schema(std::shared_ptr<const Unit> unit, const Subschema* root,
               std::shared_ptr<const Scope> scope, document::Node place, const Options& options)
    : unit_(std::move(unit)),
      root_(root),
      scope_(std::move(scope)),
      place_(place),
      options_(options) {}

bool Schema::accepts(const json::Value& instance) const {
  return Checker(*scope_, options_).accepts(*root_, instance);
}

Outcome Schema::check(const json::Value& instance) const {
  return Checker(*scope_, options_).check(*root_, instance);
}

}  // namespace holotype::schema
