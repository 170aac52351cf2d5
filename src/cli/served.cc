#include "cli/served.h"

#include <algorithm>

#include "cli/console.h"
#include "document/library.h"
#include "openapi/description.h"

namespace holotype::cli {

server::Settings served_settings(const ServedArguments& arguments) {
  server::Settings settings;
  settings.description_path = arguments.descriptions.front();
  settings.more_descriptions.assign(arguments.descriptions.begin() + 1,
                                    arguments.descriptions.end());
  settings.fixture_paths = arguments.fixtures;
  settings.allowed_paths = arguments.allowed_paths;
  settings.allows_remote_refs = arguments.allows_remote_refs;
  settings.is_dynamic = arguments.is_dynamic;
  settings.answers_problems = arguments.answers_problems;
  settings.is_strict = arguments.is_strict;
  settings.seed = arguments.seed;
  return settings;
}

void print_broken_files(const openapi::Description& description) {
  const auto files = description.library->files();
  for (const diagnostic::Diagnostic& finding : description.findings) {
    const std::string& name = finding.source.file;
    const bool is_read = std::ranges::find(files, name, &document::File::name) != files.end();
    if (!name.empty() && !is_read) print_error(to_line(finding));
  }
}

}  // namespace holotype::cli
