#include "tester/chains.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>

#include "diagnostic/rules_tester.h"
#include "json/pointer.h"
#include "json/text.h"
#include "state/document.h"
#include "tester/comparison.h"

namespace holotype::tester {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
using json::Value;
using state::Role;
namespace rules = diagnostic::rules;

class Chain {
 public:
  Chain(const state::Resource& resource, Subjects& subjects, Prober& prober, json::Arena& arena)
      : resource_(resource), subjects_(subjects), prober_(prober), arena_(arena) {}

  ChainResult run() {
    auto first = create();
    if (!first) return std::move(result_);
    auto second = create();
    if (!second || !find_state(*first, *second)) return std::move(result_);
    compare_reads(*second, "read after a second create");
    follow_location(*second);
    list_shows(*second, true);
    compare_reads(*first, "read after create");  // what a change is compared with
    change_one(*first);
    write(Role::Merge, *first);
    write(Role::Replace, *first);
    remove(*first, *second);
    return std::move(result_);
  }

 private:
  struct Created {
    Attempt attempt;
    Value id;
    std::vector<Value> scope;  // the path parameters of its creation
    std::size_t step = 0;      // in the result
  };

  const state::OperationRole* role(Role wanted) { return subjects_.role(resource_, wanted); }

  std::optional<Created> create() {
    auto attempt = subjects_.create(resource_, arena_);
    if (!attempt) return std::nullopt;
    const auto id = subjects_.id_in(*attempt);
    add("create", *attempt);
    if (!id) return std::nullopt;
    std::vector<Value> scope =
        scope_of(attempt->prepared.draft, role(Role::Create)->path_names, resource_.scope_size);
    return Created{std::move(*attempt), *id, std::move(scope), result_.steps.size() - 1};
  }

  Step& add(std::string what, Attempt attempt) {
    result_.steps.push_back({std::move(what), std::move(attempt), std::nullopt});
    return result_.steps.back();
  }

  void report(Step& step, const diagnostic::Rule& rule, std::string message, std::string expected,
              std::string found, std::string name = "") {
    const openapi::Operation& operation = *step.attempt.prepared.draft.operation;
    step.finding = Diagnostic{.rule = &rule,
                              .message = std::move(message),
                              .expected = std::move(expected),
                              .found = std::move(found),
                              .in = name.empty() ? Place::Status : Place::Body,
                              .pointer = name.empty() ? "" : "/" + json::escape_token(name),
                              .schema = operation.node.location(),
                              .source = operation.node.source()};
  }

  // An operation on one item, where that was created.
  std::optional<Attempt> ask(const state::OperationRole& role, const Created& created,
                             const DraftOptions& options = {},
                             const std::function<void(Draft&)>& change = {}) {
    return ask(role, created, created.id, options, change);
  }
  std::optional<Attempt> ask(const state::OperationRole& role, const Created& created,
                             const Value& id, const DraftOptions& options = {},
                             const std::function<void(Draft&)>& change = {}) {
    Draft draft = prober_.drafter().draft(*role.operation, options, arena_);
    if (change) change(draft);
    const openapi::Parameter* varied = nullptr;
    const bool names_item = role.path_names.size() > resource_.scope_size;
    for (parameters::NamedValue& argument : draft.arguments) {
      const openapi::Parameter& parameter = *argument.parameter;
      if (!names_item || parameter.in != openapi::In::Path ||
          parameter.name != role.path_names[resource_.scope_size]) {
        continue;
      }
      argument.value = id;
      varied = &parameter;
    }
    if (varied == nullptr) return std::nullopt;
    subjects_.bind(draft, varied);
    put_scope(draft, role.path_names, created.scope, varied);
    name_in_body(draft, role, id);
    auto prepared = prober_.prepare(draft, {});
    if (!prepared || prepared->question.wish != Wish::Accepted) return std::nullopt;
    return prober_.attempt(*std::move(prepared), arena_);
  }

  // A body that has an id has that of its path: another one is a contradiction, and what a service
  // makes of that is its own affair.
  void name_in_body(Draft& draft, const state::OperationRole& role, const Value& id) {
    if (draft.media_type == nullptr) return;
    const std::string pointer = role.request_pointer + resource_.id_pointer;
    if (json::resolve(draft.body, pointer) != nullptr)
      draft.body = state::with_part(draft.body, pointer, id, arena_);
  }

