// Schemas and instances of strangers: an answer or a clear refusal, in bounded time and memory.
//
// The bounds are wide, because test machines are slow and busy: what they catch is growth without
// end, which is orders of magnitude beyond.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <string>

#include "findings.h"
#include "patience.h"
#include "schema/assembler.h"
#include "schema/registry.h"

namespace holotype::schema {
namespace {

constexpr std::size_t kDeep = 100'000;

std::string repeat(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::string nested_arrays(std::size_t depth) { return repeat("[", depth) + repeat("]", depth); }
std::string nested_objects(std::size_t depth) {
  return repeat("{\"a\":", depth) + "1" + repeat("}", depth);
}

double seconds_of_processor() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// Fails where the scope took longer than `limit` seconds of processor time.
class Within {
 public:
  Within(double limit, std::string what) : limit_(limit), what_(std::move(what)) {}
  ~Within() {
    const double took = seconds_of_processor() - begin_;
    EXPECT_LT(took, limit_ * kPatience) << what_.substr(0, 200);
  }

 private:
  double limit_;
  std::string what_;
  double begin_ = seconds_of_processor();
};

// accepts() and check() agree; what check() could not check is returned.
template <typename One>
std::string unchecked(const One& one, const json::Value& value, bool is_valid) {
  EXPECT_EQ(one.schema().accepts(value), is_valid);
  const Outcome outcome = one.schema().check(value);
  EXPECT_EQ(outcome.valid(), is_valid) << lines(outcome.findings).substr(0, 500);
  return lines(outcome.unchecked);
}

constexpr const char* kRecursiveSchemas[] = {
    R"({"items": {"$ref": "#"}, "additionalProperties": {"$ref": "#"}})",
    R"({"$dynamicAnchor": "n", "items": {"$dynamicRef": "#n"}, "additionalProperties": {"$dynamicRef": "#n"}})",
    R"({"anyOf": [{"type": "string"}, {"type": ["array", "object"], "items": {"$ref": "#"},
        "additionalProperties": {"$ref": "#"}}, {"type": "integer"}]})",
    R"({"oneOf": [{"type": "string"}, {"items": {"$ref": "#"}, "additionalProperties": {"$ref": "#"}}]})",
    R"({"unevaluatedItems": {"$ref": "#"}, "unevaluatedProperties": {"$ref": "#"}})",
    R"({"contains": {"$ref": "#"}, "minContains": 0, "properties": {"a": {"$ref": "#"}}})",
};

TEST(Untrusted, DeepInstancesAreCheckedAsDeepAsTheBudgetGoes) {
  for (const std::string& text : {nested_arrays(kDeep), nested_objects(kDeep)}) {
    const auto tree = json::read(text, {.max_depth = kDeep + 1});
    ASSERT_TRUE(tree);
    for (const char* schema : kRecursiveSchemas) {
      const Within within(10, schema);
      const OneSchema one(schema);
      EXPECT_NE(unchecked(one, tree->root(), true).find("nested deeper than 1000 levels"),
                std::string::npos)
          << schema;
    }
  }
}

TEST(Untrusted, DeepValuesAreComparedAndQuoted) {
  const std::string deep = nested_arrays(kDeep - 2);
  const auto twice = json::read("[" + deep + "," + deep + "]", {.max_depth = kDeep});
  const auto apart = json::read("[" + deep + ",[" + deep + "]]", {.max_depth = kDeep});
  ASSERT_TRUE(twice && apart);
  const Within within(10, "deep values");
  const OneSchema unique(R"({"uniqueItems": true})");
  EXPECT_EQ(unchecked(unique, twice->root(), false), "");
  EXPECT_EQ(unchecked(unique, apart->root(), true), "");
  const OneSchema one_of_two(R"({"enum": [[[1]], {"a": 1}]})");
  EXPECT_EQ(unchecked(one_of_two, twice->root(), false), "");
  EXPECT_LT(one_of_two.schema().check(twice->root()).findings[0].found.size(), 100u);
}

