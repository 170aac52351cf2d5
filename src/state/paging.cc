// Which elements of a list a query asks for, and which page of them.
#include "state/paging.h"

#include <algorithm>

#include "json/number.h"
#include "json/text.h"

namespace holotype::state {
namespace {

std::string text_of(const json::Value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::write(value);
}

// {"gte": 1, "lt": 9}: bounds of numbers and of texts such as dates.
std::optional<bool> is_within(const json::Value& property, const json::Value& bounds) {
  bool is_inside = true;
  for (const json::Member& bound : bounds.members()) {
    const std::string_view name = bound.name();
    if (name != "gt" && name != "gte" && name != "lt" && name != "lte") return std::nullopt;
    std::strong_ordering order = std::strong_ordering::equal;
    if (property.is_number() && bound.value.is_number()) {
      order = json::compare(property, bound.value);
    } else {
      order = text_of(property) <=> text_of(bound.value);
    }
    const bool is_met =
        (name[0] == 'g' ? order > 0 : order < 0) || (name.ends_with('e') && order == 0);
    is_inside = is_inside && is_met;
  }
  return bounds.size() > 0 ? std::optional(is_inside) : std::nullopt;
}

}  // namespace

bool has_value(const json::Value& property, const json::Value& wanted) {
  if (wanted.is_object()) {
    if (const auto inside = is_within(property, wanted)) return *inside;
    return std::ranges::all_of(wanted.members(), [&property](const json::Member& member) {
      const json::Value* own = property.find(member.name());
      return own != nullptr && has_value(*own, member.value);
    });
  }
  if (wanted.is_array()) {
    return std::ranges::any_of(wanted.elements(), [&property](const json::Value& one) {
      return has_value(property, one);
    });
  }
  if (property.is_array()) {
    return std::ranges::any_of(property.elements(), [&wanted](const json::Value& one) {
      if (one.is_object() && !wanted.is_object()) {  // [{"id": 1, "name": "cute"}] has "cute"
        for (const std::string_view name : {"id", "name"}) {
          const json::Value* member = one.find(name);
          if (member != nullptr && has_value(*member, wanted)) return true;
        }
        return false;
      }
      return has_value(one, wanted);
    });
  }
  if (json::equal(property, wanted)) return true;
  const bool are_scalars = !property.is_object() && !wanted.is_object() && !property.is_null();
  return are_scalars && text_of(property) == text_of(wanted);
}

bool passes(const ListQuery& query, const json::Value& item) {
  return std::ranges::all_of(query.filters, [&item](const ListQuery::Filter& filter) {
    const json::Value* property = item.find(filter.property);
    return property != nullptr && has_value(*property, filter.value);
  });
}

void sort(const ListQuery& query, std::vector<DocumentPtr>& documents) {
  if (query.sort_by.empty()) {
    if (query.is_descending) std::ranges::reverse(documents);
    return;
  }
  const auto is_before = [&query](const DocumentPtr& a, const DocumentPtr& b) {
    const json::Value* left = a->value().find(query.sort_by);
    const json::Value* right = b->value().find(query.sort_by);
    const bool has_left = left != nullptr && !left->is_null();
    const bool has_right = right != nullptr && !right->is_null();
    if (!has_left || !has_right) return has_left && !has_right;
    const auto order = left->is_number() && right->is_number() ? json::compare(*left, *right)
                                                               : text_of(*left) <=> text_of(*right);
    return query.is_descending ? order > 0 : order < 0;
  };
  std::ranges::stable_sort(documents, is_before);
}

Page page_of(const ListQuery& query, std::span<const std::string_view> ids,
             std::optional<std::size_t> gap) {
  Page page;
  page.total = ids.size();
  page.limit = query.limit;
  const auto natural = [](std::int64_t n) {
    return static_cast<std::size_t>(std::max<std::int64_t>(n, 0));
  };
  const std::size_t limit = query.limit ? std::min(natural(*query.limit), page.total) : page.total;
  if (!query.before.empty()) {
    const auto found = std::ranges::find(ids, query.before);
    page.end = found == ids.end() ? gap.value_or(0) : static_cast<std::size_t>(found - ids.begin());
    page.begin = page.end - std::min(limit, page.end);
    return page;
  }
  std::size_t begin = std::min(natural(query.offset), page.total);
  if (query.page) page.number = std::max(*query.page, query.first_page);
  if (query.page && !query.limit) {
    // Everything is on the first page.
    if (page.number > query.first_page) begin = page.total;
  } else if (query.page) {
    const std::int64_t before = page.number - query.first_page;
    // A page so far out that its first element has no number is past the end, too.
    const bool is_beyond =
        *query.limit > 0 && before > static_cast<std::int64_t>(page.total) / *query.limit;
    begin = is_beyond ? page.total : std::min(natural(before * *query.limit), page.total);
  } else if (query.limit && *query.limit > 0) {
    page.number = query.first_page + static_cast<std::int64_t>(begin) / *query.limit;
  } else {
    page.number = query.first_page;
  }
  if (!query.after.empty()) {
    const auto found = std::ranges::find(ids, query.after);
    begin = found == ids.end() ? gap.value_or(page.total)
                               : static_cast<std::size_t>(found - ids.begin()) + 1;
  }
  page.begin = begin;
  page.end = begin + std::min(limit, page.total - begin);
  return page;
}

}  // namespace holotype::state
