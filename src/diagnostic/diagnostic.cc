#include "diagnostic/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <numeric>

#include "base/check.h"
#include "diagnostic/severity.h"

namespace holotype::diagnostic {
namespace {

// The optimal string alignment distance: insertions, deletions, substitutions and swaps of
// neighbours, one each.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  const auto same = [&](std::size_t i, std::size_t j) {
    return std::tolower(static_cast<unsigned char>(a[i])) ==
           std::tolower(static_cast<unsigned char>(b[j]));
  };
  for (std::size_t i = 0; i < a.size(); ++i) {
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({above[j + 1] + 1, row[j] + 1, above[j] + (same(i, j) ? 0 : 1)});
      const bool swapped = i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j);
      if (swapped) row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "";
}

std::string_view to_string(Place place) {
  switch (place) {
    case Place::None:
      return "";
    case Place::Path:
      return "path";
    case Place::Query:
      return "query";
    case Place::Header:
      return "header";
    case Place::Cookie:
      return "cookie";
    case Place::Body:
      return "body";
    case Place::Method:
      return "method";
    case Place::Status:
      return "status";
    case Place::Security:
      return "security";
  }
  return "";
}

namespace {

// On one line whatever bytes a name or a pointer brings: none moves the cursor or forges a line.
std::string on_one_line(std::string line) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::none_of(line, is_control)) return line;
  std::string out;
  for (const char c : line) {
    if (is_control(c)) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string to_line(const Diagnostic& diagnostic) {
  HOLOTYPE_CHECK(diagnostic.rule != nullptr);
  std::string line;
  if (!diagnostic.source.file.empty()) line = diagnostic.source.to_string() + ": ";
  line += fmt::format("{}: ", to_string(diagnostic.rule->severity));
  std::string place{to_string(diagnostic.in)};
  if (!diagnostic.name.empty()) place += (place.empty() ? "" : " ") + diagnostic.name;
  if (!diagnostic.pointer.empty()) place += (place.empty() ? "" : " ") + diagnostic.pointer;
  if (!place.empty()) line += place + ": ";
  line += diagnostic.message;
  if (!diagnostic.found.empty()) line += fmt::format("; found {}", diagnostic.found);
  if (!diagnostic.fix.empty()) line += fmt::format("; {}", diagnostic.fix);
  if (diagnostic.related) {
    line += fmt::format("; {} at {}", diagnostic.related->message,
                        diagnostic.related->source.to_string());
  }
  return on_one_line(line + fmt::format(" ({})", diagnostic.rule->id));
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::ranges::any_of(diagnostics, [](const Diagnostic& diagnostic) {
    return diagnostic.rule->severity == Severity::Error;
  });
}

void append(Diagnostics& diagnostics, Diagnostics&& more) {
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
}

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t difference = candidate.size() > name.size() ? candidate.size() - name.size()
                                                                  : name.size() - candidate.size();
    if (difference >= best_distance) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance && candidate != name) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace holotype::diagnostic
