#include "transport/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "http/field.h"
#include "transport/character_set.h"
#include "transport/framing.h"

namespace holotype::transport {
namespace {

using tl::unexpected;

// What a request line holds besides its target: a method, two spaces, "HTTP/1.1" and CRLF.
constexpr std::size_t kMaxMethodBytes = 64;
constexpr std::size_t kRequestLineOverhead = kMaxMethodBytes + 12;

// RFC 9112 section 2.2 asks for at least one blank line to be ignored before a request.
constexpr std::size_t kMaxBlankLines = 4;

// The first byte of a TLS handshake record (RFC 8446 section 5.1): someone typed https.
constexpr char kTlsHandshake = 0x16;

// RFC 9110 section 5.5: field-vchar, SP and HTAB; every other control character is refused.
constexpr CharacterSet kFieldValue = [] {
  CharacterSet set{};
  for (int c = 0x20; c < 256; ++c) set[c] = c != 0x7f;
  set['\t'] = true;
  return set;
}();

// Visible ASCII but "#". RFC 3986 allows less; browsers send "|", "{" and the like undecoded, and
// none of those blurs where the target ends.
constexpr CharacterSet kTarget = [] {
  CharacterSet set{};
  for (int c = 0x21; c < 0x7f; ++c) set[c] = c != '#';
  return set;
}();

unexpected<Fault> bad_request(std::string message) {
  return unexpected<Fault>(Fault{FaultKind::BadRequest, std::move(message)});
}

// ---- Request line ----

struct RequestLine {
  std::string_view method, target, version;
};

std::optional<RequestLine> split_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = line.find(' ', first + 1);
  if (second == std::string_view::npos || line.find(' ', second + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  return RequestLine{line.substr(0, first), line.substr(first + 1, second - first - 1),
                     line.substr(second + 1)};
}

// RFC 9112 section 2.3. Minor versions above 1 are read as 1.1 (RFC 9110 section 2.5).
std::optional<Fault> check_version(std::string_view version) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !is_digit(version[5]) ||
      version[6] != '.' || !is_digit(version[7])) {
    return Fault{FaultKind::BadRequest, "The request line does not end with an HTTP version."};
  }
  if (version[5] == '1') return std::nullopt;
  return Fault{FaultKind::VersionNotSupported,
               fmt::format("{} is not spoken here; use HTTP/1.1.", version)};
}

// The authority of an absolute-form target and its origin-form (RFC 9112 section 3.2.2).
struct AbsoluteForm {
  std::string_view authority, rest;
};

std::optional<AbsoluteForm> split_absolute_form(std::string_view target) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!http::equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    return AbsoluteForm{target.substr(0, end), target.substr(end)};
  }
  return std::nullopt;
}

std::optional<Fault> check_target(const RequestLine& line, const Limits& limits) {
  if (line.target.size() > limits.max_target_bytes) {
    return Fault{FaultKind::UriTooLong,
                 fmt::format("The target is {} bytes long; at most {} are read.",
                             line.target.size(), limits.max_target_bytes)};
  }
  const std::size_t odd = find_outside(kTarget, line.target);
  if (odd == std::string_view::npos) return std::nullopt;
  const auto byte = static_cast<unsigned char>(line.target[odd]);
  if (byte == '#') {
    return Fault{FaultKind::BadRequest,
                 "The target holds \"#\"; a fragment is never sent (RFC 9110 section 7.1)."};
  }
  return Fault{FaultKind::BadRequest,
               fmt::format("The target holds the byte 0x{:02X} at offset {}, which must be "
                           "percent-encoded (RFC 3986 section 2.1).",
                           byte, odd)};
}

// The request's method and target, in origin-form or "*"; `authority` is that of an absolute-form.
struct Target {
  http::Request request;
  std::optional<std::string> authority;
};

