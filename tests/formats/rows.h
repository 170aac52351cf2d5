// Rows of (text, verdict) for one format.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "formats/format.h"

namespace holotype::formats {

struct Row {
  std::string_view text;
  bool valid;
};

inline void expect_rows(std::string_view name, const std::vector<Row>& rows,
                        Edition edition = Edition::OpenApi) {
  const Format* format = find(name, edition);
  ASSERT_NE(format, nullptr) << name;
  for (const Row& row : rows) {
    EXPECT_EQ(format->predicate(row.text), row.valid) << name << ": \"" << row.text << "\"";
  }
}

}  // namespace holotype::formats
