// The official metaschemas, compiled in from metaschemas/*.json.
//
// Internal to the module. Tests: tests/schema/reference_test.cc
#pragma once

#include <string_view>

namespace holotype::schema {

struct Metaschema {
  std::string_view file;  // "2020-12-core"
  std::string_view text;
};

// The text of the metaschema that `uri` (absolute, without a fragment) names; text "" where it is
// none.
Metaschema find_metaschema(std::string_view uri);

}  // namespace holotype::schema