  const Value* shown(const Attempt& attempt, const state::OperationRole& role) {
    if (!attempt.has_succeeded() || !attempt.judgement.body || !role.pointer) return nullptr;
    return json::resolve(*attempt.judgement.body, *role.pointer);
  }
  const Value* sent(const Attempt& attempt, const state::OperationRole& role) {
    if (attempt.prepared.draft.media_type == nullptr) return nullptr;
    return json::resolve(attempt.prepared.draft.body, role.request_pointer);
  }

  // An id that nothing has, of the shape of one that something has.
  Value unknown_id(const Value& id) {
    if (id.is_number()) return Value::integer(987'654'321);
    if (id.as_string().empty()) return Value::string(arena_, "x");
    std::string text(id.as_string());
    const bool is_counted = text.size() < 16 && text.back() >= '0' && text.back() <= '9';
    if (is_counted) return Value::string(arena_, text + "98765");  // the next ones may be there
    for (char& c : text) {  // each digit and hexadecimal letter moved on by one
      if (c >= '0' && c <= '9') c = static_cast<char>('0' + (c - '0' + 1) % 10);
      if (c >= 'a' && c <= 'f') c = static_cast<char>('a' + (c - 'a' + 1) % 6);
    }
    if (text == id.as_string()) text += "x";
    return Value::string(arena_, text);
  }

  // Whether there is reason to think that the service remembers: reads tell two creations apart, or
  // an unknown id is not found.
  bool find_state(const Created& first, const Created& second) {
    const state::OperationRole* reader = role(Role::Read);
    const state::OperationRole* creator = role(Role::Create);
    if (reader == nullptr) return false;
    const auto one = ask(*reader, first);
    const auto other = ask(*reader, second);
    const auto unknown = ask(*reader, first, unknown_id(first.id));
    if (!one || !other) return false;
    const std::string* source =
        one->response ? one->response->headers.find("Holotype-Source") : nullptr;
    const bool is_stateless_mock = source != nullptr && *source != "state" && one->has_succeeded();
    const Value* sent_one = sent(first.attempt, *creator);
    const Value* sent_other = sent(second.attempt, *creator);
    const Value* shown_one = shown(*one, *reader);
    const Value* shown_other = shown(*other, *reader);
    bool reflects = false;
    if (sent_one != nullptr && sent_other != nullptr && shown_one != nullptr &&
        shown_other != nullptr && !compare(*sent_one, *sent_other).different.empty()) {
      const MayShow may_one = may_show(*one, *reader);
      const MayShow may_other = may_show(*other, *reader);
      reflects = compare(*sent_one, *shown_one, may_one).different.empty() &&
                 compare(*sent_other, *shown_other, may_other).different.empty() &&
                 !compare(*sent_one, *shown_other, may_other).different.empty();
    }
    const bool knows_unknown = unknown && unknown->has_succeeded();
    const bool misses_unknown = unknown && (unknown->status() == 404 || unknown->status() == 410);
    if (is_stateless_mock || !(reflects || misses_unknown)) {
      result_.keeps_no_state = true;
      return false;
    }
    if (json::equal(first.id, second.id)) {
      report(result_.steps[second.step], rules::kTestIdRepeated,
             "must give each resource an id of its own", "two ids",
             json::shorten(first.id) + " twice");
    }
    if (knows_unknown) {
      report(add("read what is not there", *unknown), rules::kTestStillThere,
             "must not be found: nothing has that id", "404", std::to_string(unknown->status()));
    }
    // The answer to the creation shows what was sent.
    if (const Value* answer = shown(first.attempt, *creator); answer && sent_one)
      judge_shown(result_.steps[first.step], *creator, *sent_one, *answer);
    return true;
  }

  MayShow may_show(const Attempt& attempt, const state::OperationRole& role) {
    if (!attempt.judgement.body) return {};
    return shown_by(role, *attempt.judgement.body, arena_);
  }

