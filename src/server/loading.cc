#include "server/loading.h"

#include <filesystem>

#include "document/uri.h"
#include "openapi/combine.h"
#include "server/remote_reader.h"

namespace holotype::server {

std::filesystem::path folder_of(const std::string& path) {
  std::error_code error;
  const std::filesystem::path given(path);
  if (std::filesystem::is_directory(given, error)) return given;
  return given.has_parent_path() ? given.parent_path() : std::filesystem::path(".");
}

RememberingReader::RememberingReader(const Settings& settings) {
  auto files = std::make_shared<document::FolderReader>(std::vector<std::filesystem::path>());
  for (const std::string& path : settings.allowed_paths) files->allow(path);
  for (const std::string& path : settings.fixture_paths) files->allow(folder_of(path));
  if (!settings.description_path.empty()) files->allow(folder_of(settings.description_path));
  for (const std::string& path : settings.more_descriptions) files->allow(folder_of(path));
  reader_ = std::move(files);
  if (settings.allows_remote_refs) reader_ = std::make_shared<RemoteReader>(std::move(reader_));
}

Result<std::string, document::ReadFailure> RememberingReader::read(const std::string& uri) {
  if (auto path = document::path_of(uri)) asked_for_.push_back(std::move(*path));
  return reader_->read(uri);
}

Result<std::shared_ptr<const openapi::Description>, diagnostic::Diagnostics> load_description(
    const Settings& settings, std::shared_ptr<document::Reader> reader) {
  auto library = std::make_shared<document::Library>(std::move(reader));
  // Fixtures are read once the description is; parsing YAML takes longer than all the rest.
  for (const std::vector<std::string>* paths :
       {&settings.more_descriptions, &settings.fixture_paths}) {
    for (const std::string& path : *paths) {
      std::error_code error;
      if (std::filesystem::is_regular_file(path, error)) library->expect(path);
    }
  }
  std::string entry = settings.description_path;
  if (entry.empty()) {
    entry = "memory:description";
    const auto added = library->add(entry, "description", settings.description_text);
    if (!added) return tl::unexpected(added.error());
  }
  std::vector<std::string> entries = {std::move(entry)};
  entries.insert(entries.end(), settings.more_descriptions.begin(),
                 settings.more_descriptions.end());
  return openapi::load_several(library, entries);
}

Result<fixtures::FixtureSet, diagnostic::Diagnostics> load_fixtures(
    const Settings& settings, const std::shared_ptr<const openapi::Description>& description,
    document::Reader& reader) {
  if (settings.fixture_paths.empty()) return fixtures::FixtureSet();
  return fixtures::load(description, settings.fixture_paths, reader);
}

mock::Options mock_options(const Settings& settings) {
  return {.is_dynamic = settings.is_dynamic,
          .answers_problems = settings.answers_problems,
          .seed = settings.seed,
          .now = settings.now,
          .is_stateful = settings.is_stateful,
          .max_resources = settings.max_resources};
}

}  // namespace holotype::server
