#include "state/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/percent.h"
#include "diagnostic/rules_state.h"
#include "json/pointer.h"
#include "json/text.h"
#include "state/document.h"
#include "state/naming.h"

namespace holotype::state {
namespace {

using json::Member;
using json::Value;

constexpr std::array<std::string_view, 12> kCreated = {
    "createdat",  "created",     "createdon", "datecreated",  "creationdate",      "createddate",
    "createtime", "createdtime", "inserted",  "creationtime", "creationtimestamp", "insertedat"};
constexpr std::array<std::string_view, 15> kUpdated = {
    "updatedat",      "updated",     "updatedon",     "dateupdated",  "updateddate",
    "updatetime",     "modified",    "modifiedat",    "modifiedon",   "lastmodified",
    "lastmodifiedat", "lastupdated", "lastupdatedat", "datemodified", "lastupdate"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string_view id_name(const Resource& resource) {
  // Ids one level down ("/metadata/name") are kept by with_id().
  const std::string_view pointer = resource.id_pointer;
  return pointer.find('/', 1) == std::string_view::npos ? pointer.substr(1) : std::string_view();
}

// Whether a member is not the client's to change: the id, readOnly, writeOnly.
bool is_withheld(const OperationRole& role, std::string_view name) {
  if (name == id_name(*role.resource)) return true;
  const Field* field = role.resource->fields->find(name);
  const Field* asked = role.request_fields == nullptr ? nullptr : role.request_fields->find(name);
  return (field != nullptr && (field->is_read_only || field->is_write_only)) ||
         (asked != nullptr && (asked->is_read_only || asked->is_write_only));
}

// Whether a change of a member is refused. What is writeOnly may be sent, and is not kept.
bool is_fixed(const OperationRole& role, std::string_view name) {
  if (name == id_name(*role.resource)) return true;
  const Field* field = role.resource->fields->find(name);
  const Field* asked = role.request_fields == nullptr ? nullptr : role.request_fields->find(name);
  return (field != nullptr && field->is_read_only) || (asked != nullptr && asked->is_read_only);
}

// Whether a client may set that member.
bool is_settable(const OperationRole& role, std::string_view name) {
  const Fields& fields = *role.resource->fields;
  return fields.find(name) == nullptr ? fields.is_open : !is_withheld(role, name);
}

Value representation_in(const OperationRole& role, const Value& body) {
  const Value* part = json::resolve(body, role.request_pointer);
  return part == nullptr ? Value() : *part;
}

std::string rfc3339(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

bool accepts(const Resource& resource, const Value& value) {
  return resource.schema == nullptr || resource.schema->accepts(value);
}

// The members of an object, while it changes.
class Members {
 public:
  explicit Members(const Value& object)
      : members_(object.members().begin(), object.members().end()) {}

  void put(const Change& change) {
    const json::HashedName name(change.name);
    const auto found = std::ranges::find_if(members_, [&name](const Member& member) {
      return member.hash == name.hash && member.name() == name.name;
    });
    if (!change.value) {
      if (found != members_.end()) members_.erase(found);
    } else if (found != members_.end()) {
      found->value = *change.value;
    } else {
      members_.emplace_back(name, *change.value);
    }
  }
  Value value(json::Arena& arena) const { return Value::object(arena, members_); }

 private:
  std::vector<Member> members_;
};

Value changed(const Value& base, const Changes& first, const Changes& second, json::Arena& arena) {
  Members members(base);
  for (const Change& change : first) members.put(change);
  for (const Change& change : second) members.put(change);
  return members.value(arena);
}

// What must be there of an answer, and what the id is in.
Value without_optional(const Resource& resource, const Value& base, json::Arena& arena) {
  Members required(base);
  for (const Member& member : base.members()) {
    const Field* field = resource.fields->find(member.name());
    const bool has_id = resource.id_pointer.starts_with(json::join("", member.name()));
    if (!has_id && (field == nullptr || !field->is_required))
      required.put({member.name(), std::nullopt});
  }
  return required.value(arena);
}

// `value`, made of `old`, where the schema allows it.
holotype::Result<Value, diagnostic::Diagnostics> allowed(const Resource& resource, const Value& old,
                                                         const Changes& fixed, const Value& value,
                                                         json::Arena& arena) {
  if (accepts(resource, value)) return value;
  if (!accepts(resource, changed(old, fixed, {}, arena)))
    return tl::unexpected(diagnostic::Diagnostics());
  return tl::unexpected(resource.schema->check(value).findings);
}

// What was there with what is wanted merged into it: objects member by member, and each element of
// a list over the first that was there.
Value merged(const Value& old, const Value& wanted, json::Arena& arena) {
  if (old.is_object() && wanted.is_object()) return json::merge_patch(arena, old, wanted);
  if (!old.is_array() || !wanted.is_array() || old.size() == 0) return wanted;
  std::vector<Value> elements;
  for (const Value& element : wanted.elements())
    elements.push_back(merged(old.elements().front(), element, arena));
  return Value::array(arena, elements);
}

}  // namespace

Changes changes_to_create(const OperationRole& role, const Value& body) {
  Changes changes;
  const Value sent = representation_in(role, body);
  if (role.request_fields != nullptr) {
    for (const Field& field : role.request_fields->members) {
      const bool counts = field.default_value != nullptr && sent.find(field.name) == nullptr &&
                          role.resource->fields->find(field.name) != nullptr;
      if (counts && is_settable(role, field.name))
        changes.push_back({field.name, *field.default_value});
    }
  }
  for (const Member& member : sent.members()) {
    if (is_settable(role, member.name())) changes.push_back({member.name(), member.value});
  }
  return changes;
}

Changes changes_to_merge(const OperationRole& role, const Value& body, const Value& old,
                         Nulls nulls, json::Arena& arena) {
  Changes changes;
  const Value sent = representation_in(role, body);
  for (const Member& member : sent.members()) {
    if (!is_settable(role, member.name())) continue;
    if (member.value.is_null()) {
      // Where an answer may say null, null is what it says; else the member goes.
      const Field* field = role.resource->fields->find(member.name());
      // A member that must be there cannot go.
      const bool may_be_null = field != nullptr && field->types.has_null &&
                               (nulls == Nulls::MayStay || field->is_required);
      changes.push_back({member.name(), may_be_null ? std::optional(member.value) : std::nullopt});
      continue;
    }
    const Value* before = old.find(member.name());
    const Value value = before != nullptr && member.value.is_object()
                            ? json::merge_patch(arena, *before, member.value)
                            : member.value;
    changes.push_back({member.name(), value});
  }
  return changes;
}

Changes changes_to_replace(const OperationRole& role, const Value& body) {
  Changes changes;
  const Value sent = representation_in(role, body);
  if (role.request_fields != nullptr && sent.is_object()) {
    for (const Field& field : role.request_fields->members) {
      if (sent.find(field.name) != nullptr || !is_settable(role, field.name)) continue;
      const bool has_default = field.default_value != nullptr;
      changes.push_back(
          {field.name, has_default ? std::optional(*field.default_value) : std::nullopt});
    }
  }
  for (const Member& member : sent.members()) {
    if (is_settable(role, member.name())) changes.push_back({member.name(), member.value});
  }
  return changes;
}

Changes parent_names(const Resource& resource, std::string_view id, json::Arena& arena) {
  const Field* field = resource.fields->find(resource.parent_property);
  if (resource.parent == nullptr || resource.parent_property.empty() || field == nullptr) return {};
  const bool is_text =
      field->types.has_string && !(field->types.has_integer && resource.parent->has_numeric_ids);
  if (is_text) return {{field->name, Value::string(arena, id)}};
  const auto number = json::read(arena, id);
  if (!number || !number->is_number()) return {};
  return {{field->name, *number}};
}

Changes time_stamps(const Resource& resource, const Value& base, Moment moment, Instant now,
                    json::Arena& arena) {
  Changes changes;
  for (const Field& field : resource.fields->members) {
    const std::string name = folded(field.name);
    const bool is_moment =
        is_one_of(kUpdated, name) || (moment == Moment::Creation && is_one_of(kCreated, name));
    if (!is_moment) continue;
    const Value* before = base.find(field.name);
    const bool is_text = field.format == "date-time";
    const bool is_number = !is_text && field.types.has_integer && !field.types.has_string;
    if (is_text) changes.push_back({field.name, Value::string(arena, rfc3339(now))});
    if (is_number && (before == nullptr || before->is_number())) {
      const auto since = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
      changes.push_back({field.name, Value::integer(since.count())});
    }
  }
  return changes;
}

std::optional<Value> apply(const Resource& resource, Base kind, const Value& base,
                           const Changes& fixed, const Changes& wanted, json::Arena& arena) {
  const Value all = changed(base, wanted, fixed, arena);
  if (accepts(resource, all)) return all;
  Value current = changed(base, fixed, {}, arena);
  if (kind == Base::Stored) {
    if (!accepts(resource, current)) return std::nullopt;
  } else {
    const Value required = without_optional(resource, base, arena);
    const Value lean = changed(required, wanted, fixed, arena);
    if (accepts(resource, lean)) return lean;
    if (!accepts(resource, current)) current = changed(required, fixed, {}, arena);
    if (!accepts(resource, current)) return std::nullopt;
  }
  for (const Change& change : wanted) {
    const bool is_fixed = std::ranges::find(fixed, change.name, &Change::name) != fixed.end();
    if (is_fixed) continue;
    const Value* before = current.find(change.name);
    Changes tries = {change};
    if (change.value && before != nullptr)
      tries.push_back({change.name, merged(*before, *change.value, arena)});
    for (const Change& one : tries) {
      const Value next = changed(current, {one}, {}, arena);
      if (!accepts(resource, next)) continue;
      current = next;
      break;
    }
  }
  return current;
}

holotype::Result<Value, diagnostic::Diagnostics> merged_whole(const Resource& resource,
                                                              const Value& old,
                                                              const Changes& fixed,
                                                              const Changes& wanted,
                                                              json::Arena& arena) {
  return allowed(resource, old, fixed, changed(old, wanted, fixed, arena), arena);
}

diagnostic::Diagnostics withheld_changes(const OperationRole& role, const Value& old,
                                         const Value& wanted) {
  diagnostic::Diagnostics findings;
  const auto look_at = [&](std::string_view name) {
    const Value* before = old.find(name);
    const Value* after = wanted.find(name);
    const bool is_same =
        before != nullptr && after != nullptr ? json::equal(*before, *after) : before == after;
    if (is_same || !is_fixed(role, name)) return;
    findings.push_back({.rule = &diagnostic::rules::kPatchFailed,
                        .message = "is not the client's to change",
                        .pointer = json::join("", name)});
  };
  for (const Member& member : wanted.members()) look_at(member.name());
  for (const Member& member : old.members()) {
    if (wanted.find(member.name()) == nullptr) look_at(member.name());
  }
  return findings;
}

diagnostic::Diagnostics withheld_changes_of_merge(const OperationRole& role, const Value& old,
                                                  const Value& body, json::Arena& arena) {
  return withheld_changes(role, old, json::merge_patch(arena, old, representation_in(role, body)));
}

holotype::Result<Value, diagnostic::Diagnostics> patched(const OperationRole& role,
                                                         const Value& old, const Value& wanted,
                                                         const Changes& fixed, json::Arena& arena) {
  if (diagnostic::Diagnostics withheld = withheld_changes(role, old, wanted); !withheld.empty())
    return tl::unexpected(std::move(withheld));
  const Resource& resource = *role.resource;
  Members members(old);
  for (const Member& member : old.members()) {
    if (wanted.find(member.name()) == nullptr && !is_withheld(role, member.name()))
      members.put({member.name(), std::nullopt});
  }
  // What is not declared counts as well: whether it may be there is the schema's to say.
  for (const Member& member : wanted.members()) {
    if (!is_withheld(role, member.name())) members.put({member.name(), member.value});
  }
  for (const Change& change : fixed) members.put(change);
  Value value = members.value(arena);
  // An id one level down is in a member that the client may change.
  const Value* id = json::resolve(old, resource.id_pointer);
  if (id_name(resource).empty() && id != nullptr)
    value = with_part(value, resource.id_pointer, *id, arena);
  return allowed(resource, old, fixed, value, arena);
}

namespace {

// An id, as it is and as a segment of a path has it (RFC 3986 section 3.3).
class Id {
 public:
  explicit Id(std::string id) : text_(std::move(id)) {}

  const std::string& text() const { return text_; }
  // Written when it is first asked for: few texts are paths.
  const std::string& segment() const {
    if (segment_.empty()) segment_ = percent::encode(text_);
    return segment_;
  }

 private:
  std::string text_;
  mutable std::string segment_;
};

// Where a text names it as a segment of a path, or npos.
std::size_t find_segment(std::string_view text, std::string_view segment) {
  const std::size_t at = text.rfind(segment);
  if (at == std::string_view::npos) return at;
  const std::size_t end = at + segment.size();
  const bool begins = at > 0 && text[at - 1] == '/';
  const bool ends = end == text.size() || text[end] == '/' || text[end] == '?';
  return begins && ends ? at : std::string_view::npos;
}

std::optional<Value> renamed(const Value& value, const Id& old, const Id& id, json::Arena& arena);

std::optional<Value> renamed_text(std::string_view text, const Id& old, const Id& id,
                                  json::Arena& arena) {
  if (text.find('/') == std::string_view::npos) return std::nullopt;
  for (const std::string* written : {&old.segment(), &old.text()}) {  // authors write both
    const std::size_t at = find_segment(text, *written);
    if (at == std::string_view::npos) continue;
    return Value::string(arena, fmt::format("{}{}{}", text.substr(0, at), id.segment(),
                                            text.substr(at + written->size())));
  }
  return std::nullopt;
}

std::optional<Value> renamed_elements(std::span<const Value> elements, const Id& old, const Id& id,
                                      json::Arena& arena) {
  std::vector<Value> out;  // empty until something differs
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const auto other = renamed(elements[i], old, id, arena);
    if (!other) continue;
    if (out.empty()) out.assign(elements.begin(), elements.end());
    out[i] = *other;
  }
  return out.empty() ? std::nullopt : std::optional(Value::array(arena, out));
}

std::optional<Value> renamed_members(std::span<const Member> members, const Id& old, const Id& id,
                                     json::Arena& arena) {
  std::vector<Member> out;  // empty until something differs
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto other = renamed(members[i].value, old, id, arena);
    if (!other) continue;
    if (out.empty()) out.assign(members.begin(), members.end());
    out[i].value = *other;
  }
  return out.empty() ? std::nullopt : std::optional(Value::object(arena, out));
}

// The value in which texts that name the old id name the new one; nullopt where none does, as in
// most.
std::optional<Value> renamed(const Value& value, const Id& old, const Id& id, json::Arena& arena) {
  if (value.is_string()) return renamed_text(value.as_string(), old, id, arena);
  if (value.is_array()) return renamed_elements(value.elements(), old, id, arena);
  if (value.is_object()) return renamed_members(value.members(), old, id, arena);
  return std::nullopt;
}

}  // namespace

Value with_id(const Resource& resource, const Value& value, const Value& id, json::Arena& arena) {
  const Value* old = json::resolve(value, resource.id_pointer);
  Value out = value;
  if (old != nullptr && (old->is_string() || old->is_number())) {
    const Id before(id_text(*old));
    if (!before.text().empty())
      out = renamed(value, before, Id(id_text(id)), arena).value_or(value);
  }
  return with_part(out, resource.id_pointer, id, arena);
}

Value projected(const Fields& fields, const Value& own, const Value& document, json::Arena& arena) {
  if (!own.is_object()) return document;
  std::vector<Member> members;
  for (const Member& member : own.members()) {
    const Value* stored = document.find(member.name());
    members.emplace_back(json::HashedName(member.name(), member.hash),
                         stored == nullptr ? member.value : *stored);
  }
  for (const Member& member : document.members()) {
    const bool is_shown =
        fields.find(member.name()) != nullptr && own.find(member.name()) == nullptr;
    if (is_shown) members.emplace_back(json::HashedName(member.name(), member.hash), member.value);
  }
  return Value::object(arena, members);
}

}  // namespace holotype::state
