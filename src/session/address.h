// Address: which session a request is for.
//
//     Holotype-Session: checkout-3                        the header of any request
//     /__holotype/sessions/checkout-3/v1/tasks             /v1/tasks in that session
//     /__holotype/sessions/checkout-3/__holotype/requests  that session's own journal
//
// A name is 1 to 64 characters of A-Z a-z 0-9 "." "_" "-", and begins with a letter or digit;
// "default" names the session of requests that name none. Where path and header both name one, the
// path counts. /__holotype/sessions/NAME without a slash behind it is not in the session: it is the
// page about it.
//
// Threads: pure. Tests: tests/session/address_test.cc
#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"

namespace holotype::session {

inline constexpr std::string_view kHeader = "Holotype-Session";
inline constexpr std::string_view kDefaultName = "default";
inline constexpr std::string_view kPathPrefix = "/__holotype/sessions/";

// Views into the request.
struct Address {
  std::string_view name;          // as given, perhaps no valid name
  std::string_view inner_target;  // the target behind the path prefix, from its "/"; "" without one
};

// nullopt where the request names no session.
std::optional<Address> address_of(const http::Request& request);

// The request as the session sees it: the path prefix of its address is http::Request::raw_prefix.
// An address without one leaves it as it is. `address` may be of that request; it is used up then.
void enter(http::Request& request, const Address& address);

bool is_valid_name(std::string_view name);

}  // namespace holotype::session
