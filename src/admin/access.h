// Access: who may read and change what a stand-in holds.
//
// On a loopback address everybody who can connect may, unless a token is set; a page of a foreign
// origin in a browser may not. With a token each request must carry it (RFC 6750: Authorization:
// Bearer TOKEN). Pages that tell nothing about exchanges (health, rules, the description of the
// pages) are open to all. Whether a server may listen elsewhere without a token is the caller's
// decision to refuse: see why_unsafe().
//
// Threads: immutable. Spec: RFC 6750, RFC 9110 section 11.6.1. Tests: tests/admin/access_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace holotype::admin {

struct Access {
  bool is_on = true;  // whether there are pages that show or change something
  std::string token;  // "": none is needed
};

// The shortest token that is taken: one that cannot be guessed in a test run's time.
inline constexpr std::size_t kShortestToken = 8;

// Why the pages must not be served like that on `host`, and what to do; nullopt where they may.
std::optional<std::string> why_unsafe(const Access& access, std::string_view host);

// Whether the host is this machine alone: "localhost", 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);

// The refusal of a request for a page that shows or changes something; nullopt where it is allowed.
std::optional<http::Response> refusal(const Access& access, const http::Request& request);

}  // namespace holotype::admin
