#include "cli/reporting.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "cli/cli.h"
#include "cli/console.h"
#include "diagnostic/diagnostic.h"
#include "report/wording.h"

namespace holotype::cli {
namespace {

Error cannot_write(const std::string& file) {
  return {fmt::format("The report cannot be written to {}; is its folder there?", file)};
}

Result<Reporting::Target> parse_target(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  Reporting::Target target{.format = report::find_format(name)};
  if (target.format == nullptr) {
    std::vector<std::string_view> names;
    for (const report::Format& format : report::formats()) names.push_back(format.name);
    const std::string_view nearest = diagnostic::nearest(name, names);
    return fail(fmt::format("There is no report format {}{}; there are {}.", name,
                            nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest),
                            fmt::join(names, ", ")));
  }
  if (equals != std::string::npos) target.file = text.substr(equals + 1);
  if (target.file == "-") target.file.clear();
  const bool is_file = !target.file.empty();
  if (is_file && !std::ofstream(target.file, std::ios::app))
    return tl::unexpected(cannot_write(target.file));
  return target;
}

}  // namespace

bool Reporting::takes_stdout() const {
  return std::ranges::any_of(targets, [](const Target& one) { return one.file.empty(); });
}

Result<Reporting> parse_reporting(const ReportArguments& arguments) {
  Reporting reporting;
  for (const std::string& text : arguments.fail_under) {
    const auto gate = report::parse_gate(text);
    if (!gate) return tl::unexpected(gate.error());
    reporting.gates.push_back(*gate);
  }
  for (const std::string& text : arguments.reports) {
    auto target = parse_target(text);
    if (!target) return tl::unexpected(target.error());
    reporting.targets.push_back(*std::move(target));
  }
  return reporting;
}

Result<void> write(const report::Report& report, const Reporting& reporting) {
  for (const Reporting::Target& target : reporting.targets) {
    if (target.file.empty()) {
      print_out_text(target.format->write(report, {.has_colour = has_colour(STDOUT_FILENO)}));
      continue;
    }
    std::ofstream file(target.file, std::ios::binary | std::ios::trunc);
    file << target.format->write(report, {});
    if (!file.flush()) return tl::unexpected(cannot_write(target.file));
  }
  return {};
}

int conclude(report::Report report, const Reporting& reporting) {
  if (report.coverage) {
    for (const report::Gate& gate : reporting.gates)
      report.gates.push_back(report::apply(gate, *report.coverage));
  }
  if (const auto written = write(report, reporting); !written) {
    print_error(written.error().to_string());
    return kUsage;
  }
  if (!report.has_failed()) return kFine;
  for (const report::Gate& gate : report.gates) {
    if (!gate.is_met()) print_error(report::sentence(gate));
  }
  if (report.findings_fail())
    print_error(fmt::format("{}: {}.", report.title, report::summary(report)));
  return kFindings;
}

bool has_colour(int descriptor) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  const bool is_refused = no_colour != nullptr && *no_colour != '\0';
  return !is_refused && !is_dumb && ::isatty(descriptor) != 0;
}

}  // namespace holotype::cli
