// Mock::State: what --stateful adds to a Mock: the resources of the description, what is in them
// before anybody writes, and what a new one is made of.
//
// Internal to the module. Made lazily, so that a start does not wait for resources that nobody asks
// for. The resources that requests make are in session::Session::store().
//
// Threads: safe from any thread. Determinism: a function of the description, the fixtures and the
// Mock's options. Tests: tests/exchanges/state/, tests/server/state_test.cc
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "mock/mock.h"
#include "state/draft.h"
#include "state/resource.h"
#include "state/store.h"

namespace holotype::mock {

// Whether a fixture depends on nothing of a request but its path: then it says what is there, and
// with state it is what a session begins with. Others say what is answered, and go on doing so.
bool is_broad(const fixtures::Fixture& fixture);
// Whether it answers with a status of 2xx.
bool succeeds(const fixtures::Respond& respond);

struct Mock::State final : public state::Seeds {
  State(const Mock& owner, std::shared_ptr<const state::Model> resources);

  // What fixtures show of the resource (answers to GET that depend on nothing but the path); where
  // there is none, what the description's examples show; where a resource cannot be created either,
  // what its list would be answered with.
  const std::vector<state::Seed>& of(const state::Resource& resource) const override;

  // A representation by the schema alone; nullopt where none could be found.
  const std::optional<json::Value>& representation(const state::Resource& resource) const;

  // What an operation that creates would answer with by the description alone, as a representation
  // of the resource.
  const std::optional<json::Value>& base(const state::OperationRole& role) const;

  // The response of that operation's plan, and its body in the media type of the role.
  const ResponsePlan* plan_of(const state::OperationRole& role,
                              const openapi::Response* response) const;
  const BodyPlan* body_of(const state::OperationRole& role) const;

  // A document as an operation shows it: itself, or the element of the operation's own answer with
  // the document's values.
  json::Value shown_by(const state::OperationRole& role, const state::Document& document,
                       json::Arena& arena) const;

  const Mock& mock;
  std::shared_ptr<const state::Model> model;

 private:
  // Something made once, with the memory that it lives in.
  template <typename T>
  struct Kept {
    std::once_flag once;
    json::Arena arena;
    T value;
  };
  // A representation that was shown, and where.
  struct Shown {
    std::vector<std::optional<std::string>> scope;
    json::Value value;
    bool is_whole = true;  // false where the operation shows less of it than others do
  };

  std::vector<state::Seed> make_seeds(const state::Resource& resource, json::Arena& arena) const;
  // Whether there is a fixture that shows the resource, even if it shows an empty list.
  bool show_fixtures(const state::Resource& resource, std::vector<Shown>& shown,
                     json::Arena& arena) const;
  void show_examples(const state::Resource& resource, std::vector<Shown>& shown) const;
  void show_body(const state::OperationRole& role, const json::Value& body,
                 const std::vector<std::optional<std::string>>& scope,
                 std::vector<Shown>& shown) const;
  // The scope of what was shown without one: in the parent that it names, or the first there is;
  // in each that will be created where there is none.
  bool place(const state::Resource& resource, Shown& shown) const;

  std::vector<std::unique_ptr<Kept<std::vector<state::Seed>>>> seeds_;        // by resource
  std::vector<std::unique_ptr<Kept<std::optional<json::Value>>>> by_schema_;  // by resource
  std::vector<std::unique_ptr<Kept<std::optional<json::Value>>>> bases_;      // by role
};

}  // namespace holotype::mock
