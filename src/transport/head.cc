#include "transport/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

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

using CharacterSet = std::array<bool, 256>;

constexpr bool is_alphanumeric(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr CharacterSet characters(std::string_view others) {
  CharacterSet set{};
  for (int c = 0; c < 256; ++c) set[c] = is_alphanumeric(static_cast<unsigned char>(c));
  for (char c : others) set[static_cast<unsigned char>(c)] = true;
  return set;
}

// RFC 9110 section 5.6.2: tchar.
constexpr CharacterSet kToken = characters("!#$%&'*+-.^_`|~");
// RFC 3986 section 3.2.2: reg-name, IPv4address; "%" begins a triplet.
constexpr CharacterSet kRegName = characters("-._~!$&'()*+,;=%");
// RFC 3986 section 3.2.2: the inside of IP-literal.
constexpr CharacterSet kIpLiteral = characters("-._~!$&'()*+,;=:");

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

// The offset of the first byte outside the set, or npos.
std::size_t find_outside(const CharacterSet& set, std::string_view text) {
  const auto outside = std::find_if(text.begin(), text.end(),
                                    [&](char c) { return !set[static_cast<unsigned char>(c)]; });
  return outside == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(outside - text.begin());
}

bool is_token(std::string_view text) {
  return !text.empty() && find_outside(kToken, text) == std::string_view::npos;
}

unexpected<Fault> bad_request(std::string message) {
  return unexpected<Fault>(Fault{FaultKind::BadRequest, std::move(message)});
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kOptionalWhiteSpace = " \t";
  const std::size_t first = text.find_first_not_of(kOptionalWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kOptionalWhiteSpace) - first + 1);
}

