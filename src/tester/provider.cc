#include "tester/provider.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "http/field.h"

namespace holotype::tester {
namespace {

constexpr std::size_t kMaxCurlBody = 4000;

// `text` in single quotes, as POSIX shells read it.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

// As it stands in double quotes.
std::string shell_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '`' || c == '$') out += '\\';
    out += c;
  }
  return out;
}

// Bytes that no argument of a program can hold, for printf(1).
std::string printf_quoted(std::string_view bytes) {
  std::string out = "'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F || c == '\'' || c == '\\' || c == '%') {
      out += fmt::format("\\{:03o}", byte);
    } else {
      out += c;
    }
  }
  return out + "'";
}

// Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7); nullopt where it
// is none.
std::optional<std::int64_t> seconds_of(std::string_view date) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (date.size() != 29 || !date.ends_with(" GMT")) return std::nullopt;
  const auto number = [&date](std::size_t at, std::size_t size) {
    int value = -1;
    std::from_chars(date.data() + at, date.data() + at + size, value);
    return value;
  };
  const std::size_t month = kMonths.find(date.substr(8, 3));
  const int day = number(5, 2), hour = number(17, 2), minute = number(20, 2);
  const int second = number(23, 2);
  if (month == kMonths.npos || month % 3 != 0) return std::nullopt;
  if (day < 1 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  const std::chrono::year_month_day when(std::chrono::year(number(12, 4)),
                                         std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!when.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(when).time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(days).count() + hour * 3600 +
         minute * 60 + second;
}

// What Retry-After says; a date counts from the service's own clock, its Date. One second where it
// says nothing that can be read.
std::chrono::milliseconds retry_after(const http::Response& response) {
  const std::string* text = response.headers.find("Retry-After");
  std::int64_t seconds = 1;
  if (text != nullptr) {
    const auto read = std::from_chars(text->data(), text->data() + text->size(), seconds);
    const std::string* now = response.headers.find("Date");
    const auto from = now == nullptr ? std::nullopt : seconds_of(*now);
    if (const auto until = seconds_of(*text); read.ec != std::errc() && until && from)
      seconds = *until - *from;
  }
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 3600));
}

bool wants_patience(const http::Response& response) {
  return response.status == 429 ||
         (response.status == 503 && response.headers.contains("Retry-After"));
}

}  // namespace

Provider::Provider(ProviderSettings settings, Send send)
    : settings_(std::move(settings)),
      secrets_(secrets_of(settings_.headers, settings_.credentials)),
      send_(std::move(send)) {}

http::Request Provider::wire(const http::Request& request, const openapi::Operation& operation,
                             Credentials credentials) const {
  http::Request wire = request;
  const std::string& described = operation.servers.front().base_path;
  if (settings_.base_path && wire.raw_target.starts_with(described))
    wire.raw_target = *settings_.base_path + wire.raw_target.substr(described.size());
  for (const GivenHeader& header : settings_.headers) {
    const bool is_left_out =
        credentials == Credentials::LeftOut && is_credential(operation, header.name);
    if (!is_left_out) wire.headers.set(header.name, header.value);
  }
  return wire;
}

bool Provider::has_given_credentials(const openapi::Operation& operation) const {
  return std::ranges::any_of(settings_.headers, [&](const GivenHeader& header) {
    return is_credential(operation, header.name);
  });
}

std::optional<std::string> Provider::target_of(std::string_view reference) const {
  reference = reference.substr(0, reference.find('#'));
  if (reference.starts_with(settings_.origin)) {
    reference.remove_prefix(settings_.origin.size());
    if (reference.empty()) return "/";
  }
  const bool is_path = reference.starts_with('/') && !reference.starts_with("//");
  return is_path ? std::optional<std::string>(reference) : std::nullopt;
}

std::string Provider::described(const std::string& target) const {
  const bool is_below = settings_.base_path && target.starts_with(*settings_.base_path);
  return is_below ? target.substr(settings_.base_path->size()) : target;
}

