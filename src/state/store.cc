#include "state/store.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"

namespace holotype::state {
namespace {

// Ids tried before it is said that none can be made.
constexpr int kMostAttempts = 16;
// Times that a new resource is made outside the lock before it is made inside.
constexpr int kMostTurns = 3;

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The resource of that id; nullptr where the schema allows none.
DocumentPtr built(const Creation& creation, const json::Value& id, Instant now,
                  json::Arena& arena) {
  const auto value = creation.build(id, now, arena);
  return value ? make_document(id_text(id), *value) : nullptr;
}

}  // namespace

bool Seed::is_in(const std::vector<std::string>& actual) const {
  return std::ranges::equal(scope, actual, [](const auto& wanted, const std::string& value) {
    return !wanted || *wanted == value;
  });
}

void Store::Collection::add(DocumentPtr document) {
  removed.erase(document->id);
  by_id[document->id] = next;
  in_order.emplace_hint(in_order.end(), next++, std::move(document));
}

void Store::Collection::remove(const std::string& id) {
  const auto found = by_id.find(id);
  if (removed.size() == kMostRemoved) removed.clear();
  removed[id] = found->second;
  in_order.erase(found->second);
  by_id.erase(found);
}

DocumentPtr Store::Collection::find(const std::string& id) const {
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : in_order.at(found->second);
}

const Store::Collection* Store::find(const Resource& resource, const Scope& scope) const {
  const auto table = tables_.find(resource.collection);
  if (table == tables_.end()) return nullptr;
  const auto found = table->second.find(scope);
  return found == table->second.end() ? nullptr : &found->second;
}

DocumentPtr Store::find(const Target& target, const World& world) const {
  if (const Collection* own = find(*target.resource, target.scope)) return own->find(target.id);
  for (const Seed& seed : world.seeds.of(*target.resource)) {
    if (seed.document->id == target.id && seed.is_in(target.scope)) return seed.document;
  }
  return nullptr;
}

bool Store::exists(const Resource& resource, const Scope& scope, const std::string& id,
                   const World& world) const {
  const Target target{&resource, scope, id};
  return parent_exists(target, world) && find(target, world) != nullptr;
}

bool Store::parent_exists(const Target& target, const World& world) const {
  const Resource* parent = target.resource->parent;
  if (parent == nullptr) return true;
  const auto end = target.scope.begin() + static_cast<std::ptrdiff_t>(parent->scope_size);
  return exists(*parent, Scope(target.scope.begin(), end), *end, world);
}

Store::Collection* Store::own(const Resource& resource, const Scope& scope, std::size_t more,
                              const World& world) {
  Table& table = tables_[resource.collection];
  const auto known = table.find(scope);
  const auto is_here = [&scope](const Seed& seed) { return seed.is_in(scope); };
  const std::vector<Seed>& seeds = world.seeds.of(resource);
  if (known == table.end()) more += static_cast<std::size_t>(std::ranges::count_if(seeds, is_here));
  if (size_ + more > world.max_resources) return nullptr;
  if (known != table.end()) return &known->second;
  Collection& collection = table[scope];
  for (const Seed& seed : seeds) {
    if (!is_here(seed)) continue;
    collection.add(seed.document);
    ++size_;
  }
  return &collection;
}

bool Store::is_taken(const Resource& resource, const Scope& scope, const std::string& id,
                     const World& world) const {
  const auto table = tables_.find(resource.collection);
  if (table != tables_.end()) {
    const bool is_anywhere = std::ranges::any_of(
        table->second, [&id](const auto& entry) { return entry.second.by_id.contains(id); });
    if (is_anywhere) return true;
  }
  return find(resource, scope) == nullptr && find({&resource, scope, id}, world) != nullptr;
}

std::int64_t Store::next_number(const Resource& resource, const World& world) const {
  std::int64_t highest = 0;
  const auto given = highest_.find(resource.collection);
  if (given != highest_.end()) highest = given->second;
  for (const Seed& seed : world.seeds.of(resource))
    highest = std::max(highest, number_of(seed.document->id).value_or(0));
  // Beyond what every JSON reader keeps exactly an id would no longer be one.
  constexpr std::int64_t kMost = (std::int64_t{1} << 53) - 1;
  return highest < kMost ? highest + 1 : 1;
}

Result Store::read(const Target& target, const World& world) const {
  MutexLock lock(mutex_);
  DocumentPtr document = parent_exists(target, world) ? find(target, world) : nullptr;
  if (document == nullptr) return {Outcome::NotFound, nullptr};
  return {Outcome::Done, std::move(document)};
}

std::optional<Store::Listing> Store::list(const Target& target, const World& world,
                                          const std::string& removed) const {
  MutexLock lock(mutex_);
  if (!parent_exists(target, world)) return std::nullopt;
  Listing out;
  if (const Collection* own = find(*target.resource, target.scope)) {
    const auto gone = own->removed.find(removed);
    out.documents.reserve(own->in_order.size());
    for (const auto& [order, document] : own->in_order) {
      if (gone != own->removed.end() && !out.place && order > gone->second)
        out.place = out.documents.size();
      out.documents.push_back(document);
    }
    if (gone != own->removed.end() && !out.place) out.place = out.documents.size();
    return out;
  }
  for (const Seed& seed : world.seeds.of(*target.resource)) {
    if (seed.is_in(target.scope)) out.documents.push_back(seed.document);
  }
  return out;
}

Result Store::add(const Target& target, DocumentPtr document, const World& world) {
  const Resource& resource = *target.resource;
  Collection* collection = own(resource, target.scope, 1, world);
  if (collection == nullptr) return {Outcome::Full, nullptr};
  collection->add(document);
  ++size_;
  ++creates_;
  if (const auto number = number_of(document->id)) {
    std::int64_t& highest = highest_[resource.collection];
    highest = std::max(highest, *number);
  }
  wrote(world);
  return {Outcome::Created, std::move(document)};
}

Result Store::replace(const Target& target, const DocumentPtr& old, const Edit& edit,
                      const World& world) {
  json::Arena arena;
  const auto value = edit(old->value(), world.clock.now(), arena);
  if (!value) return {Outcome::Impossible, old};
  Collection* collection = own(*target.resource, target.scope, 0, world);
  if (collection == nullptr) return {Outcome::Full, old};
  DocumentPtr document = make_document(target.id, *value);
  collection->in_order[collection->by_id.at(target.id)] = document;
  wrote(world);
  return {Outcome::Done, std::move(document)};
}

Store::Turn Store::turn(const Resource& resource, const World& world) const {
  return {creates_, resource.has_numeric_ids ? next_number(resource, world) : 0, world.clock.now()};
}

Store::Turn Store::likely_turn(const Resource& resource, const World& world) const {
  if (!resource.has_numeric_ids) return {creates_, 0, world.clock.now()};
  MutexLock lock(mutex_);
  return turn(resource, world);
}

json::Value Store::minted(const Resource& resource, const Creation& creation, const Turn& turn,
                          int attempt, const World& world, json::Arena& arena) {
  if (resource.has_numeric_ids) return json::Value::integer(turn.number + attempt);
  const std::uint64_t seed = hash_mix(hash_bytes(resource.collection, world.seed), turn.creates);
  return creation.mint(hash_mix(seed, static_cast<std::uint64_t>(attempt)), attempt, arena);
}

std::optional<Result> Store::create_quickly(const Target& target, const Creation& creation,
                                            const World& world) {
  if (creation.precondition) return std::nullopt;
  const Resource& resource = *target.resource;
  json::Arena arena;
  for (int tries = 0; tries < kMostTurns; ++tries) {
    const Turn then = likely_turn(resource, world);
    const json::Value id =
        creation.id ? *creation.id : minted(resource, creation, then, 0, world, arena);
    DocumentPtr document = built(creation, id, then.now, arena);
    if (document == nullptr) return std::nullopt;
    MutexLock lock(mutex_);
    if (turn(resource, world) != then) continue;
    if (!parent_exists(target, world)) return Result{Outcome::NotFound, nullptr};
    const bool is_free = creation.id
                             ? find({&resource, target.scope, document->id}, world) == nullptr
                             : !is_taken(resource, target.scope, document->id, world);
    if (!is_free) return std::nullopt;
    return add(target, std::move(document), world);
  }
  return std::nullopt;
}

Result Store::create(const Target& target, const Creation& creation, const World& world) {
  if (auto result = create_quickly(target, creation, world)) return *std::move(result);
  MutexLock lock(mutex_);
  if (!parent_exists(target, world)) return {Outcome::NotFound, nullptr};
  const Resource& resource = *target.resource;
  json::Arena arena;
  const Turn now = turn(resource, world);
  if (creation.id) {
    const Target own{&resource, target.scope, id_text(*creation.id)};
    const DocumentPtr taken = find(own, world);
    if (creation.precondition && !creation.precondition(taken.get()))
      return {Outcome::Refused, taken};
    if (taken == nullptr) {
      DocumentPtr document = built(creation, *creation.id, now.now, arena);
      return document == nullptr ? Result{Outcome::Impossible, nullptr}
                                 : add(target, std::move(document), world);
    }
    if (creation.when_taken == Creation::Taken::Conflicts) return {Outcome::Conflict, taken};
    if (creation.when_taken == Creation::Taken::Replaced)
      return replace(own, taken, creation.replace, world);
  }
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const json::Value id = minted(resource, creation, now, attempt, world, arena);
    if (is_taken(resource, target.scope, id_text(id), world)) continue;
    DocumentPtr document = built(creation, id, now.now, arena);
    if (document != nullptr) return add(target, std::move(document), world);
  }
  return {Outcome::Impossible, nullptr};
}

