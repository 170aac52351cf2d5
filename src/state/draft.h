// Drafts: from what a client sends to a representation that the API could answer with.
//
// A representation is a base (the description's own answer, or what is stored) with changes, and
// valid against the resource's schema whatever the client sent: of a change that would break it the
// nearest that does not is taken (merged into what was there), else none. Patches are the
// exception: each is one change.
//
// Threads: pure. Spec: RFC 7396 (merge patch), RFC 6902 (JSON Patch). Tests:
// tests/state/draft_test.cc
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "json/arena.h"
#include "json/value.h"
#include "state/resource.h"

namespace holotype::state {

// What becomes of one member.
struct Change {
  std::string_view name;
  std::optional<json::Value> value;  // nullopt: it is removed
};
using Changes = std::vector<Change>;

// What a request's body asks for, as far as the resource has such members and the client may set
// them (not readOnly, not writeOnly, not the id). `body` is what the request carried.
// Create: defaults of the request's schema count as sent.
Changes changes_to_create(const OperationRole& role, const json::Value& body);
// RFC 7396: null removes; objects are merged into those of `old`. Where plain JSON was sent, null
// is what a member becomes that may be null.
enum class Nulls : std::uint8_t { Remove, MayStay };
Changes changes_to_merge(const OperationRole& role, const json::Value& body, const json::Value& old,
                         Nulls nulls, json::Arena& arena);
// What the client could have sent and did not goes.
Changes changes_to_replace(const OperationRole& role, const json::Value& body);

// The member that names the parent, whose id is `id`: as a number where it may be no text, or where
// the parent's ids are numbers and it may be one. Nothing where none names it, or it cannot be that
// number.
Changes parent_names(const Resource& resource, std::string_view id, json::Arena& arena);

// The members that say when: those of the moment of creation (createdAt, created, date_created),
// where `is_new`, and those of the last change (updatedAt, modified). `base` shows whether a member
// is a text or a number of seconds.
enum class Moment : std::uint8_t { Creation, Change };
Changes time_stamps(const Resource& resource, const json::Value& base, Moment moment, Instant now,
                    json::Arena& arena);

// What changes begin with. What a description alone would answer may contradict what a client asks
// for (another branch of a oneOf), and gives way; of what is stored nothing goes that no change
// names.
enum class Base : std::uint8_t { Described, Stored };

// `base` with all `fixed` changes and as many of `wanted` as the schema allows. nullopt: not even
// the fixed ones.
std::optional<json::Value> apply(const Resource& resource, Base kind, const json::Value& base,
                                 const Changes& fixed, const Changes& wanted, json::Arena& arena);

// `old` with all `wanted` and `fixed` changes, as a merge patch leaves it: all of them or none (RFC
// 5789 section 2). Where the schema does not allow it, what it says; nothing said: it does not
// allow the fixed ones alone.
holotype::Result<json::Value, diagnostic::Diagnostics> merged_whole(const Resource& resource,
                                                                    const json::Value& old,
                                                                    const Changes& fixed,
                                                                    const Changes& wanted,
                                                                    json::Arena& arena);

// What a patch that leaves `wanted` would change although it is not the client's to change: the id
// and readOnly members. Empty where it sends them as they are, or not at all.
diagnostic::Diagnostics withheld_changes(const OperationRole& role, const json::Value& old,
                                         const json::Value& wanted);
// The same of a merge patch (RFC 7396).
diagnostic::Diagnostics withheld_changes_of_merge(const OperationRole& role, const json::Value& old,
                                                  const json::Value& body, json::Arena& arena);

// `old` as a JSON Patch leaves it, with all `fixed` changes: `wanted`, an object. All of it or
// nothing (RFC 5789 section 2): withheld_changes(), or what the schema says where it does not allow
// it; nothing said: it does not allow the fixed ones alone.
holotype::Result<json::Value, diagnostic::Diagnostics> patched(const OperationRole& role,
                                                               const json::Value& old,
                                                               const json::Value& wanted,
                                                               const Changes& fixed,
                                                               json::Arena& arena);

// `value` with `id` in place of the old one, also inside texts that end in it ("/v1/tasks/tsk_1").
json::Value with_id(const Resource& resource, const json::Value& value, const json::Value& id,
                    json::Arena& arena);

// A document as another operation shows it: the members of `own` (what that operation would show
// by the description alone), with the values that the document has for them.
json::Value projected(const Fields& fields, const json::Value& own, const json::Value& document,
                      json::Arena& arena);

}  // namespace holotype::state
