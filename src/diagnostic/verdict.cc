#include "diagnostic/verdict.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace holotype::diagnostic {
namespace {

struct Row {
  Verdict verdict;
  std::string_view name;
};

constexpr Row kRows[] = {
    {Verdict::Valid, "valid"},
    {Verdict::NotFound, "not_found"},
    {Verdict::MethodNotAllowed, "method_not_allowed"},
    {Verdict::Unauthorized, "unauthorized"},
    {Verdict::UnsupportedMediaType, "unsupported_media_type"},
    {Verdict::Invalid, "invalid"},
    {Verdict::NotAcceptable, "not_acceptable"},
};

}  // namespace

std::string_view to_string(Verdict verdict) {
  const auto row = std::ranges::find(kRows, verdict, &Row::verdict);
  HOLOTYPE_CHECK(row != std::end(kRows));
  return row->name;
}

std::optional<Verdict> verdict_from_string(std::string_view name) {
  const auto row = std::ranges::find(kRows, name, &Row::name);
  if (row == std::end(kRows)) return std::nullopt;
  return row->verdict;
}

}  // namespace holotype::diagnostic
