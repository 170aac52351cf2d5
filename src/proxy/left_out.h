// Why an answer was not recorded.
//
// Tests: tests/proxy/recorder_test.cc
#pragma once

namespace holotype::proxy {

enum class LeftOut {
  Undescribed,   // no operation matched
  Unspeakable,   // a condition cannot say what the request was
  Invalid,       // it breaks the description
  NeedsSecrets,  // it would without what nobody may read, or cannot be written
  Unreadable,    // its content coding
  Conditional,   // it is about a condition or a range
  Full,
  PassedOn,
  kCount
};

}  // namespace holotype::proxy
