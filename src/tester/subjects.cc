#include "tester/subjects.h"

#include <algorithm>

#include "json/pointer.h"
#include "state/path.h"

namespace holotype::tester {
namespace {

parameters::NamedValue* path_argument(Draft& draft, std::string_view name) {
  const auto found =
      std::ranges::find_if(draft.arguments, [name](const parameters::NamedValue& argument) {
        return argument.parameter->in == openapi::In::Path && argument.parameter->name == name;
      });
  return found == draft.arguments.end() ? nullptr : &*found;
}

}  // namespace

void put_scope(Draft& draft, const std::vector<std::string>& names,
               const std::vector<json::Value>& scope, const openapi::Parameter* varied) {
  for (std::size_t i = 0; i < std::min(names.size(), scope.size()); ++i) {
    parameters::NamedValue* argument = path_argument(draft, names[i]);
    if (argument != nullptr && argument->parameter != varied) argument->value = scope[i];
  }
}

std::vector<json::Value> scope_of(const Draft& draft, const std::vector<std::string>& names,
                                  std::size_t count) {
  std::vector<json::Value> scope;
  for (std::size_t i = 0; i < std::min(names.size(), count); ++i) {
    const auto found =
        std::ranges::find_if(draft.arguments, [&](const parameters::NamedValue& argument) {
          return argument.parameter->in == openapi::In::Path &&
                 argument.parameter->name == names[i];
        });
    if (found == draft.arguments.end()) return scope;
    scope.push_back(found->value);
  }
  return scope;
}

Subjects::Subjects(std::shared_ptr<const state::Model> model, Prober& prober, std::uint64_t seed)
    : model_(std::move(model)), prober_(prober), seed_(seed) {}

const state::OperationRole* Subjects::role(const state::Resource& resource,
                                           state::Role wanted) const {
  for (const auto& role : model_->roles())
    if (role->resource == &resource && role->role == wanted) return role.get();
  return nullptr;
}

// By its role, else by the deepest item whose path the operation's begins with: parts of paths
// have other names from one to the next, and extensions (/Accounts/{Sid}.json).
Subjects::Place Subjects::place_of(const openapi::Operation& operation) const {
  if (const state::OperationRole* role = model_->role_of(operation)) {
    const bool names_item = role->path_names.size() > role->resource->scope_size;
    return {names_item ? role->resource : role->resource->parent, role->path_names,
            names_item && role->role == state::Role::Delete};
  }
  const state::Path path = state::read_path(operation.path);
  Place place{nullptr, path.names};
  std::size_t depth = 0;
  for (const auto& resource : model_->resources()) {
    const state::Path item = state::read_path(resource->item);
    if (item.segments.size() <= depth || !(path.is_below(item) || path.key() == item.key()))
      continue;
    place.resource = resource.get();
    place.is_deletion = operation.method == "DELETE" && path.key() == item.key();
    depth = item.segments.size();
  }
  return place;
}

void Subjects::bind(Draft& draft, const openapi::Parameter* varied) {
  const Place place = place_of(*draft.operation);
  bool is_placed = false;  // by the deepest resource that is named
  for (const auto* resource = place.resource; resource != nullptr; resource = resource->parent) {
    if (place.names.size() <= resource->scope_size) continue;
    parameters::NamedValue* argument = path_argument(draft, place.names[resource->scope_size]);
    if (argument == nullptr || argument->parameter == varied) continue;
    const Subject* found = subject_for(*draft.operation, place, *resource);
    if (found == nullptr) continue;
    argument->value = found->id;
    if (!is_placed) put_scope(draft, place.names, found->scope, varied);
    is_placed = true;
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

std::optional<Subjects::Subject> Subjects::subject_of(const Attempt& attempt) {
  const auto id = id_in(attempt);
  if (!id) return std::nullopt;
  const state::OperationRole& role = *model_->role_of(*attempt.prepared.draft.operation);
  Subject subject{*id,
                  scope_of(attempt.prepared.draft, role.path_names, role.resource->scope_size)};
  for (json::Value& value : subject.scope) value = json::copy(arena_, value);
  subject.is_created = role.role == state::Role::Create;
  return subject;
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

const Subjects::Subject* Subjects::subject(const state::Resource& resource) {
  if (const auto known = subjects_.find(&resource); known != subjects_.end())
    return known->second ? &*known->second : nullptr;
  std::optional<Subject>& made = subjects_[&resource];  // absent meanwhile: a cycle ends here
  json::Arena arena;
  if (const auto created = create(resource, arena)) made = subject_of(*created);
  const state::OperationRole* list = role(resource, state::Role::List);
  if (!made && list != nullptr) {
    Draft draft = prober_.drafter().draft(*list->operation, {.seed = seed_}, arena);
    bind(draft, nullptr);
    auto prepared = prober_.prepare(draft, {});
    if (prepared && prepared->question.wish == Wish::Accepted)
      made = subject_of(prober_.attempt(*std::move(prepared), arena));
  }
  return made ? &*made : nullptr;
}

const Subjects::Subject* Subjects::doomed(const state::Resource& resource) {
  auto known = doomed_.find(&resource);
  if (known == doomed_.end()) {
    json::Arena arena;
    const auto created = create(resource, arena);
    known = doomed_.emplace(&resource, created ? subject_of(*created) : std::nullopt).first;
  }
  return known->second ? &*known->second : nullptr;
}

// A part of it may be deleted as well (DELETE /notes/{id}/tags): never of what was there before.
const Subjects::Subject* Subjects::subject_for(const openapi::Operation& operation,
                                               const Place& place,
                                               const state::Resource& resource) {
  const bool is_last = &resource == place.resource;
  if (is_last && place.is_deletion) return doomed(resource);
  const Subject* found = subject(resource);
  const bool must_be_created = is_last && operation.method == "DELETE";
  return found != nullptr && must_be_created && !found->is_created ? nullptr : found;
}

void Subjects::forget(const openapi::Operation& operation) {
  const Place place = place_of(operation);
  const state::Resource* resource = place.resource;
  if (resource == nullptr) return;
  const auto doomed = doomed_.find(resource);
  if (place.is_deletion && doomed != doomed_.end() && doomed->second) {
    doomed_.erase(doomed);
    return;
  }
  subjects_.erase(resource);
  std::erase_if(subjects_, [&](const auto& entry) {
    for (const auto* parent = entry.first->parent; parent != nullptr; parent = parent->parent)
      if (parent == resource) return true;
    return false;
  });
}

}  // namespace holotype::tester
