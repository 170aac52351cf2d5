#include "http/entity_tag.h"

#include <algorithm>

namespace holotype::http {

bool lists_entity_tag(std::string_view list, std::string_view etag, Comparison comparison) {
  const auto skip = [&list](std::string_view characters) {
    list.remove_prefix(std::min(list.find_first_not_of(characters), list.size()));
  };
  skip(" \t");
  if (list.starts_with('*')) return true;
  // Empty elements are read over (RFC 9110 section 5.6.1.2).
  for (skip(" \t,"); !list.empty(); skip(" \t,")) {
    const bool is_weak = list.starts_with("W/");
    if (is_weak) list.remove_prefix(2);
    const std::size_t end = list.starts_with('"') ? list.find('"', 1) : list.find(',');
    const std::size_t size = end == std::string_view::npos ? list.size() : end + 1;
    if (list.substr(0, size) == etag && !(is_weak && comparison == Comparison::Strong)) return true;
    list.remove_prefix(size);
  }
  return false;
}

}  // namespace holotype::http
