// Instance text: any text is read or refused with a place in it; any value gets one answer from
// each of a few schemas that between them use every keyword.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "document/library.h"
#include "document/reader.h"
#include "fuzz/require.h"
#include "json/text.h"
#include "schema/compiler.h"
#include "schema/output.h"

using namespace holotype;

namespace {

constexpr const char* kSchemas[] = {
    // Objects, by every keyword that has to do with names.
    R"({"type": ["object", "array", "string", "number"], "minProperties": 1, "maxProperties": 9,
        "required": ["title"], "properties": {"title": {"type": "string", "minLength": 1,
        "maxLength": 5, "pattern": "^[a-z ]+$"}, "status": {"enum": ["todo", "done", 1.0, null]},
        "self": {"$ref": "#"}, "count": {"multipleOf": 0.01, "minimum": -1, "exclusiveMaximum": 1e3},
        "kind": {"const": {"a": [1]}}}, "patternProperties": {"^x-": {"type": "boolean"}},
        "propertyNames": {"maxLength": 8}, "dependentRequired": {"status": ["count"]},
        "dependentSchemas": {"kind": {"required": ["self"]}}, "unevaluatedProperties": false,
        "if": {"required": ["kind"]}, "then": {"properties": {"more": true}}, "else": {"not":
        {"required": ["less"]}}})",
    // Arrays and branches.
    R"({"$dynamicAnchor": "node", "anyOf": [{"type": "array", "prefixItems": [{"type": "integer"}],
        "items": {"$dynamicRef": "#node"}, "uniqueItems": true, "minItems": 1, "maxItems": 6,
        "contains": {"type": "string"}, "minContains": 1, "maxContains": 2}, {"oneOf": [
        {"properties": {"k": {"const": "a"}}, "required": ["k"]}, {"properties": {"k": {"const":
        "b"}, "n": {"$dynamicRef": "#node"}}, "required": ["k", "n"]}]}, {"type": "array",
        "allOf": [{"prefixItems": [true]}], "unevaluatedItems": {"type": "null"}}]})",
    // Every format.
    R"({"type": "array", "prefixItems": [{"format": "date-time"}, {"format": "date"}, {"format":
        "time"}, {"format": "duration"}, {"format": "email"}, {"format": "idn-email"}, {"format":
        "hostname"}, {"format": "idn-hostname"}, {"format": "ipv4"}, {"format": "ipv6"}, {"format":
        "uri"}, {"format": "uri-reference"}, {"format": "iri"}, {"format": "iri-reference"},
        {"format": "uuid"}, {"format": "uri-template"}, {"format": "json-pointer"}, {"format":
        "relative-json-pointer"}, {"format": "regex"}]})",
    R"({"$schema": "http://json-schema.org/draft-07/schema#", "contentEncoding": "base64",
        "contentMediaType": "application/json", "additionalProperties": {"$ref": "#"},
        "additionalItems": {"type": "string"}, "items": [{"format": "iri"}],
        "dependencies": {"a": ["b"], "c": {"minProperties": 2}}})",
};

class Schemas {
 public:
  Schemas() : library_(std::make_shared<document::MemoryReader>()), compiler_(library_) {
    for (const char* text : kSchemas) {
      const auto file = library_.add("memory:" + std::to_string(compiled_.size()), "schema", text);
      FUZZ_REQUIRE(file.has_value());
      compiled_.push_back(compiler_.compile({*file, &(*file)->root()}, {}));
      FUZZ_REQUIRE(!diagnostic::has_errors(compiled_.back().findings));
    }
  }

  const std::vector<schema::Compiled>& all() const { return compiled_; }

 private:
  document::Library library_;
  schema::Compiler compiler_;
  std::vector<schema::Compiled> compiled_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Schemas schemas;
  const auto instance = json::read({reinterpret_cast<const char*>(data), size});
  if (!instance) {
    FUZZ_REQUIRE(instance.error().offset <= size && !instance.error().message.empty());
    return 0;
  }
  const json::Value& value = instance->root();
  for (const schema::Compiled& one : schemas.all()) {
    const bool accepted = one.schema->accepts(value);
    const schema::Outcome outcome = one.schema->check_exhaustively(value);
    FUZZ_REQUIRE(accepted == outcome.valid());
    FUZZ_REQUIRE(accepted == one.schema->check(value).valid());
    for (const auto& finding : outcome.findings) FUZZ_REQUIRE(finding.offset.value_or(0) <= size);
    schema::to_output(outcome, schema::Output::Detailed);
  }
  return 0;
}
