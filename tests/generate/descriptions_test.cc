// What holds for every schema of every real description: below requests and answers, inline or
// named, it has a value that is valid, whatever the seed; and a property that is added to it
// changes no other value.

#include "descriptions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "document/reader.h"
#include "generate/workbench.h"
#include "openapi/description.h"

namespace holotype::generate {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> descriptions() {
  std::vector<fs::path> paths = real_descriptions();
  if (const char* only = std::getenv("HOLOTYPE_ONLY")) {
    std::erase_if(paths, [only](const fs::path& path) {
      return path.filename().string().find(only) == std::string::npos;
    });
  }
  return paths;
}

std::set<std::string> known_failures() {
  std::set<std::string> known;
  std::ifstream file(fs::path(HOLOTYPE_SOURCE_DIR) / "tests/generate/known_failures.txt");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("use ")) continue;
    known.insert(line.substr(0, line.find('\t')));
  }
  return known;
}

// Every place of a description where a schema is used, once for each direction.
class Uses {
 public:
  explicit Uses(const openapi::Description& description) {
    for (const openapi::Operation& operation : description.operations) add(operation);
    for (const openapi::Callback& webhook : description.webhooks) add(webhook);
  }
  struct Use {
    std::string where;
    std::shared_ptr<const schema::Schema> schema;
  };
  const std::vector<Use>& all() const { return all_; }

 private:
  void add(const std::string& where, const openapi::SchemaUse& use, bool is_request) {
    if (use.compiled == nullptr) return;
    if (seen_.emplace(use.node.value, is_request).second) all_.push_back({where, use.compiled});
  }
  void add(const std::string& where, const openapi::MediaType& media_type, bool is_request) {
    add(where + " " + media_type.name, media_type.schema, is_request);
    add(where + " item of " + media_type.name, media_type.item_schema, is_request);
    for (const openapi::Encoding& encoding : media_type.encodings) {
      for (const openapi::Header& header : encoding.headers)
        add(where + " encoding header " + header.name, header.schema, is_request);
    }
  }
  void add(const openapi::Callback& callback) {
    for (const openapi::Operation& operation : callback.operations) add(operation);
  }
  void add(const openapi::Operation& operation) {
    for (const openapi::Parameter& parameter : operation.parameters) {
      add(operation.id + " parameter " + parameter.name, parameter.schema, true);
      if (parameter.content)
        add(operation.id + " parameter " + parameter.name, *parameter.content, true);
    }
    if (operation.request_body) {
      for (const openapi::MediaType& media_type : operation.request_body->content)
        add(operation.id + " request", media_type, true);
    }
    for (const openapi::Response& response : operation.responses) {
      for (const openapi::MediaType& media_type : response.content)
        add(operation.id + " " + response.key, media_type, false);
      for (const openapi::Header& header : response.headers)
        add(operation.id + " " + response.key + " header " + header.name, header.schema, false);
    }
    for (const openapi::Callback& callback : operation.callbacks) add(callback);
  }

  std::vector<Use> all_;
  std::set<std::pair<const void*, bool>> seen_;
};

std::string failure_of(const Generator& generator, const Options& options) {
  json::Arena arena;
  const Generated made = generator.generate(options, arena);
  if (!made.value) return "no value";
  if (!made.findings.empty()) return "findings";
  return generator.schema().accepts(*made.value) ? "" : "an invalid value";
}

TEST(DescriptionsTest, EverySchemaInUseHasAValidValue) {
  const std::vector<fs::path> paths = descriptions();
  if (paths.empty()) GTEST_SKIP() << "no descriptions in HOLOTYPE_DATA";
  const std::set<std::string> known = known_failures();
  std::set<std::string> failed;
  std::size_t total = 0;
  for (const fs::path& path : paths) {
    auto reader = std::make_shared<document::FolderReader>(std::vector{path.parent_path()});
    auto library = std::make_shared<document::Library>(reader);
    const auto description = openapi::load(library, path.string());
    if (!description) continue;
    Planner planner(*(*description)->compiler);
    const auto start = std::chrono::steady_clock::now();
    const Uses uses(**description);
    for (const Uses::Use& use : uses.all()) {
      const auto generator = planner.plan(use.schema);
      const std::string name = fmt::format("use {} {}", path.filename().string(), use.where);
      for (const Options& options :
           {Options{.seed = 0, .mode = Mode::Static}, Options{.seed = 0, .mode = Mode::Dynamic},
            Options{.seed = 7, .mode = Mode::Dynamic},
            Options{.seed = 20240115, .mode = Mode::Dynamic}}) {
        Options strict = options;
        strict.examples = Examples::Checked;
        const std::string why = failure_of(*generator, strict);
        if (why.empty()) continue;
        failed.insert(name);
        EXPECT_TRUE(known.contains(name)) << name << ": " << why << ", seed " << options.seed;
        break;
      }
    }
    total += uses.all().size();
    const auto spent = std::chrono::steady_clock::now() - start;
    std::printf("%8.1f ms %5zu %s\n", std::chrono::duration<double, std::milli>(spent).count(),
                uses.all().size(), path.filename().c_str());
    std::fflush(stdout);
  }
  std::printf("%zu of %zu schemas in use have a valid value\n", total - failed.size(), total);
  if (std::getenv("HOLOTYPE_ONLY") != nullptr) return;
  for (const std::string& name : known)
    EXPECT_TRUE(failed.contains(name)) << name << " is in known_failures.txt and has a value";
}

