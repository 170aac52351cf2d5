// OutgoingRequest: a request that the API makes itself: a callback of an operation, or a webhook.
#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace holotype::contract {

struct OutgoingRequest {
  std::string name;  // of the callback or webhook
  std::string url;   // absolute
  // Its target is filled in from the URL when it is sent.
  http::Request request;
  // What records may show of it, without secrets, its target being the URL; nullopt: all.
  std::optional<http::Request> shown = std::nullopt;
};

}  // namespace holotype::contract
