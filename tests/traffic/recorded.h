// Recordings in memory, for tests.
#pragma once

#include <memory>
#include <string>

#include "document/reader.h"
#include "traffic/har.h"

namespace holotype::traffic {

inline Result<Recording, diagnostic::Diagnostics> recorded(std::string text) {
  auto reader = std::make_shared<document::MemoryReader>();
  reader->put("memory:/a.har", std::move(text));
  return read_recording(std::make_shared<document::Library>(reader), "memory:/a.har");
}

// A recording whose entries stand one a line, the first on line 2.
inline Result<Recording, diagnostic::Diagnostics> recorded_entries(const std::string& entries) {
  return recorded("{\"log\": {\"entries\": [\n" + entries + "\n]}}\n");
}

}  // namespace holotype::traffic
