// BodyContract: the media types of one request body or response, ready to read and check bodies.
//
// A body is read in four steps: its media type is looked for among those described, content codings
// are undone, its charset is undone, and its syntax (JSON, a form, XML, ...) gives the instance
// that the schema checks. What no syntax reads is not checked, and `unchecked` says so; bytes
// without a schema that could say anything about them have nothing to be checked.
//
// Threads: immutable.
// Spec: OpenAPI 3.1.1 "Media Type Object" (the most specific key applies), RFC 9110 section 8.
// Tests: tests/contract/body_test.cc
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/event_stream.h"
#include "diagnostic/diagnostic.h"
#include "http/media_type.h"
#include "http/message.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/media_type.h"
#include "parameters/form_body.h"
#include "parameters/shape.h"
#include "parameters/xml_body.h"

namespace holotype::contract {

// A body as it was read.
struct Body {
  const openapi::MediaType* media_type = nullptr;  // the key that applies; nullptr where none does
  std::optional<json::Value>
      value;  // the instance, in the arena of the call; absent where there is none
  // The same with bytes that are not ASCII as one character each: what the schema is asked about
  // then. See parameters/part_content.h.
  std::optional<json::Value> octets;
  std::vector<std::string> unread;     // pointers to parts that are not what the schema describes
  std::vector<std::uint32_t> offsets;  // of a row of values: where each begins
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;
};

struct Syntax;  // internal

class BodyContract {
 public:
  // `content` and the shapes must outlive the contract. Keys that are no media type match nothing.
  BodyContract(const std::vector<openapi::MediaType>& content, parameters::ShapeCompiler& shapes);

  // Reads `message.body` as its Content-Type says and checks it. Rules: request.media-type-missing,
  // -malformed, -unsupported, request.content-coding-unsupported, request.charset-unsupported,
  // request.body-malformed, request.body-unchecked, request.xml-name, schema.*.
  // `max_bytes` bounds what a content coding may expand to. `known` is the instance, where it was
  // read before.
  Body read(const http::Headers& headers, std::string_view body, json::Arena& arena,
            std::size_t max_bytes, const json::Value* known = nullptr) const;

  // The same of a body of no bytes: nullopt where the media type that the headers name writes no
  // instance so. A text, application/octet-stream, a form and a row of values may be empty; JSON,
  // XML and files may not, except where the description has a range of files.
  std::optional<Body> read_empty(const http::Headers& headers, json::Arena& arena) const;

  // The key that the Content-Type of the headers comes to; nullptr where it comes to none.
  const openapi::MediaType* media_type_of(const http::Headers& headers) const;

  // The media types in the order of the description, for negotiation. Indices are those of
  // `content`.
  const std::vector<http::MediaType>& ranges() const { return ranges_; }
  const std::vector<openapi::MediaType>& content() const { return *content_; }
  // "application/json, text/plain": for messages.
  std::string names() const;

  // The bytes that `value` is in media type `index` of the content, served as `type`: JSON, or XML
  // as its schema has it, a row of values; a string is the body itself where the media type has no
  // syntax for values, or the string is an XML document.
  std::string write(std::size_t index, const http::MediaType& type, const json::Value& value) const;

  // The same of a multipart body, with the Content-Type that names its boundary; nullopt where
  // `type` is none, or the value is neither an object nor, elsewhere than in form-data, a row of
  // parts.
  std::optional<parameters::FormDecoder::Multipart> write_multipart(std::size_t index,
                                                                    const http::MediaType& type,
                                                                    const json::Value& value) const;

  // The instance that a body of media type `index`, served as `type`, is whose schema `value` is
  // of: a row of one value where the schema is that of each, else `value`.
  json::Value instance(std::size_t index, const http::MediaType& type, const json::Value& value,
                       json::Arena& arena) const;

 private:
  // One media type, ready. What needs the shape of the schema is there where a body may need it.
  struct Entry {
    const openapi::MediaType* media_type;
    http::MediaType range;
    const Syntax* syntax = nullptr;  // of the range, where it is one type; nullptr: none reads it
    bool is_utf8 = true;             // the range's own charset
    bool is_binary = false;          // a range of files: bytes, whatever type they say to be
    std::optional<parameters::FormDecoder> form;
    std::optional<parameters::XmlBody> xml;
    bool describes_items = false;       // `schema` is that of each item of a sequence
    std::optional<EventSchema> events;  // what it is of server-sent events, without itemSchema
    parameters::Types types;  // that a text or bytes may be; not asked for of other syntaxes
  };
  // The entry that a message's Content-Type names, and the type that it says.
  struct Selected {
    const Entry* entry = nullptr;  // nullptr: a finding says why
    const Syntax* syntax = nullptr;
    bool is_utf8 = true;
    std::optional<http::MediaType> type;  // absent where it is the range to the letter
    const http::MediaType& actual() const { return type ? *type : entry->range; }
  };
  Selected select(const http::Headers& headers, Body& body) const;
  diagnostic::Diagnostic content_type_finding(const diagnostic::Rule& rule,
                                              std::string message) const;
  // nullptr where `type` is no stream of events, or itemSchema says what they are.
  static const EventSchema* events_of(const Entry& entry, const http::MediaType& type);
  static void check(const Entry& entry, bool is_row, Body& body);
  static void check_whole(const Entry& entry, bool is_row, Body& body);
  static void check_items(const Entry& entry, const json::Value& row, Body& body);
  static void check_text(const Entry& entry, Body& body);

  const std::vector<openapi::MediaType>* content_;
  std::vector<http::MediaType> ranges_;
  std::vector<Entry> entries_;  // one for each of `content`
};

}  // namespace holotype::contract
