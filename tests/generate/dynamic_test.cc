// Mode::Dynamic: realistic, varied, and decided by seed and pointer alone.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "generate/realistic.h"
#include "generate/samples.h"
#include "generate/workbench.h"

namespace holotype::generate {
namespace {

using testing::MatchesRegex;

Options dynamic(std::uint64_t seed) { return {.seed = seed, .mode = Mode::Dynamic}; }

struct LookRow {
  const char* schema;   // of the property `x` unless it says properties itself
  const char* pattern;  // a POSIX regular expression for the JSON text
};

TEST(DynamicTest, LooksLikeWhatItsNameSays) {
  const LookRow rows[] = {
      {"{properties: {contactEmail: {type: string}}}", R"(.*@[a-z]+\.example.*)"},
      {"{properties: {email: {type: string, format: email}}}", R"(.*@[a-z]+\.example.*)"},
      {"{properties: {countryCode: {type: string}}}", R"(.*"[A-Z][A-Z]".*)"},
      {"{properties: {currency: {type: string}}}", R"(.*"[A-Z][A-Z][A-Z]".*)"},
      {"{properties: {website: {type: string}}}", R"(.*"https://www\..*)"},
      {"{properties: {photoUrls: {type: array, items: {type: string}}}}", R"(.*"https://.*)"},
      {"{properties: {createdAt: {type: string, format: date-time}}}", R"(.*"2023-.*T.*Z".*)"},
      {"{properties: {dueDate: {type: string, format: date}}}", R"(.*"2024-0[123]-.*)"},
      {"{properties: {price: {type: number}}}", R"(.*:[0-9]+(\.[0-9]+)?\})"},
      {"{properties: {age: {type: integer}}}", R"(.*:[0-9][0-9]\})"},
      {"{properties: {id: {type: string, example: tsk_abc123def456}}}",
       R"(.*"tsk_[a-f0-9]{12}".*)"},
      {"{properties: {phone: {type: string}}}", R"(.*"\+1555[0-9]{7}".*)"},
      {"{properties: {code: {type: string, pattern: '^[A-Z]{3}-[0-9]{4}$'}}}",
       R"(.*"[A-Z]{3}-[0-9]{4}".*)"},
      {"{properties: {user: {properties: {name: {type: string}}}}}",
       R"(.*"[A-Z][a-z]+ [A-Z][a-z]+".*)"},
  };
  for (const LookRow& row : rows) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      Workbench bench;
      EXPECT_THAT(bench.generate(row.schema, dynamic(seed)), MatchesRegex(row.pattern))
          << row.schema;
    }
  }
}

constexpr const char* kTask =
    "{type: object, required: [id], properties: {id: {type: string, example: tsk_1a2b3c},"
    " title: {type: string}, tags: {type: array, items: {type: string}},"
    " owner: {type: object, properties: {name: {type: string}, age: {type: integer}}}}}";
constexpr const char* kTaskWithMore =
    "{type: object, required: [id], properties: {added: {type: string},"
    " id: {type: string, example: tsk_1a2b3c}, title: {type: string},"
    " tags: {type: array, items: {type: string}}, another: {type: integer},"
    " owner: {type: object, properties: {extra: {type: number}, name: {type: string},"
    " age: {type: integer}}}}}";

// What is around a text may tell its format: of the text itself, where its schema says nothing.
TEST(DynamicTest, TriesTheFormatFromAround) {
  struct Row {
    const char* schema;
    Mode mode;
    const char* value;  // a regular expression
  };
  const Row rows[] = {
      {"{type: string}", Mode::Static, R"("\.\./dictionary")"},
      {"{type: string}", Mode::Dynamic, R"("/.+")"},
      {"{type: string, example: shown}", Mode::Static, R"("shown")"},
      {"{type: string, format: uuid}", Mode::Static, R"("497f.*")"},
      {"{type: string, pattern: '^[0-9]{3}$'}", Mode::Static, R"("[0-9]{3}")"},
      {"{type: string, minLength: 200}", Mode::Static, R"(".{200,}")"},
      {"{type: object, properties: {a: {type: string}}}", Mode::Static, R"(\{"a":"string"\})"},
  };
  for (const Row& row : rows) {
    Workbench bench;
    const std::string value =
        bench.generate(row.schema, {.seed = 7, .mode = row.mode, .format = "uri-reference"});
    EXPECT_THAT(value, testing::MatchesRegex(row.value)) << row.schema;
  }
}

// What several keywords ask for together, which chance alone does not find.
TEST(DynamicTest, FindsWhatIsAskedForTogether) {
  const char* const schemas[] = {
      R"({"type": "string", "minLength": 3, "not": {"pattern": "^[a-z]"}})",
      R"({"allOf": [{"contains": {"const": "a"}}, {"contains": {"const": "b"}},
                    {"contains": {"const": "c"}}], "items": {"type": "string"}})",
      R"({"allOf": [{"contains": {"minimum": 3}}, {"contains": {"minimum": 2}, "minContains": 2}],
          "items": {"type": "integer"}, "maxItems": 2})",
      R"({"minProperties": 5, "maxProperties": 5, "patternProperties": {"^x-": {"type": "integer"}},
          "additionalProperties": false})",
      R"({"minProperties": 3, "patternProperties": {"^[0-9]$": {}}, "additionalProperties": false})",
      R"({"minProperties": 3, "patternProperties": {"^[A-Z]{3}$": {}}, "additionalProperties": false})",
      R"({"minProperties": 8, "patternProperties": {"^[0-9]{1,6}$": {}}, "additionalProperties": false})",
      R"({"minProperties": 20, "patternProperties": {"^[a-z0-9]{1,16}$": {}},
          "additionalProperties": false})",
      R"({"type": "string", "format": "uuid", "pattern": "^0"})",
      R"({"type": "string", "format": "uri", "pattern": "\\.pdf$"})",
      R"({"type": "string", "format": "ipv4", "pattern": "^10\\."})",
      R"({"type": "string", "format": "date", "pattern": "^2025-"})",
      R"({"uniqueItems": true, "minItems": 50, "items": {"type": "integer", "minimum": 0,
          "maximum": 49}})",
      R"({"uniqueItems": true, "minItems": 7, "items": {"type": "integer", "minimum": 0,
          "maximum": 6}})",
      R"({"type": "string", "minLength": 8, "allOf": [{"pattern": "[A-Z]"}, {"pattern": "[a-z]"},
          {"pattern": "[0-9]"}]})",
      R"({"type": "string", "pattern": "^(?=.*[A-Z])(?=.*[a-z])(?=.*\\d).{8,}$"})",
      R"({"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "z$"}, {"pattern": "m"}],
          "minLength": 10, "maxLength": 10})",
  };
  for (const char* schema : schemas) {
    Workbench bench;
    for (std::uint64_t seed = 0; seed < 24; ++seed) {
      for (const Mode mode : {Mode::Static, Mode::Dynamic}) {
        EXPECT_NE(bench.generate(schema, {.seed = seed, .mode = mode}), "none") << schema << seed;
      }
    }
  }
}

