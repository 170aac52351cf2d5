// The words of a fixture's outcome.
#include "diagnostic/verdict.h"

#include <gtest/gtest.h>

namespace holotype::diagnostic {
namespace {

TEST(VerdictTest, IsNamedAsAnOutcome) {
  struct Row {
    Verdict verdict;
    const char* name;
  };
  const Row rows[] = {
      {Verdict::Valid, "valid"},
      {Verdict::NotFound, "not_found"},
      {Verdict::MethodNotAllowed, "method_not_allowed"},
      {Verdict::Unauthorized, "unauthorized"},
      {Verdict::UnsupportedMediaType, "unsupported_media_type"},
      {Verdict::Invalid, "invalid"},
      {Verdict::NotAcceptable, "not_acceptable"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(to_string(row.verdict), row.name);
    EXPECT_EQ(verdict_from_string(row.name), row.verdict);
  }
  for (const char* name : {"", "Valid", "notfound", "valid "})
    EXPECT_EQ(verdict_from_string(name), std::nullopt) << name;
}

}  // namespace
}  // namespace holotype::diagnostic
