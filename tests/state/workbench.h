// A store with the resources of the pet shop, and what tests do with it.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "json/text.h"
#include "openapi/loaded.h"
#include "state/petshop.h"
#include "state/store.h"

namespace holotype::state {

// Seeds that a test names.
class FixedSeeds final : public Seeds {
 public:
  const std::vector<Seed>& of(const Resource& resource) const override {
    const auto found = by_collection.find(resource.collection);
    return found == by_collection.end() ? none_ : found->second;
  }
  void add(const std::string& collection, std::vector<std::optional<std::string>> scope,
           std::string id) {
    json::Arena arena;
    const json::Member member("id", json::Value::string(arena, id));
    by_collection[collection].push_back(
        {std::move(scope), make_document(id, json::Value::object(arena, {&member, 1}))});
  }
  std::map<std::string, std::vector<Seed>> by_collection;

 private:
  std::vector<Seed> none_;
};

struct Workbench {
  std::shared_ptr<const Model> model = Model::derive(*openapi::load_text(std::string(kPetshop)));
  const Resource& pets = *model->find("/pets");
  const Resource& toys = *model->find("/pets/{petId}/toys");
  FixedSeeds seeds;
  FrozenClock clock;
  Store store;

  World world() { return {.seed = 7, .clock = clock, .seeds = seeds}; }

  // A representation with the id alone.
  static std::optional<json::Value> only_id(const json::Value& id, Instant, json::Arena& arena) {
    const json::Member member("id", id);
    return json::Value::object(arena, {&member, 1});
  }
  static json::Value mint(std::uint64_t seed, int, json::Arena& arena) {
    return json::Value::string(arena, fmt::format("pet_{:016x}", seed));
  }
  static Creation creation() { return {.id = std::nullopt, .mint = mint, .build = only_id}; }
  static Creation named(std::string_view id) {
    Creation out = creation();
    out.id = json::Value::string_view(id);
    return out;
  }

  Result create_pet() { return store.create({&pets, {}, ""}, creation(), world()); }
  Result create_pet(std::string_view id) {
    return store.create({&pets, {}, ""}, named(id), world());
  }
  Result read_pet(const std::string& id) { return store.read({&pets, {}, id}, world()); }
  Result remove_pet(const std::string& id) { return store.remove({&pets, {}, id}, {}, world()); }
  // The ids in order, "a b c"; "nothing to list" where the parent is unknown.
  std::string ids(const Resource& resource, std::vector<std::string> scope) {
    const auto listed = store.list({&resource, std::move(scope), ""}, world());
    if (!listed) return "nothing to list";
    std::string out;
    for (const DocumentPtr& document : listed->documents)
      out += (out.empty() ? "" : " ") + document->id;
    return out;
  }
};

inline json::Value parsed(json::Arena& arena, std::string_view text) {
  return json::read(arena, text).value();
}

}  // namespace holotype::state
