// The public face's messages to ours and back.
//
// Threads: pure. Tests: tests/server/mock_server_test.cc
#pragma once

#include "holotype/message.h"
#include "http/message.h"

namespace holotype::server {

http::Request to_http(const Request& request);
http::Response to_http(const Response& response);
Request from_http(const http::Request& raw);
Response from_http(const http::Response& raw);

}  // namespace holotype::server
