// Names and addresses of hosts, for the formats that contain them.
//
// Tests: tests/formats/host_test.cc
#pragma once

#include <string_view>

namespace holotype::formats {

// RFC 1123 section 2.1: labels of letters, digits and inner hyphens, up to 63 each and 253 in all;
// no final dot.
bool is_ascii_hostname(std::string_view text);

// The same, and each label that begins with "xn--" is a valid A-label (RFC 5891 section 4.4).
bool is_hostname(std::string_view text);

// Labels as in is_hostname(), or U-labels, between any of the four dots of RFC 3490 section 3.1.
bool is_idn_hostname(std::string_view text);

// The same after normalization to NFC, which RFC 6531 leaves to the one who looks the name up.
bool is_mail_domain(std::string_view text);

// Four decimal numbers up to 255 without leading zeros (RFC 2673 section 3.2).
bool is_ipv4(std::string_view text);

// RFC 4291 section 2.2, without a zone.
bool is_ipv6(std::string_view text);

}  // namespace holotype::formats
