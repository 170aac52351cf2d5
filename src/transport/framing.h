// What header fields say about where a request ends and whether its connection lives on.
//
// Spec: RFC 9112 sections 6 and 9.3, RFC 9110 sections 7.2, 8.6 and 10.1.1.
// Tests: tests/transport/framing_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "transport/fault.h"
#include "transport/head.h"
#include "transport/listener.h"

namespace holotype::transport {

// What is wrong, or nothing.
using Finding = std::optional<Fault>;

// What the fields of one head have said so far. Read every field, then check.
struct FramingFields {
  // Takes note of a field that has to do with framing; others say nothing.
  Finding read(const http::Header& field);
  // What is wrong with all of them together, by RFC 9112 section 6.3 for requests.
  Finding check(bool speaks_http_1_0, const Limits& limits) const;

  // Preconditions: check() found nothing.
  Framing framing() const;
  bool keeps_alive(bool speaks_http_1_0) const;  // RFC 9112 section 9.3

  std::size_t hosts = 0;
  std::optional<std::uint64_t> length;
  bool has_transfer_encoding = false;
  bool has_foreign_coding = false;  // a coding other than chunked
  bool ends_in_chunked = false;
  bool says_close = false;
  bool says_keep_alive = false;
  bool expects_continue = false;
};

// Whether `text` is uri-host [ ":" port ], or nothing, as where a target has no authority
// (RFC 9110 section 7.2).
bool is_host(std::string_view text);

}  // namespace holotype::transport