Result<Target, Fault> read_target(const RequestLine& line) {
  Target read;
  read.request.method = line.method;
  read.request.raw_target = line.target;
  if (line.method == "CONNECT") {
    return unexpected<Fault>(
        Fault{FaultKind::UnsupportedMethod, "CONNECT asks for a tunnel, which this is not."});
  }
  if (line.target.starts_with('/')) return read;
  if (line.target == "*") {
    if (line.method == "OPTIONS") return read;
    return bad_request("The target \"*\" is for OPTIONS alone (RFC 9112 section 3.2.4).");
  }
  const std::optional<AbsoluteForm> absolute = split_absolute_form(line.target);
  if (!absolute || absolute->authority.empty() || !is_host(absolute->authority)) {
    return bad_request(
        "The target is neither a path that begins with \"/\" nor a URL "
        "(RFC 9112 section 3.2).");
  }
  read.authority = absolute->authority;
  read.request.raw_target = absolute->rest;
  if (!absolute->rest.starts_with('/')) read.request.raw_target.insert(0, 1, '/');
  if (absolute->rest.empty() && line.method == "OPTIONS") read.request.raw_target = "*";
  return read;
}

struct Fields {
  http::Headers headers;
  FramingFields framing;
  Finding finding;  // the first one; reading goes on so that logs see every field
};

// What most requests have no more of.
constexpr std::size_t kUsualFields = 8;

// `section` is whole field lines.
Fields read_fields(std::string_view section) {
  Fields fields;
  fields.headers.reserve(kUsualFields);
  while (!section.empty()) {
    const std::size_t end = section.find("\r\n");
    Result<http::Header, Fault> field = parse_field_line(section.substr(0, end));
    if (!field) {
      fields.finding = std::move(field.error());
      break;
    }
    Finding finding = fields.framing.read(*field);
    if (!fields.finding) fields.finding = std::move(finding);
    fields.headers.add(std::move(field->name), std::move(field->value));
    section.remove_prefix(end + 2);
  }
  return fields;
}

}  // namespace

Result<http::Header, Fault> parse_field_line(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) {
    return bad_request("A header line begins with white space (RFC 9112 section 5.2).");
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return bad_request("A header line has no colon.");
  const std::string_view name = line.substr(0, colon);
  if (name.ends_with(' ') || name.ends_with('\t')) {
    return bad_request("A header name is followed by white space (RFC 9112 section 5.1).");
  }
  if (!http::is_token(name))
    return bad_request("A header name is not a token (RFC 9110 section 5.1).");
  const std::string_view value = http::trim(line.substr(colon + 1));
  const std::size_t odd = find_outside(kFieldValue, value);
  if (odd != std::string_view::npos) {
    return bad_request(fmt::format("The value of {} holds the control character 0x{:02X}.", name,
                                   static_cast<unsigned char>(value[odd])));
  }
  return http::Header{std::string(name), std::string(value)};
}

Result<std::size_t, Fault> HeadScanner::scan(std::string_view buffer, const Limits& limits) {
  if (!buffer.empty() && buffer.front() == kTlsHandshake) {
    return bad_request("These bytes look like TLS; this port speaks plain http.");
  }
  for (;;) {
    const std::size_t feed = buffer.find('\n', position_);
    if (feed == std::string_view::npos) break;
    if (feed == line_start_ || buffer[feed - 1] != '\r') {
      return bad_request("A line ends with LF alone; HTTP ends lines with CRLF.");
    }
    const bool is_blank = feed == line_start_ + 1;
    position_ = line_start_ = feed + 1;
    if (is_blank && lines_ > 0) return position_;
    if (is_blank) {
      begin_ = position_;
      if (begin_ > 2 * kMaxBlankLines) return bad_request("Blank lines where a request should be.");
      continue;
    }
    if (++lines_ == 1) header_start_ = position_;
    if (lines_ - 1 > limits.max_header_count ||
        position_ - header_start_ > limits.max_header_bytes) {
      break;
    }
  }
  position_ = std::max(position_, line_start_);
  Result<std::size_t, Fault> unfinished = check_unfinished(buffer, limits);
  position_ = buffer.size();
  return unfinished;
}

