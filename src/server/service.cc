#include "server/service.h"

#include <filesystem>

#include "admin/admin.h"
#include "contract/examples.h"
#include "diagnostic/rules_request.h"
#include "document/reader.h"
#include "fixtures/fixture_set.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostics;

std::filesystem::path folder_of(const std::string& path) {
  std::error_code error;
  const std::filesystem::path given(path);
  if (std::filesystem::is_directory(given, error)) return given;
  return given.has_parent_path() ? given.parent_path() : std::filesystem::path(".");
}

Result<std::shared_ptr<const openapi::Description>, Diagnostics> load_description(
    const Settings& settings) {
  auto reader = std::make_shared<document::FolderReader>(std::vector<std::filesystem::path>{});
  for (const std::string& path : settings.allowed_paths) reader->allow(path);
  for (const std::string& path : settings.fixture_paths) reader->allow(folder_of(path));
  if (!settings.description_path.empty()) reader->allow(folder_of(settings.description_path));
  auto library = std::make_shared<document::Library>(reader);
  std::string entry = settings.description_path;
  if (entry.empty()) {
    entry = "memory:description";
    const auto added = library->add(entry, "description", settings.description_text);
    if (!added) return tl::unexpected(added.error());
  }
  return openapi::load(std::move(library), entry);
}

Result<fixtures::FixtureSet, Diagnostics> load_fixtures(
    const Settings& settings, const std::shared_ptr<const openapi::Description>& description) {
  if (settings.fixture_paths.empty()) return fixtures::FixtureSet();
  return fixtures::load(description, settings.fixture_paths);
}

mock::Options mock_options(const Settings& settings) {
  return {.is_dynamic = settings.is_dynamic,
          .answers_problems = settings.answers_problems,
          .seed = settings.seed,
          .now = settings.now};
}

const diagnostic::Rule& rule_of(transport::FaultKind kind) {
  using transport::FaultKind;
  namespace rules = diagnostic::rules;
  switch (kind) {
    case FaultKind::RequestTimeout:
      return rules::kRequestTimeout;
    case FaultKind::PayloadTooLarge:
      return rules::kBodyTooLarge;
    case FaultKind::UriTooLong:
      return rules::kTargetTooLong;
    case FaultKind::HeaderFieldsTooLarge:
      return rules::kHeadersTooLarge;
    case FaultKind::UnsupportedMethod:
    case FaultKind::UnsupportedTransferCoding:
    case FaultKind::VersionNotSupported:
    case FaultKind::ExpectationFailed:
      return rules::kFeatureUnsupported;
    case FaultKind::TooManyConnections:
      return rules::kTooManyConnections;
    case FaultKind::HandlerFailed:
      return rules::kBug;
    case FaultKind::BadRequest:
      break;
  }
  return rules::kMessageMalformed;
}

}  // namespace

Result<std::unique_ptr<Service>, Diagnostics> Service::open(Settings settings) {
  auto description = load_description(settings);
  if (!description) return tl::unexpected(std::move(description.error()));
  std::unique_ptr<Service> service(new Service);
  service->description_ = *description;
  service->contract_ = std::make_shared<const contract::Contract>(
      *description, contract::Options{.is_strict = settings.is_strict,
                                      .max_body_bytes = settings.max_body_bytes});
  service->findings_ = (*description)->findings;
  diagnostic::append(service->findings_, contract::check_examples(**description));
  if (settings.is_strict && diagnostic::has_errors(service->findings_)) {
    return tl::unexpected(std::move(service->findings_));
  }
  auto fixtures = load_fixtures(settings, *description);
  if (!fixtures) return tl::unexpected(std::move(fixtures.error()));
  auto mock = std::make_shared<const mock::Mock>(service->contract_, std::move(*fixtures),
                                                 mock_options(settings));
  Diagnostics breaches = mock->check_fixtures();
  if (!breaches.empty()) return tl::unexpected(std::move(breaches));
  service->mock_ = mock;
  service->journal_ = std::make_shared<journal::Journal>();
  service->pipeline_ = std::make_unique<engine::Pipeline>(
      service->contract_,
      [mock](const contract::Checked& checked, json::Arena& arena) {
        return mock->answer(checked, arena);
      },
      service->journal_,
      engine::Options{.allows_origins = settings.allows_origins,
                      .refuses_invalid_answers = settings.answers_problems,
                      .log = std::move(settings.log)});
  return service;
}

engine::Handled Service::handle(const http::Request& request) const {
  if (admin::Admin::is_for(request)) return {admin::Admin(description_, journal_).handle(request)};
  return pipeline_->handle(request);
}

http::Response Service::refuse(const transport::Fault& fault) const {
  return pipeline_->refuse(rule_of(fault.kind), fault.message, fault.status(), fault.received);
}

Diagnostics check(const Settings& settings) {
  auto description = load_description(settings);
  if (!description) return description.error();
  Diagnostics findings = (*description)->findings;
  diagnostic::append(findings, contract::check_examples(**description));
  auto fixtures = load_fixtures(settings, *description);
  if (!fixtures) {
    diagnostic::append(findings, std::move(fixtures.error()));
    return findings;
  }
  const auto contract = std::make_shared<const contract::Contract>(*description);
  diagnostic::append(
      findings,
      mock::Mock(contract, std::move(*fixtures), mock_options(settings)).check_fixtures());
  return findings;
}

}  // namespace holotype::server
