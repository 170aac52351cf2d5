#include "proxy/forwarding.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
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

// How often the request may still be forwarded; nullopt where nothing says it (RFC 9110 section
// 7.6.2: the field is of two methods, one number). More than fits is as much as fits.
std::optional<std::uint32_t> max_forwards(const http::Request& request) {
  if (request.method != "TRACE" && request.method != "OPTIONS") return std::nullopt;
  const auto text = request.headers.combined("Max-Forwards");
  if (!text || text->empty() || text->find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  std::uint32_t number = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
  return read.ec == std::errc() ? number : UINT32_MAX;
}

}  // namespace

bool ends_here(const http::Request& request) { return max_forwards(request) == 0u; }

http::Response answer_at_the_end(const http::Request& request, const http::Request& redacted) {
  if (request.method != "TRACE") return {.status = 204};
  std::string message = fmt::format("TRACE {} HTTP/1.1\r\n", redacted.raw_target);
  for (const http::Header& header : redacted.headers) {
    const bool is_itself = std::ranges::any_of(request.headers, [&header](const auto& field) {
      return field.name == header.name && field.value == header.value;
    });
    if (is_itself) message += fmt::format("{}: {}\r\n", header.name, header.value);
  }
  return {200, {{"Content-Type", "message/http"}}, message + "\r\n"};
}

http::Request to_upstream(const http::Request& request, std::string_view path_prefix,
                          Expectation expectation) {
  http::Request out;
  out.method = request.method;
  // OPTIONS * is about the server, not about a path on it (RFC 9112 section 3.2.4).
  if (request.raw_target != "*") out.raw_target = path_prefix;
  out.raw_target += request.raw_target;
  out.headers = end_to_end(request.headers);
  if (const auto left = max_forwards(request); left && *left > 0)
    out.headers.set("Max-Forwards", std::to_string(*left - 1));
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
