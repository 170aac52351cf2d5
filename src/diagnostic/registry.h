// Every rule that Holotype knows, for the pages that explain them and for the tests that count
// them.
#pragma once

#include <string_view>
#include <vector>

#include "diagnostic/rule.h"

namespace holotype::diagnostic {

// All rules, by family, in the order of their headers. The pointers are to static storage.
const std::vector<const Rule*>& all_rules();

// The rule with that id, or nullptr.
const Rule* find_rule(std::string_view id);

}  // namespace holotype::diagnostic