TEST(Untrusted, DeepSchemasAreRefusedWithAReason) {
  for (const std::string& text :
       {repeat("{\"not\":", kDeep) + "{}" + repeat("}", kDeep), nested_arrays(kDeep),
        repeat("- ", kDeep) + "1", repeat("a: {", kDeep)}) {
    const Within within(10, text);
    document::Library library(std::make_shared<document::MemoryReader>());
    const auto file = library.add("memory:deep", "deep", text);
    ASSERT_FALSE(file) << text.substr(0, 20);
    EXPECT_FALSE(lines(file.error()).empty());
  }
}

TEST(Untrusted, SchemasThatReferToThemselvesEnd) {
  constexpr const char* kSchemas[] = {
      R"({"$ref": "#"})",
      R"({"allOf": [{"$ref": "#"}]})",
      R"({"anyOf": [{"$ref": "#"}, {"$ref": "#/anyOf/0"}]})",
      R"({"oneOf": [{"$ref": "#"}, true]})",
      R"({"not": {"$ref": "#"}})",
      R"({"if": {"$ref": "#"}, "then": {"$ref": "#"}, "else": false})",
      R"({"dependentSchemas": {"a": {"$ref": "#"}}})",
      R"({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}})",
      R"({"$dynamicAnchor": "a", "$dynamicRef": "#a"})",
      R"({"$id": "http://a.test/x", "$dynamicAnchor": "a", "$ref": "y", "$defs": {"y": {"$id": "y",
          "$dynamicAnchor": "a", "$dynamicRef": "#a"}}})",
      R"({"$id": "http://a.test/x", "$dynamicAnchor": "a", "$ref": "y", "$defs": {"y": {"$id": "y",
          "$dynamicAnchor": "a", "allOf": [{"$dynamicRef": "#a"}, {"$dynamicRef": "#a"}]}}})",
      R"({"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveAnchor": true,
          "$recursiveRef": "#"})",
      R"({"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#"})",
      R"({"propertyNames": {"$ref": "#"}, "additionalProperties": {"$ref": "#"}})",
      R"({"unevaluatedProperties": {"$ref": "#"}, "allOf": [{"$ref": "#"}]})",
  };
  for (const char* schema : kSchemas) {
    const Within within(5, schema);
    const OneSchema one(schema);
    for (const char* text : {"1", "{\"a\": {\"a\": 1}}", "[[]]"}) {
      const auto value = json::read(text);
      EXPECT_EQ(one.schema().accepts(value->root()), one.schema().check(value->root()).valid())
          << schema << " with " << text;
    }
  }
}

// 2^60 ways through 60 definitions.
std::string doubling_schema(const std::string& end) {
  std::string text = R"({"$ref": "#/$defs/d0", "$defs": {)";
  for (int i = 0; i < 60; ++i) {
    const std::string next = "{\"$ref\": \"#/$defs/d" + std::to_string(i + 1) + "\"}";
    text += "\"d" + std::to_string(i) + "\": {\"allOf\": [" + next + ", " + next + "]}, ";
  }
  return text + "\"d60\": " + end + "}}";
}

// A schema with fewer steps than others get, so that the test is quick.
class Hurried {
 public:
  explicit Hurried(const std::string& text)
      : library_(std::make_shared<document::MemoryReader>()),
        file_(*library_.add("memory:schema.json", "schema.json", text)),
        registry_(library_, Dialect::Draft2020),
        assembler_(registry_, {}) {
    root_ = assembler_.subschema_at({file_, &file_->root()});
    assembler_.assemble();
    auto scope = std::make_shared<Scope>(*assembler_.scope());
    scope->max_steps = 10'000;
    schema_ = std::make_unique<Schema>(assembler_.compilation(), root_, scope,
                                       document::Node{file_, &file_->root()}, Options());
  }

  const Schema& schema() const { return *schema_; }

 private:
  document::Library library_;
  const document::File* file_;
  Registry registry_;
  Assembler assembler_;
  const Subschema* root_ = nullptr;
  std::unique_ptr<Schema> schema_;
};

TEST(Untrusted, ReferencesThatDoubleEndWithinTheirSteps) {
  const auto value = json::read("{\"a\": 1, \"b\": [2]}");
  const auto text = json::read("\"x\"");
  for (const std::string end :
       {R"({"minProperties": 1})", R"({"unevaluatedProperties": {"minLength": 1}})"}) {
    const Within within(10, end);
    const Hurried one(doubling_schema(end));
    EXPECT_NE(unchecked(one, value->root(), true).find("more than 10000 steps"), std::string::npos);
  }
  const Hurried typed(doubling_schema(R"({"type": "object"})"));
  EXPECT_EQ(unchecked(typed, value->root(), true), "");
  unchecked(typed, text->root(), false);
}

