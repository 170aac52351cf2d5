// Loading: the first steps from files to what is served or checked. Internal to server.
//
// Tests: tests/server/
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "document/reader.h"
#include "fixtures/fixture_set.h"
#include "mock/mock.h"
#include "openapi/description.h"
#include "server/loaded.h"

namespace holotype::server {

// Reads what a FolderReader may, and what is on the network where the settings say so; remembers
// what it was asked for.
class RememberingReader final : public document::Reader {
 public:
  explicit RememberingReader(const Settings& settings);

  Result<std::string, document::ReadFailure> read(const std::string& uri) override;

  const std::vector<std::string>& asked_for() const { return asked_for_; }

 private:
  std::shared_ptr<document::Reader> reader_;  // of files and perhaps the network
  std::vector<std::string> asked_for_;
};

// The folder that a file or folder of that path may be read from.
std::filesystem::path folder_of(const std::string& path);

// The descriptions that the settings name, as one.
Result<std::shared_ptr<const openapi::Description>, diagnostic::Diagnostics> load_description(
    const Settings& settings, std::shared_ptr<document::Reader> reader);

// The fixtures that the settings name; none where they name none.
Result<fixtures::FixtureSet, diagnostic::Diagnostics> load_fixtures(
    const Settings& settings, const std::shared_ptr<const openapi::Description>& description,
    document::Reader& reader);

mock::Options mock_options(const Settings& settings);

}  // namespace holotype::server
