// A place in a text file that a person can open: file, line and column.
#pragma once

#include <cstdint>
#include <string>

namespace holotype {

// Lines and columns count from 1; columns count code points. 0 means unknown, an empty file none.
struct SourceLocation {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  // "specs/comp-tasks.yaml:24:17"; without line or column those parts are left out.
  std::string to_string() const {
    std::string text = file;
    if (line != 0) text += ":" + std::to_string(line);
    if (line != 0 && column != 0) text += ":" + std::to_string(column);
    return text;
  }

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

}  // namespace holotype