// A body of a megabyte may hold a hundred thousand names that no schema knows.
TEST(Untrusted, FindingsAreBoundedWhicheverKeywordMakesThem) {
  std::string object = "{", array = "[";
  for (int i = 0; i < 3000; ++i) {
    object += (i == 0 ? "\"n" : ",\"n") + std::to_string(i) + "\":\"x\"";
    array += i == 0 ? "\"x\"" : ",\"x\"";
  }
  std::string forbidden = R"({"dependentSchemas": {)", required = R"({"required": [)";
  for (int i = 0; i < 3000; ++i) {
    forbidden += (i == 0 ? "\"n" : ",\"n") + std::to_string(i) + "\": false";
    required += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\"";
  }
  const auto members = json::read(object + "}");
  const auto elements = json::read(array + "]");
  for (const std::string& schema : std::vector<std::string>{
           R"({"additionalProperties": false})",
           R"({"additionalProperties": {"type": "integer"}})",
           R"({"unevaluatedProperties": false})",
           R"({"patternProperties": {"^n": false}})",
           R"({"patternProperties": {"^n": {"type": "integer"}}})",
           R"({"propertyNames": {"maxLength": 1}})",
           forbidden + "}}",
           required + "]}",
           R"({"items": false})",
           R"({"items": {"type": "integer"}})",
           R"({"unevaluatedItems": false})",
           R"({"allOf": [{"additionalProperties": false, "items": false},
                          {"unevaluatedProperties": false, "unevaluatedItems": false}]})",
       }) {
    const Hurried one(schema);
    for (const json::Tree* instance : {&*members, &*elements}) {
      const Outcome outcome = one.schema().check(instance->root());
      EXPECT_EQ(outcome.valid(), one.schema().accepts(instance->root())) << schema;
      // One more at most of each keyword that was under way; causes count as well.
      EXPECT_LE(outcome.findings.size(), 1002u) << schema;
      if (!outcome.valid()) EXPECT_GE(outcome.findings.size(), 500u) << schema;
    }
  }
}

// The plan knows by the kind of the value that the last branch rejects it; the walk that explains
// comes to the steps' end in the first. accepts() and check() agree all the same (rule
// schema.too-costly).
TEST(Untrusted, AFaultTooCostlyToFindIsAFindingAllTheSame) {
  const std::string costly =
      R"({"$id": "memory:/doubling", )" + doubling_schema(R"({"minProperties": 1})").substr(1);
  const Hurried one(R"({"allOf": [)" + costly + R"(, {"type": "array"}]})");
  const auto value = json::read("{\"z\": 1}");
  EXPECT_FALSE(one.schema().accepts(value->root()));
  EXPECT_EQ(lines(one.schema().check(value->root()).findings),
            ": must satisfy the schema; to find out where it does not takes too many steps "
            "(schema.too-costly; found object with z)");
}

