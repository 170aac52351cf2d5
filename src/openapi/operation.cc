#include "openapi/operation.h"

#include <algorithm>

namespace holotype::openapi {

std::string full_name(const Operation& operation) {
  std::string place = operation.method + " " + operation.path;
  return operation.id == place ? place : operation.id + " (" + place + ")";
}

bool describes_end(const Operation& operation) {
  return !std::ranges::all_of(operation.responses, &Response::is_interim);
}

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