Result<http::Response> Provider::ask(const http::Request& wire) {
  for (;;) {
    ++sent_;
    Result<http::Response> response = send_(wire);
    has_answered_ = has_answered_ || response.has_value();
    if (!response || !wants_patience(*response)) return response;
    // At least a little each time, so that "Retry-After: 0" comes to an end.
    const auto wait = std::max(retry_after(*response), std::chrono::milliseconds(100));
    if (!settings_.sleep || waited_ + wait > settings_.max_wait) return response;
    waited_ += wait;
    settings_.sleep(wait);
  }
}

// One word of a shell. Secrets are in double quotes, so that $NAME is the shell's to fill in.
std::string Provider::quoted(std::string_view text) const {
  std::string filled;
  std::string_view rest = text;
  bool has_secret = false;
  while (!rest.empty()) {
    const auto found = std::ranges::find_if(
        secrets_, [rest](const Secret& secret) { return rest.starts_with(secret.value); });
    if (found != secrets_.end()) {
      filled += found->shown;
      rest.remove_prefix(found->value.size());
      has_secret = true;
      continue;
    }
    filled += shell_escaped(rest.substr(0, 1));
    rest.remove_prefix(1);
  }
  return has_secret ? "\"" + filled + "\"" : shell_quoted(text);
}

std::string Provider::curl(const http::Request& wire) const {
  std::string line = "curl -i";
  if (wire.method != "GET" || !wire.body.empty()) line += " -X " + wire.method;
  // curl reads [] and {} of a URL as patterns.
  if (wire.raw_target.find_first_of("[]{}") != std::string::npos) line += " -g";
  line += " " + quoted(settings_.origin + wire.raw_target);
  for (const http::Header& header : wire.headers) {
    const auto given = std::ranges::find_if(settings_.headers, [&](const GivenHeader& g) {
      return http::equal_ignoring_case(g.name, header.name) && g.value == header.value;
    });
    line += " -H ";
    if (given != settings_.headers.end()) {  // however short its value is
      line += "\"" + header.name + ": " + given->shown + "\"";
    } else {
      // curl sends an empty field for "Name;" alone.
      line += quoted(header.name + (header.value.empty() ? ";" : ": " + header.value));
    }
  }
  if (wire.body.empty()) return line;
  if (wire.body.size() > kMaxCurlBody) {
    return fmt::format("{} --data-binary @body  # {} bytes: \"request\" of --format json has them",
                       line, wire.body.size());
  }
  // curl adds this Content-Type to data where no other is given.
  if (!wire.headers.contains("Content-Type")) line += " -H 'Content-Type:'";
  const bool fits_argument = std::ranges::none_of(wire.body, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
  });
  if (fits_argument && wire.body.front() != '@')
    return line + " --data-binary " + shell_quoted(wire.body);
  return "printf " + printf_quoted(wire.body) + " | " + line + " --data-binary @-";
}

ShownRequest Provider::shown(const http::Request& wire) const {
  ShownRequest shown{.method = wire.method,
                     .url = scrub(settings_.origin + wire.raw_target),
                     .headers = {},
                     .body = wire.body};
  for (const http::Header& header : wire.headers) {
    const auto given = std::ranges::find_if(settings_.headers, [&](const GivenHeader& g) {
      return http::equal_ignoring_case(g.name, header.name) && g.value == header.value;
    });
    shown.headers.push_back(
        {header.name, given == settings_.headers.end() ? scrub(header.value) : given->shown});
  }
  return shown;
}

std::string Provider::scrub(std::string text) const {
  for (const Secret& secret : secrets_) {
    for (std::size_t at = text.find(secret.value); at != std::string::npos;
         at = text.find(secret.value, at + secret.shown.size())) {
      text.replace(at, secret.value.size(), secret.shown);
    }
  }
  return text;
}

}  // namespace holotype::tester
