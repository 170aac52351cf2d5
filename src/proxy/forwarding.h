// What of a message goes on to the other side of a proxy, and what belongs to one connection alone.
//
// Contents, end-to-end fields, their spelling and their order stay as they are: codings are not
// undone, redirects not followed, Accept-Encoding is the client's. Left out are the fields of one
// connection: Connection and those that it names, Keep-Alive, Proxy-*, TE, Trailer,
// Transfer-Encoding and Upgrade; of requests also Expect, which was answered by having read the
// content; and Holotype's own fields, so that nobody takes another Holotype's findings for this
// one's.
//
// Spec: RFC 9110 sections 7.6.1 (Connection) and 7.6.3 (Via), RFC 9112 section 3.2 (Host).
// Tests: tests/proxy/forwarding_test.cc
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace holotype::proxy {

// `request` as the upstream gets it. `path_prefix` stands before its target ("/api" or ""). Without
// a Host field: the transport adds the upstream's.
http::Request to_upstream(const http::Request& request, std::string_view path_prefix);

// `answer` as the client gets it.
http::Response to_client(http::Response answer);

}  // namespace holotype::proxy