TEST(DynamicTest, DiffersFromSeedToSeed) {
  std::set<std::string> values;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Workbench bench;
    values.insert(bench.generate(kTask, dynamic(seed)));
  }
  EXPECT_EQ(values.size(), 20u);
}

TEST(DynamicTest, AddedPropertiesChangeNoOtherValue) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Workbench bench;
    const auto plain = bench.plan(kTask)->generate(dynamic(seed), bench.arena());
    const auto more = bench.plan(kTaskWithMore)->generate(dynamic(seed), bench.arena());
    ASSERT_TRUE(plain.value && more.value);
    for (const char* pointer : {"/id", "/title", "/tags", "/owner/name", "/owner/age"}) {
      const json::Value* before = json::resolve(*plain.value, pointer);
      const json::Value* after = json::resolve(*more.value, pointer);
      ASSERT_TRUE(before != nullptr && after != nullptr) << pointer;
      EXPECT_TRUE(json::equal(*before, *after)) << pointer;
    }
  }
}

TEST(DynamicTest, ThreadsDoNotMatter) {
  Workbench bench;
  const auto generator = bench.plan(kTaskWithMore);
  const auto all = [&] {
    std::string text;
    json::Arena arena;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      json::append(text, *generator->generate(dynamic(seed), arena).value);
    }
    return text;
  };
  const std::string expected = all();
  std::vector<std::string> found(8);
  std::vector<std::thread> threads;
  for (std::string& text : found) threads.emplace_back([&] { text = all(); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : found) EXPECT_EQ(text, expected);
}

