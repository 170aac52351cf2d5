#include "schema/metaschemas.h"

#include <iterator>

namespace holotype::schema {
namespace {

// Written by CMake from metaschemas/*.json.
constexpr Metaschema kTexts[] = {
#include "schema/metaschema_texts.inc"
};

constexpr struct {
  std::string_view uri;
  std::string_view file;
} kUris[] = {
    {"http://json-schema.org/draft-04/schema", "draft4"},
    {"http://json-schema.org/draft-06/schema", "draft6"},
    {"http://json-schema.org/draft-07/schema", "draft7"},
    {"https://json-schema.org/draft/2019-09/schema", "2019-09"},
    {"https://json-schema.org/draft/2019-09/meta/applicator", "2019-09-applicator"},
    {"https://json-schema.org/draft/2019-09/meta/content", "2019-09-content"},
    {"https://json-schema.org/draft/2019-09/meta/core", "2019-09-core"},
    {"https://json-schema.org/draft/2019-09/meta/format", "2019-09-format"},
    {"https://json-schema.org/draft/2019-09/meta/meta-data", "2019-09-meta-data"},
    {"https://json-schema.org/draft/2019-09/meta/validation", "2019-09-validation"},
    {"https://json-schema.org/draft/2020-12/schema", "2020-12"},
    {"https://json-schema.org/draft/2020-12/meta/applicator", "2020-12-applicator"},
    {"https://json-schema.org/draft/2020-12/meta/content", "2020-12-content"},
    {"https://json-schema.org/draft/2020-12/meta/core", "2020-12-core"},
    {"https://json-schema.org/draft/2020-12/meta/format-annotation", "2020-12-format-annotation"},
    {"https://json-schema.org/draft/2020-12/meta/format-assertion", "2020-12-format-assertion"},
    {"https://json-schema.org/draft/2020-12/meta/meta-data", "2020-12-meta-data"},
    {"https://json-schema.org/draft/2020-12/meta/unevaluated", "2020-12-unevaluated"},
    {"https://json-schema.org/draft/2020-12/meta/validation", "2020-12-validation"},
    {"https://spec.openapis.org/oas/3.1/dialect/base", "openapi-3.1"},
    {"https://spec.openapis.org/oas/3.1/meta/base", "openapi-3.1-base"},
    {"https://spec.openapis.org/oas/3.2/dialect/2025-09-17", "openapi-3.2"},
    {"https://spec.openapis.org/oas/3.2/meta/2025-09-17", "openapi-3.2-base"},
};

}  // namespace

Metaschema find_metaschema(std::string_view uri) {
  for (const auto& row : kUris) {
    if (row.uri != uri) continue;
    for (const Metaschema& metaschema : kTexts) {
      if (metaschema.file == row.file) return metaschema;
    }
  }
  return {};
}

}  // namespace holotype::schema
