// HAR files: recorded exchanges as requests and answers that can be checked.
//
// What the recording program did to a message is not done again: bodies are decoded (no
// Content-Encoding) and, where they are text, were made UTF-8 (no charset); the pseudo-header
// fields of HTTP/2 (":path") are no header fields. An exchange is read when it is asked for, so
// that a long recording needs the memory of its text, and of one exchange.
//
// Spec: HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Tests: tests/traffic/har_test.cc
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "document/library.h"
#include "http/message.h"

namespace holotype::traffic {

// One entry of a recording.
struct Exchange {
  document::Node node;
  std::string url;  // absolute, as it was recorded; with queryString where it has no query
  // Its target is filled in by whoever knows which part of the URL is the API's.
  http::Request request;
  std::optional<http::Response> response;  // nullopt where the request got none
  // Whether there was a body that the recording does not have.
  bool is_request_body_lost = false;
  bool is_response_body_lost = false;
};

struct Recording {
  std::shared_ptr<document::Library> library;  // owns the values
  std::string name;                            // the path as the user gave it
  document::Node root;
  std::vector<document::Node> entries;  // in the order of the file
  diagnostic::Diagnostics findings;     // a member that is given twice, ...
};

// The recording at that path. Rules: document.*, traffic.malformed.
Result<Recording, diagnostic::Diagnostics> read_recording(
    std::shared_ptr<document::Library> library, const std::string& path);

// What one of its entries holds. Rule: traffic.malformed.
Result<Exchange, diagnostic::Diagnostic> read_exchange(const document::Node& entry);

}  // namespace holotype::traffic
