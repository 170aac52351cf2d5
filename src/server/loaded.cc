#include "server/loaded.h"

#include <filesystem>

#include "contract/examples.h"
#include "server/loading.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostics;

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
  // What is to be refused where it is invalid is not passed on before that is known.
  const bool is_patient = !settings.proxy || settings.answers_problems;
  return std::make_shared<const engine::Pipeline>(
      contract, backend_of(contract, mock, settings),
      engine::Options{
          .allows_origins = settings.allows_origins,
          .refuses_invalid_answers = settings.answers_problems,
          .answers_undescribed_options = !settings.proxy,
          .max_request_bytes = settings.max_body_bytes,
          .request_patience = is_patient ? http::kPatientForever : settings.proxy->patience,
          .log = settings.log});
}

// All that it looks at is immutable; the description is loaded when it begins.
std::shared_ptr<const Inspection> inspection_of(const Loaded& loaded, Inspection::When when) {
  auto search = [description = loaded.description, contract = loaded.contract,
                 mock = loaded.mock](const std::stop_token& stopping) {
    Diagnostics findings = description->findings;
    diagnostic::append(findings, contract->clashes());
    diagnostic::append(findings, contract::check_examples(*description, stopping));
    diagnostic::append(findings, Diagnostics(mock->fixtures().findings()));
    diagnostic::append(findings, mock->check_generation(stopping));
    return findings;
  };
  return std::make_shared<const Inspection>(std::move(search), when);
}

// Why the files that `in_use` was made from and `now` refers to cannot be used any more.
Diagnostics lost_files(const openapi::Description* in_use, const openapi::Description& now) {
  Diagnostics lost;
  if (in_use == nullptr) return lost;
  for (const document::File* file : in_use->library->files())
    diagnostic::append(lost, now.library->failure_of(file->uri()));
  return lost;
}

Result<std::shared_ptr<Loaded>, Diagnostics> load(const Settings& settings,
                                                  const std::shared_ptr<document::Reader>& reader,
                                                  const openapi::Description* in_use) {
  auto description = load_description(settings, reader);
  if (!description) return tl::unexpected(std::move(description.error()));
  Diagnostics lost = lost_files(in_use, **description);
  if (!lost.empty()) return tl::unexpected(std::move(lost));
  auto loaded = std::make_shared<Loaded>();
  loaded->description = *description;
  loaded->contract = std::make_shared<const contract::Contract>(
      *description, contract::Options{.is_strict = settings.is_strict,
                                      .max_body_bytes = settings.max_body_bytes});
  auto fixtures = load_fixtures(settings, *description, *reader);
  if (!fixtures) return tl::unexpected(std::move(fixtures.error()));
  lost = lost_files(in_use, **description);  // that only fixtures refer to
  if (!lost.empty()) return tl::unexpected(std::move(lost));
  loaded->mock = std::make_shared<const mock::Mock>(loaded->contract, std::move(*fixtures),
                                                    mock_options(settings));
  Diagnostics breaches = loaded->mock->check_fixtures();
  if (!breaches.empty()) return tl::unexpected(std::move(breaches));
  loaded->pipeline = pipeline_of(loaded->contract, loaded->mock, settings);
  if (!settings.is_strict) return loaded;
  loaded->inspection = inspection_of(*loaded, Inspection::When::WhenAsked);
  if (diagnostic::has_errors(loaded->findings())) return tl::unexpected(loaded->findings());
  return loaded;
}

}  // namespace

LoadAttempt load(const Settings& settings, const openapi::Description* in_use) {
  const std::int64_t began = watch::file_time_now();
  const auto reader = std::make_shared<RememberingReader>(settings);
  auto loaded = load(settings, reader, in_use);
  watch::Paths paths{.files = reader->asked_for(), .folders = {}};
  for (const std::string& path : settings.fixture_paths) {
    std::error_code error;
    const bool is_folder = std::filesystem::is_directory(path, error);
    (is_folder ? paths.folders : paths.files).push_back(path);
  }
  // Last: it may read through the library, which nobody else does from here on.
  if (loaded && (*loaded)->inspection == nullptr)
    (*loaded)->inspection = inspection_of(**loaded, settings.inspection);
  return {std::move(loaded), std::move(paths), began};
}

}  // namespace holotype::server
