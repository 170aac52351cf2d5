// Whether two schemas are written alike, references followed.
//
// Internal to compare.
#pragma once

#include "compare/flat.h"

namespace holotype::compare {

// Whether both say the same word for word, whatever their references are called. What is not may
// still mean the same.
bool same(const Flattener& left_side, const Node& left, const Flattener& right_side,
          const Node& right);
bool same(const Flattener& left_side, const View& left, const Flattener& right_side,
          const View& right);

}  // namespace holotype::compare
