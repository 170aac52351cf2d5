// What the header fields of an answer say, where only the description speaks of them.
//
// Spec: Header Object (https://spec.openapis.org/oas/v3.1.1#header-object); RFC 9110 section 5.
// Internal to the module. Tests: tests/mock/mock_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/header.h"

namespace holotype::mock {

// Whether a field of that name is written as its description says. Not those that are true of the
// bytes that are sent, whatever is described, nor what is no name of a field, which is said when
// the description is loaded.
bool is_from_description(std::string_view name);

// The author's example; else, where the schema says no more than that there is a text, one in the
// syntax of the field's own standard, with times at `now`. nullopt: neither is known. The value
// lives as long as `header` and `arena`.
std::optional<json::Value> own_value(const openapi::Header& header, Instant now,
                                     json::Arena& arena);

// The format of a generated text, where the field's standard asks for one and its schema for none;
// "" elsewhere.
std::string_view format_of(std::string_view name);

// `value` as the field has it: in its media type, or in style simple. nullopt where it would end
// the header section or hide in it (RFC 9110 section 5.5).
std::optional<std::string> header_text(const openapi::Header& header, const json::Value& value);

}  // namespace holotype::mock
