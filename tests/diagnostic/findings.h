// AreFindings: a list of findings compared with what a row of a table says, both printed where they
// differ.
#pragma once

#include <gmock/gmock.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"

namespace holotype::diagnostic {

// "header X-Key: must be there; found nothing; send it (request.credential-missing)": to_line()
// without the place in the description and the severity.
inline std::string brief(const Diagnostic& finding) {
  Diagnostic copy = finding;
  copy.source = {};
  std::string line = to_line(copy);
  return line.substr(line.find(": ") + 2);
}

inline std::vector<std::string> brief(const Diagnostics& findings) {
  std::vector<std::string> lines;
  for (const Diagnostic& finding : findings) lines.push_back(brief(finding));
  return lines;
}

// How GoogleTest writes one.
inline void PrintTo(const Diagnostic& finding, std::ostream* out) {
  *out << (finding.rule == nullptr ? finding.message : brief(finding));
}

// Whether `text` is `pattern`, where each "*" stands for any run of characters.
inline bool fits(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() != '*')
    return !text.empty() && pattern.front() == text.front() &&
           fits(pattern.substr(1), text.substr(1));
  for (std::size_t skipped = 0; skipped <= text.size(); ++skipped) {
    if (fits(pattern.substr(1), text.substr(skipped))) return true;
  }
  return false;
}

// Each expected line is a rule's id alone, or a brief() line in which "*" is anything.
MATCHER_P(AreFindings, expected, "") {
  const std::vector<std::string> lines = brief(arg);
  bool agrees = lines.size() == expected.size();
  for (std::size_t i = 0; agrees && i < lines.size(); ++i) {
    agrees = expected[i] == arg[i].rule->id || fits(expected[i], lines[i]);
  }
  if (!agrees) {
    *result_listener << "\nexpected:";
    for (const std::string& line : expected) *result_listener << "\n  " << line;
    *result_listener << "\nfound:";
    for (const std::string& line : lines) *result_listener << "\n  " << line;
  }
  return agrees;
}

}  // namespace holotype::diagnostic
