#include "compare/changes.h"

#include <fmt/format.h>

#include <algorithm>

namespace holotype::compare {
namespace {

// What Holotype put together itself (the forms of Swagger 2.0) is no place that a person can open.
const Node& visible(const Node& node, const Node& otherwise) {
  const bool is_made_up = !node || node.file->uri().starts_with("holotype:");
  return is_made_up ? otherwise : node;
}

}  // namespace

std::size_t Changes::add(Change change, const Part& part) {
  const auto known = std::ranges::find_if(entries_, [&](const Entry& entry) {
    return entry.change.rule == change.rule && entry.change.now == change.now &&
           entry.change.before == change.before && entry.change.what == change.what &&
           entry.part.in == part.in;
  });
  const auto index = static_cast<std::size_t>(known - entries_.begin());
  if (known == entries_.end()) {
    entries_.push_back({.change = std::move(change), .part = part, .subjects = {part.subject}});
  } else {
    add_part(index, part);
  }
  return index;
}

void Changes::add_part(std::size_t index, const Part& part) {
  std::vector<std::string>& subjects = entries_[index].subjects;
  if (std::ranges::find(subjects, part.subject) == subjects.end()) subjects.push_back(part.subject);
}

diagnostic::Diagnostics Changes::take() {
  diagnostic::Diagnostics findings;
  for (Entry& entry : entries_) {
    std::string message = std::move(entry.change.what);
    if (!entry.change.consequence.empty()) {
      const std::size_t others = entry.subjects.size() - 1;
      message += fmt::format(", so {}{} {}", entry.subjects.front(),
                             others == 0 ? "" : fmt::format(" (and {} more)", others),
                             entry.change.consequence);
    }
    diagnostic::Diagnostic finding =
        finding_of(*entry.change.rule, visible(entry.change.now, entry.part.now),
                   visible(entry.change.before, entry.part.before), std::move(message));
    finding.in = entry.part.in;
    finding.name = entry.part.name;
    finding.pointer = std::move(entry.change.pointer);
    findings.push_back(std::move(finding));
  }
  entries_.clear();
  return findings;
}

diagnostic::Diagnostic finding_of(const diagnostic::Rule& rule, const Node& now, const Node& before,
                                  std::string message) {
  diagnostic::Diagnostic finding{.rule = &rule,
                                 .message = std::move(message),
                                 .schema = now.location(),
                                 .source = now.source()};
  if (before.file != nullptr) finding.related = {"before", before.source()};
  return finding;
}

}  // namespace holotype::compare