  void judge_shown(Step& step, const state::OperationRole& role, const Value& sent_value,
                   const Value& shown_value) {
    const Compared compared = compare(sent_value, shown_value, may_show(step.attempt, role));
    if (compared.different.empty()) return;
    report(step, rules::kTestStaleRead, "must show what was written", compared.sent, compared.shown,
           compared.different);
  }

  // Reads the item and compares with what the request before wrote. nullptr where it was not read.
  Step* read_back(const Created& created, const Value* written, std::string what) {
    seen_.reset();
    const state::OperationRole* reader = role(Role::Read);
    if (reader == nullptr) return nullptr;
    auto attempt = ask(*reader, created);
    if (!attempt) return nullptr;
    Step& step = add(std::move(what), *std::move(attempt));
    if (step.attempt.status() == 404 || step.attempt.status() == 410) {
      report(step, rules::kTestNotFound, "must be found: it was created before", "2xx",
             std::to_string(step.attempt.status()));
      return nullptr;
    }
    const Value* there = shown(step.attempt, *reader);
    if (there == nullptr) return nullptr;
    seen_ = *there;
    if (written != nullptr) judge_shown(step, *reader, *written, *there);
    return &step;
  }

  void compare_reads(const Created& created, std::string what) {
    read_back(created, sent(created.attempt, *role(Role::Create)), std::move(what));
  }

  void write(Role wanted, const Created& created) {
    const state::OperationRole* writer = role(wanted);
    if (writer == nullptr || writer->has_id_in_body) return;
    auto attempt = ask(
        *writer, created,
        {.seed = generate::seed_for(77, writer->operation->id), .mode = generate::Mode::Dynamic});
    if (!attempt) return;
    const std::string name = wanted == Role::Merge ? "change" : "replace";
    const Attempt written = *attempt;
    Step& step = add(name + " after create", *std::move(attempt));
    if (written.status() == 404) {
      return report(step, rules::kTestNotFound, "must be found: it was created before", "2xx",
                    "404");
    }
    if (!written.has_succeeded()) return;
    const Value* body = sent(written, *writer);
    if (const Value* answer = shown(written, *writer); answer != nullptr && body != nullptr)
      judge_shown(step, *writer, *body, *answer);
    read_back(created, body, "read after " + name);
  }

  // A change of one property alone.
  void change_one(const Created& created) {
    const state::OperationRole* writer = role(Role::Merge);
    const Value* first = sent(created.attempt, *role(Role::Create));
    const std::optional<Value> before = seen_;
    if (writer == nullptr || writer->has_id_in_body || !before || first == nullptr) return;
    auto attempt = ask(
        *writer, created,
        {.seed = generate::seed_for(78, writer->operation->id), .mode = generate::Mode::Dynamic},
        [this, writer](Draft& draft) {
          if (!writer->request_pointer.empty()) return;
          for (const json::Member& member : draft.body.members()) {
            const bool is_id = json::join("", member.name()) == resource_.id_pointer;
            if (!is_scalar(member.value) || is_id) continue;
            draft.body = Value::object(arena_, std::span(&member, 1));
            return;
          }
        });
    if (!attempt || !attempt->has_succeeded()) return;
    const Attempt written = *attempt;
    add("change of one property", *std::move(attempt));
    const Value* change = sent(written, *writer);
    if (Step* read = read_back(created, change, "read after change of one property");
        read != nullptr && change != nullptr) {
      judge_kept(*read, *before, *change, *first);
    }
  }

  // What the client gave, saw, and did not change, is what it was.
  void judge_kept(Step& step, const Value& before, const Value& change, const Value& created) {
    const Value* now = shown(step.attempt, *role(Role::Read));
    if (now == nullptr || step.finding) return;
    for (const json::Member& member : before.members()) {
      const Value* given = created.find(member.name());
      const bool is_clients = given != nullptr && json::equal(*given, member.value);
      if (!is_scalar(member.value) || !is_clients || change.find(member.name()) != nullptr)
        continue;
      const Value* after = now->find(member.name());
      if (after != nullptr && json::equal(*after, member.value)) continue;
      return report(step, rules::kTestMemberLost, "must keep what the change did not name",
                    json::shorten(member.value),
                    after == nullptr ? "nothing" : json::shorten(*after),
                    std::string(member.name()));
    }
  }

