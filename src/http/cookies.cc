#include "http/cookies.h"

#include "http/field.h"

namespace holotype::http {

std::vector<Cookie> parse_cookies(std::string_view field) {
  std::vector<Cookie> cookies;
  while (!field.empty()) {
    const std::size_t end = field.find(';');
    const std::string_view pair = field.substr(0, end);
    field.remove_prefix(end == std::string_view::npos ? field.size() : end + 1);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const Cookie cookie{trim(pair.substr(0, equals)), trim(pair.substr(equals + 1))};
    if (!cookie.name.empty()) cookies.push_back(cookie);
  }
  return cookies;
}

std::vector<Cookie> parse_cookies(const Headers& headers) {
  std::vector<Cookie> cookies;
  for (const Header& header : headers) {
    if (!equal_ignoring_case(header.name, "cookie")) continue;
    const std::vector<Cookie> more = parse_cookies(std::string_view(header.value));
    cookies.insert(cookies.end(), more.begin(), more.end());
  }
  return cookies;
}

}  // namespace holotype::http
