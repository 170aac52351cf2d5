#include "mock/mock_state.h"

#include <algorithm>
#include <map>

#include "base/percent.h"
#include "json/pointer.h"

namespace holotype::mock {
namespace {

using state::OperationRole;
using state::Resource;
using state::Role;

using Scope = std::vector<std::optional<std::string>>;

// The changes that make one representation show what another does.
state::Changes members_of(const Resource& resource, const json::Value& value) {
  state::Changes changes;
  for (const json::Member& member : value.members()) {
    const bool is_known =
        resource.fields->is_open || resource.fields->find(member.name()) != nullptr;
    if (is_known) changes.push_back({member.name(), member.value});
  }
  return changes;
}

}  // namespace

bool is_broad(const fixtures::Fixture& fixture) {
  const fixtures::When& when = fixture.when;
  // One that answers in turn says what happens, not what is there.
  return fixture.operation != nullptr && fixture.outcome == diagnostic::Verdict::Valid &&
         !fixture.counter && when.body == nullptr && when.schema == nullptr && when.query.empty() &&
         when.headers.empty() && when.cookies.empty();
}

bool succeeds(const fixtures::Respond& respond) {
  return !respond.status_template && (!respond.status || *respond.status / 100 == 2);
}

Mock::State::State(const Mock& owner, std::shared_ptr<const state::Model> resources)
    : mock(owner), model(std::move(resources)) {
  for (std::size_t i = 0; i < model->resources().size(); ++i) {
    seeds_.push_back(std::make_unique<Kept<std::vector<state::Seed>>>());
    by_schema_.push_back(std::make_unique<Kept<std::optional<json::Value>>>());
  }
  for (std::size_t i = 0; i < model->roles().size(); ++i)
    bases_.push_back(std::make_unique<Kept<std::optional<json::Value>>>());
}

const ResponsePlan* Mock::State::plan_of(const OperationRole& role,
                                         const openapi::Response* response) const {
  if (response == nullptr) return nullptr;
  const OperationPlan& plan = mock.plan_for(*mock.contract_->find(*role.operation));
  const auto found = std::ranges::find_if(
      plan.responses(), [response](const auto& r) { return &r->described() == response; });
  return found == plan.responses().end() ? nullptr : found->get();
}

const BodyPlan* Mock::State::body_of(const OperationRole& role) const {
  const ResponsePlan* plan = plan_of(role, role.response);
  if (plan == nullptr) return nullptr;
  const auto found = std::ranges::find_if(
      plan->bodies(), [&role](const auto& body) { return &body->media_type() == role.media_type; });
  return found == plan->bodies().end() ? nullptr : found->get();
}

json::Value Mock::State::shown_by(const OperationRole& role, const state::Document& document,
                                  json::Arena& arena) const {
  if (role.shows_stored) return document.value();
  const BodyPlan* body = body_of(role);
  const json::Value* own = body == nullptr || !body->valid() || !role.pointer
                               ? nullptr
                               : json::resolve(*body->valid(), *role.pointer);
  if (own != nullptr && role.role == Role::List)
    own = own->is_array() && own->size() > 0 ? &own->elements().front() : nullptr;
  return state::projected(*role.fields, own == nullptr ? json::Value() : *own, document.value(),
                          arena);
}

const std::optional<json::Value>& Mock::State::representation(const Resource& resource) const {
  auto& lazy = *by_schema_[resource.index];
  std::call_once(lazy.once, [&] {
    if (resource.schema == nullptr) {
      lazy.value = json::Value::object(lazy.arena, {});
      return;
    }
    generate::Options options;
    options.seed = generate::seed_for(mock.options_.seed, resource.collection);
    options.now = mock.options_.now;
    options.mode = mock.options_.is_dynamic ? generate::Mode::Dynamic : generate::Mode::Static;
    options.examples = generate::Examples::Checked;
    const auto made = mock.generators_->plan(resource.schema)->generate(options, lazy.arena);
    if (made.value && resource.schema->accepts(*made.value)) lazy.value = made.value;
  });
  return lazy.value;
}

const std::optional<json::Value>& Mock::State::base(const OperationRole& role) const {
  auto& lazy = *bases_[role.index];
  std::call_once(lazy.once, [&] {
    const BodyPlan* body = role.pointer ? body_of(role) : nullptr;
    const json::Value* own =
        body == nullptr || !body->valid() ? nullptr : json::resolve(*body->valid(), *role.pointer);
    if (own != nullptr && role.shows_stored && role.resource->schema->accepts(*own)) {
      lazy.value = *own;
      return;
    }
    const std::optional<json::Value>& by_schema = representation(*role.resource);
    if (own == nullptr || !by_schema) {
      lazy.value = by_schema;
      return;
    }
    lazy.value = state::apply(*role.resource, state::Base::Described, *by_schema, {},
                              members_of(*role.resource, *own), lazy.arena);
  });
  return lazy.value;
}

const std::vector<state::Seed>& Mock::State::of(const Resource& resource) const {
  auto& lazy = *seeds_[resource.index];
  std::call_once(lazy.once, [&] { lazy.value = make_seeds(resource, lazy.arena); });
  return lazy.value;
}

std::vector<state::Seed> Mock::State::make_seeds(const Resource& resource,
                                                 json::Arena& arena) const {
  std::vector<Shown> shown;
  if (!show_fixtures(resource, shown, arena)) {
    show_examples(resource, shown);
    for (const auto& role : model->roles()) {
      const bool is_only_source = shown.empty() && !resource.is_creatable &&
                                  role->resource == &resource && role->role == Role::List;
      const BodyPlan* body = is_only_source ? body_of(*role) : nullptr;
      if (body != nullptr && body->valid()) show_body(*role, *body->valid(), Scope(), shown);
    }
  }
  struct Made {
    state::Seed seed;
    bool is_whole = true;
  };
  std::vector<Made> made;
  std::map<std::pair<Scope, std::string>, std::size_t> known;
  const std::optional<json::Value>& by_schema = representation(resource);
  for (Shown& one : shown) {
    if (one.scope.empty()) one.scope.resize(resource.scope_size);
    const json::Value* id = json::resolve(one.value, resource.id_pointer);
    const bool has_id = id != nullptr && (id->is_string() || id->is_number());
    if (!has_id || !place(resource, one)) continue;
    const std::string text = state::id_text(*id);
    const auto before = known.find({one.scope, text});
    if (before != known.end() && (made[before->second].is_whole || !one.is_whole)) continue;
    std::optional<json::Value> value = one.value;
    if (!resource.schema->accepts(*value)) {
      // An example that lacks what its schema requires is completed; what breaks it is left out.
      value = by_schema ? state::apply(resource, state::Base::Described,
                                       state::with_id(resource, *by_schema, *id, arena), {},
                                       members_of(resource, one.value), arena)
                        : std::nullopt;
    }
    if (!value) continue;
    state::Seed seed{one.scope, state::make_document(text, *value)};
    if (before != known.end()) {
      made[before->second] = {std::move(seed), true};
    } else {
      known.emplace(std::pair(one.scope, text), made.size());
      made.push_back({std::move(seed), one.is_whole});
    }
  }
  std::vector<state::Seed> seeds;
  for (Made& one : made) seeds.push_back(std::move(one.seed));
  return seeds;
}

bool Mock::State::place(const Resource& resource, Shown& shown) const {
  const Resource* parent = resource.parent;
  if (parent == nullptr || shown.scope[parent->scope_size]) return true;
  const std::vector<state::Seed>& parents = of(*parent);
  // What no request creates comes with whatever it is in, or it would never be there.
  if (parents.empty()) return !resource.is_creatable && parent->is_creatable;
  const json::Value* named =
      resource.parent_property.empty() ? nullptr : shown.value.find(resource.parent_property);
  const state::Seed* in = &parents.front();
  for (const state::Seed& one : parents) {
    if (named != nullptr && state::id_text(*named) == one.document->id) in = &one;
  }
  for (std::size_t i = 0; i < parent->scope_size; ++i) {
    if (!shown.scope[i]) shown.scope[i] = in->scope[i];
  }
  shown.scope[parent->scope_size] = in->document->id;
  return true;
}

void Mock::State::show_body(const OperationRole& role, const json::Value& body, const Scope& scope,
                            std::vector<Shown>& shown) const {
  if (!role.pointer) return;
  const json::Value* part = json::resolve(body, *role.pointer);
  if (part == nullptr) return;
  if (role.role != Role::List) {
    shown.push_back({scope, *part, role.shows_stored});
    return;
  }
  for (const json::Value& element : part->elements())
    shown.push_back({scope, element, role.shows_stored});
}

void Mock::State::show_examples(const Resource& resource, std::vector<Shown>& shown) const {
  for (const Role wanted : {Role::List, Role::Read}) {
    for (const auto& role : model->roles()) {
      if (role->resource != &resource || role->role != wanted || role->media_type == nullptr)
        continue;
      for (const openapi::Example& example : role->media_type->examples) {
        if (example.value != nullptr) show_body(*role, *example.value, Scope(), shown);
      }
    }
  }
}

bool Mock::State::show_fixtures(const Resource& resource, std::vector<Shown>& shown,
                                json::Arena& arena) const {
  session::Session session("seeds", {.seed = mock.options_.seed, .now = mock.options_.now});
  bool is_shown = false;
  for (const fixtures::Fixture& fixture : mock.fixtures_.fixtures()) {
    if (fixture.operation == nullptr || !is_broad(fixture)) continue;
    const OperationRole* role = model->role_of(*fixture.operation);
    if (role == nullptr || role->resource != &resource || !role->pointer) continue;
    const bool shows = role->role == Role::List || role->role == Role::Read;
    if (!shows || !succeeds(fixture.respond(0))) continue;

    // A request that the fixture lets through: its literal values in the path.
    http::Request request;
    request.method = fixture.operation->method;
    request.raw_target = fixture.operation->path;
    contract::Checked checked;
    checked.request = &request;
    checked.contract = mock.contract_->find(*fixture.operation);
    Scope scope;
    bool has_literal_id = role->role == Role::List;
    std::vector<std::string> texts(role->path_names.size());
    for (std::size_t i = 0; i < role->path_names.size(); ++i) {
      scope.emplace_back();
      for (const fixtures::ValueCondition& condition : fixture.when.path) {
        if (condition.name != role->path_names[i] || condition.schema != nullptr) continue;
        scope.back() = condition.literal;
        texts[i] = percent::encode(condition.literal);
        checked.path_values.push_back({role->path_names[i], texts[i], 0});
      }
    }
    if (role->role == Role::Read) {
      has_literal_id = scope.back().has_value();
      scope.pop_back();
    }
    if (!has_literal_id) continue;
    is_shown = true;
    const Answer answer = mock.from_fixture(
        {&fixture, 0}, {checked, session, arena, &mock.plan_for(*checked.contract)},
        RequestView(checked));
    if (answer.body) show_body(*role, json::copy(arena, *answer.body), scope, shown);
  }
  return is_shown;
}

}  // namespace holotype::mock