TEST(Untrusted, PatternsStopAtTheirBudget) {
  constexpr const char* kPatterns[] = {
      R"(^(a+)+$)",         R"((a|a)*$)",
      R"(^(a|aa)+$)",       R"(^(a*)*b)",
      R"((.*)*x)",          R"(^(a+)+\b$)",
      R"((?=(a+)+$)b)",     R"(^(a+)\1+$)",
      R"((?<=(a+)+)x)",     R"((a*?)*?x\b)",
      R"(^(\w+\s?)*$)",     R"(^([a-z]+\b)+$)",
      R"((x+x+)+y\b)",      R"(a{1,900}a{1,900}x)",
      R"(^(a?){50}a{50}$)", R"(^((a{0,20}){0,20}){0,20}b\b)",
      R"((?<=b(a+)+)x)",    R"(^(?:(a+)+)+\1!?$)",
  };
  const std::string a(50'000, 'a');
  for (const char* pattern : kPatterns) {
    const Within within(10, pattern);
    const OneSchema one("{\"pattern\": " + json::quote(pattern) + "}");
    for (const std::string& text : {a, a + "!", repeat("x", 50'000)}) {
      const auto value = json::read("\"" + text + "\"");
      const bool accepted = one.schema().accepts(value->root());
      const Outcome outcome = one.schema().check(value->root());
      EXPECT_EQ(accepted, outcome.valid()) << pattern;
      for (const auto& note : outcome.unchecked)
        EXPECT_NE(note.message.find("not checked"), std::string::npos) << note.message;
    }
  }
}

TEST(Untrusted, AnUnfinishedMatchIsSaidToBeUnchecked) {
  const OneSchema one(R"({"pattern": "(?=x|)(a|a)*$"})");
  const auto value = json::read("\"" + std::string(60, 'a') + "!\"");
  EXPECT_NE(unchecked(one, value->root(), true).find("not checked"), std::string::npos);
}

// Memory: the text, its values, and little else, however many findings there are.
TEST(Untrusted, FiftyMegabytesAreReadAndChecked) {
  constexpr std::size_t kBytes = 50'000'000;
  const struct {
    const char* what;
    std::string text;
  } kRows[] = {
      {"numbers", "[" + repeat("1,", kBytes / 2) + "1]"},
      {"objects", "[" + repeat(R"({"a":1,"b":"x"},)", kBytes / 16) + "{}]"},
      {"one string", "\"" + std::string(kBytes, 'x') + "\""},
      {"names", "{" + repeat("\"a\":1,", kBytes / 6) + "\"b\":2}"},
  };
  for (const auto& row : kRows) {
    const Within within(60, row.what);
    const auto tree = json::read(row.text);
    ASSERT_TRUE(tree) << row.what;
    const OneSchema lenient(R"({"maxLength": 100000000, "items": {"type": ["integer", "object"],
        "properties": {"a": {"minimum": 0}, "b": {"maxLength": 3}}}})");
    EXPECT_EQ(unchecked(lenient, tree->root(), true), "") << row.what;
    const OneSchema strict(R"({"maxLength": 3, "items": {"type": "string"},
        "additionalProperties": {"type": "string"}})");
    const Outcome outcome = strict.schema().check(tree->root());
    EXPECT_FALSE(outcome.valid()) << row.what;
    EXPECT_LE(outcome.findings.size(), 1000u);
    EXPECT_LT(lines(outcome.findings).size(), 1'000'000u);
  }
  EXPECT_LT(peak_mebibytes(), 1500 * (kPatience == 1 ? 1 : 5));  // a sanitizer's shadow
}

// A chain that each compilation puts another piece in front of, as operations of a description do:
// no piece is long, all of it is.
class ALongChain : public testing::TestWithParam<std::size_t> {};

TEST_P(ALongChain, EndsInAnAnswer) {
  constexpr std::size_t kPiece = 100;
  const std::size_t length = GetParam();
  std::string text = "{\"$defs\":{";
  for (std::size_t i = 0; i < length; ++i) {
    text += "\"s" + std::to_string(i) + "\":{\"allOf\":[{\"$ref\":\"#/$defs/s" +
            std::to_string(i + 1) + "\"}]},";
  }
  text += "\"s" + std::to_string(length) + R"(":{"properties":{"a":{"type":"string"}}}}})";
  OneSchema one(text);
  const document::File* file = one.library().find("memory:schema.json");
  const json::Value& schemas = *file->root().find("$defs");
  std::shared_ptr<const Schema> front;
  for (std::size_t at = length; at > 0; at -= kPiece) {
    const json::Value* piece = schemas.find("s" + std::to_string(at - kPiece));
    front = one.compiler().compile({file, piece}, {}).schema;
  }
  EXPECT_TRUE(front->accepts(json::read(R"({"a":"x"})")->root()));
  const Outcome outcome = front->check(json::read(R"({"a":1})")->root());
  EXPECT_NE(outcome.valid(),
            outcome.unchecked.empty());  // refused, or it is said that it is not known
}

INSTANTIATE_TEST_SUITE_P(Untrusted, ALongChain, testing::Values(300, 3'000, 30'000));

}  // namespace
}  // namespace holotype::schema
