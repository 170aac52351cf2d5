#include "base/check.h"

#include <fmt/format.h>

namespace holotype::internal {

void throw_bug(const char* file, int line, const char* condition) {
  throw Bug(fmt::format("{}:{}: {}", file, line, condition));
}

}  // namespace holotype::internal