Result<std::size_t, Fault> HeadScanner::check_unfinished(std::string_view buffer,
                                                         const Limits& limits) const {
  if (lines_ == 0) {
    const std::string_view line = buffer.substr(begin_);
    if (line.size() <= limits.max_target_bytes + kRequestLineOverhead) return 0;
    if (line.substr(0, kMaxMethodBytes + 1).find(' ') == std::string_view::npos) {
      return bad_request("The request line does not begin with a method.");
    }
    return unexpected<Fault>(
        Fault{FaultKind::UriTooLong,
              fmt::format("The target is longer than {} bytes.", limits.max_target_bytes)});
  }
  if (lines_ - 1 > limits.max_header_count) {
    return unexpected<Fault>(
        Fault{FaultKind::HeaderFieldsTooLarge,
              fmt::format("The request has more than {} header fields.", limits.max_header_count)});
  }
  if (buffer.size() - header_start_ > limits.max_header_bytes) {
    return unexpected<Fault>(
        Fault{FaultKind::HeaderFieldsTooLarge,
              fmt::format("The header fields take more than {} bytes.", limits.max_header_bytes)});
  }
  return 0;
}

Result<Head, Fault> parse_head(std::string_view head, const Limits& limits) {
  const std::size_t end = head.find("\r\n");
  const std::optional<RequestLine> line = split_request_line(head.substr(0, end));
  if (!line) {
    return bad_request(
        "The request line is not METHOD, target and version with one space between.");
  }
  if (!http::is_token(line->method) || line->method.size() > kMaxMethodBytes) {
    return bad_request("The method is not a token (RFC 9110 section 9.1).");
  }
  if (Finding finding = check_version(line->version)) return unexpected<Fault>(*std::move(finding));
  Finding finding = check_target(*line, limits);
  if (finding) {
    finding->received = outline(head);
    return unexpected<Fault>(*std::move(finding));
  }
  Result<Target, Fault> target = read_target(*line);
  if (!target) {
    target.error().received = outline(head);
    return unexpected<Fault>(std::move(target.error()));
  }

  // Without the blank line at the end.
  Fields fields = read_fields(head.substr(end + 2, head.size() - end - 4));
  Head read;
  read.request = std::move(target->request);
  read.request.headers = std::move(fields.headers);
  read.speaks_http_1_0 = line->version[7] == '0';
  finding = fields.finding ? std::move(fields.finding)
                           : fields.framing.check(read.speaks_http_1_0, limits);
  if (finding) {
    finding->received = std::move(read.request);
    return unexpected<Fault>(*std::move(finding));
  }
  read.framing = fields.framing.framing();
  read.content_length = fields.framing.length.value_or(0);
  read.keeps_alive = fields.framing.keeps_alive(read.speaks_http_1_0);
  read.expects_continue = fields.framing.expects_continue && !read.speaks_http_1_0;
  // RFC 9112 section 3.2.2: the Host field gives way to the authority of an absolute-form.
  if (target->authority) read.request.headers.set("Host", *std::move(target->authority));
  return read;
}

http::Request outline(std::string_view buffer) {
  http::Request request;
  const std::size_t start = std::min(buffer.find_first_not_of("\r\n"), buffer.size());
  const std::string_view line = buffer.substr(start, buffer.find_first_of("\r\n", start) - start);
  const std::size_t space = line.find(' ');
  const std::string_view method = line.substr(0, space);
  if (!http::is_token(method) || method.size() > kMaxMethodBytes) return request;
  request.method = method;
  if (space == std::string_view::npos) return request;
  std::string_view target = line.substr(space + 1);
  target = target.substr(0, target.find(' '));
  request.raw_target = target.substr(0, find_outside(kTarget, target));
  return request;
}

}  // namespace holotype::transport
