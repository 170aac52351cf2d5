// Entity-tags as preconditions list them: `If-Match: "a", W/"b"`, `If-None-Match: *`.
//
// Threads: pure. Spec: RFC 9110 sections 8.8.3 and 13.1. Tests: tests/http/entity_tag_test.cc
#pragma once

#include <cstdint>
#include <string_view>

namespace holotype::http {

// RFC 9110 section 8.8.3.2: by Strong, a weak tag is that of nothing.
enum class Comparison : std::uint8_t { Weak, Strong };

// Whether a strong entity-tag, quotes included, is in the list, or the list is "*". What is not
// quoted is no entity-tag, and names nothing.
bool lists_entity_tag(std::string_view list, std::string_view etag, Comparison comparison);

}  // namespace holotype::http
