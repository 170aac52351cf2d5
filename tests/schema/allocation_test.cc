// accepts() allocates nothing on success: what it costs is what it looks at.
//
// Schema::accepts() says where it does all the same; those are in no row.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <sstream>

#include "findings.h"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they have their own

namespace {
thread_local std::size_t allocations = 0;
}  // namespace

// Not inlined: GCC would see free() for what it takes for another operator new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace holotype::schema {
namespace {

std::size_t allocations_of(const Schema& schema, const json::Value& value) {
  EXPECT_TRUE(schema.accepts(value)) << json::write(value);  // the first time makes what is kept
  const std::size_t before = allocations;
  schema.accepts(value);
  return allocations - before;
}

TEST(Allocation, AcceptsAllocatesNothingOnSuccess) {
  struct Row {
    const char* schema;
    const char* value;
  };
  const Row rows[] = {
      {R"({"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "integer"}},
           "patternProperties": {"^x-": true}, "additionalProperties": {"type": "string"}})",
       R"({"a": 1, "b": "text", "x-c": null})"},
      {R"({"anyOf": [{"type": "array", "items": {"$ref": "#"}}, {"type": "integer"}],
           "not": {"type": "string"}})",
       "[1, [2, [3]]]"},
      {R"({"oneOf": [{"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
                     {"properties": {"kind": {"const": "b"}}, "required": ["kind"]},
                     {"properties": {"kind": {"const": "c"}}, "required": ["kind"]}]})",
       R"({"kind": "c"})"},
      {R"({"contains": {"const": 3}, "uniqueItems": true, "prefixItems": [{"minimum": 1}]})",
       "[1, 2, 3]"},
      {R"({"enum": [1.50, "a", {"b": [1]}]})", R"({"b": [1]})"},
      {R"({"multipleOf": 0.01, "maximum": 100})", "19.99"},
      {R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "dependentRequired": {"b": ["a"]},
           "propertyNames": {"maxLength": 3}})",
       R"({"a": 1, "b": 2})"},
      {R"({"pattern": "^[a-z]+-[0-9]{2,}$", "minLength": 3})", R"("abc-123")"},
      {R"({"pattern": "(?=a)\\p{L}+"})", R"("aé")"},
      {R"({"pattern": "(?<=xa+)(\\p{L}|b)*\\1$"})", R"("xaabéé")"},
      {R"({"format": "date-time"})", R"("2024-01-15T10:30:00Z")"},
      {R"({"format": "uuid"})", R"("2eb8aa08-aa98-11ea-b4aa-73b441d16380")"},
      {R"({"format": "email"})", R"("a@example.com")"},
      {R"({"format": "ipv4"})", R"("127.0.0.1")"},
      {R"({"format": "ipv6"})", R"("::1")"},
      {R"({"format": "uri"})", R"("https://example.com/a?b#c")"},
      {R"({"format": "hostname"})", R"("example.com")"},
      {R"({"format": "json-pointer"})", R"("/a/b")"},
  };
  for (const Row& row : rows) {
    const OneSchema one(row.schema);
    const auto value = json::read(row.value);
    ASSERT_TRUE(value) << row.value;
    EXPECT_EQ(allocations_of(one.schema(), value->root()), 0u) << row.schema;
  }
}

// The data sets of the benchmark: real schemas and instances.
TEST(Allocation, AcceptsAllocatesNothingForRealInstances) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(HOLOTYPE_DATA) / "schema-benchmark";
  if (!fs::is_directory(folder)) GTEST_SKIP() << "There is no " << folder;
  for (const fs::directory_entry& set : fs::directory_iterator(folder)) {
    std::ostringstream text;
    text << std::ifstream(set.path() / "schema.json").rdbuf();
    const OneSchema one(text.str());
    std::ifstream instances(set.path() / "instances.jsonl");
    std::size_t count = 0, made = 0;
    for (std::string line; std::getline(instances, line); ++count) {
      const auto value = json::read(line);
      ASSERT_TRUE(value) << set.path();
      if (one.schema().accepts(value->root())) made += allocations_of(one.schema(), value->root());
    }
    EXPECT_GT(count, 0u) << set.path();
    EXPECT_EQ(made, 0u) << set.path();
  }
}

}  // namespace
}  // namespace holotype::schema

#endif