// A copy of `schemas` in which each object schema has one more property before its own and one
// behind them.
json::Value with_more(const json::Value& schemas, json::Arena& arena) {
  const json::Value extra = *json::read(arena, R"({"type": "string"})");
  std::vector<json::Member> all;
  for (const json::Member& schema : schemas.members()) {
    all.push_back(schema);
    const json::Value* properties = schema.value.find("properties");
    if (properties == nullptr || !properties->is_object()) continue;
    std::vector<json::Member> more = {{"zzAddedBefore", extra}};
    more.insert(more.end(), properties->members().begin(), properties->members().end());
    more.emplace_back("zzAddedBehind", extra);
    std::vector<json::Member> members;
    for (const json::Member& member : schema.value.members()) {
      members.push_back(member);
      if (member.name() == "properties") members.back().value = json::Value::object(arena, more);
    }
    all.back().value = json::Value::object(arena, members);
  }
  return json::Value::object(arena, all);
}

// Whether `more` has every value of `value`, at the same place.
bool holds_all(const json::Value& more, const json::Value& value) {
  if (value.is_object() && more.is_object()) {
    return std::ranges::all_of(value.members(), [&](const json::Member& member) {
      const json::Value* other = more.find(member.name());
      return other != nullptr && holds_all(*other, member.value);
    });
  }
  if (value.is_array() && more.is_array() && value.size() == more.size()) {
    for (std::size_t i = 0; i < value.elements().size(); ++i) {
      if (!holds_all(more.elements()[i], value.elements()[i])) return false;
    }
    return true;
  }
  return json::equal(more, value);
}

// Only the named schemas and what they refer to: the rest of a description is not needed here.
std::string document_of(const json::Value& schemas, json::Arena& arena) {
  const std::vector<json::Member> components = {{"schemas", schemas}};
  const std::vector<json::Member> root = {{"components", json::Value::object(arena, components)},
                                          {"definitions", schemas}};
  return json::write(json::Value::object(arena, root));
}

// Here branches of oneOf overlap in everything, so that a property has to break one of them on
// purpose; with more properties it is another one.
constexpr std::string_view kOverlapping = "ObjectOfEverything";

TEST(DescriptionsTest, AnAddedPropertyChangesNoOtherValue) {
  const std::vector<fs::path> paths = descriptions();
  if (paths.empty()) GTEST_SKIP() << "no descriptions in HOLOTYPE_DATA";
  int compared = 0, skipped = 0;
  for (const fs::path& path : paths) {
    if (fs::file_size(path) > 4'000'000) continue;  // enough are smaller
    document::Library library(
        std::make_shared<document::FolderReader>(std::vector{path.parent_path()}));
    const auto file = library.open(path.string());
    if (!file) continue;
    const json::Value& root = (*file)->root();
    const json::Value* components = root.find("components");
    const json::Value* schemas =
        components != nullptr ? components->find("schemas") : root.find("definitions");
    if (schemas == nullptr) continue;
    json::Arena arena;
    Workbench bench;
    const std::string before = document_of(*schemas, arena);
    const std::string after = document_of(with_more(*schemas, arena), arena);
    for (const json::Member& schema : schemas->members()) {
      if (schema.value.find("properties") == nullptr || schema.name() == kOverlapping) continue;
      std::string pointer = "/components/schemas";
      json::append_token(pointer, schema.name());
      const auto plain = bench.plan_in(before, pointer);
      const auto more = bench.plan_in(after, pointer);
      for (const Mode mode : {Mode::Static, Mode::Dynamic}) {
        const Options options{.seed = 7, .mode = mode, .examples = Examples::Checked};
        const Generated a = plain->generate(options, arena);
        const Generated b = more->generate(options, arena);
        if (!a.value || !b.value) {
          ++skipped;  // a bound on the number of properties, for one
          continue;
        }
        ++compared;
        EXPECT_TRUE(holds_all(*b.value, *a.value))
            << path.filename() << " " << schema.name() << "\n"
            << json::write(*a.value) << "\n"
            << json::write(*b.value);
      }
    }
  }
  std::printf("%d values compared, %d skipped\n", compared, skipped);
  EXPECT_GT(compared, 1000);
  EXPECT_LT(skipped, compared / 100);
}

}  // namespace
}  // namespace holotype::generate
