#include "transport/base_url.h"

#include <fmt/format.h>

#include <algorithm>

namespace holotype::transport {

Result<BaseUrl> BaseUrl::parse(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t authority = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", authority), url.size());
  const bool is_appendable = std::ranges::none_of(url.substr(end), [](char c) {
    return c == '?' || c == '#' || static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
  });
  if (!is_appendable) {
    return fail(
        fmt::format("{} is no base URL: it is a scheme, a host and perhaps a port and a path, like "
                    "http://localhost:8080/v1, and no query, fragment or white space follows.",
                    url));
  }
  BaseUrl base{std::string(url.substr(0, end)), std::nullopt};
  if (end == url.size()) return base;
  std::string_view path = url.substr(end);
  while (path.ends_with('/')) path.remove_suffix(1);
  base.path = std::string(path);
  return base;
}

}  // namespace holotype::transport
