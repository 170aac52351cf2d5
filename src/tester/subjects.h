// Subjects: resources that exist at the service, so that operations on one have one to work on.
//
// Before GET /v1/tasks/{taskId} is tested, a task is created by POST /v1/tasks (or, where nothing
// creates one, the first of the list is taken), and its id takes the place of the generated taskId.
// A parent is made before its children; what no request can make (the {tenant} of a path) is what
// it was when the child was made. What is deleted is made for that: what other requests were about
// is still there when a person repeats them, and what was there before is not touched. Where
// nothing creates one, a deletion keeps the id that its parameter's example or a generator gave it.
//
// Threads: one at a time. Tests: tests/tester/tester_test.cc
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/resource.h"
#include "tester/prober.h"

namespace holotype::tester {

class Subjects {
 public:
  Subjects(std::shared_ptr<const state::Model> model, Prober& prober, std::uint64_t seed);

  // Puts ids of resources that exist, and the places that they are in, in the place of path
  // parameters, but for `varied`.
  void bind(Draft& draft, const openapi::Parameter* varied);
  // A new resource: the answer that created it, whatever it was. nullopt where nothing creates one
  // or no valid request could be made.
  std::optional<Attempt> create(const state::Resource& resource, json::Arena& arena);
  // The id in the answer to a Create (or in the first element of one to a List).
  std::optional<json::Value> id_in(const Attempt& attempt);

  // The resource that the operation was about is gone.
  void forget(const openapi::Operation& operation);

  const state::Model& model() const { return *model_; }
  // The operation of that role; nullptr where there is none.
  const state::OperationRole* role(const state::Resource& resource, state::Role role) const;

 private:
  // What an operation is about.
  struct Place {
    const state::Resource* resource = nullptr;  // the deepest that its path names; nullptr for none
    std::vector<std::string> names;             // of the parameters of its path, in order
    bool is_deletion = false;                   // of that resource
  };
  Place place_of(const openapi::Operation& operation) const;
  // Something that exists: its id, and the path parameters before it, in order.
  struct Subject {
    json::Value id;
    std::vector<json::Value> scope;
    bool is_created = false;  // here; else it was in a list
  };
  // Of the answer to a Create or List.
  std::optional<Subject> subject_of(const Attempt& attempt);
  const Subject* subject(const state::Resource& resource);
  // One that was created to be deleted.
  const Subject* doomed(const state::Resource& resource);
  // Of `resource`, for an operation on that place; nullptr where there is none that it may have.
  const Subject* subject_for(const openapi::Operation& operation, const Place& place,
                             const state::Resource& resource);

  std::shared_ptr<const state::Model> model_;
  Prober& prober_;
  const std::uint64_t seed_;
  std::uint64_t made_ = 0;
  json::Arena arena_;  // of subjects
  std::map<const state::Resource*, std::optional<Subject>> subjects_;
  std::map<const state::Resource*, std::optional<Subject>> doomed_;
};

// The values of an item's scope for a request, by the names that its operation has for the path
// parameters; `varied` stays as it is. Those that are not there are passed over.
void put_scope(Draft& draft, const std::vector<std::string>& names,
               const std::vector<json::Value>& scope, const openapi::Parameter* varied);
// The values of the first `count` path parameters of a request, by their names in order.
std::vector<json::Value> scope_of(const Draft& draft, const std::vector<std::string>& names,
                                  std::size_t count);

}  // namespace holotype::tester
