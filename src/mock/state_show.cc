// What is shown of a resource: the stored document where the operation has the same schema, else
// what the operation has by the description with the document's values; a list with its page.
#include <fmt/format.h>

#include <algorithm>

#include "base/percent.h"
#include "diagnostic/rules_state.h"
#include "json/number.h"
#include "json/pointer.h"
#include "json/text.h"
#include "mock/problem_answer.h"
#include "mock/stateful_exchange.h"
#include "state/naming.h"
#include "state/paging.h"

namespace holotype::mock {

using state::Document;
using state::DocumentPtr;
using state::Outcome;
namespace rules = diagnostic::rules;

namespace {

bool has_no_content(int status) { return status == 204 || status == 304; }

bool accepts(const BodyPlan& body, const json::Value& value) {
  const auto& schema = body.media_type().schema.compiled;
  return schema == nullptr || schema->accepts(value);
}

// Of documents in an answer: they live as long as it.
std::shared_ptr<const void> keep(std::vector<DocumentPtr> documents) {
  return std::make_shared<const std::vector<DocumentPtr>>(std::move(documents));
}

const openapi::Header* header_of(const openapi::Response& response, std::string_view name) {
  const auto found = std::ranges::find_if(response.headers, [name](const openapi::Header& header) {
    return http::equal_ignoring_case(header.name, name);
  });
  return found == response.headers.end() ? nullptr : &*found;
}

Answer begin(const ResponsePlan& plan, int status) {
  Answer answer;
  answer.response.status = status;
  answer.response.headers = plan.headers();
  answer.source = "state";
  answer.is_known_valid = plan.has_sound_headers();
  return answer;
}

void put(const ResponsePlan::Offer& offer, const json::Value& value, Answer& answer) {
  WrittenBody written = offer.body->write(value, offer.content_type);
  answer.response.headers.set("Content-Type", std::move(written.content_type));
  answer.response.body = std::move(written.bytes);
  answer.body = value;
}

}  // namespace

std::optional<Answer> Mock::StatefulExchange::shown(const openapi::Response* response,
                                                    const DocumentPtr& document) {
  const ResponsePlan* plan = mock_.state_->plan_of(role_, response);
  if (plan == nullptr) {
    // Nothing but errors is described: the least that can be said is that it is done.
    Answer answer;
    answer.response.status = 204;
    answer.source = "state";
    answer.is_known_valid = true;
    return answer;
  }
  Answer answer = begin(*plan, plan->status());
  if (header_of(*response, "ETag") != nullptr)
    answer.response.headers.set("ETag", document->etag());
  const ResponsePlan::Offer offer = plan->offer(call_.checked.request->headers);
  const BodyPlan* body = offer.body;
  if (body == nullptr || has_no_content(answer.response.status)) return answer;
  answer.owner = document;
  const bool is_whole = role_.shows_stored && role_.pointer && role_.pointer->empty() &&
                        &body->media_type() == role_.media_type;
  const bool is_own_type = offer.content_type == body->content_type();
  if (is_whole && body->is_json() && is_own_type) {  // judged when it was stored
    answer.response.headers.set("Content-Type", body->content_type());
    answer.response.body = document->text();
    answer.body = document->value();
    return answer;
  }
  if (const auto value = body_with(*body, *document)) {
    put(offer, *value, answer);
    return answer;
  }
  return not_shown(mock_.from_plan(*plan, answer.response.status, call_),
                   fmt::format("{} {}", role_.resource->singular, document->id));
}

std::optional<Answer> Mock::StatefulExchange::created(const openapi::Response* response,
                                                      const DocumentPtr& document) {
  std::optional<Answer> answer = shown(response, document);
  if (answer && response != nullptr) put_location(*response, *document, *answer);
  return answer;
}

// Where the new resource is, if the response says so.
void Mock::StatefulExchange::put_location(const openapi::Response& response,
                                          const Document& document, Answer& answer) const {
  const openapi::Header* header = header_of(response, "Location");
  if (header == nullptr) return;
  const http::Request& request = *call_.checked.request;
  const std::string_view path = request.raw_path();
  std::string location = request.raw_prefix;
  location += path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
  if (role_.role == state::Role::Create) location += "/" + percent::encode(document.id);
  // A schema with format: uri asks for more than RFC 9110 section 10.2.2 does.
  const auto& schema = header->schema.compiled;
  const std::string* host = request.headers.find("Host");
  const auto takes = [&schema](std::string_view text) {
    return schema == nullptr || schema->accepts(json::Value::string_view(text));
  };
  if (host != nullptr && !takes(location)) {
    std::string absolute = "http://" + *host + location;
    if (takes(absolute)) location = std::move(absolute);
  }
  answer.response.headers.set("Location", std::move(location));
}

// The fields that tell of what is stored, which nobody but state knows, in the answer of a fixture
// that does not say them itself.
Answer Mock::StatefulExchange::with_own_fields(Answer said, const Document& document,
                                               Step step) const {
  const ResponsePlan* plan = call_.plan->response_for(said.response.status);
  if (plan == nullptr) return said;
  const openapi::Response& response = plan->described();
  if (header_of(response, "ETag") != nullptr && !is_said("ETag"))
    said.response.headers.set("ETag", document.etag());
  if (step == Step::Creation && !is_said("Location")) put_location(response, document, said);
  return said;
}

// Whether the fixture that answers has a header field of that name.
bool Mock::StatefulExchange::is_said(std::string_view name) const {
  return choice_.found && std::ranges::any_of(choice_.found.respond().headers,
                                              [name](const fixtures::FieldTemplate& field) {
                                                return http::equal_ignoring_case(field.name, name);
                                              });
}

// Of a body that names what was stored under an id that it may not have; nullopt where it has that
// id, or none.
std::optional<Mock::StatefulExchange::Renamed> Mock::StatefulExchange::renamed(
    const std::optional<json::Value>& body, const Stored& stored) const {
  if (!body || !role_.pointer) return std::nullopt;
  const json::Value* part = json::resolve(*body, *role_.pointer);
  const std::string& pointer = role_.resource->id_pointer;
  const json::Value* id = part == nullptr ? nullptr : json::resolve(*part, pointer);
  const json::Value& document = stored.document->value();
  const json::Value* own = json::resolve(document, pointer);
  if (id == nullptr || own == nullptr || state::id_text(*id) == stored.document->id)
    return std::nullopt;
  const json::Value now =
      stored.is_as_said ? document : state::with_id(*role_.resource, *part, *own, call_.arena);
  Renamed out{state::with_part(*body, *role_.pointer, now, call_.arena), state::id_text(*id),
              stored.document};
  // An answer has one owner: where that is the fixture's, what is the document's is copied.
  if (choice_.owner != nullptr) {
    out.body = json::copy(call_.arena, out.body);
    out.owner = choice_.owner;
  }
  return out;
}

namespace {

// A Location that ends in the old id names the new one.
void name_in_location(http::Headers& headers, const std::string& old, const std::string& id) {
  const std::string* location = headers.find("Location");
  if (location == nullptr || !location->ends_with("/" + old)) return;
  headers.set("Location", location->substr(0, location->size() - old.size()) + id);
}

}  // namespace

Answer Mock::StatefulExchange::said_about(FixtureAnswer& said, const Stored& stored) const {
  const auto renamed = this->renamed(said.body(), stored);
  if (renamed) said.set_body(renamed->body);
  Answer answer = said.finish();
  answer.owner = renamed ? renamed->owner : choice_.owner;
  if (renamed) name_in_location(answer.response.headers, renamed->old_id, stored.document->id);
  return answer;
}

Answer Mock::StatefulExchange::said_about(Answer pair, const Stored& stored) const {
  const auto renamed = this->renamed(pair.body, stored);
  if (!renamed) return pair;
  const ResponsePlan* plan = call_.plan->response_for(pair.response.status);
  const BodyPlan* body =
      plan == nullptr ? nullptr : plan->negotiate(call_.checked.request->headers);
  const std::string* type = pair.response.headers.find("Content-Type");
  if (body == nullptr || type == nullptr) return pair;
  WrittenBody written = body->write(renamed->body, *type);
  pair.body = renamed->body;
  pair.owner = renamed->owner;
  pair.response.body = std::move(written.bytes);
  pair.response.headers.set("Content-Type", std::move(written.content_type));
  pair.is_known_valid = false;
  name_in_location(pair.response.headers, renamed->old_id, stored.document->id);
  return pair;
}

std::optional<json::Value> Mock::StatefulExchange::body_with(const BodyPlan& body,
                                                             const Document& document) {
  const std::optional<json::Value>& own = body.valid();
  if (!role_.pointer) {
    if (!own) return std::nullopt;
    const json::Value value = with_named_ids(*own, document);
    return accepts(body, value) ? value : *own;
  }
  json::Arena& arena = call_.arena;
  const json::Value whole = own.value_or(json::Value());
  const json::Value* part = json::resolve(whole, *role_.pointer);
  const json::Value mine = part == nullptr ? json::Value() : echoed(body, whole, *part);
  const json::Value wanted = role_.shows_stored
                                 ? document.value()
                                 : state::projected(*role_.fields, mine, document.value(), arena);
  const json::Value value = state::with_part(whole, *role_.pointer, wanted, arena);
  if (accepts(body, value)) return value;
  if (!own) return std::nullopt;
  // Member by member: what the operation's schema has another idea of stays its own.
  json::Value current = mine;
  for (const json::Member& member : document.value().members()) {
    if (role_.fields->find(member.name()) == nullptr) continue;
    const json::Value next =
        state::with_part(current, json::join("", member.name()), member.value, arena);
    if (accepts(body, state::with_part(whole, *role_.pointer, next, arena))) current = next;
  }
  const json::Value* id = json::resolve(current, role_.resource->id_pointer);
  if (id == nullptr || state::id_text(*id) != document.id) return std::nullopt;
  return state::with_part(whole, *role_.pointer, current, arena);
}

// What the request says, the answer has room for and the resource has not (a session that is opened
// for a country, and read without it): nobody but this answer can show it.
json::Value Mock::StatefulExchange::echoed(const BodyPlan& body, const json::Value& whole,
                                           const json::Value& part) const {
  using state::Role;
  const bool writes =
      role_.role == Role::Create || role_.role == Role::Merge || role_.role == Role::Replace;
  const json::Value* sent = writes && !role_.shows_stored ? sent_representation() : nullptr;
  if (sent == nullptr || !sent->is_object() || !part.is_object()) return part;
  json::Value current = part;
  for (const json::Member& member : sent->members()) {
    const state::Field* field = role_.fields->find(member.name());
    const state::Field* asked =
        role_.request_fields == nullptr ? nullptr : role_.request_fields->find(member.name());
    const bool is_secret =
        (field != nullptr && field->is_write_only) || (asked != nullptr && asked->is_write_only);
    if (field == nullptr || field->is_read_only || is_secret ||
        role_.resource->fields->find(member.name()) != nullptr) {
      continue;
    }
    const json::Value next =
        state::with_part(current, json::join("", member.name()), member.value, call_.arena);
    if (accepts(body, state::with_part(whole, *role_.pointer, next, call_.arena))) current = next;
  }
  return current;
}

// {"deleted": true, "id": ...}: what an answer that shows no resource says about its id.
json::Value Mock::StatefulExchange::with_named_ids(const json::Value& own,
                                                   const Document& document) const {
  if (!own.is_object()) return own;
  const json::Value* id = json::resolve(document.value(), role_.resource->id_pointer);
  std::vector<json::Member> members(own.members().begin(), own.members().end());
  for (json::Member& member : members) {
    const std::string name = state::folded(member.name());
    const bool is_id = name == "id" || name == role_.resource->singular + "id" ||
                       name == "deleted" + role_.resource->singular + "id" || name == "deletedid";
    if (is_id && id != nullptr && member.value.type() == id->type()) member.value = *id;
  }
  return json::Value::object(call_.arena, members);
}

std::optional<Answer> Mock::StatefulExchange::list() {
  std::vector<state::Given> given;
  for (const parameters::NamedValue& value : call_.checked.parameters)
    given.push_back({value.parameter, value.value});
  const state::ListQuery query = state::read_query(role_.list, given);
  auto listing = call_.session.store().list(target_, world(),
                                            query.after.empty() ? query.before : query.after);
  if (!listing) return refused(Outcome::NotFound);
  std::vector<DocumentPtr>& all = listing->documents;
  const auto is_left_out = [&query](const DocumentPtr& document) {
    return !state::passes(query, document->value());
  };
  // Where a removed one was is known in the order of creation alone.
  std::optional<std::size_t> gap;
  if (listing->place && query.sort_by.empty() && !query.is_descending) {
    const auto place = all.begin() + static_cast<std::ptrdiff_t>(*listing->place);
    gap =
        *listing->place - static_cast<std::size_t>(std::count_if(all.begin(), place, is_left_out));
  }
  std::erase_if(all, is_left_out);
  state::sort(query, all);
  std::vector<std::string_view> ids;
  for (const DocumentPtr& document : all) ids.push_back(document->id);
  const state::Page page = state::page_of(query, ids, gap);

  const ResponsePlan* plan = mock_.state_->plan_of(role_, role_.response);
  const ResponsePlan::Offer offer = plan->offer(call_.checked.request->headers);
  const BodyPlan* body = offer.body;
  Answer answer = begin(*plan, plan->status());
  const http::Request& request = *call_.checked.request;
  const std::string target = request.raw_prefix + request.raw_target;
  const state::PageFacts facts{.page = page,
                               .first_id = page.begin < page.end ? ids[page.begin] : "",
                               .last_id = page.begin < page.end ? ids[page.end - 1] : "",
                               .raw_target = target,
                               .parameters = &role_.list};
  put_page_headers(*role_.response, facts, answer);
  if (body == nullptr) return answer;
  const std::optional<json::Value>& own = body->valid();
  const json::Value whole = own.value_or(json::Value());
  std::vector<json::Value> elements;
  for (std::size_t i = page.begin; i < page.end; ++i)
    elements.push_back(mock_.state_->shown_by(role_, *all[i], call_.arena));
  const json::Value list = json::Value::array(call_.arena, elements);
  using state::Absent, state::Neighbour;
  constexpr state::PageStyle kStyles[] = {
      {Absent::Null, Neighbour::Text},    {Absent::Null, Neighbour::Number},
      {Absent::LeftOut, Neighbour::Text}, {Absent::LeftOut, Neighbour::Number},
      {Absent::Empty, Neighbour::Text},   {Absent::Empty, Neighbour::Number},
  };
  for (const state::PageStyle& style : kStyles) {
    const json::Value value =
        state::with_page(whole, *role_.pointer, list, facts, style, call_.arena);
    if (!accepts(*body, value)) continue;
    put(offer, value, answer);
    answer.owner = keep(std::move(all));
    return answer;
  }
  return not_shown(mock_.from_plan(*plan, answer.response.status, call_),
                   fmt::format("a list of {}", ids.size()));
}

void Mock::StatefulExchange::put_page_headers(const openapi::Response& response,
                                              const state::PageFacts& facts, Answer& answer) const {
  http::Headers& headers = answer.response.headers;
  for (const openapi::Header& header : response.headers) {
    const std::string name = state::folded(header.name);
    const bool says_total =
        name.ends_with("totalcount") || name.ends_with("total") || name == "xcount";
    if (says_total) headers.set(header.name, std::to_string(facts.page.total));
    if (name == "xnext" || name == "link") {
      const auto next = state::next_target(facts);
      headers.remove(header.name);
      if (next) {
        headers.set(header.name, name == "link" ? fmt::format("<{}>; rel=\"next\"", *next) : *next);
      }
    }
  }
}

Answer Mock::StatefulExchange::not_shown(Answer answer, std::string_view why) const {
  answer.unchecked.push_back(
      {.rule = &rules::kStateNotShown,
       .message = fmt::format("{} cannot be shown by {} as its schema asks; this is what the "
                              "description alone answers",
                              why, role_.operation->id),
       .source = role_.operation->node.source()});
  return answer;
}

std::optional<Answer> Mock::StatefulExchange::refused(Outcome outcome) {
  const std::string& name = role_.resource->singular;
  const bool is_collection = target_.id.empty();
  switch (outcome) {
    case Outcome::NotFound:
      return say_no(rules::kResourceUnknown,
                    is_collection
                        ? fmt::format("There is no {} {}", role_.resource->parent->singular,
                                      target_.scope[role_.resource->parent->scope_size])
                        : fmt::format("There is no {} {}", name, target_.id));
    case Outcome::Conflict:
      return say_no(rules::kResourceTaken, fmt::format("There is a {} of that id already", name));
    case Outcome::Refused:
      return say_no(rules::kResourcePrecondition,
                    fmt::format("The {} {} is not in the version that the request asks for", name,
                                target_.id));
    case Outcome::Full:
      return say_no(rules::kStateFull, fmt::format("This session has {} resources, and no more "
                                                   "are kept",
                                                   mock_.options_.max_resources));
    default:
      break;
  }
  const ResponsePlan* plan = mock_.state_->plan_of(role_, role_.response);
  if (plan == nullptr) return std::nullopt;
  return not_shown(mock_.from_plan(*plan, plan->status(), call_), fmt::format("a {}", name));
}

// In the API's own words: a fixture's, the description's; else a problem document.
Answer Mock::StatefulExchange::say_no(const diagnostic::Rule& rule, const std::string& detail) {
  const bool is_missing = rule.status == 404;
  if (!mock_.options_.answers_problems && rule.status != 507) {
    if (is_missing) {
      contract::Checked unknown = call_.checked;
      unknown.verdict = diagnostic::Verdict::NotFound;
      const Call call{unknown, call_.session, call_.arena, call_.plan};
      const RequestView view(unknown);
      const Choice words = mock_.choose_fixture(call, view);
      if (words.found) {
        Answer answer = mock_.from_fixture(words.found, call, view);
        answer.owner = words.owner;
        if (answer.body) answer.body = json::copy(call_.arena, *answer.body);
        return answer;
      }
      if (const auto* own = missing_words(); own != nullptr)
        return mock_.from_fixture({own, 0}, call_, view_);
    }
    const ResponsePlan* described = call_.plan->response_for(rule.status);
    const bool has_words =
        described != nullptr && described != call_.plan->success() && !described->bodies().empty();
    if (has_words) {
      Answer answer = mock_.from_plan(*described, rule.status, call_);
      answer.source = "state";
      return answer;
    }
  }
  return problem_answer(
      {.rule = &rule, .title = std::string(rule.summary), .status = rule.status, .detail = detail},
      call_.arena);
}

// A broad fixture of this operation that answers 404.
const fixtures::Fixture* Mock::StatefulExchange::missing_words() const {
  const auto& all = mock_.fixtures_.fixtures();
  const auto found = std::ranges::find_if(all, [this](const fixtures::Fixture& fixture) {
    return fixture.operation == role_.operation && is_broad(fixture) && fixture.when.path.empty() &&
           fixture.respond(0).status == 404;
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace holotype::mock
