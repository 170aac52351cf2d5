// Answer: what a backend says to one request, and where it took it from.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/outgoing.h"
#include "diagnostic/diagnostic.h"
#include "http/delivery.h"
#include "http/kept_stream.h"
#include "http/message.h"
#include "json/value.h"

namespace holotype::contract {

struct Checked;

struct Answer {
  http::Response response;
  // "fixture NAME", "example", "example NAME", "generated", "upstream" or "problem": the value of
  // Holotype-Source.
  std::string source;
  // Which of the sources of an answer it was (static storage): "preference", "fixture", "pair",
  // "state", "description" or "problem"; "" for those of other backends.
  std::string_view step = {};
  // The instance that the body writes, in the arena of the call or the backend's memory; absent
  // where the body is no JSON. Spares the check of the answer from reading it again.
  std::optional<json::Value> body;
  // Whether the answer was found to satisfy its description ahead of time.
  bool is_known_valid = false;
  // What only the backend could find wrong with the request: a preference that nothing satisfies.
  // It counts as what the contract found does.
  diagnostic::Diagnostics findings;
  // What the backend found wrong with the answer itself: a service that gave none.
  diagnostic::Diagnostics breaches;
  // Whether it is a real service's own, to be passed on as it is.
  bool is_upstream = false;
  // The fixture that came nearest where none matched and some were there, and what differed; for
  // the report.
  std::optional<std::string> near_miss;
  // What `body` lives in besides the arena and the backend, where that may go away meanwhile.
  std::shared_ptr<const void> owner;
  // What the backend could not do as asked, and why (Severity::Note), for the report.
  diagnostic::Diagnostics unchecked;
  // What the API sends itself because of it (callbacks).
  std::vector<OutgoingRequest> outgoing = {};
  // How it is put on the wire (Prefer: wait, faults).
  http::Delivery delivery = {};
  // The body that is passed on while it comes, in place of response.body.
  std::shared_ptr<http::KeptStream> rest = nullptr;
  // The trailer fields of response.body; those of `rest` come at its end.
  http::Headers trailers = {};
  // Called at the end of an exchange whose answer has a `rest`, with the answer's own fields and
  // whole body, or with nullptr where there is no whole body to be had.
  std::function<void(const Checked& checked, const http::Response* whole)> at_end = {};
};

}  // namespace holotype::contract
