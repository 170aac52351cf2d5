// HTTP-date, as header fields say a time.
//
// Spec: RFC 9110 section 5.6.7 (IMF-fixdate). Tests: tests/http/date_test.cc
#pragma once

#include <chrono>
#include <string>

namespace holotype::http {

// "Wed, 01 Jan 2025 00:00:00 GMT". Years have four digits: before 0 and after 9999 there is none.
std::string to_date(std::chrono::sys_seconds instant);

}  // namespace holotype::http
