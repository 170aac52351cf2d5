#include "state/shape.h"

#include <algorithm>
#include <array>

#include "http/media_type.h"
#include "json/pointer.h"
#include "state/naming.h"

namespace holotype::state {
namespace {

using document::Node;

// Members that hold the representation, or the list, that an answer is about.
constexpr std::array<std::string_view, 6> kSingles = {"data",   "item",   "result",
                                                      "entity", "record", "resource"};
constexpr std::array<std::string_view, 12> kLists = {"data",   "items",   "results",  "records",
                                                     "values", "entries", "content",  "rows",
                                                     "list",   "docs",    "elements", "objects"};
// Members below which a list may stand.
constexpr std::array<std::string_view, 4> kWrappers = {"data", "_embedded", "result", "response"};

// Ids by themselves, the likeliest first.
constexpr std::array<std::string_view, 2> kPlainIds = {"id", "_id"};
constexpr std::array<std::string_view, 4> kOtherIds = {"uuid", "guid", "uid", "sid"};
// Natural keys that a parameter of another name may stand for.
constexpr std::array<std::string_view, 7> kKeys = {"login", "username", "key",   "slug",
                                                   "code",  "name",     "number"};
// Last words of a parameter that are a property of their own: {issue_number} is /number.
constexpr std::array<std::string_view, 8> kOwnWords = {"number", "name",  "key",    "slug",
                                                       "code",   "login", "handle", "sha"};
// The last word of a parameter that means an id and nothing else.
constexpr std::array<std::string_view, 6> kIdWords = {"id", "uuid", "guid", "uid", "sid", "ids"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

const Field* scalar(const Fields& fields, std::string_view name) {
  const Field* field = fields.find(name);
  return field != nullptr && field->types.may_name() ? field : nullptr;
}

const Field* scalar_folded(const Fields& fields, std::string_view folded_name) {
  for (const Field& field : fields.members) {
    if (field.types.may_name() && folded(field.name) == folded_name) return &field;
  }
  return nullptr;
}

std::optional<std::string> pointer_of(const Field* field) {
  if (field == nullptr) return std::nullopt;
  return json::join("", field->name);
}

// The property that a parameter names by its own last word: "issue_number" is "number", "userName"
// is "name".
const Field* by_last_word(const Fields& fields, std::string_view parameter) {
  const std::vector<std::string> parts = words(parameter);
  const bool says_so = parts.size() > 1 && is_one_of(kOwnWords, parts.back());
  return says_so ? scalar_folded(fields, parts.back()) : nullptr;
}

// {username}, a string, is no /id that is a number.
bool may_be(const Field& field, const ItemNames& names) {
  const bool asks_for_text = names.types.has_string && !names.types.has_integer;
  const bool is_number = field.types.has_integer && !field.types.has_string;
  if (!asks_for_text || !is_number) return true;
  // Some descriptions say "string" of every parameter: {petId} is the id all the same.
  const std::vector<std::string> parts = words(names.parameter);
  return !parts.empty() && is_one_of(kIdWords, parts.back());
}

}  // namespace

std::optional<std::string> id_pointer(const Fields& fields, const ItemNames& names,
                                      FieldReader& reader) {
  if (!names.link_pointer.empty() && field_at(fields, names.link_pointer) != nullptr)
    return std::string(names.link_pointer);
  const std::string parameter = folded(names.parameter);
  // {customer} is the customer's id, not a property "customer" that it may have for other reasons.
  const bool is_bare = parameter == names.singular;
  if (!is_bare) {
    if (const Field* own = scalar(fields, names.parameter)) return pointer_of(own);
    if (const Field* own = scalar_folded(fields, parameter)) return pointer_of(own);
  }
  if (const Field* field = by_last_word(fields, names.parameter); field != nullptr && !is_bare)
    return pointer_of(field);
  for (const std::string_view name : kPlainIds) {
    const Field* field = scalar(fields, name);
    if (field != nullptr && may_be(*field, names)) return pointer_of(field);
  }
  if (const Field* field = scalar_folded(fields, names.singular + "id")) return pointer_of(field);
  for (const std::string_view name : kOtherIds) {
    if (const Field* field = scalar_folded(fields, name)) return pointer_of(field);
  }
  if (const Field* metadata = fields.find("metadata")) {  // Kubernetes
    const auto inner = reader.read(metadata->schemas);
    if (scalar(*inner, names.parameter) != nullptr) return json::join("/metadata", names.parameter);
  }
  const std::vector<std::string> parts = words(names.parameter);
  if (!parts.empty() && is_one_of(kIdWords, parts.back())) return std::nullopt;
  for (const std::string_view name : kKeys) {
    if (const Field* field = scalar(fields, name)) return pointer_of(field);
  }
  return std::nullopt;
}

const Field* field_at(const Fields& fields, std::string_view pointer) {
  const auto tokens = json::tokens(pointer);
  return tokens && tokens->size() == 1 ? fields.find(tokens->front()) : nullptr;
}

std::optional<Place> find_single(const Node& schema, const ItemNames& names, FieldReader& reader) {
  if (!schema) return std::nullopt;
  const auto body = reader.read(schema);
  if (!body->items.empty()) return std::nullopt;
  const auto place_of = [&](const Field& field) -> std::optional<Place> {
    if (field.types.has_array) return std::nullopt;
    auto inner = reader.read(field.schemas);
    auto id = id_pointer(*inner, names, reader);
    if (!id) return std::nullopt;
    return Place{json::join("", field.name), field.schemas, std::move(inner), std::move(*id)};
  };
  if (auto id = id_pointer(*body, names, reader)) return Place{"", {schema}, body, std::move(*id)};
  for (const Field& field : body->members) {
    const std::string name = folded(field.name);
    if (name != names.singular && !is_one_of(kSingles, name)) continue;
    if (auto place = place_of(field)) return place;
  }
  std::optional<Place> only;
  for (const Field& field : body->members) {
    auto place = place_of(field);
    if (!place) continue;
    if (only) return std::nullopt;
    only = std::move(place);
  }
  return only;
}

namespace {

std::optional<Place> elements_of(const std::vector<Node>& schemas, std::string pointer,
                                 const ItemNames& names, FieldReader& reader) {
  const auto array = reader.read(schemas);
  if (array->items.empty()) {
    // What a generic template leaves open ("items": {"$dynamicRef": ...}) may be anything.
    return array->types.has_array && array->members.empty()
               ? std::optional(Place{std::move(pointer), {}, array, ""})
               : std::nullopt;
  }
  auto item = reader.read(array->items);
  auto id = id_pointer(*item, names, reader);
  if (!id && !(item->members.empty() && item->items.empty() && !item->types.is_scalar()))
    return std::nullopt;
  return Place{std::move(pointer), array->items, std::move(item), id.value_or("")};
}

std::optional<Place> list_member(const Fields& body, const std::string& at, const ItemNames& names,
                                 FieldReader& reader) {
  std::optional<Place> only;
  std::size_t found = 0;
  for (const Field& field : body.members) {
    auto place = elements_of(field.schemas, json::join(at, field.name), names, reader);
    if (!place) continue;
    const std::string name = folded(field.name);
    if (is_one_of(kLists, name) || folded_singular(field.name) == names.singular) return place;
    if (!place->id.empty() && ++found == 1) only = std::move(place);
  }
  return found == 1 ? std::move(only) : std::nullopt;
}

}  // namespace

std::optional<Place> find_list(const Node& schema, const ItemNames& names, FieldReader& reader) {
  if (!schema) return std::nullopt;
  if (auto whole = elements_of({schema}, "", names, reader)) return whole;
  const auto body = reader.read(schema);
  if (auto member = list_member(*body, "", names, reader)) return member;
  for (const Field& field : body->members) {
    if (!is_one_of(kWrappers, field.name)) continue;
    const auto inner = reader.read(field.schemas);
    if (auto member = list_member(*inner, json::join("", field.name), names, reader)) return member;
  }
  return std::nullopt;
}

const openapi::MediaType* value_media_type(const std::vector<openapi::MediaType>& content) {
  const openapi::MediaType* first = nullptr;
  for (const openapi::MediaType& media_type : content) {
    if (!media_type.schema) continue;
    const auto type = http::parse_media_range(media_type.name);
    if (type && http::is_json(*type)) return &media_type;
    if (first == nullptr) first = &media_type;
  }
  return first;
}

}  // namespace holotype::state
