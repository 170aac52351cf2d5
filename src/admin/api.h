// The description of the admin pages, which is what they are dispatched and checked by.
//
// The text is part of the program (src/admin/admin.yaml) and loaded on first use.
//
// Threads: safe from any thread. Tests: tests/admin/api_test.cc
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "contract/contract.h"
#include "openapi/description.h"

namespace holotype::admin {

// The description as it stands in the source.
std::string_view description_yaml();
// The same as JSON.
const std::string& description_json();

// Ready to check requests and answers against.
const contract::Contract& api();

}  // namespace holotype::admin
