// What of a message goes on to the other side of a proxy, and what belongs to one connection alone.
//
// Contents, end-to-end fields, their spelling and their order stay as they are: codings are not
// undone, redirects not followed, Accept-Encoding is the client's. Left out are the fields of one
// connection: Connection and those that it names, Keep-Alive, Proxy-*, TE, Transfer-Encoding and
// Upgrade; of requests also Expect, where it was answered by having read the content; and
// Holotype's own fields, so that nobody takes another Holotype's findings for this one's. A client
// that reads trailers (TE: trailers) is said to be there, for they are passed on. TRACE and OPTIONS
// go on as often as their Max-Forwards says.
//
// Spec: RFC 9110 sections 6.5.1 (trailers), 7.6.1 (Connection), 7.6.2 (Max-Forwards), 7.6.3 (Via)
// and 10.1.4 (TE), RFC 9112 section 3.2 (Host).
// Tests: tests/proxy/forwarding_test.cc
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace holotype::proxy {

// Whether somebody still has to tell the client to go on (RFC 9110 section 10.1.1).
enum class Expectation { IsMet, IsPassedOn };

// The head of `request` as the upstream gets it; its body stays where it is. `path_prefix` stands
// before its target ("/api" or ""). Without a Host field: the transport adds the upstream's.
http::Request to_upstream(const http::Request& request, std::string_view path_prefix,
                          Expectation expectation = Expectation::IsMet);

// Whether the request must not be forwarded, for its Max-Forwards is zero.
bool ends_here(const http::Request& request);

// The answer of the last one on the way: to OPTIONS that somebody is there, to TRACE the request as
// it came (RFC 9110 sections 9.3.7 and 9.3.8). `redacted` is what of it may be shown; fields that
// are not themselves any more are left out.
http::Response answer_at_the_end(const http::Request& request, const http::Request& redacted);

// `answer` as the client gets it.
http::Response to_client(http::Response answer);

// An interim answer (1xx), and trailer fields of either direction, as the other side gets them.
http::Response interim_to_client(const http::Response& answer);
http::Headers trailers_passed_on(const http::Headers& trailers);

}  // namespace holotype::proxy
