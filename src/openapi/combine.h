// Several descriptions as one, for one port.
//
// Each is read by itself, with its own version, servers and security; their operations stand one
// behind the other. What would answer the same requests twice is the router's to tell
// (routing::Clash).
//
// Threads: as load(). Spec: none; a convenience of Holotype. Tests: tests/openapi/combine_test.cc
#pragma once

#include <memory>
#include <span>
#include <string>

#include "openapi/description.h"

namespace holotype::openapi {

// The descriptions at those paths or URIs, in that order; what is said of the whole (title,
// version) is the first one's. Fails with the findings of all that cannot be read. An operationId
// that an earlier description has is a finding (rule openapi.operation-id-duplicate): the name
// means the earlier one. Precondition: at least one.
Result<std::shared_ptr<const Description>, diagnostic::Diagnostics> load_several(
    const std::shared_ptr<document::Library>& library, std::span<const std::string> paths_or_uris,
    const LoadOptions& options = {});

}  // namespace holotype::openapi
