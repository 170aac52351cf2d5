// How much longer than in other builds anything may take where a sanitizer watches it: a bound on
// time is to find what waits or grows without end, not to measure.
#pragma once

namespace holotype {

#if defined(__SANITIZE_THREAD__)
inline constexpr int kPatience = 30;
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr int kPatience = 10;
#else
inline constexpr int kPatience = 1;
#endif

}  // namespace holotype
