#include "session/address.h"

#include <algorithm>

namespace holotype::session {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::optional<Address> address_of(const http::Request& request) {
  const std::string_view target = request.raw_target;
  if (target.starts_with(kPathPrefix)) {
    const std::string_view rest = target.substr(kPathPrefix.size());
    const std::size_t end = rest.find_first_of("/?");
    if (end != std::string_view::npos && rest[end] == '/')
      return Address{rest.substr(0, end), rest.substr(end)};
  }
  const std::string* header = request.headers.find(kHeader);
  if (header == nullptr) return std::nullopt;
  return Address{*header, {}};
}

void enter(http::Request& request, const Address& address) {
  if (address.inner_target.empty()) return;
  std::string inner(address.inner_target);
  request.raw_prefix = request.raw_target.substr(0, request.raw_target.size() - inner.size());
  request.raw_target = std::move(inner);
}

bool is_valid_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || !is_alphanumeric(name.front())) return false;
  return std::ranges::all_of(
      name, [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace holotype::session