  // The resource that a creation names in Location is there (RFC 9110 section 15.3.2).
  void follow_location(const Created& created) {
    const std::string* location = created.attempt.response->headers.find("Location");
    auto attempt = location == nullptr ? std::nullopt : prober_.follow(*location, arena_);
    if (!attempt) return;
    Step& step = add("follow Location after create", *std::move(attempt));
    if (step.attempt.status() != 404 && step.attempt.status() != 410) return;
    report(step, rules::kTestNotFound, "must be found: the Location of its creation leads there",
           "2xx", std::to_string(step.attempt.status()));
  }

  // A list that cannot be had without a filter is one of those that the item is among.
  void ask_for(Draft& draft, const Created& created) {
    const Value* given = sent(created.attempt, *role(Role::Create));
    if (given == nullptr) return;
    for (parameters::NamedValue& argument : draft.arguments) {
      const Value* value = given->find(argument.parameter->name);
      if (argument.parameter->in == openapi::In::Query && value != nullptr && is_scalar(*value))
        argument.value = *value;
    }
  }

  // Lists of ten and more may be cut into pages.
  void list_shows(const Created& created, bool is_wanted) {
    const state::OperationRole* list = role(Role::List);
    if (list == nullptr) return;
    Draft draft = prober_.drafter().draft(*list->operation, {}, arena_);
    subjects_.bind(draft, nullptr);
    put_scope(draft, list->path_names, created.scope, nullptr);
    ask_for(draft, created);
    auto prepared = prober_.prepare(draft, {});
    if (!prepared || prepared->question.wish != Wish::Accepted) return;
    Step& step = add(is_wanted ? "list after create" : "list after delete",
                     prober_.attempt(*std::move(prepared), arena_));
    const Value* items = shown(step.attempt, *list);
    if (items == nullptr || !items->is_array() || !list->shows_stored) return;
    const bool is_there = std::ranges::any_of(items->elements(), [&](const Value& item) {
      const Value* id = json::resolve(item, resource_.id_pointer);
      return id != nullptr && json::equal(*id, created.id);
    });
    if (is_wanted && !is_there && items->elements().size() < 10) {
      report(step, rules::kTestNotFound, "must list what was created before",
             json::shorten(created.id), fmt::format("{} others", items->elements().size()));
    } else if (!is_wanted && is_there) {
      report(step, rules::kTestStillThere, "must not list what was deleted", "others",
             json::shorten(created.id));
    }
  }

  void remove(const Created& created, const Created& other) {
    const state::OperationRole* remover = role(Role::Delete);
    if (remover == nullptr) return;
    auto attempt = ask(*remover, created);
    if (!attempt) return;
    const Attempt removed = *attempt;
    Step& step = add("delete after create", *std::move(attempt));
    if (removed.status() == 404) {
      return report(step, rules::kTestNotFound, "must be found: it was created before", "2xx",
                    "404");
    }
    // 202: it will be gone some time (RFC 9110 section 9.3.5).
    if (!removed.has_succeeded() || removed.status() == 202) return;
    if (const state::OperationRole* reader = role(Role::Read)) {
      if (auto read = ask(*reader, created)) {
        Step& gone = add("read after delete", *std::move(read));
        if (gone.attempt.has_succeeded()) {
          report(gone, rules::kTestStillThere, "must be gone: it was deleted before", "404 or 410",
                 std::to_string(gone.attempt.status()));
        }
      }
    }
    if (auto again = ask(*remover, created)) add("delete twice", *std::move(again));
    list_shows(created, false);
    read_back(other, nullptr, "read another after delete");
  }

  const state::Resource& resource_;
  Subjects& subjects_;
  Prober& prober_;
  json::Arena& arena_;
  ChainResult result_;
  std::optional<Value> seen_;  // what the last read showed, in the arena
};

}  // namespace

ChainResult run_chain(const state::Resource& resource, Subjects& subjects, Prober& prober,
                      json::Arena& arena) {
  return Chain(resource, subjects, prober, arena).run();
}

}  // namespace holotype::tester
