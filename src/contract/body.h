// BodyContract: the media types of one request body or response, ready to read and check bodies.
//
// Threads: immutable.
// Spec: OpenAPI 3.1.1 "Media Type Object" (the most specific key applies), RFC 9110 section 8.
// Tests: tests/contract/body_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "http/media_type.h"
#include "http/message.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/media_type.h"
#include "parameters/form_body.h"
#include "parameters/shape.h"

namespace holotype::contract {

// A body as it was read.
struct Body {
  const openapi::MediaType* media_type = nullptr;  // the key that applies; nullptr where none does
  std::optional<json::Value>
      value;  // the instance, in the arena of the call; absent where there is none
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;
};

class BodyContract {
 public:
  // `content` and the shapes must outlive the contract. Keys that are no media type match nothing.
  BodyContract(const std::vector<openapi::MediaType>& content, parameters::ShapeCompiler& shapes);

  // Reads `message.body` as its Content-Type says and checks it. Rules: request.media-type-missing,
  // -malformed, -unsupported, request.content-coding-unsupported, request.body-malformed, schema.*.
  // `max_bytes` bounds what a content coding may expand to. `known` is the instance, where it was
  // read before.
  Body read(const http::Headers& headers, std::string_view body, json::Arena& arena,
            std::size_t max_bytes, const json::Value* known = nullptr) const;

  // The media types in the order of the description, for negotiation. Indices are those of
  // `content`.
  const std::vector<http::MediaType>& ranges() const { return ranges_; }
  const std::vector<openapi::MediaType>& content() const { return *content_; }
  // "application/json, text/plain": for messages.
  std::string names() const;

 private:
  // The index of the media type that a message's Content-Type names; a finding where there is none.
  std::optional<std::size_t> select(const http::Headers& headers, Body& body) const;
  diagnostic::Diagnostic content_type_finding(const diagnostic::Rule& rule,
                                              std::string message) const;

  const std::vector<openapi::MediaType>* content_;
  std::vector<http::MediaType> ranges_;
  std::vector<parameters::FormDecoder> forms_;  // one for each of `content`
};

}  // namespace holotype::contract
