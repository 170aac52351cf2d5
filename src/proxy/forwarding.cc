#include "proxy/forwarding.h"

#include <algorithm>
#include <vector>

#include "http/field.h"

namespace holotype::proxy {
namespace {

// NON-STANDARD: Keep-Alive and Proxy-Connection are older than Connection's list (RFC 9110 section
// 7.6.1 names them).
constexpr std::string_view kOfOneConnection[] = {"Connection", "Keep-Alive",        "TE",
                                                 "Trailer",    "Transfer-Encoding", "Upgrade"};
constexpr std::string_view kPrefixes[] = {"Proxy-", "Holotype-"};

// Section 7.6.3: the version received, and a pseudonym in place of host and port.
constexpr std::string_view kVia = "1.1 holotype";

bool begins_with(std::string_view name, std::string_view prefix) {
  return name.size() >= prefix.size() &&
         http::equal_ignoring_case(name.substr(0, prefix.size()), prefix);
}

// The names that Connection lists.
std::vector<std::string> named_by_connection(const http::Headers& headers) {
  std::vector<std::string> names;
  const auto list = headers.combined("Connection");
  if (!list) return names;
  std::string_view rest = *list;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view name = http::trim(rest.substr(0, comma));
    if (!name.empty()) names.emplace_back(name);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return names;
}

http::Headers end_to_end(const http::Headers& headers) {
  const std::vector<std::string> named = named_by_connection(headers);
  const auto equals = [](std::string_view name) {
    return [name](std::string_view other) { return http::equal_ignoring_case(name, other); };
  };
  http::Headers kept;
  for (const http::Header& header : headers) {
    const bool is_dropped = std::ranges::any_of(kOfOneConnection, equals(header.name)) ||
                            std::ranges::any_of(named, equals(header.name)) ||
                            std::ranges::any_of(kPrefixes, [&](std::string_view prefix) {
                              return begins_with(header.name, prefix);
                            });
    if (!is_dropped) kept.add(header.name, header.value);
  }
  kept.add("Via", std::string(kVia));
  return kept;
}

}  // namespace

http::Request to_upstream(const http::Request& request, std::string_view path_prefix) {
  http::Request out;
  out.method = request.method;
  // OPTIONS * is about the server, not about a path on it (RFC 9112 section 3.2.4).
  if (request.raw_target != "*") out.raw_target = path_prefix;
  out.raw_target += request.raw_target;
  out.headers = end_to_end(request.headers);
  out.headers.remove("Host");
  out.headers.remove("Expect");
  out.body = request.body;
  return out;
}

http::Response to_client(http::Response answer) {
  answer.headers = end_to_end(answer.headers);
  return answer;
}

}  // namespace holotype::proxy
