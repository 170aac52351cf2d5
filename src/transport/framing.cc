#include "transport/framing.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/percent.h"
#include "http/field.h"
#include "transport/character_set.h"

namespace holotype::transport {
namespace {

// RFC 3986 section 3.2.2: reg-name, IPv4address; "%" begins a triplet.
constexpr CharacterSet kRegName = characters("-._~!$&'()*+,;=%");
// RFC 3986 section 3.2.2: the inside of IP-literal.
constexpr CharacterSet kIpLiteral = characters("-._~!$&'()*+,;=:");

// Calls `visit` with each element of a comma-separated list, empty ones included.
template <typename Visit>
void for_each_element(std::string_view list, Visit visit) {
  for (;;) {
    const std::size_t comma = list.find(',');
    visit(http::trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

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

}  // namespace

Finding FramingFields::read(const http::Header& field) {
  for (const FieldRule& rule : kFieldRules) {
    if (http::equal_ignoring_case(rule.name, field.name)) return rule.read(*this, field.value);
  }
  return std::nullopt;
}

Finding FramingFields::check(bool speaks_http_1_0, const Limits& limits) const {
  if (hosts == 0 && !speaks_http_1_0) {
    return bad("The request has no Host field (RFC 9112 section 3.2).");
  }
  if (has_transfer_encoding) {
    if (length) return bad("The request has both Content-Length and Transfer-Encoding.");
    if (speaks_http_1_0) return bad("HTTP/1.0 has no Transfer-Encoding (RFC 9112 section 6.1).");
    if (!ends_in_chunked) {
      return bad("Transfer-Encoding does not end in chunked, so the content has no end.");
    }
    if (has_foreign_coding) {
      return Fault{FaultKind::UnsupportedTransferCoding,
                   "The only transfer coding that is understood is chunked."};
    }
  }
  if (length && *length > limits.max_body_bytes) {
    return Fault{FaultKind::PayloadTooLarge,
                 fmt::format("The content is {} bytes long; at most {} are read.", *length,
                             limits.max_body_bytes)};
  }
  return std::nullopt;
}

Framing FramingFields::framing() const {
  if (has_transfer_encoding) return Framing::Chunked;
  return length.value_or(0) == 0 ? Framing::None : Framing::Length;
}

bool FramingFields::keeps_alive(bool speaks_http_1_0) const {
  return !says_close && (!speaks_http_1_0 || says_keep_alive);
}

bool is_host(std::string_view text) {
  std::string_view rest = text;
  if (!text.empty() && text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || close == 1) return false;
    if (find_outside(kIpLiteral, text.substr(1, close - 1)) != std::string_view::npos) return false;
    rest = text.substr(close + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    if (find_outside(kRegName, name) != std::string_view::npos) return false;
    if (!percent::decode(name)) return false;
    if (colon == 0 && !text.empty()) return false;  // a port of no host
    rest = text.substr(colon);
  }
  if (rest.empty()) return true;
  const std::string_view port = rest.substr(1);
  return rest.front() == ':' && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace holotype::transport
