// Two paths of equally many segments overlap where each pair of segments can be equal. Where one of
// them has all the concrete segments, the specification says that it wins; where each has one that
// the other has not, nothing says which.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "diagnostic/rules_review.h"
#include "http/target.h"
#include "review/review.h"

namespace holotype::review {
namespace {

using openapi::Operation;

struct Path {
  const Operation* operation;  // the first on it
  std::vector<std::string_view> segments;
  std::set<std::string_view> methods;
};

bool is_templated(std::string_view segment) { return segment.find('{') != segment.npos; }

// A path that both match, where neither is the more concrete; "" where there is none. Segments that
// are templated in part are taken for variables where the other is one, and for different else.
std::string common_path(const Path& a, const Path& b) {
  std::string common;
  bool is_a_concrete = false;
  bool is_b_concrete = false;
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    const std::string_view of_a = a.segments[i];
    const std::string_view of_b = b.segments[i];
    const bool has_a = is_templated(of_a);
    const bool has_b = is_templated(of_b);
    if (!has_a && !has_b && of_a != of_b) return {};
    const bool is_whole_a = of_a.starts_with('{') && of_a.find('}') == of_a.size() - 1;
    const bool is_whole_b = of_b.starts_with('{') && of_b.find('}') == of_b.size() - 1;
    const bool is_in_part = (has_a && !is_whole_a) || (has_b && !is_whole_b);
    if (is_in_part && of_a != of_b) return {};
    is_a_concrete |= !has_a && has_b;
    is_b_concrete |= has_a && !has_b;
    common += '/';
    common += has_a ? (has_b ? std::string_view("x") : of_b) : of_a;
  }
  return is_a_concrete && is_b_concrete ? common : std::string();
}

// Whether `a` is answered: it has the first segment that is concrete in one alone.
bool is_first(const Path& a, const Path& b) {
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    if (is_templated(a.segments[i]) != is_templated(b.segments[i]))
      return !is_templated(a.segments[i]);
  }
  return true;
}

void compare_all(const std::vector<const Path*>& paths, diagnostic::Diagnostics& findings) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Path& later = *paths[i];
      const Path& earlier = *paths[j];
      const bool share_a_method = std::ranges::any_of(
          later.methods, [&](std::string_view one) { return earlier.methods.contains(one); });
      const std::string common = share_a_method ? common_path(earlier, later) : std::string();
      if (common.empty()) continue;
      findings.push_back(
          {.rule = &diagnostic::rules::kOpenApiPathOverlap,
           .message = fmt::format(
               "{} and {} both match {}, and neither is the more concrete; {} answers here",
               earlier.operation->path, later.operation->path, common,
               (is_first(earlier, later) ? earlier : later).operation->path),
           .schema = later.operation->path_item.location(),
           .source = later.operation->path_item.source(),
           .related = diagnostic::Related{"and", earlier.operation->path_item.source()}});
    }
  }
}

}  // namespace

diagnostic::Diagnostics overlapping_paths(const openapi::Description& description) {
  std::vector<Path> paths;  // in the order of the description
  for (const Operation& operation : description.operations) {
    auto known = std::ranges::find_if(
        paths, [&operation](const Path& path) { return path.operation->path == operation.path; });
    if (known == paths.end()) {
      paths.push_back({&operation, http::path_segments(operation.path), {}});
      known = paths.end() - 1;
    }
    known->methods.insert(operation.method);
  }
  std::map<std::size_t, std::vector<const Path*>> by_length;
  for (const Path& path : paths) by_length[path.segments.size()].push_back(&path);
  diagnostic::Diagnostics findings;
  for (const auto& [length, alike] : by_length) compare_all(alike, findings);
  return findings;
}

}  // namespace holotype::review
