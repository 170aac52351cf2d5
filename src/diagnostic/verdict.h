// Verdict: what a request amounts to once all its findings are known. Decides which kind of answer
// it gets.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace holotype::diagnostic {

// In the words of a fixture's `outcome`.
enum class Verdict : std::uint8_t {
  Valid,
  NotFound,              // 404: no path template matches
  MethodNotAllowed,      // 405
  Unauthorized,          // 401: no security requirement is met
  UnsupportedMediaType,  // 415
  Invalid,               // 422 or 400: everything else
  NotAcceptable,         // 406: Accept allows none of the success response's media types
};

// "valid", "not_found", "unsupported_media_type", ...
std::string_view to_string(Verdict verdict);

// The verdict of that name; nullopt where there is none.
std::optional<Verdict> verdict_from_string(std::string_view name);

}  // namespace holotype::diagnostic
