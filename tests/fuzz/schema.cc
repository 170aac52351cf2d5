// Schema text: whatever it says, it compiles or says why not, and what it compiles to gives one
// answer however it is asked: accepts() and check() agree on a few instances and on the schema's
// own text.
//
// The dialect is chosen by the length of the text, so that any JSON file can be a seed.
#include <cstdint>
#include <memory>
#include <string>

#include "document/library.h"
#include "document/reader.h"
#include "fuzz/require.h"
#include "json/text.h"
#include "schema/compiler.h"
#include "schema/output.h"

using namespace holotype;

namespace {

constexpr const char* kInstances[] = {"null",
                                      "true",
                                      "0",
                                      "-1.5",
                                      "1e400",
                                      "\"\"",
                                      "\"2024-01-15\"",
                                      "[]",
                                      "[1, 1.0, \"a\", null]",
                                      "{}",
                                      R"({"a": 1, "b": {"a": [1, {"c": "x"}]}, "type": "object"})"};

void require_agreement(const schema::Schema& schema, const json::Value& value) {
  const bool accepted = schema.accepts(value);
  const schema::Outcome outcome = schema.check_exhaustively(value);
  // Where the steps end before a fault is found, only check() knows of it.
  FUZZ_REQUIRE(accepted == outcome.valid() || !outcome.unchecked.empty());
  FUZZ_REQUIRE(accepted == schema.check(value).valid());
  // What was not checked in full is not said to be valid.
  const schema::Outcome traced = schema.trace(value);
  const json::Tree unit = schema::to_output(traced, schema::Output::Basic);
  FUZZ_REQUIRE(unit.root().find("valid")->as_boolean() == (accepted && traced.unchecked.empty()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  document::Library library(std::make_shared<document::MemoryReader>());
  const auto file = library.add("memory:schema", "schema",
                                std::string(reinterpret_cast<const char*>(data), size));
  if (!file) {
    FUZZ_REQUIRE(!file.error().empty());
    return 0;
  }
  schema::Options options;
  options.dialect = static_cast<schema::Dialect>(size % schema::kDialectCount);
  schema::Compiler compiler(library);
  const schema::Compiled compiled = compiler.compile({*file, &(*file)->root()}, options);
  FUZZ_REQUIRE(compiled.schema != nullptr);
  for (const char* text : kInstances) {
    const auto instance = json::read(text);
    require_agreement(*compiled.schema, instance->root());
  }
  require_agreement(*compiled.schema, (*file)->root());
  return 0;
}
