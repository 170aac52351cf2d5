#include "openapi/operation.h"

namespace holotype::openapi {

const Response* success_response(const Operation& operation, int unwanted) {
  const Response* lowest = nullptr;
  const Response* range = nullptr;
  const Response* fallback = nullptr;
  for (const Response& response : operation.responses) {
    if (response.is_default()) {
      if (fallback == nullptr) fallback = &response;
    } else if (response.status / 100 != 2) {
      continue;
    } else if (response.is_range) {
      if (range == nullptr) range = &response;
    } else if (response.status != unwanted &&
               (lowest == nullptr || response.status < lowest->status)) {
      lowest = &response;
    }
  }
  if (lowest != nullptr) return lowest;
  return range != nullptr ? range : fallback;
}

}  // namespace holotype::openapi
