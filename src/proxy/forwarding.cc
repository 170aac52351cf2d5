#include "proxy/forwarding.h"

#include <algorithm>
#include <vector>

#include "http/field.h"

namespace holotype::proxy {
namespace {

// NON-STANDARD: Keep-Alive and Proxy-Connection are older than Connection's list (RFC 9110 section
// 7.6.1 names them).
constexpr std::string_view kOfOneConnection[] = {"Connection", "Keep-Alive", "TE",
                                                 "Transfer-Encoding", "Upgrade"};
constexpr std::string_view kPrefixes[] = {"Proxy-", "Holotype-"};

// Section 7.6.3: the version received, and a pseudonym in place of host and port.
constexpr std::string_view kVia = "1.1 holotype";

bool begins_with(std::string_view name, std::string_view prefix) {
  return name.size() >= prefix.size() &&
         http::equal_ignoring_case(name.substr(0, prefix.size()), prefix);
}

// The elements of the list that the fields of that name are, without parameters.
std::vector<std::string> elements_of(const http::Headers& headers, std::string_view name) {
  std::vector<std::string> elements;
  const auto list = headers.combined(name);
  if (!list) return elements;
  std::string_view rest = *list;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view element = rest.substr(0, comma);
    element = http::trim(element.substr(0, element.find(';')));
    if (!element.empty()) elements.emplace_back(element);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return elements;
}

bool reads_trailers(const http::Headers& headers) {
  return std::ranges::any_of(elements_of(headers, "TE"), [](const std::string& element) {
    return http::equal_ignoring_case(element, "trailers");
  });
}

http::Headers end_to_end(const http::Headers& headers) {
  const std::vector<std::string> named = elements_of(headers, "Connection");
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
  return kept;
}

}  // namespace

http::Request to_upstream(const http::Request& request, std::string_view path_prefix,
                          Expectation expectation) {
  http::Request out;
  out.method = request.method;
  // OPTIONS * is about the server, not about a path on it (RFC 9112 section 3.2.4).
  if (request.raw_target != "*") out.raw_target = path_prefix;
  out.raw_target += request.raw_target;
  out.headers = end_to_end(request.headers);
  out.headers.add("Via", std::string(kVia));
  out.headers.remove("Host");
  if (expectation == Expectation::IsMet) out.headers.remove("Expect");
  if (reads_trailers(request.headers)) {
    out.headers.add("TE", "trailers");
    out.headers.add("Connection", "TE");  // section 10.1.4
  }
  return out;
}

http::Response to_client(http::Response answer) {
  answer.headers = end_to_end(answer.headers);
  answer.headers.add("Via", std::string(kVia));
  return answer;
}

http::Response interim_to_client(const http::Response& answer) {
  return {answer.status, end_to_end(answer.headers), ""};
}

http::Headers trailers_passed_on(const http::Headers& trailers) { return end_to_end(trailers); }

}  // namespace holotype::proxy
