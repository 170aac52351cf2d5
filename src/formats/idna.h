// IDNA2008: whether the labels of an internationalized host name are valid.
//
// The only place that knows libidn2 and libunistring. Allocates.
//
// Spec: RFC 5890 to 5893. Tests: tests/formats/host_test.cc
#pragma once

#include <string>
#include <string_view>

namespace holotype::formats::idna {

// Whether `text` is a name of LDH labels, A-labels and U-labels between dots (U+002E, U+3002,
// U+FF0E, U+FF61), each valid for registration (RFC 5891 section 4), with at most 253 octets as
// A-labels, and, if any label is written from right to left, within the Bidi rule (RFC 5893 section
// 2).
bool is_name(std::string_view text);

// `text` in Unicode normalization form C; empty where it is not valid UTF-8.
std::string to_nfc(std::string_view text);

}  // namespace holotype::formats::idna