// Changing what a seed gives changes what users see, so it is written down.
TEST(DynamicTest, GivesTheSameBytesEverywhere) {
  Workbench bench;
  EXPECT_EQ(bench.generate(kTask, dynamic(7)),
            R"({"id":"tsk_2c6a6c","title":"Rotate signing keys","tags":["fern"],)"
            R"("owner":{"name":"Ada Zhang","age":34}})");
  EXPECT_EQ(to_date_time(kDefaultNow), "2024-01-15T10:30:00Z");
  EXPECT_NE(seed_for(1, "createTask", 2), seed_for(1, "createTask", 3));
  EXPECT_NE(seed_for(1, "createTask"), seed_for(1, "listTasks"));
}

struct FindingRow {
  const char* schema;
  Examples examples;
  const char* value;
  const char* rule;  // of the only finding; "" for none
  const char* pointer;
};

TEST(FindingsTest, TrustedExamplesAreUsedAndNamed) {
  const FindingRow rows[] = {
      {"{properties: {a: {type: object, example: frk_1}, b: {type: integer}}}", Examples::Trusted,
       R"({"a":"frk_1","b":0})", "generate.example-invalid", "/a"},
      {"{properties: {a: {type: object, example: frk_1}, b: {type: integer}}}", Examples::Checked,
       R"({"a":{},"b":0})", "", ""},
      {"{type: integer, examples: [x, 5]}", Examples::Trusted, "5", "", ""},
      {"{type: integer, default: x}", Examples::Trusted, "0", "", ""},
      {"{type: object, required: [b], properties: {a: {type: string}, b: {type: integer}},"
       " example: {a: text}}",
       Examples::Checked, R"({"a":"text","b":0})", "", ""},
      {"{type: object, properties: {a: {type: string, writeOnly: true}, b: {type: string}},"
       " example: {a: secret, b: open}}",
       Examples::Trusted, R"({"b":"open"})", "", ""},
      {"{type: integer, minimum: 2, maximum: 1}", Examples::Checked, "none", "generate.no-instance",
       ""},
  };
  for (const FindingRow& row : rows) {
    Workbench bench;
    const Generated made =
        bench.plan(row.schema)->generate({.examples = row.examples}, bench.arena());
    EXPECT_EQ(made.value ? json::write(*made.value) : "none", row.value) << row.schema;
    ASSERT_EQ(made.findings.size(), std::string_view(row.rule).empty() ? 0u : 1u) << row.schema;
    EXPECT_EQ(made.valid(), made.findings.empty());
    if (made.findings.empty()) continue;
    EXPECT_EQ(made.findings[0].rule->id, row.rule);
    EXPECT_EQ(made.findings[0].pointer, row.pointer);
    EXPECT_EQ(made.findings[0].source.file, "schema.yaml");
    EXPECT_GT(made.findings[0].source.column, 0u);
  }
}

TEST(DiscriminatorTest, TheBranchIsNamed) {
  const std::string text =
      "{openapi: 3.0.3, components: {schemas: {"
      "Pet: {anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}],"
      " discriminator: {propertyName: kind, mapping: {dog: '#/components/schemas/Dog'}}},"
      "Cat: {type: object, required: [kind], properties: {kind: {type: string}}},"
      "Dog: {type: object, required: [kind], properties: {kind: {type: string}}},"
      "Base: {type: object, discriminator: {propertyName: t}, properties: {t: {type: string}}},"
      "Leaf: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {n: {type: integer}}}]},"
      "Use: {properties: {leaf: {$ref: '#/components/schemas/Leaf'}}}}}}";
  const schema::Options options{.dialect = schema::Dialect::OpenApi30,
                                .direction = schema::Direction::Response};
  Workbench bench;
  const auto pet = bench.plan(text, options, "/components/schemas/Pet");
  EXPECT_EQ(json::write(*pet->generate({}, bench.arena()).value), R"({"kind":"Cat"})");
  const auto use = bench.plan(text, options, "/components/schemas/Use");
  EXPECT_EQ(json::write(*use->generate({}, bench.arena()).value), R"({"leaf":{"t":"Leaf","n":0}})");
  std::set<std::string> kinds;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    kinds.insert(json::write(*pet->generate(dynamic(seed), bench.arena()).value));
  }
  EXPECT_THAT(kinds, testing::ElementsAre(R"({"kind":"Cat"})", R"({"kind":"dog"})"));
}

}  // namespace
}  // namespace holotype::generate
