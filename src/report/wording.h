// The words that reports share.
//
// Threads: pure. Tests: tests/report/
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "report/report.h"

namespace holotype::report {

// "1 error", "2 errors". `noun` takes an s.
std::string counted(std::uint64_t number, std::string_view noun);
// "2 errors, 1 warning"; "no findings".
std::string summary(const Report& report);
// "body /title: must have at most 200 characters; found 201 characters": place, message, found.
std::string statement(const diagnostic::Diagnostic& diagnostic);
// "the request at traffic.har:12:7": the other place that it is about; "" for none.
std::string related_to(const diagnostic::Diagnostic& diagnostic);
// What to do about it, as a sentence with its full stop.
std::string advice(const diagnostic::Diagnostic& diagnostic);
// "POST /v1/tasks, answered 422"; "" where the finding is about a file. Without control characters,
// and in UTF-8.
std::string exchange_of(const Finding& finding);
// "Operations", "Media types", ...
std::string_view title_of(journal::Aspect aspect);
// "Coverage of statuses is 50.0 %, and 80.0 % was asked for."
std::string sentence(const Gate& gate);

}  // namespace holotype::report
