#include "tester/subjects.h"

#include "json/pointer.h"

namespace holotype::tester {
namespace {

bool deletes_item(const openapi::Operation& operation, const state::Resource& resource) {
  return operation.method == "DELETE" && operation.path == resource.item;
}

}  // namespace

Subjects::Subjects(std::shared_ptr<const state::Model> model, Prober& prober, std::uint64_t seed)
    : model_(std::move(model)), prober_(prober), seed_(seed) {}

const state::OperationRole* Subjects::role(const state::Resource& resource,
                                           state::Role wanted) const {
  for (const auto& role : model_->roles())
    if (role->resource == &resource && role->role == wanted) return role.get();
  return nullptr;
}

// The deepest resource whose item path the operation's path begins with.
const state::Resource* Subjects::resource_of(const openapi::Operation& operation) const {
  const state::Resource* deepest = nullptr;
  for (const auto& resource : model_->resources()) {
    const std::string& item = resource->item;
    const bool is_below = operation.path == item || operation.path.starts_with(item + "/");
    if (is_below && (deepest == nullptr || item.size() > deepest->item.size()))
      deepest = resource.get();
  }
  return deepest;
}

void Subjects::bind(Draft& draft, const openapi::Parameter* varied) {
  for (const state::Resource* resource = resource_of(*draft.operation); resource != nullptr;
       resource = resource->parent) {
    for (parameters::NamedValue& argument : draft.arguments) {
      const openapi::Parameter& parameter = *argument.parameter;
      if (parameter.in != openapi::In::Path || &parameter == varied ||
          parameter.name != resource->id_parameter) {
        continue;
      }
      const json::Value* id =
          deletes_item(*draft.operation, *resource) ? doomed(*resource) : id_of(*resource);
      if (id != nullptr) argument.value = *id;
    }
  }
}

std::optional<json::Value> Subjects::id_in(const Attempt& attempt) {
  const state::OperationRole* role = model_->role_of(*attempt.prepared.draft.operation);
  if (role == nullptr || !attempt.has_succeeded() || !attempt.judgement.body || !role->pointer)
    return std::nullopt;
  const json::Value* shown = json::resolve(*attempt.judgement.body, *role->pointer);
  if (shown != nullptr && role->role == state::Role::List)
    shown = shown->elements().empty() ? nullptr : &shown->elements().front();
  const json::Value* id =
      shown == nullptr ? nullptr : json::resolve(*shown, role->resource->id_pointer);
  const bool can_name = id != nullptr && (id->is_string() || id->is_number());
  return can_name ? std::optional(json::copy(arena_, *id)) : std::nullopt;
}

std::optional<Attempt> Subjects::create(const state::Resource& resource, json::Arena& arena) {
  const state::OperationRole* creator = role(resource, state::Role::Create);
  if (creator == nullptr) return std::nullopt;
  const std::uint64_t seed = generate::seed_for(seed_, creator->operation->id, 1000 + ++made_);
  // Generated first: names that must be unique then are. The examples where that is no valid
  // request.
  for (const generate::Mode mode : {generate::Mode::Dynamic, generate::Mode::Static}) {
    Draft draft = prober_.drafter().draft(*creator->operation, {.seed = seed, .mode = mode}, arena);
    bind(draft, nullptr);
    auto prepared = prober_.prepare(draft, {});
    if (!prepared || prepared->question.wish != Wish::Accepted) continue;
    Attempt attempt = prober_.attempt(*std::move(prepared), arena);
    const bool is_last = mode == generate::Mode::Static || !attempt.response;
    if (attempt.has_succeeded() || is_last) return attempt;
  }
  return std::nullopt;
}

const json::Value* Subjects::id_of(const state::Resource& resource) {
  if (const auto known = ids_.find(&resource); known != ids_.end())
    return known->second ? &*known->second : nullptr;
  std::optional<json::Value>& id = ids_[&resource];  // absent meanwhile: a cycle ends here
  json::Arena arena;
  if (const auto created = create(resource, arena)) id = id_in(*created);
  const state::OperationRole* list = role(resource, state::Role::List);
  if (!id && list != nullptr) {
    Draft draft = prober_.drafter().draft(*list->operation, {.seed = seed_}, arena);
    bind(draft, nullptr);
    auto prepared = prober_.prepare(draft, {});
    if (prepared && prepared->question.wish == Wish::Accepted)
      id = id_in(prober_.attempt(*std::move(prepared), arena));
  }
  return id ? &*id : nullptr;
}

const json::Value* Subjects::doomed(const state::Resource& resource) {
  auto known = doomed_.find(&resource);
  if (known == doomed_.end()) {
    json::Arena arena;
    const auto created = create(resource, arena);
    known = doomed_.emplace(&resource, created ? id_in(*created) : std::nullopt).first;
  }
  return known->second ? &*known->second : id_of(resource);
}

void Subjects::forget(const openapi::Operation& operation) {
  const state::Resource* resource = resource_of(operation);
  if (resource == nullptr) return;
  const auto doomed = doomed_.find(resource);
  if (deletes_item(operation, *resource) && doomed != doomed_.end() && doomed->second) {
    doomed_.erase(doomed);
    return;
  }
  ids_.erase(resource);
  std::erase_if(ids_, [&](const auto& entry) {
    for (const auto* parent = entry.first->parent; parent != nullptr; parent = parent->parent)
      if (parent == resource) return true;
    return false;
  });
}

}  // namespace holotype::tester
