// Texts as the library sees them, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "document/library.h"

namespace holotype::document {

// A library that holds one text under "memory:NAME", and what became of it.
struct Loaded {
  explicit Loaded(std::string text, std::string name = "a.yaml")
      : library(std::make_unique<Library>(std::make_shared<MemoryReader>())),
        file(library->add("memory:" + name, name, std::move(text))) {}

  const json::Value& root() const { return (*file)->root(); }
  // The findings, or the reasons why there is no file: one line each.
  std::string lines() const {
    std::string lines;
    for (const Diagnostic& diagnostic : file ? library->findings() : file.error()) {
      lines += diagnostic::to_line(diagnostic) + "\n";
    }
    return lines;
  }

  std::unique_ptr<Library> library;
  Result<const File*, Diagnostics> file;
};

}  // namespace holotype::document
