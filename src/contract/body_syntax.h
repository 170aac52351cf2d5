// Syntax: how the bytes of a media type become an instance; what BodyContract reads bodies with.
//
// Tests: tests/contract/body_test.cc
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "contract/body.h"

namespace holotype::contract {

// The schema of a Swagger 2.0 form is made from its parameters, in a document that no user has:
// what is found by it as a whole is the first parameter's.
inline constexpr std::string_view kMadeUpForm = "holotype:form/";

// A finding about the whole body; `schema` and `source` are those of its schema.
diagnostic::Diagnostic body_finding(const openapi::MediaType& media_type,
                                    const diagnostic::Rule& rule, std::string message);

// request.body-malformed, at that byte.
diagnostic::Diagnostic malformed(const openapi::MediaType& media_type, std::string message,
                                 std::size_t offset);

// A row: which media types, and how their bytes become an instance.
struct Syntax {
  struct Input {
    std::string_view bytes;
    const openapi::MediaType& media_type;
    const http::MediaType& type;  // of the message
    bool is_utf8;                 // because the message says so
    const parameters::FormDecoder* form;
    const parameters::XmlBody* xml;
    const EventSchema* events;  // nullptr where the events are those of OpenAPI 3.2
    parameters::Types types;
    json::Arena& arena;
  };
  bool (*is_this)(const http::MediaType&);
  void (*read)(const Input&, Body&);
  bool is_text;  // a charset is undone before
  bool needs_form = false;
  bool needs_xml = false;
  bool needs_types = false;   // of the schema: a string may be written for something else
  bool is_row = false;        // the instance is a row of values
  bool may_be_empty = false;  // no bytes at all write an instance
};

// The row for that type; nullptr for ranges.
const Syntax* find_syntax(const http::MediaType& type);
// The row that takes bytes as they are.
const Syntax& bytes_syntax();

}  // namespace holotype::contract
