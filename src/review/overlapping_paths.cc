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

struct Segment {
  std::string_view text;
  bool is_templated;  // it has a variable
  bool is_variable;   // it is one, and nothing else
};

struct Path {
  const Operation* operation;  // the first on it
  std::vector<Segment> segments;
  std::set<std::string_view> methods;
};

std::vector<Segment> segments_of(std::string_view path) {
  std::vector<Segment> segments;
  for (const std::string_view text : http::path_segments(path)) {
    segments.push_back({text, text.find('{') != text.npos,
                        text.starts_with('{') && text.find('}') == text.size() - 1});
  }
  return segments;
}

// Whether some path matches both, where neither is the more concrete. Segments that are templated
// in part are taken for variables where the other is one, and for different else.
bool overlap(const Path& a, const Path& b) {
  bool is_a_concrete = false;
  bool is_b_concrete = false;
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    const Segment& of_a = a.segments[i];
    const Segment& of_b = b.segments[i];
    const bool is_exact = of_a.is_templated != of_a.is_variable ||
                          of_b.is_templated != of_b.is_variable ||
                          (!of_a.is_templated && !of_b.is_templated);
    if (is_exact && of_a.text != of_b.text) return false;
    is_a_concrete |= !of_a.is_templated && of_b.is_templated;
    is_b_concrete |= of_a.is_templated && !of_b.is_templated;
  }
  return is_a_concrete && is_b_concrete;
}

// Of two that overlap, a path that both match.
std::string common_path(const Path& a, const Path& b) {
  std::string common;
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    const Segment& one = a.segments[i].is_templated ? b.segments[i] : a.segments[i];
    common += '/';
    common += one.is_templated ? std::string_view("x") : one.text;
  }
  return common;
}

// Whether `a` is answered: it has the first segment that is concrete in one alone.
bool is_first(const Path& a, const Path& b) {
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    if (a.segments[i].is_templated != b.segments[i].is_templated)
      return !a.segments[i].is_templated;
  }
  return true;
}

void compare_all(const std::vector<const Path*>& paths, diagnostic::Diagnostics& findings) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Path& later = *paths[i];
      const Path& earlier = *paths[j];
      if (!overlap(earlier, later)) continue;
      const bool share_a_method = std::ranges::any_of(
          later.methods, [&](std::string_view one) { return earlier.methods.contains(one); });
      if (!share_a_method) continue;
      findings.push_back(
          {.rule = &diagnostic::rules::kOpenApiPathOverlap,
           .message = fmt::format(
               "{} and {} both match {}, and neither is the more concrete; {} answers here",
               earlier.operation->path, later.operation->path, common_path(earlier, later),
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
  std::map<std::string_view, std::size_t> known;
  for (const Operation& operation : description.operations) {
    const auto [at, is_new] = known.emplace(operation.path, paths.size());
    if (is_new) paths.push_back({&operation, segments_of(operation.path), {}});
    paths[at->second].methods.insert(operation.method);
  }
  std::map<std::size_t, std::vector<const Path*>> by_length;
  for (const Path& path : paths) {
    // Where there is no variable, nothing is less concrete.
    if (std::ranges::any_of(path.segments, &Segment::is_templated))
      by_length[path.segments.size()].push_back(&path);
  }
  diagnostic::Diagnostics findings;
  for (const auto& [length, alike] : by_length) compare_all(alike, findings);
  return findings;
}

}  // namespace holotype::review
