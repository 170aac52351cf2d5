#include "server/loaded.h"

#include <filesystem>

#include "contract/examples.h"
#include "document/reader.h"
#include "document/uri.h"
#include "fixtures/fixture_set.h"
#include "openapi/combine.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostics;

std::filesystem::path folder_of(const std::string& path) {
  std::error_code error;
  const std::filesystem::path given(path);
  if (std::filesystem::is_directory(given, error)) return given;
  return given.has_parent_path() ? given.parent_path() : std::filesystem::path(".");
}

// Reads what a FolderReader may, and remembers what it was asked for.
class RememberingReader final : public document::Reader {
 public:
  explicit RememberingReader(const Settings& settings) : reader_({}) {
    for (const std::string& path : settings.allowed_paths) reader_.allow(path);
    for (const std::string& path : settings.fixture_paths) reader_.allow(folder_of(path));
    if (!settings.description_path.empty()) reader_.allow(folder_of(settings.description_path));
    for (const std::string& path : settings.more_descriptions) reader_.allow(folder_of(path));
  }

  Result<std::string, document::ReadFailure> read(const std::string& uri) override {
    if (auto path = document::path_of(uri)) asked_for_.push_back(std::move(*path));
    return reader_.read(uri);
  }

  const std::vector<std::string>& asked_for() const { return asked_for_; }

 private:
  document::FolderReader reader_;
  std::vector<std::string> asked_for_;
};

Result<std::shared_ptr<const openapi::Description>, Diagnostics> load_description(
    const Settings& settings, std::shared_ptr<document::Reader> reader) {
  auto library = std::make_shared<document::Library>(std::move(reader));
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

Result<fixtures::FixtureSet, Diagnostics> load_fixtures(
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

engine::Backend backend_of(const std::shared_ptr<const contract::Contract>& contract,
                           const std::shared_ptr<const mock::Mock>& mock,
                           const Settings& settings) {
  if (settings.proxy) {
    const auto proxy = std::make_shared<const proxy::Proxy>(contract, mock, *settings.proxy,
                                                            settings.answers_problems);
    return [proxy](const engine::Call& call) { return proxy->answer(call); };
  }
  return [mock](const engine::Call& call) {
    return mock->answer(call.checked, call.session, call.arena);
  };
}

std::shared_ptr<const engine::Pipeline> pipeline_of(
    const std::shared_ptr<const contract::Contract>& contract,
    const std::shared_ptr<const mock::Mock>& mock, const Settings& settings) {
  return std::make_shared<const engine::Pipeline>(
      contract, backend_of(contract, mock, settings),
      engine::Options{.allows_origins = settings.allows_origins,
                      .refuses_invalid_answers = settings.answers_problems,
                      .answers_undescribed_options = !settings.proxy,
                      .log = settings.log});
}

Result<std::shared_ptr<const Loaded>, Diagnostics> load(
    const Settings& settings, const std::shared_ptr<document::Reader>& reader) {
  auto description = load_description(settings, reader);
  if (!description) return tl::unexpected(std::move(description.error()));
  auto loaded = std::make_shared<Loaded>();
  loaded->description = *description;
  loaded->contract = std::make_shared<const contract::Contract>(
      *description, contract::Options{.is_strict = settings.is_strict,
                                      .max_body_bytes = settings.max_body_bytes});
  loaded->findings = (*description)->findings;
  diagnostic::append(loaded->findings, loaded->contract->clashes());
  diagnostic::append(loaded->findings, contract::check_examples(**description));
  if (settings.is_strict && diagnostic::has_errors(loaded->findings))
    return tl::unexpected(std::move(loaded->findings));
  auto fixtures = load_fixtures(settings, *description, *reader);
  if (!fixtures) return tl::unexpected(std::move(fixtures.error()));
  diagnostic::append(loaded->findings, Diagnostics(fixtures->findings()));
  loaded->mock = std::make_shared<const mock::Mock>(loaded->contract, std::move(*fixtures),
                                                    mock_options(settings));
  diagnostic::append(loaded->findings, loaded->mock->check_generation());
  if (settings.is_strict && diagnostic::has_errors(loaded->findings))
    return tl::unexpected(std::move(loaded->findings));
  Diagnostics breaches = loaded->mock->check_fixtures();
  if (!breaches.empty()) return tl::unexpected(std::move(breaches));
  loaded->pipeline = pipeline_of(loaded->contract, loaded->mock, settings);
  return loaded;
}

}  // namespace

LoadAttempt load(const Settings& settings) {
  const std::int64_t began = watch::file_time_now();
  const auto reader = std::make_shared<RememberingReader>(settings);
  auto loaded = load(settings, reader);
  watch::Paths paths{.files = reader->asked_for(), .folders = {}};
  for (const std::string& path : settings.fixture_paths) {
    std::error_code error;
    const bool is_folder = std::filesystem::is_directory(path, error);
    (is_folder ? paths.folders : paths.files).push_back(path);
  }
  return {std::move(loaded), std::move(paths), began};
}

Diagnostics check(const Settings& settings) {
  const auto reader = std::make_shared<RememberingReader>(settings);
  auto description = load_description(settings, reader);
  if (!description) return description.error();
  Diagnostics findings = (*description)->findings;
  diagnostic::append(findings, contract::check_examples(**description));
  const auto contract = std::make_shared<const contract::Contract>(*description);
  diagnostic::append(
      findings,
      mock::Mock(contract, fixtures::FixtureSet(), mock_options(settings)).check_generation());
  auto fixtures = load_fixtures(settings, *description, *reader);
  if (!fixtures) {
    diagnostic::append(findings, std::move(fixtures.error()));
    return findings;
  }
  diagnostic::append(findings, contract->clashes());
  diagnostic::append(findings, Diagnostics(fixtures->findings()));
  diagnostic::append(
      findings,
      mock::Mock(contract, std::move(*fixtures), mock_options(settings)).check_fixtures());
  return findings;
}

}  // namespace holotype::server
