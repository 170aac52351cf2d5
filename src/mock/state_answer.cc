// Answers from state: one request that creates, lists, reads, changes or removes a resource.
//
// What fixtures mean changes with state, for they would hide it. One that depends on nothing but
// the path and shows a resource is what the session begins with; one of an operation that creates
// says what a new resource looks like, and what it answers is stored; one that is broad and answers
// 404 has the words for what is not there; one that asks for more of the request, or answers with
// an error, answers as before.
//
// Every step on the store is atomic. What is shown of a resource is made from a document that
// nobody changes any more, outside the lock, and checked where it is not known to be valid.
#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/percent.h"
#include "diagnostic/rules_state.h"
#include "http/entity_tag.h"
#include "http/media_type.h"
#include "json/number.h"
#include "json/patch.h"
#include "json/pointer.h"
#include "json/text.h"
#include "mock/id_shape.h"
#include "mock/mock.h"
#include "mock/mock_state.h"
#include "mock/stateful_exchange.h"
#include "state/shape.h"

namespace holotype::mock {

using state::Changes;
using state::Document;
using state::DocumentPtr;
using state::OperationRole;
using state::Outcome;
using state::Role;
namespace rules = diagnostic::rules;

namespace {}  // namespace

// Which part of what a patch leaves the schema does not allow.
Mock::StatefulExchange::Misfit Mock::StatefulExchange::misfit_of(
    const diagnostic::Diagnostics& findings) {
  if (findings.empty()) return {};
  const diagnostic::Diagnostic& first = findings.front();
  return {&rules::kPatchFailed,
          fmt::format("What the patch leaves is not allowed: {}{}{}", first.pointer,
                      first.pointer.empty() ? "" : ": ", first.message)};
}

Mock::StatefulExchange::StatefulExchange(const Mock& mock, const Call& call,
                                         const RequestView& view, const Choice& choice,
                                         const OperationRole& role)
    : mock_(mock), call_(call), view_(view), choice_(choice), role_(role) {}

std::optional<Answer> Mock::stateful(const Call& call, const RequestView& view,
                                     const Choice& choice) const {
  const OperationRole* role = state_->model->role_of(*call.checked.operation());
  if (role == nullptr) return std::nullopt;
  return StatefulExchange(*this, call, view, choice, *role).answer();
}

void Mock::reset_state(session::Session& session) const {
  session.store().reset();
  session.set_time(session.start_time());
}

std::optional<Answer> Mock::StatefulExchange::answer() {
  if (choice_.found) {
    const fixtures::Respond& respond = choice_.found.respond();
    const bool is_from_file = choice_.owner == nullptr;
    const bool says_missing = respond.status == 404;
    is_background_ =
        is_from_file && is_broad(*choice_.found.fixture) && (succeeds(respond) || says_missing);
    const bool is_read = role_.role == Role::Read || role_.role == Role::List;
    if (!is_background_ && (is_read || !succeeds(respond))) return std::nullopt;
  }
  if (!find_target()) return std::nullopt;
  using Method = std::optional<Answer> (StatefulExchange::*)();
  constexpr Method kMethods[] = {&StatefulExchange::create,  &StatefulExchange::list,
                                 &StatefulExchange::read,    &StatefulExchange::merge,
                                 &StatefulExchange::replace, &StatefulExchange::remove};
  return (this->*kMethods[static_cast<std::size_t>(role_.role)])();
}

bool Mock::StatefulExchange::find_target() {
  target_.resource = role_.resource;
  for (const std::string& name : role_.path_names) {
    auto value = view_.path(name);
    if (!value) return false;
    target_.scope.push_back(*std::move(value));
  }
  const bool names_item = role_.role != Role::Create && role_.role != Role::List;
  if (names_item && role_.has_id_in_body) {
    const json::Value* sent = sent_representation();
    const json::Value* id =
        sent == nullptr ? nullptr : json::resolve(*sent, role_.resource->id_pointer);
    if (id == nullptr || !(id->is_string() || id->is_number())) return false;
    target_.id = state::id_text(*id);
  } else if (names_item) {
    target_.id = std::move(target_.scope.back());
    target_.scope.pop_back();
  }
  return true;
}

const json::Value* Mock::StatefulExchange::sent_representation() const {
  if (!call_.checked.body) return nullptr;
  return json::resolve(*call_.checked.body, role_.request_pointer);
}

state::World Mock::StatefulExchange::world() const {
  session::Session& session = call_.session;
  return {.seed = hash_bytes(session.name(), session.seed()),
          .clock = session.clock(),
          .seeds = *mock_.state_,
          .max_resources = mock_.options_.max_resources};
}

// ---- Steps --------------------------------------------------------------------------------------

std::optional<Answer> Mock::StatefulExchange::read() {
  const state::Result result = call_.session.store().read(target_, world());
  if (result.outcome != Outcome::Done) return refused(result.outcome);
  if (is_known(*result.document)) {
    Answer answer;
    answer.response.status = 304;
    answer.response.headers.set("ETag", result.document->etag());
    answer.source = "state";
    answer.is_known_valid = true;
    return answer;
  }
  return shown(role_.response, result.document);
}

std::optional<Answer> Mock::StatefulExchange::create() {
  // What a fixture or a pair says that was created.
  std::optional<FixtureAnswer> fixture;
  std::optional<Answer> pair;
  const json::Value* template_id = nullptr;
  if (choice_.found) {
    fixture.emplace(mock_, choice_.found, call_, view_);
    const auto& body = choice_.found.respond().body;
    if (body && role_.pointer)
      template_id = json::resolve(body->source(), *role_.pointer + role_.resource->id_pointer);
  } else {
    pair = mock_.paired(call_);
    if (pair && pair->response.status / 100 != 2) return pair;
  }
  const std::optional<json::Value> said = fixture ? fixture->body()
                                          : pair  ? pair->body
                                                  : std::nullopt;
  const json::Value* said_document =
      said && role_.pointer ? json::resolve(*said, *role_.pointer) : nullptr;

  state::Creation creation;
  creation.id = said_document == nullptr ? client_id() : literal_id(*said_document, template_id);
  if (said_document != nullptr) {
    creation.when_taken = state::Creation::Taken::GetsAnother;
  } else if (!role_.declares_conflict) {
    creation.when_taken = state::Creation::Taken::Replaced;
  }
  const std::optional<json::Value>& base = mock_.state_->base(role_);
  Stored stored;
  const auto made = [&](const json::Value& id, Instant now, json::Arena& arena) {
    return said_document == nullptr ? new_document(base, id, now, arena)
                                    : said_as(*said_document, base, id, arena, stored.is_as_said);
  };
  creation.build = made;
  creation.replace = [&](const json::Value& old, Instant now, json::Arena& arena) {
    return changed(old, state::changes_to_replace(role_, body()), now, arena);
  };
  creation.mint = [&](std::uint64_t seed, int attempt, json::Arena& arena) {
    return mint(said_document == nullptr ? base : std::optional(*said_document), seed, attempt,
                arena);
  };
  const state::Result result = call_.session.store().create(target_, creation, world());
  if (result.outcome != Outcome::Created && result.outcome != Outcome::Done)
    return refused(result.outcome);
  stored.document = result.document;
  if (fixture)
    return with_own_fields(said_about(*fixture, stored), *result.document, Step::Creation);
  if (pair) {
    return with_own_fields(said_about(*std::move(pair), stored), *result.document, Step::Creation);
  }
  return created(role_.response, result.document);
}

// Which of the two patches the client has sent, by its Content-Type.
bool Mock::StatefulExchange::sends(std::string_view essence) const {
  const std::string* field = call_.checked.request->headers.find("Content-Type");
  if (field == nullptr || !call_.checked.body) return false;
  const auto type = http::parse_media_type(*field);
  return type && type->essence() == essence;
}

// RFC 5789 section 2: all of a patch, or nothing and why.
std::optional<Answer> Mock::StatefulExchange::change_whole(const Patch& patch) {
  std::optional<Misfit> misfit;
  const state::Edit edit = [&](const json::Value& old, Instant now,
                               json::Arena& arena) -> std::optional<json::Value> {
    const Changes fixed =
        state::time_stamps(*role_.resource, old, state::Moment::Change, now, arena);
    auto made = patch(old, fixed, arena);
    if (made) return *made;
    misfit = std::move(made.error());
    return std::nullopt;
  };
  auto answer = change(edit);
  return misfit && misfit->rule != nullptr ? say_no(*misfit->rule, misfit->why) : std::move(answer);
}

// RFC 6902 section 5.
holotype::Result<json::Value, Mock::StatefulExchange::Misfit> Mock::StatefulExchange::patched(
    const json::Value& old, const Changes& fixed, json::Arena& arena) const {
  const auto wanted = json::apply_patch(arena, old, body());
  if (!wanted) {
    const json::PatchError& error = wanted.error();
    const bool is_malformed = error.kind == json::PatchError::Kind::Malformed;
    return tl::unexpected(
        Misfit{is_malformed ? &rules::kPatchMalformed : &rules::kPatchFailed,
               fmt::format("Operation {} of the patch: {}", error.index, error.reason)});
  }
  if (!wanted->is_object())
    return tl::unexpected(Misfit{&rules::kPatchFailed, "What the patch leaves is no object"});
  return state::patched(role_, old, *wanted, fixed, arena).map_error(misfit_of);
}

std::optional<Answer> Mock::StatefulExchange::merge() {
  if (sends("application/json-patch+json")) {
    return change_whole([this](const json::Value& old, const Changes& fixed, json::Arena& arena) {
      return patched(old, fixed, arena);
    });
  }
  const bool is_patch = sends("application/merge-patch+json");
  const auto wanted_of = [this, is_patch](const json::Value& old, json::Arena& arena) {
    const state::Nulls nulls = is_patch ? state::Nulls::Remove : state::Nulls::MayStay;
    Changes changes = state::changes_to_merge(role_, body(), old, nulls, arena);
    if (!call_.checked.body) take_query(changes);
    return changes;
  };
  if (is_patch || describes(rules::kPatchFailed.status)) {
    return change_whole([&](const json::Value& old, const Changes& fixed,
                            json::Arena& arena) -> holotype::Result<json::Value, Misfit> {
      if (is_patch) {
        const auto withheld = state::withheld_changes_of_merge(role_, old, body(), arena);
        if (!withheld.empty()) return tl::unexpected(misfit_of(withheld));
      }
      return state::merged_whole(*role_.resource, old, fixed, wanted_of(old, arena), arena)
          .map_error(misfit_of);
    });
  }
  // An API that has no words for a conflict takes what can be taken.
  return change([&](const json::Value& old, Instant now, json::Arena& arena) {
    return changed(old, wanted_of(old, arena), now, arena);
  });
}

// Whether the operation says what it answers with that status, if only by "default".
bool Mock::StatefulExchange::describes(int status) const {
  const ResponsePlan* described = call_.plan->response_for(status);
  return described != nullptr && described != call_.plan->success();
}

std::optional<Answer> Mock::StatefulExchange::replace() {
  const state::Edit edit = [this](const json::Value& old, Instant now, json::Arena& arena) {
    return changed(old, state::changes_to_replace(role_, body()), now, arena);
  };
  if (!role_.creates_missing) return change(edit);
  state::Creation creation;
  creation.id = id_value(target_.id);
  creation.when_taken = state::Creation::Taken::Replaced;
  creation.precondition = precondition();
  creation.replace = edit;
  creation.build = [this](const json::Value& id, Instant now, json::Arena& arena) {
    return new_document(mock_.state_->base(role_), id, now, arena);
  };
  const state::Result result = call_.session.store().create(target_, creation, world());
  if (result.outcome == Outcome::Created) {
    return created(role_.created_response != nullptr ? role_.created_response : role_.response,
                   result.document);
  }
  if (result.outcome != Outcome::Done) return refused(result.outcome);
  return shown(role_.response, result.document);
}

std::optional<Answer> Mock::StatefulExchange::change(const state::Edit& edit) {
  // What a fixture says that the resource has become is what it is.
  std::optional<FixtureAnswer> said;
  if (choice_.found && succeeds(choice_.found.respond()) && !(is_background_ && role_.pointer))
    said.emplace(mock_, choice_.found, call_, view_);
  const json::Value* became = said && said->body() && role_.pointer
                                  ? json::resolve(*said->body(), *role_.pointer)
                                  : nullptr;
  const state::Edit adopt = [&](const json::Value& old, Instant, json::Arena& arena) {
    Changes changes;
    for (const json::Member& member : became->members()) {
      const bool is_id = json::join("", member.name()) == role_.resource->id_pointer;
      if (!is_id && role_.resource->fields->find(member.name()) != nullptr)
        changes.push_back({member.name(), member.value});
    }
    return state::apply(*role_.resource, state::Base::Described, old, {}, changes, arena);
  };
  const state::Result result = call_.session.store().change(
      target_, became != nullptr ? adopt : edit, precondition(), world());
  if (result.outcome != Outcome::Done) return refused(result.outcome);
  if (said) {
    return with_own_fields(said_about(*said, {.document = result.document}), *result.document,
                           Step::Change);
  }
  return shown(role_.response, result.document);
}

std::optional<Answer> Mock::StatefulExchange::remove() {
  const state::Result result = call_.session.store().remove(target_, precondition(), world());
  if (result.outcome != Outcome::Done) return refused(result.outcome);
  if (choice_.found && succeeds(choice_.found.respond())) {
    Answer said = mock_.from_fixture(choice_.found, call_, view_);
    said.owner = choice_.owner;
    return said;
  }
  return shown(role_.response, result.document);
}

// ---- What a resource becomes --------------------------------------------------------------------

json::Value Mock::StatefulExchange::body() const {
  return call_.checked.body ? *call_.checked.body : json::Value();
}

std::optional<json::Value> Mock::StatefulExchange::new_document(
    const std::optional<json::Value>& base, const json::Value& id, Instant now,
    json::Arena& arena) const {
  if (!base) return std::nullopt;
  const state::Resource& resource = *role_.resource;
  const json::Value begin = state::with_id(resource, *base, id, arena);
  Changes wanted = state::changes_to_create(role_, body());
  if (!call_.checked.body) take_query(wanted);
  // What the client says of when something was made counts, where it may say it.
  Changes fixed;
  for (const state::Change& stamp :
       state::time_stamps(resource, begin, state::Moment::Creation, now, arena)) {
    if (std::ranges::find(wanted, stamp.name, &state::Change::name) == wanted.end())
      fixed.push_back(stamp);
  }
  if (resource.parent != nullptr) {
    const std::string& parent = target_.scope[resource.parent->scope_size];
    for (const state::Change& change : state::parent_names(resource, parent, arena))
      wanted.push_back(change);
  }
  return state::apply(resource, state::Base::Described, begin, fixed, wanted, arena);
}

std::optional<json::Value> Mock::StatefulExchange::said_as(const json::Value& said,
                                                           const std::optional<json::Value>& base,
                                                           const json::Value& id,
                                                           json::Arena& arena,
                                                           bool& is_as_said) const {
  const state::Resource& resource = *role_.resource;
  const json::Value renamed = state::with_id(resource, said, id, arena);
  is_as_said = resource.schema->accepts(renamed) || !base;
  if (is_as_said) return renamed;
  Changes changes;
  for (const json::Member& member : renamed.members()) {
    if (resource.fields->find(member.name()) != nullptr)
      changes.push_back({member.name(), member.value});
  }
  return state::apply(resource, state::Base::Described, state::with_id(resource, *base, id, arena),
                      {}, changes, arena);
}

std::optional<json::Value> Mock::StatefulExchange::changed(const json::Value& old,
                                                           const Changes& wanted, Instant now,
                                                           json::Arena& arena) const {
  const Changes fixed = state::time_stamps(*role_.resource, old, state::Moment::Change, now, arena);
  // What a client that replaces has not sent goes anyway, where it is in the way.
  const state::Base kind = role_.role == Role::Merge ? state::Base::Stored : state::Base::Described;
  return state::apply(*role_.resource, kind, old, fixed, wanted, arena);
}

// POST /pet/{petId}?name=Rex: without a body the query says what changes.
void Mock::StatefulExchange::take_query(Changes& changes) const {
  for (const parameters::NamedValue& given : call_.checked.parameters) {
    if (given.parameter->in != openapi::In::Query) continue;
    const state::Field* field = role_.resource->fields->find(given.parameter->name);
    if (field != nullptr && !field->is_read_only && !field->is_write_only)
      changes.push_back({field->name, given.value});
  }
}

std::optional<json::Value> Mock::StatefulExchange::client_id() const {
  const json::Value* sent = sent_representation();
  const json::Value* id =
      sent == nullptr ? nullptr : json::resolve(*sent, role_.resource->id_pointer);
  if (id == nullptr || !(id->is_string() || id->is_number())) return std::nullopt;
  const auto is_closed = [this](const state::Fields* fields) {
    const state::Field* field =
        fields == nullptr ? nullptr : state::field_at(*fields, role_.resource->id_pointer);
    return field != nullptr && field->is_read_only;
  };
  if (is_closed(role_.resource->fields.get()) || is_closed(role_.request_fields.get()))
    return std::nullopt;
  // A property that the request's schema does not have is none that the API takes.
  const bool is_declared =
      role_.request_fields != nullptr &&
      (state::field_at(*role_.request_fields, role_.resource->id_pointer) != nullptr ||
       role_.resource->id_pointer.find('/', 1) != std::string::npos);
  return is_declared ? std::optional(*id) : std::nullopt;
}

// The id that the author of a fixture or example wrote; nullopt where it is "{$generated}".
std::optional<json::Value> Mock::StatefulExchange::literal_id(const json::Value& said,
                                                              const json::Value* written) const {
  const bool is_generated = written != nullptr && written->is_string() &&
                            written->as_string().find("$generated") != std::string_view::npos;
  const json::Value* id = json::resolve(said, role_.resource->id_pointer);
  if (is_generated || id == nullptr || !(id->is_string() || id->is_number())) return std::nullopt;
  return *id;
}

json::Value Mock::StatefulExchange::id_value(const std::string& text) const {
  if (role_.resource->has_numeric_ids) {
    const auto read = json::read(call_.arena, text);
    if (read && read->is_number()) return *read;
  }
  return json::Value::string(call_.arena, text);
}

json::Value Mock::StatefulExchange::mint(const std::optional<json::Value>& like, std::uint64_t seed,
                                         int attempt, json::Arena& arena) const {
  constexpr std::string_view kPlain = "abc123def456";
  constexpr int kShaped = 6, kGeneric = 10;
  const json::Value* id = like ? json::resolve(*like, role_.resource->id_pointer) : nullptr;
  const std::string_view text =
      id != nullptr && id->is_string() ? id->as_string() : std::string_view();
  // "string" is what a generator says where nobody said what an id looks like.
  const bool has_shape = text.size() > 3 && text != "string";
  if (attempt < kShaped && has_shape) return json::Value::string(arena, reshape(text, seed));
  if (attempt < kGeneric) return json::Value::string(arena, reshape(kPlain, seed));
  // By the schema: it may have a pattern that no shape tells.
  generate::Options options;
  options.seed = seed;
  options.mode = generate::Mode::Dynamic;
  options.examples = generate::Examples::Checked;
  const auto made = mock_.generators_->plan(role_.resource->schema)->generate(options, arena);
  const json::Value* found =
      made.value ? json::resolve(*made.value, role_.resource->id_pointer) : nullptr;
  return found != nullptr ? *found : json::Value::string(arena, reshape(kPlain, seed));
}

// ---- Preconditions ------------------------------------------------------------------------------

const std::string* Mock::StatefulExchange::header_parameter(std::string_view name) const {
  const bool is_declared = std::ranges::any_of(
      call_.checked.operation()->parameters, [name](const openapi::Parameter& parameter) {
        return parameter.in == openapi::In::Header &&
               http::equal_ignoring_case(parameter.name, name);
      });
  return is_declared ? call_.checked.request->headers.find(name) : nullptr;
}

bool Mock::StatefulExchange::is_known(const Document& document) const {
  const std::string* field = header_parameter("If-None-Match");
  return field != nullptr &&
         http::lists_entity_tag(*field, document.etag(), http::Comparison::Weak);
}

state::Precondition Mock::StatefulExchange::precondition() const {
  const std::string* match = header_parameter("If-Match");
  const std::string* none = header_parameter("If-None-Match");
  if (match == nullptr && none == nullptr) return {};
  return [match, none](const Document* now) {
    const auto names = [now](const std::string& list, http::Comparison comparison) {
      return now != nullptr && http::lists_entity_tag(list, now->etag(), comparison);
    };
    return (match == nullptr || names(*match, http::Comparison::Strong)) &&
           (none == nullptr || !names(*none, http::Comparison::Weak));
  };
}

}  // namespace holotype::mock
