// What the tests of generate share: a schema given as text, read, compiled and planned.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "document/library.h"
#include "document/reader.h"
#include "generate/generator.h"
#include "json/pointer.h"
#include "json/text.h"
#include "schema/compiler.h"

namespace holotype::generate {

class Workbench {
 public:
  // The schema at `pointer` in `text` (YAML or JSON), or all of it.
  std::shared_ptr<const Generator> plan(const std::string& text,
                                        const schema::Options& options = kOptions,
                                        std::string_view pointer = "") {
    const std::string uri = "memory:" + std::to_string(++count_) + ".yaml";
    const auto file = library_.add(uri, "schema.yaml", text);
    if (!file) return nullptr;
    const json::Value* value = json::resolve((*file)->root(), pointer);
    if (value == nullptr) return nullptr;
    return planner_.plan(compiler_.compile({*file, value}, options).schema);
  }

  // The same in a text that is read once, however often it is given.
  std::shared_ptr<const Generator> plan_in(const std::string& text, std::string_view pointer,
                                           const schema::Options& options = kOptions) {
    const auto [entry, is_new] = files_.try_emplace(text, nullptr);
    if (is_new) {
      const auto file = library_.add("memory:" + std::to_string(++count_), "schema", text);
      if (file) entry->second = *file;
    }
    if (entry->second == nullptr) return nullptr;
    const json::Value* value = json::resolve(entry->second->root(), pointer);
    if (value == nullptr) return nullptr;
    return planner_.plan(compiler_.compile({entry->second, value}, options).schema);
  }

  // What is generated for it, as JSON text; "none" where nothing was found.
  std::string generate(const std::string& text, const Options& options = {},
                       const schema::Options& dialect = kOptions) {
    const auto generator = plan(text, dialect);
    if (generator == nullptr) return "no schema";
    const Generated made = generator->generate(options, arena_);
    return made.value ? json::write(*made.value) : "none";
  }

  document::Library& library() { return library_; }
  schema::Compiler& compiler() { return compiler_; }
  Planner& planner() { return planner_; }
  json::Arena& arena() { return arena_; }

  static constexpr schema::Options kOptions{.dialect = schema::Dialect::OpenApi31,
                                            .direction = schema::Direction::Response};

 private:
  document::Library library_{std::make_shared<document::MemoryReader>()};
  schema::Compiler compiler_{library_};
  Planner planner_{compiler_};
  json::Arena arena_;
  int count_ = 0;
  std::map<std::string, const document::File*> files_;
};

}  // namespace holotype::generate