Result Store::change(const Target& target, const Edit& edit, const Precondition& precondition,
                     const World& world) {
  MutexLock lock(mutex_);
  const DocumentPtr old = parent_exists(target, world) ? find(target, world) : nullptr;
  if (old == nullptr) return {Outcome::NotFound, nullptr};
  if (precondition && !precondition(old.get())) return {Outcome::Refused, old};
  return replace(target, old, edit, world);
}

Result Store::remove(const Target& target, const Precondition& precondition, const World& world) {
  MutexLock lock(mutex_);
  DocumentPtr old = parent_exists(target, world) ? find(target, world) : nullptr;
  if (old == nullptr) return {Outcome::NotFound, nullptr};
  if (precondition && !precondition(old.get())) return {Outcome::Refused, old};
  Collection* collection = own(*target.resource, target.scope, 0, world);
  if (collection == nullptr) return {Outcome::Full, old};
  collection->remove(target.id);
  --size_;
  Scope prefix = target.scope;
  prefix.push_back(target.id);
  remove_below(*target.resource, prefix, world);
  wrote(world);
  return {Outcome::Done, std::move(old)};
}

// What is in a resource goes with it. The seeds that were in it do not come back when a client
// creates one of the same id: its collections are empty then.
void Store::remove_below(const Resource& resource, const Scope& prefix, const World& world) {
  for (const Resource* child : resource.children) {
    Table& table = tables_[child->collection];
    for (auto entry = table.lower_bound(prefix); entry != table.end();) {
      const bool is_in = entry->first.size() >= prefix.size() &&
                         std::equal(prefix.begin(), prefix.end(), entry->first.begin());
      if (!is_in) break;
      size_ -= entry->second.in_order.size();
      entry = table.erase(entry);
    }
    const bool has_seeds = std::ranges::any_of(
        world.seeds.of(*child), [&prefix](const Seed& seed) { return seed.is_in(prefix); });
    if (has_seeds) table.try_emplace(prefix);
    remove_below(*child, prefix, world);
  }
}

