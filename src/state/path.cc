#include "state/path.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holotype::state {

std::string Path::key() const { return fmt::format("/{}", fmt::join(segments, "/")); }

bool Path::is_below(const Path& other) const {
  return other.segments.size() < segments.size() &&
         std::equal(other.segments.begin(), other.segments.end(), segments.begin());
}

Path read_path(std::string_view text) {
  Path path;
  text = text.substr(0, text.find_first_of("?#"));
  for (const std::string_view extension : {".json", ".xml"}) {
    if (text.ends_with(extension)) text.remove_suffix(extension.size());
  }
  if (text.starts_with('/')) text.remove_prefix(1);
  if (text.ends_with('/')) text.remove_suffix(1);
  std::string segment;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    if (close != std::string_view::npos) {
      path.names.emplace_back(text.substr(i + 1, close - i - 1));
      segment += "{}";
      i = close;
    } else if (text[i] == '/') {
      path.segments.push_back(std::exchange(segment, {}));
    } else {
      segment += text[i];
    }
  }
  path.segments.push_back(std::move(segment));
  return path;
}

}  // namespace holotype::state