// Calls `visit` with each element of a comma-separated list, empty ones included.
template <typename Visit>
void for_each_element(std::string_view list, Visit visit) {
  for (;;) {
    const std::size_t comma = list.find(',');
    visit(trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

// uri-host [ ":" port ], or nothing where the target has no authority (RFC 9110 section 7.2).
bool is_host(std::string_view text) {
  std::string_view rest = text;
  if (!text.empty() && text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || close == 1) return false;
    if (find_outside(kIpLiteral, text.substr(1, close - 1)) != std::string_view::npos) return false;
    rest = text.substr(close + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    if (find_outside(kRegName, text.substr(0, colon)) != std::string_view::npos) return false;
    if (colon == 0 && !text.empty()) return false;  // a port of no host
    rest = text.substr(colon);
  }
  if (rest.empty()) return true;
  const std::string_view port = rest.substr(1);
  return rest.front() == ':' && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
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

// ---- Fields that say how the message is framed ----

struct FramingFields {
  std::size_t hosts = 0;
  std::optional<std::uint64_t> length;
  bool has_transfer_encoding = false;
  bool has_foreign_coding = false;  // a coding other than chunked
  bool ends_in_chunked = false;
  bool says_close = false;
  bool says_keep_alive = false;
  bool expects_continue = false;
};

using Finding = std::optional<Fault>;

Finding bad(std::string message) { return Fault{FaultKind::BadRequest, std::move(message)}; }

Finding read_host(FramingFields& fields, std::string_view value) {
  if (++fields.hosts > 1) return bad("The request has more than one Host field.");
  if (!is_host(value)) return bad("The Host field holds no host and port (RFC 9110 section 7.2).");
  return std::nullopt;
}

// A list of equal lengths counts as one of them (RFC 9112 section 6.3, rule 5).
Finding read_content_length(FramingFields& fields, std::string_view value) {
  Finding finding;
  for_each_element(value, [&](std::string_view digits) {
    std::uint64_t length = 0;
    bool valid = !digits.empty();
    for (char c : digits) {
      constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
      valid = valid && c >= '0' && c <= '9' && length <= (kMax - 9) / 10;
      if (valid) length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (!valid) {
      finding = bad("The Content-Length is not a decimal number of bytes that fits 64 bits.");
    } else if (fields.length && *fields.length != length) {
      finding = bad("The request has several Content-Length values that differ.");
    }
    fields.length = length;
  });
  return finding;
}

Finding read_transfer_encoding(FramingFields& fields, std::string_view value) {
  fields.has_transfer_encoding = true;
  Finding finding;
  for_each_element(value, [&](std::string_view coding) {
    if (coding.empty()) return;  // RFC 9110 section 5.6.1.2: empty elements are ignored
    if (fields.ends_in_chunked) finding = bad("Transfer-Encoding has a coding after chunked.");
    fields.ends_in_chunked = http::equal_ignoring_case(coding, "chunked");
    if (!fields.ends_in_chunked) fields.has_foreign_coding = true;
  });
  return finding;
}

Finding read_connection(FramingFields& fields, std::string_view value) {
  for_each_element(value, [&](std::string_view option) {
    if (http::equal_ignoring_case(option, "close")) fields.says_close = true;
    if (http::equal_ignoring_case(option, "keep-alive")) fields.says_keep_alive = true;
  });
  return std::nullopt;
}

Finding read_expect(FramingFields& fields, std::string_view value) {
  if (http::equal_ignoring_case(value, "100-continue")) {
    fields.expects_continue = true;
    return std::nullopt;
  }
  return Fault{FaultKind::ExpectationFailed,
               "The only expectation that is met is 100-continue (RFC 9110 section 10.1.1)."};
}

struct FieldRule {
  std::string_view name;
  Finding (*read)(FramingFields& fields, std::string_view value);
};

constexpr FieldRule kFieldRules[] = {
    {"Host", read_host},
    {"Content-Length", read_content_length},
    {"Transfer-Encoding", read_transfer_encoding},
    {"Connection", read_connection},
    {"Expect", read_expect},
};

// RFC 9112 section 6.3, for requests.
Finding decide_framing(Head& head, const FramingFields& fields, const Limits& limits) {
  head.expects_continue = fields.expects_continue && !head.speaks_http_1_0;
  head.keeps_alive = !fields.says_close && (!head.speaks_http_1_0 || fields.says_keep_alive);
  if (fields.hosts == 0 && !head.speaks_http_1_0) {
    return bad("The request has no Host field (RFC 9112 section 3.2).");
  }
  if (fields.has_transfer_encoding) {
    if (fields.length) return bad("The request has both Content-Length and Transfer-Encoding.");
    if (head.speaks_http_1_0)
      return bad("HTTP/1.0 has no Transfer-Encoding (RFC 9112 section 6.1).");
    if (!fields.ends_in_chunked) {
      return bad("Transfer-Encoding does not end in chunked, so the content has no end.");
    }
    if (fields.has_foreign_coding) {
      return Fault{FaultKind::UnsupportedTransferCoding,
                   "The only transfer coding that is understood is chunked."};
    }
    head.framing = Framing::Chunked;
  } else if (fields.length) {
    if (*fields.length > limits.max_body_bytes) {
      return Fault{FaultKind::PayloadTooLarge,
                   fmt::format("The content is {} bytes long; at most {} are read.", *fields.length,
                               limits.max_body_bytes)};
    }
    head.framing = *fields.length == 0 ? Framing::None : Framing::Length;
    head.content_length = *fields.length;
  }
  return std::nullopt;
}

Finding read_fields(Head& head, std::string_view section, const Limits& limits) {
  FramingFields fields;
  Finding finding;  // the first one; reading goes on so that logs see every field
  while (!section.empty()) {
    const std::size_t end = section.find("\r\n");
    Result<http::Header, Fault> field = parse_field_line(section.substr(0, end));
    if (!field) return std::move(field.error());
    for (const FieldRule& rule : kFieldRules) {
      if (!http::equal_ignoring_case(rule.name, field->name)) continue;
      Finding here = rule.read(fields, field->value);
      if (!finding) finding = std::move(here);
    }
    head.request.headers.add(std::move(field->name), std::move(field->value));
    section.remove_prefix(end + 2);
  }
  if (finding) return finding;
  return decide_framing(head, fields, limits);
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
  if (!is_token(name)) return bad_request("A header name is not a token (RFC 9110 section 5.1).");
  const std::string_view value = trim(line.substr(colon + 1));
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
  if (!is_token(line->method) || line->method.size() > kMaxMethodBytes) {
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

  Head read;
  read.request = std::move(target->request);
  read.speaks_http_1_0 = line->version[7] == '0';
  // Without the blank line at the end.
  finding = read_fields(read, head.substr(end + 2, head.size() - end - 4), limits);
  if (finding) {
    finding->received = std::move(read.request);
    return unexpected<Fault>(*std::move(finding));
  }
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
  if (!is_token(method) || method.size() > kMaxMethodBytes) return request;
  request.method = method;
  if (space == std::string_view::npos) return request;
  std::string_view target = line.substr(space + 1);
  target = target.substr(0, target.find(' '));
  request.raw_target = target.substr(0, find_outside(kTarget, target));
  return request;
}

}  // namespace holotype::transport