void Store::reset() {
  MutexLock lock(mutex_);
  tables_.clear();
  highest_.clear();
  creates_ = 0;
  size_ = 0;
}

std::size_t Store::size() const {
  MutexLock lock(mutex_);
  return size_;
}

std::vector<Store::Scope> Store::items(const Resource& resource, const World& world) const {
  std::vector<Scope> out;
  const auto add = [&out](Scope scope, const std::string& id) {
    scope.push_back(id);
    out.push_back(std::move(scope));
  };
  for (const Seed& seed : world.seeds.of(resource)) {
    Scope literal;
    for (const auto& value : seed.scope) {
      if (value) literal.push_back(*value);
    }
    const bool is_here = literal.size() == seed.scope.size() &&
                         find(resource, literal) == nullptr &&
                         parent_exists({&resource, literal, ""}, world);
    if (is_here) add(std::move(literal), seed.document->id);
  }
  const auto table = tables_.find(resource.collection);
  if (table == tables_.end()) return out;
  for (const auto& [scope, collection] : table->second) {
    for (const auto& [order, document] : collection.in_order) add(scope, document->id);
  }
  return out;
}

std::vector<Store::Listed> Store::contents(const Model& model, const World& world) const {
  MutexLock lock(mutex_);
  std::vector<Listed> out;
  for (const auto& resource : model.resources()) {
    const auto table = tables_.find(resource->collection);
    // Seeds of scopes that are not the session's own yet, by scope.
    std::vector<Listed> seeded;
    const auto add = [&seeded, &resource](const auto& scope, const DocumentPtr& document) {
      const std::vector<std::optional<std::string>> in(scope.begin(), scope.end());
      auto listed = std::ranges::find(seeded, in, &Listed::scope);
      if (listed == seeded.end())
        listed = seeded.insert(seeded.end(), Listed{resource.get(), in, {}});
      listed->documents.push_back(document);
    };
    const Resource* parent = resource->parent;
    for (const Seed& seed : world.seeds.of(*resource)) {
      const bool is_literal =
          std::ranges::all_of(seed.scope, [](const auto& v) { return v.has_value(); });
      std::vector<Scope> scopes;
      if (is_literal) {
        Scope literal;
        for (const auto& value : seed.scope) literal.push_back(*value);
        scopes.push_back(std::move(literal));
      } else if (parent != nullptr && parent->scope_size + 1 == seed.scope.size()) {
        scopes = items(*parent, world);  // what comes with each of them
        std::erase_if(scopes, [&seed](const Scope& scope) { return !seed.is_in(scope); });
      } else {
        add(seed.scope, seed.document);  // anywhere: there is no list of places
      }
      for (const Scope& scope : scopes) {
        const bool is_here =
            find(*resource, scope) == nullptr && parent_exists({resource.get(), scope, ""}, world);
        if (is_here) add(scope, seed.document);
      }
    }
    std::ranges::move(seeded, std::back_inserter(out));
    if (table == tables_.end()) continue;
    for (const auto& [scope, collection] : table->second) {
      Listed listed{.resource = resource.get()};
      listed.scope.assign(scope.begin(), scope.end());
      for (const auto& [order, document] : collection.in_order)
        listed.documents.push_back(document);
      out.push_back(std::move(listed));
    }
  }
  return out;
}

}  // namespace holotype::state
