// Edits of values and texts, which make new ones: values never change.
//
// Threads: pure. Tests: tests/tester/variations_test.cc
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "json/arena.h"
#include "json/value.h"

namespace holotype::tester {

// `root` with `part` at a path of member names and indices; without what is there where `part` is
// absent. A member that is not there yet is added. The rest is shared with `root`.
json::Value changed(const json::Value& root, std::span<const std::string> path,
                    const std::optional<json::Value>& part, json::Arena& arena);

// The text made `length` code points long: cut, or drawn out by its last character.
std::string resized(std::string_view text, std::size_t length);

}  // namespace holotype::tester
