// A curl command line as the request that curl would send for it.
//
//     curl -sIXGET -H "x-age: old" http://127.0.0.1:4010/pet?name=a   ->   GET /pet?name=a
//
// The options that the suites use are known (kOptions in the .cc); any other is an error rather
// than a request that means something else. Tests: tests/conformance/curl_command_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace holotype::conformance {

// The words of the first command of a shell line: quotes and backslashes as POSIX has them, no
// expansions. An unquoted "&", ";" or "|" ends the command.
std::vector<std::string> shell_words(std::string_view line);

struct CurlCommand {
  http::Request request;
  bool prints_body = true;  // not with -I, whatever the method
};

// Fails with the reason where an option is not known or the URL is missing.
Result<CurlCommand, std::string> parse_curl(std::string_view line);

}  // namespace holotype::conformance
