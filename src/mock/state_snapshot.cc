// The resources of a session as a fixture file.
//
//     fixtures:
//       - {name: state-1, operation: getTask, when: {path: {taskId: tsk_1}}, respond: {body:
//       {...}}}
//       - {name: state-2, operation: listTasks, respond: {body: [...]}}
//
// Each resource is written by the operation that reads it, in the order of creation; then each
// collection by the operation that lists it, which also says that an empty one is empty. With
// --stateful such a file is what a session begins with; without, it is what the API answers.
#include <fmt/format.h>

#include <algorithm>

#include "json/pointer.h"
#include "json/text.h"
#include "mock/mock_state.h"

namespace holotype::mock {
namespace {

using state::OperationRole;
using state::Role;

// A "{$" in a fixture would be an expression; "{{$" is the literal one.
json::Value escaped(const json::Value& value, json::Arena& arena) {
  if (value.is_string()) {
    std::string text(value.as_string());
    for (std::size_t at = text.find("{$"); at != std::string::npos; at = text.find("{$", at + 3))
      text.insert(at, "{");
    return text.size() == value.size() ? value : json::Value::string(arena, text);
  }
  if (value.is_array()) {
    std::vector<json::Value> elements;
    for (const json::Value& element : value.elements()) elements.push_back(escaped(element, arena));
    return json::Value::array(arena, elements);
  }
  if (!value.is_object()) return value;
  std::vector<json::Member> members;
  for (const json::Member& member : value.members()) {
    members.emplace_back(json::HashedName(member.name(), member.hash),
                         escaped(member.value, arena));
  }
  return json::Value::object(arena, members);
}

// JSON is YAML, so values are written as JSON on a line of their own.
class Writer {
 public:
  void add(const OperationRole& role, const std::vector<std::optional<std::string>>& path,
           const json::Value& body) {
    text_ += fmt::format("  - name: state-{}\n    operation: {}\n", ++count_,
                         json::quote(role.operation->id));
    std::string conditions;
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (!path[i]) continue;
      conditions += fmt::format("{}{}: {}", conditions.empty() ? "" : ", ",
                                json::quote(role.path_names[i]), json::quote(*path[i]));
    }
    if (!conditions.empty()) text_ += fmt::format("    when: {{path: {{{}}}}}\n", conditions);
    text_ += "    respond:\n";
    const bool has_status =
        role.response != nullptr && !role.response->is_default() && !role.response->is_range;
    if (has_status) text_ += fmt::format("      status: {}\n", role.response->status);
    text_ += "      body: " + json::write(escaped(body, arena_)) + "\n";
  }
  std::string take() { return text_ + (count_ == 0 ? "  []\n" : ""); }

 private:
  json::Arena arena_;
  std::string text_ = "fixtures:\n";
  std::size_t count_ = 0;
};

}  // namespace

std::optional<std::string> Mock::snapshot(session::Session& session) const {
  if (state_ == nullptr) return std::nullopt;
  const state::World world{
      .clock = session.clock(), .seeds = *state_, .max_resources = options_.max_resources};
  Writer writer;
  json::Arena arena;
  const auto role_of = [this](const state::Resource& resource, Role wanted) {
    const auto& roles = state_->model->roles();
    const auto found = std::ranges::find_if(roles, [&](const auto& role) {
      return role->resource == &resource && role->role == wanted && role->pointer;
    });
    return found == roles.end() ? nullptr : found->get();
  };
  for (const state::Store::Listed& listed : session.store().contents(*state_->model, world)) {
    const OperationRole* read = role_of(*listed.resource, Role::Read);
    const OperationRole* list = role_of(*listed.resource, Role::List);
    std::vector<json::Value> elements;
    for (const state::DocumentPtr& document : listed.documents) {
      if (list != nullptr) elements.push_back(state_->shown_by(*list, *document, arena));
      if (read == nullptr) continue;
      auto path = listed.scope;
      path.emplace_back(document->id);
      const BodyPlan* body = state_->body_of(*read);
      const json::Value own = body != nullptr && body->valid() ? *body->valid() : json::Value();
      writer.add(
          *read, path,
          state::with_part(own, *read->pointer, state_->shown_by(*read, *document, arena), arena));
    }
    const BodyPlan* body = list == nullptr ? nullptr : state_->body_of(*list);
    if (body == nullptr) continue;
    const json::Value whole = body->valid().value_or(json::Value());
    const json::Value value =
        state::with_part(whole, *list->pointer, json::Value::array(arena, elements), arena);
    const auto& schema = body->media_type().schema.compiled;
    if (schema == nullptr || schema->accepts(value)) writer.add(*list, listed.scope, value);
  }
  return writer.take();
}

}  // namespace holotype::mock
