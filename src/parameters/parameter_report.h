// ParameterReport: what one reading of one parameter says so far, and findings about it.
//
// Internal to the module. Threads: one reading each. Tests: tests/parameters/decoder_test.cc
#pragma once

#include <string>
#include <string_view>

#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "json/text.h"
#include "openapi/parameter.h"
#include "parameters/attribute.h"
#include "parameters/decoder.h"
#include "parameters/occurrences.h"
#include "parameters/wire.h"

namespace holotype::parameters {

class ParameterReport {
 protected:
  // `parameter` must outlive the report.
  explicit ParameterReport(const openapi::Parameter& parameter) : parameter_(parameter) {}

  diagnostic::Diagnostic finding(const diagnostic::Rule& rule, std::string message) const {
    diagnostic::Diagnostic made;
    made.rule = &rule;
    made.message = std::move(message);
    made.in = place_of(parameter_.in);
    made.name = parameter_.name;
    if (parameter_.node) {
      made.schema = parameter_.node.location();
      made.source = parameter_.node.source();
    }
    return made;
  }

  void add(const diagnostic::Rule& rule, std::string message) {
    decoded_.findings.push_back(finding(rule, std::move(message)));
  }

  void add(const Fault& fault, const Occurrence& occurrence, std::size_t piece_offset = 0) {
    add(diagnostic::rules::kParameterMalformed, fault.message);
    diagnostic::Diagnostic& made = decoded_.findings.back();
    made.offset = static_cast<std::uint32_t>(occurrence.offset + piece_offset + fault.offset);
    made.found = shown(occurrence.raw);
  }

  std::string shown(std::string_view text) const {
    if (parameter_.in == openapi::In::Cookie) return "";
    constexpr std::size_t kMaxBytes = 60;
    if (!utf8::is_valid(text)) return "";
    const std::string_view prefix = utf8::prefix(text, kMaxBytes);
    return json::quote(prefix) + (prefix.size() < text.size() ? "..." : "");
  }

  const openapi::Parameter& parameter_;
  Decoded decoded_;
};

}  // namespace holotype::parameters
