// How far a requested path is from a template: for "did you mean".
//
// Tests: tests/routing/nearest_test.cc
#pragma once

#include <string_view>

namespace holotype::routing {

// The share of `path` that has to change to fit `path_template`: 0 for equal paths, 1 for paths
// that have nothing in common. Segments may be inserted, left out and respelt. Cost: the product of
// the numbers of segments, of which at most 32 are looked at.
double distance(std::string_view path, std::string_view path_template);

// Paths further away than this are not worth naming.
inline constexpr double kLikely = 0.55;
// Nor are paths that much further away than the nearest one.
inline constexpr double kAlike = 0.35;

}  // namespace holotype::routing
