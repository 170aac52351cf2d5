// Dependence: whether the answer of a schema depends on a part of a value that is not known.
//
// The schema is not run but read: whatever the part may be, what the schema asserts of it is found
// along the way that leads there, by name and by what stands for all other names. Where that cannot
// be told (references, patterns of names) it is taken to depend on it: to say that something cannot
// be known is better than a wrong answer.
//
// Internal to the module. Threads: pure. Tests: tests/admin/dependence_test.cc
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "json/value.h"

namespace holotype::admin {

// Part: what fails because of the part fails there or below; what fails elsewhere fails whatever it
// is. Whole: anything may fail, or hold, because of it.
enum class Dependence : std::uint8_t { None, Part, Whole };

// How `schema` depends on the part that `tokens`, those of a JSON Pointer, lead to.
Dependence dependence_of(const json::Value& schema, std::span<const std::string> tokens);

}  // namespace holotype::admin
