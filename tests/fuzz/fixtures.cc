// Descriptions and fixture files: any description loads or says why not; any fixture file, of a
// description that has an operation, likewise.
#include <cstdint>
#include <memory>
#include <string>

#include "document/library.h"
#include "document/reader.h"
#include "fixtures/fixture_set.h"
#include "fuzz/require.h"
#include "openapi/description.h"

using namespace holotype;

namespace {

constexpr const char* kDescription = R"({"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
  "paths": {"/tasks/{id}": {"post": {"operationId": "createTask", "parameters": [{"in": "path",
  "name": "id", "required": true, "schema": {"type": "string"}}], "requestBody": {"content":
  {"application/json": {"schema": {"type": "object"}}}}, "responses": {"200": {"description": "ok",
  "content": {"application/json": {"schema": {"type": "object"}}}}}}}}})";

Result<std::shared_ptr<const openapi::Description>, diagnostic::Diagnostics> load(
    std::string text) {
  auto library = std::make_shared<document::Library>(std::make_shared<document::MemoryReader>());
  const auto added = library->add("memory:description", "description", std::move(text));
  if (!added) return tl::unexpected(added.error());
  return openapi::load(std::move(library), "memory:description");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto description = load(text);
  FUZZ_REQUIRE(description || !description.error().empty());
  const auto own = load(kDescription);
  FUZZ_REQUIRE(own.has_value());
  const auto set = fixtures::load_text(*own, "fixtures", text);
  FUZZ_REQUIRE(set || !set.error().empty());
  return 0;
}
