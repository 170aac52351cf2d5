// Findings as text, one line each, so that a test is a table of three texts.
#pragma once

#include <memory>
#include <string>

#include "diagnostic/diagnostic.h"
#include "document/library.h"
#include "document/reader.h"
#include "json/text.h"
#include "schema/compiler.h"

namespace holotype::schema {

// "pointer: message (rule id; found F; fix)", the causes below it, indented.
inline void append_lines(std::string& text, const diagnostic::Diagnostics& findings,
                         const std::string& indent) {
  for (const auto& finding : findings) {
    text +=
        indent + finding.pointer + ": " + finding.message + " (" + std::string(finding.rule->id);
    if (!finding.found.empty()) text += "; found " + finding.found;
    if (!finding.fix.empty()) text += "; " + finding.fix;
    text += ")\n";
    append_lines(text, finding.causes, indent + "  ");
  }
}

inline std::string lines(const diagnostic::Diagnostics& findings) {
  std::string text;
  append_lines(text, findings, "");
  if (!text.empty()) text.pop_back();
  return text;
}

// A schema in a library of its own.
class OneSchema {
 public:
  explicit OneSchema(const std::string& text, const Options& options = {})
      : reader_(std::make_shared<document::MemoryReader>()),
        library_(reader_),
        compiler_(library_) {
    const auto file = library_.add("memory:schema.json", "schema.json", text);
    compiled_ = compiler_.compile({*file, &(*file)->root()}, options);
  }

  const Schema& schema() const { return *compiled_.schema; }
  const diagnostic::Diagnostics& findings() const { return compiled_.findings; }
  document::Library& library() { return library_; }
  Compiler& compiler() { return compiler_; }

 private:
  std::shared_ptr<document::MemoryReader> reader_;
  document::Library library_;
  Compiler compiler_;
  Compiled compiled_;
};

}  // namespace holotype::schema
