// The distance is an alignment of segments, in which replacing one segment by another costs what
// respelling it would: nothing if equal, a little where a parameter stands (a value says nothing
// about where the client wanted to go), the share of wrong letters for a misspelling, and
// everything for two different words.
#include "routing/nearest.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "http/message.h"
#include "http/target.h"

namespace holotype::routing {
namespace {

constexpr std::size_t kMaxSegments = 32;
constexpr std::size_t kMaxLetters = 64;
constexpr double kParameterCost = 0.3;
constexpr double kMissingParameterCost = 0.67;  // "/tasks" for "/tasks/{id}"
constexpr double kCaseCost = 0.05;
constexpr double kSlashCost = 0.2;  // an empty segment too many or too few

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

bool is_parameter(std::string_view segment) { return segment.find('{') != std::string_view::npos; }

double replacement_cost(std::string_view segment, std::string_view wanted) {
  if (segment == wanted) return 0;
  if (is_parameter(wanted)) return segment.empty() ? 1 : kParameterCost;
  if (http::equal_ignoring_case(segment, wanted)) return kCaseCost;
  if (segment.size() > kMaxLetters || wanted.size() > kMaxLetters) return 1;
  const auto longer = static_cast<double>(std::max(segment.size(), wanted.size()));
  const double share = static_cast<double>(edit_distance(segment, wanted)) / longer;
  return share <= 0.5 ? share : 1;
}

double insertion_cost(std::string_view segment) {
  if (segment.empty()) return kSlashCost;
  return is_parameter(segment) ? kMissingParameterCost : 1;
}

}  // namespace

double distance(std::string_view path, std::string_view path_template) {
  auto have = http::path_segments(path);
  auto want = http::path_segments(path_template);
  have.resize(std::min(have.size(), kMaxSegments));
  want.resize(std::min(want.size(), kMaxSegments));
  std::vector<double> row(want.size() + 1);
  for (std::size_t j = 0; j < want.size(); ++j) row[j + 1] = row[j] + insertion_cost(want[j]);
  for (const std::string_view segment : have) {
    double diagonal = row[0];
    row[0] += insertion_cost(segment);
    for (std::size_t j = 0; j < want.size(); ++j) {
      const double replaced = diagonal + replacement_cost(segment, want[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min(
          {row[j] + insertion_cost(want[j]), row[j + 1] + insertion_cost(segment), replaced});
    }
  }
  // Parameters do not make a template longer: a path that would have to grow by "tasks" and "{id}"
  // is no nearer than one that would have to grow by "tasks".
  const auto words = static_cast<std::size_t>(
      std::ranges::count_if(want, [](std::string_view segment) { return !is_parameter(segment); }));
  const std::size_t longer = std::max<std::size_t>({have.size(), words, 1});
  return std::min(1.0, row[want.size()] / static_cast<double>(longer));
}

}  // namespace holotype::routing
