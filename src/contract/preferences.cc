#include "contract/preferences.h"

#include "http/target.h"

namespace holotype::contract {

http::Preferences preferences_of(const http::Request& request) {
  http::Preferences preferences;
  const bool may_prefer =
      request.headers.contains("Prefer") || request.raw_target.find("__") != std::string::npos;
  if (!may_prefer) return preferences;
  if (const auto field = request.headers.combined("Prefer"))
    preferences = http::parse_prefer(*field);
  const auto query = request.raw_query();
  if (!query || query->find("__") == std::string_view::npos) return preferences;
  for (const http::RawPair& pair : http::RawPairs(*query)) {
    if (pair.name.starts_with("__")) preferences.set(pair.name.substr(2), pair.value.value_or(""));
  }
  return preferences;
}

}  // namespace holotype::contract
