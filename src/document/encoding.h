// From the bytes of a file to UTF-8 without a byte order mark. Internal to document.
//
// Spec: YAML 1.2.2 section 5.2 (UTF-8, UTF-16 and UTF-32, told apart by a byte order mark or by
// where the NUL bytes of the first character, which is ASCII, stand). Tests:
// tests/document/encoding_test.cc
#pragma once

#include <string>

#include "base/result.h"
#include "document/fault.h"

namespace holotype::document {

// Fails with document.encoding where `bytes` are not what their beginning says; the offset is in
// `bytes`.
Result<std::string, Fault> to_utf8(const std::string& bytes);

}  // namespace holotype::document
