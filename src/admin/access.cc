#include "admin/access.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "admin/answers.h"
#include "diagnostic/rules_admin.h"
#include "http/auth.h"

namespace holotype::admin {
namespace {

namespace rules = diagnostic::rules;

// Takes as long whatever the first difference is, so that a token cannot be found byte by byte.
bool is_equal_in_constant_time(std::string_view given, std::string_view token) {
  unsigned difference = given.size() == token.size() ? 0 : 1;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const char other = given.empty() ? '\0' : given[i % given.size()];
    difference |= static_cast<unsigned char>(token[i]) ^ static_cast<unsigned char>(other);
  }
  return difference == 0;
}

bool carries(const http::Request& request, std::string_view token) {
  const std::string* field = request.headers.find("Authorization");
  if (field == nullptr) return false;
  const auto credentials = http::parse_credentials(*field);
  if (!credentials || !http::equal_ignoring_case(credentials->scheme, "bearer")) return false;
  const auto given = http::bearer_token(*credentials);
  return given && is_equal_in_constant_time(*given, token);
}

// "http://localhost:3000" -> "localhost"
std::string_view host_of(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
  if (origin.starts_with('['))
    return origin.substr(0, std::min(origin.find(']'), origin.size() - 1) + 1);
  return origin.substr(0, origin.find(':'));
}

}  // namespace

bool is_loopback(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (http::equal_ignoring_case(host, "localhost") || host == "::1") return true;
  const bool is_ipv4 = !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= '0' && c <= '9') || c == '.';
  });
  return is_ipv4 && host.starts_with("127.");
}

std::optional<std::string> why_unsafe(const Access& access, std::string_view host) {
  if (!access.token.empty() && access.token.size() < kShortestToken) {
    return fmt::format("The admin token is too short: it must have at least {} characters.",
                       kShortestToken);
  }
  // RFC 6750 section 2.1: what a token may consist of.
  const bool is_token = std::ranges::all_of(access.token, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-._~+/=").find(c) != std::string_view::npos;
  });
  if (!is_token)
    return "The admin token may have letters, digits and - . _ ~ + / = (RFC 6750, section 2.1).";
  if (!access.is_on || !access.token.empty() || is_loopback(host)) return std::nullopt;
  if (host.empty())
    return "The host to listen on is empty: name one, such as 127.0.0.1, or 0.0.0.0 for all.";
  return fmt::format(
      "{} can be reached from other machines, and the pages below /__holotype/ show what was "
      "received and change what is answered. Protect them with an admin token (--admin-token TOKEN "
      "or HOLOTYPE_ADMIN_TOKEN in the environment; in C++ Options::admin_token), or have none: on "
      "the command line --admin=false switches them off.",
      host);
}

std::optional<http::Response> refusal(const Access& access, const http::Request& request) {
  if (!access.is_on) {
    return problem_response(rules::kAdminOff, rules::kAdminOff.status, "This page is switched off",
                            "The server was started with --admin=false.");
  }
  if (!access.token.empty()) {
    if (carries(request, access.token)) return std::nullopt;
    http::Response response = problem_response(
        rules::kAdminTokenMissing, rules::kAdminTokenMissing.status,
        "This page needs the admin token",
        request.headers.contains("Authorization")
            ? "The Authorization field does not carry the token of --admin-token as Bearer."
            : "Send Authorization: Bearer with the token of --admin-token.");
    response.headers.add("WWW-Authenticate", "Bearer");
    return response;
  }
  const std::string* origin = request.headers.find("Origin");
  if (origin != nullptr && !is_loopback(host_of(*origin))) {
    return problem_response(
        rules::kAdminForeignOrigin, rules::kAdminForeignOrigin.status,
        "A page of another origin may not use this",
        fmt::format("The request comes from a page of {}. Start the server with --admin-token and "
                    "send the token, if that page is yours.",
                    *origin));
  }
  return std::nullopt;
}

}  // namespace holotype::admin
