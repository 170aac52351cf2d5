// Time per pass of RapidJSON's own SchemaValidator over a data set; scripts/bench-schema runs it
// beside `holotype validate --benchmark`.
//
//     schema_rapidjson LOOPS SCHEMA INSTANCES.jsonl
//
// As there, instances are parsed once and validated LOOPS times, stopping at the first failure,
// with one validator that is reset between instances, as RapidJSON's manual advises. RapidJSON
// knows draft 4 alone: a schema that uses later keywords or refers to other files is not measured
// ("not supported", exit status 3).
//
// How many instances it accepts is printed, too: where that differs from Holotype's count,
// RapidJSON has ignored a part of the schema, and its time says little.
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/schema.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace {

std::string contents(const char* path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// What a keyword's value holds that is a schema itself.
enum class Holds { One, OneOrMany, Map, MapOrNames };

constexpr struct {
  std::string_view name;
  Holds holds;
} kApplicators[] = {
    {"additionalProperties", Holds::One},
    {"additionalItems", Holds::One},
    {"not", Holds::One},
    {"items", Holds::OneOrMany},
    {"allOf", Holds::OneOrMany},
    {"anyOf", Holds::OneOrMany},
    {"oneOf", Holds::OneOrMany},
    {"properties", Holds::Map},
    {"patternProperties", Holds::Map},
    {"definitions", Holds::Map},
    {"dependencies", Holds::MapOrNames},
};

// Keywords that came later; RapidJSON passes over them.
constexpr std::string_view kLater[] = {
    "const",       "contains",          "propertyNames",         "if",
    "$anchor",     "$dynamicRef",       "$recursiveRef",         "prefixItems",
    "minContains", "maxContains",       "unevaluatedProperties", "unevaluatedItems",
    "$defs",       "dependentRequired", "dependentSchemas",
};

bool is_draft4(const rapidjson::Value& schema);

bool are_draft4(const rapidjson::Value& value, Holds holds) {
  if (value.IsArray()) {
    if (holds == Holds::MapOrNames) return true;
    for (const auto& one : value.GetArray()) {
      if (!is_draft4(one)) return false;
    }
    return true;
  }
  if (holds == Holds::One || holds == Holds::OneOrMany) return is_draft4(value);
  if (!value.IsObject()) return false;
  for (const auto& member : value.GetObject()) {
    const bool is_names = holds == Holds::MapOrNames && member.value.IsArray();
    if (!is_names && !is_draft4(member.value)) return false;
  }
  return true;
}

// Whether the schema says the same when it is read by draft 4, whatever its $schema: no later
// keyword, no boolean schema but where draft 4 has one, no reference to another file.
bool is_draft4(const rapidjson::Value& schema) {
  if (!schema.IsObject()) return false;
  for (const auto& member : schema.GetObject()) {
    const std::string_view name = member.name.GetString();
    if (std::find(std::begin(kLater), std::end(kLater), name) != std::end(kLater)) return false;
    if (name.starts_with("exclusive") && !member.value.IsBool()) return false;
    if (name == "$ref" && member.value.IsString() && member.value.GetString()[0] != '#')
      return false;
    const bool is_boolean_allowed = name.starts_with("additional") && member.value.IsBool();
    for (const auto& row : kApplicators) {
      if (row.name == name && !is_boolean_allowed && !are_draft4(member.value, row.holds))
        return false;
    }
  }
  return true;
}

int fail(int status, const char* message) {
  std::fprintf(stderr, "schema_rapidjson: %s\n", message);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return fail(2, "LOOPS SCHEMA INSTANCES.jsonl are needed");
  const int loops = std::atoi(argv[1]);
  rapidjson::Document schema_text;
  if (loops < 1 || schema_text.Parse(contents(argv[2]).c_str()).HasParseError())
    return fail(2, "LOOPS is no number, or SCHEMA no JSON");
  if (!is_draft4(schema_text)) return fail(3, "not supported: the schema needs more than draft 4");

  std::deque<rapidjson::Document> instances;
  std::ifstream lines(argv[3], std::ios::binary);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    if (instances.emplace_back().Parse(line.c_str()).HasParseError())
      return fail(2, "a line of INSTANCES is no JSON");
  }

  const rapidjson::SchemaDocument schema(schema_text);
  rapidjson::SchemaValidator validator(schema);
  std::size_t accepted = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int loop = 0; loop < loops; ++loop) {
    for (const rapidjson::Document& instance : instances) {
      accepted += instance.Accept(validator) ? 1 : 0;
      validator.Reset();
    }
  }
  const std::chrono::duration<double, std::micro> elapsed =
      std::chrono::steady_clock::now() - begin;
  std::printf("valid: %zu of %zu\n", accepted / static_cast<std::size_t>(loops), instances.size());
  std::printf("total: %zu instances, %.1f us per pass\n", instances.size(),
              elapsed.count() / loops);
}
