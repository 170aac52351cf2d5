// Console: what a person sees: lines of findings, and the log of requests.
//
// Threads: every function writes whole lines with one call, so lines of several threads never mix.
#pragma once

#include <string>
#include <string_view>

#include "diagnostic/diagnostic.h"
#include "engine/pipeline.h"

namespace holotype::cli {

void print_out(std::string_view line);       // stdout
void print_out_text(std::string_view text);  // stdout, as it is: with its own line ends
void print_error(std::string_view line);     // stderr

// Whether something for stdout could not be written, to a full disk for one.
bool has_lost_output();

// One line for each finding on stderr.
void print_findings(const diagnostic::Diagnostics& findings);

// "12 errors, 3 warnings"; "" for none.
std::string summary(const diagnostic::Diagnostics& findings);

enum class LogFormat { Text, Json };

// One exchange as one line, for stdout.
std::string log_line(const engine::LogRecord& record, LogFormat format);

}  // namespace holotype::cli
