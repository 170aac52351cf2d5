// A description from texts in memory, for tests.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "document/reader.h"
#include "openapi/description.h"

namespace holotype::openapi {

// The description that `text` is; `others` are the files beside it, by name.
inline Result<std::shared_ptr<const Description>, diagnostic::Diagnostics> load_text(
    std::string text, const std::map<std::string, std::string>& others = {}) {
  auto reader = std::make_shared<document::MemoryReader>();
  reader->put("memory:/api.yaml", std::move(text));
  for (const auto& [name, other] : others) reader->put("memory:/" + name, other);
  return load(std::make_shared<document::Library>(reader), "memory:/api.yaml");
}

// Findings one a line, without the name of the entry document.
inline std::string lines_of(const diagnostic::Diagnostics& findings) {
  std::string lines;
  for (const diagnostic::Diagnostic& finding : findings) {
    std::string line = diagnostic::to_line(finding);
    const std::string file = "memory:/api.yaml:";
    if (line.starts_with(file)) line.erase(0, file.size());
    lines += (lines.empty() ? "" : "\n") + line;
  }
  return lines;
}

}  // namespace holotype::openapi
