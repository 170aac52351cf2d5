// Which parameters of a list operation mean what, and what a request says for them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/percent.h"
#include "http/target.h"
#include "json/number.h"
#include "json/pointer.h"
#include "json/text.h"
#include "state/naming.h"
#include "state/paging.h"

namespace holotype::state {
namespace {

struct NamedUse {
  std::string_view name;  // folded
  ListUse use;
};
constexpr NamedUse kUses[] = {
    {"limit", ListUse::Limit},
    {"perpage", ListUse::Limit},
    {"pagesize", ListUse::Limit},
    {"take", ListUse::Limit},
    {"top", ListUse::Limit},
    {"maxresults", ListUse::Limit},
    {"maxitems", ListUse::Limit},
    {"pagelimit", ListUse::Limit},
    {"size", ListUse::Limit},
    {"count", ListUse::Limit},
    {"first", ListUse::Limit},
    {"offset", ListUse::Offset},
    {"skip", ListUse::Offset},
    {"startindex", ListUse::Offset},
    {"pageoffset", ListUse::Offset},
    {"page", ListUse::Page},
    {"pagenumber", ListUse::Page},
    {"pageindex", ListUse::Page},
    {"cursor", ListUse::After},
    {"after", ListUse::After},
    {"startingafter", ListUse::After},
    {"pagetoken", ListUse::After},
    {"nexttoken", ListUse::After},
    {"nextcursor", ListUse::After},
    {"continue", ListUse::After},
    {"continuationtoken", ListUse::After},
    {"pagecursor", ListUse::After},
    {"endingbefore", ListUse::Before},
    {"before", ListUse::Before},
    {"sort", ListUse::SortBy},
    {"sortby", ListUse::SortBy},
    {"orderby", ListUse::SortBy},
    {"sortfield", ListUse::SortBy},
    {"order", ListUse::SortOrder},
    {"sortorder", ListUse::SortOrder},
    {"direction", ListUse::SortOrder},
    {"sortdirection", ListUse::SortOrder},
    {"orderdirection", ListUse::SortOrder},
    {"sortdir", ListUse::SortOrder},
    {"dir", ListUse::SortOrder},
};

document::Node keyword(const openapi::Parameter& parameter, std::string_view name,
                       const FieldReader& reader) {
  if (!parameter.schema) return {};
  if (const document::Node own = parameter.schema.node.member(name)) return own;
  const document::Node end = reader.identity(parameter.schema.node);
  return end ? end.member(name) : document::Node{};
}

std::span<const json::Value> choices_of(const openapi::Parameter& parameter,
                                        const FieldReader& reader) {
  if (const document::Node choices = keyword(parameter, "enum", reader))
    return choices.value->elements();
  if (const document::Node items = keyword(parameter, "items", reader)) {
    const document::Node choices = reader.identity(items).member("enum");
    if (choices) return choices.value->elements();
  }
  return {};
}

const Field* same_field(const Fields& item, std::string_view name) {
  if (const Field* own = item.find(name)) return own;
  const std::string wanted = folded(name);
  const auto found = std::ranges::find_if(
      item.members, [&wanted](const Field& field) { return folded(field.name) == wanted; });
  return found == item.members.end() ? nullptr : &*found;
}

// One value of an enumerated sort parameter: "-created_at", "created_at:desc", "name_asc", "name".
struct SortKey {
  std::string property;
  bool is_descending = false;
};
SortKey sort_key(std::string_view text) {
  SortKey key;
  if (text.starts_with('-')) key.is_descending = true;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  for (const std::string_view end : {":desc", "_desc", " desc", ".desc", ",desc", "-desc"}) {
    if (text.ends_with(end)) {
      key.is_descending = true;
      text.remove_suffix(end.size());
    }
  }
  for (const std::string_view end : {":asc", "_asc", " asc", ".asc", ",asc", "-asc"}) {
    if (text.ends_with(end)) text.remove_suffix(end.size());
  }
  key.property = text;
  return key;
}

bool sorts_by_property(const openapi::Parameter& parameter, const Fields& item,
                       const FieldReader& reader) {
  return std::ranges::any_of(choices_of(parameter, reader), [&item](const json::Value& choice) {
    return choice.is_string() && same_field(item, sort_key(choice.as_string()).property) != nullptr;
  });
}

bool orders(const openapi::Parameter& parameter, const FieldReader& reader) {
  return std::ranges::any_of(choices_of(parameter, reader), [](const json::Value& choice) {
    return choice.is_string() && folded(choice.as_string()).starts_with("desc");
  });
}

// Words of pages that are the names of properties as often.
bool is_ambiguous(std::string_view name) {
  static constexpr std::string_view kWords[] = {"size", "count",  "first", "top",
                                                "take", "before", "after", "continue"};
  return std::ranges::find(kWords, name) != std::end(kWords);
}

// Whether the schema has values that the use can have: numbers of elements and pages, and a cursor
// that is no date.
bool fits(ListUse use, const openapi::Parameter& parameter, const FieldReader& reader) {
  if (use == ListUse::Limit || use == ListUse::Offset || use == ListUse::Page) {
    const document::Node type = keyword(parameter, "type", reader);
    return !type || !type.value->is_string() || type.value->as_string() == "integer" ||
           type.value->as_string() == "number";
  }
  if (use != ListUse::After && use != ListUse::Before) return true;
  const document::Node format = keyword(parameter, "format", reader);
  return !format || !format.value->is_string() || !format.value->as_string().starts_with("date");
}

// Whether another parameter turns pages: what may say their size then does.
bool turns_pages(const openapi::Operation& operation, const FieldReader& reader) {
  return std::ranges::any_of(operation.parameters, [&reader](const openapi::Parameter& parameter) {
    const auto* row = std::ranges::find(kUses, folded(parameter.name), &NamedUse::name);
    if (parameter.in != openapi::In::Query || row == std::end(kUses)) return false;
    const bool turns = row->use == ListUse::Page || row->use == ListUse::Offset ||
                       row->use == ListUse::After || row->use == ListUse::Before;
    return turns && fits(row->use, parameter, reader);
  });
}

std::optional<std::int64_t> integer_of(const json::Value& value) {
  return value.is_number() ? json::to_int64(value) : std::nullopt;
}

std::string text_of(const json::Value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::write(value);
}

}  // namespace

ListParameters list_parameters(const openapi::Operation& operation, const Fields& item,
                               FieldReader& reader) {
  ListParameters out;
  for (const openapi::Parameter& parameter : operation.parameters) {
    if (parameter.in != openapi::In::Query) continue;
    ListParameter one{.parameter = &parameter};
    if (const document::Node value = keyword(parameter, "default", reader))
      one.default_value = value.value;
    const std::string name = folded(parameter.name);
    const auto* row = std::ranges::find(kUses, name, &NamedUse::name);
    const std::string_view bare =
        std::string_view(parameter.name).substr(0, parameter.name.find('['));
    const Field* const field = same_field(item, bare);
    bool is_known = row != std::end(kUses);
    if (is_known) {
      const bool is_fitting = fits(row->use, parameter, reader);
      const bool is_of_page = row->use == ListUse::Limit && turns_pages(operation, reader);
      const bool is_property =
          field != nullptr && (!is_fitting || (is_ambiguous(name) && !is_of_page));
      const bool is_date = !is_fitting && row->use != ListUse::Limit && row->use != ListUse::Page &&
                           row->use != ListUse::Offset;
      is_known = !is_property && !is_date;
    }
    if (is_known && row->use == ListUse::SortBy) {
      if (!sorts_by_property(parameter, item, reader)) continue;
      one.use = ListUse::SortBy;
      for (const Field& member : item.members) one.properties.emplace_back(member.name);
    } else if (is_known && row->use == ListUse::SortOrder && orders(parameter, reader)) {
      one.use = ListUse::SortOrder;
    } else if (is_known && row->use != ListUse::SortOrder) {
      one.use = row->use;
      const document::Node least = keyword(parameter, "minimum", reader);
      const auto says_zero = [](const json::Value* v) {
        return v != nullptr && integer_of(*v) == 0;
      };
      // The page that is asked for by default is the first, whatever else the schema allows.
      if (says_zero(one.default_value == nullptr ? least.value : one.default_value))
        one.first_page = 0;
    } else if (parameter.name.find_first_of("<>!") != std::string::npos) {
      continue;  // "StartTime>" asks for a range
    } else if (field != nullptr) {
      one.property = field->name;
    } else {
      continue;
    }
    out.push_back(std::move(one));
  }
  return out;
}

namespace {

// The property that a sort key names; "" where it names something else ("relevance").
std::string property_of(const ListParameter& parameter, std::string_view name) {
  const auto exact = std::ranges::find(parameter.properties, name);
  if (exact != parameter.properties.end()) return *exact;
  const auto same = std::ranges::find_if(
      parameter.properties,
      [wanted = folded(name)](const std::string& own) { return folded(own) == wanted; });
  return same == parameter.properties.end() ? std::string() : *same;
}

}  // namespace

ListQuery read_query(const ListParameters& parameters, std::span<const Given> given) {
  ListQuery query;
  for (const ListParameter& one : parameters) {
    const auto found = std::ranges::find(given, one.parameter, &Given::parameter);
    const json::Value* value = found != given.end() ? &found->value : one.default_value;
    if (one.use == ListUse::Page) query.first_page = one.first_page;
    if (value == nullptr || (one.use == ListUse::Filter && found == given.end())) continue;
    const json::Value& first =
        value->is_array() && value->size() > 0 ? value->elements().front() : *value;
    // Some descriptions say "string" of what is a number.
    std::optional<std::int64_t> number = integer_of(first);
    json::Arena arena;
    if (first.is_string()) {
      if (const auto read = json::read(arena, first.as_string())) number = integer_of(*read);
    }
    const bool is_natural = number && *number >= 0;
    switch (one.use) {
      case ListUse::Filter:
        query.filters.push_back({one.property, *value});
        break;
      case ListUse::Limit:
        if (is_natural) query.limit = number;
        break;
      case ListUse::Offset:
        if (is_natural) query.offset = *number;
        break;
      case ListUse::Page:
        if (is_natural) query.page = number;
        break;
      case ListUse::After:
        query.after = text_of(first);
        break;
      case ListUse::Before:
        query.before = text_of(first);
        break;
      case ListUse::SortBy: {
        const SortKey key = sort_key(text_of(first));
        query.sort_by = property_of(one, key.property);
        query.is_descending |= key.is_descending;
        break;
      }
      case ListUse::SortOrder:
        query.is_descending = folded(text_of(first)).starts_with("desc");
        break;
    }
  }
  return query;
}

std::string to_string(const ListParameters& parameters) {
  constexpr std::string_view kNames[] = {"filter", "limit",  "offset", "page",
                                         "after",  "before", "sort",   "order"};
  std::string text;
  for (const ListParameter& one : parameters) {
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ",
                        kNames[static_cast<std::size_t>(one.use)], one.parameter->name);
  }
  return text;
}

}  // namespace holotype::state
