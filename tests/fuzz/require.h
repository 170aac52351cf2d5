// What a fuzz target holds to be true: a violation ends the run, as libFuzzer wants it, in every
// build.
#pragma once

#include <cstdlib>

#define FUZZ_REQUIRE(condition) ((condition) ? static_cast<void>(0) : std::abort())
