#include "admin/api.h"

#include "base/check.h"
#include "document/reader.h"
#include "json/text.h"

namespace holotype::admin {
namespace {

constexpr std::string_view kYaml =
#include "admin/description.inc"
    ;

std::shared_ptr<const openapi::Description> load() {
  auto library = std::make_shared<document::Library>(std::make_shared<document::MemoryReader>());
  // Named as where it can be fetched: users have files called openapi.yaml themselves.
  const auto added =
      library->add("memory:/openapi.yaml", "/__holotype/openapi.yaml", std::string(kYaml));
  HOLOTYPE_CHECK(added.has_value());
  auto description = openapi::load(std::move(library), "memory:/openapi.yaml");
  HOLOTYPE_CHECK(description.has_value());
  return std::move(*description);
}

}  // namespace

std::string_view description_yaml() { return kYaml; }

const std::string& description_json() {
  static const std::string text =
      json::write(api().description().entry->root(), json::Style::Pretty) + "\n";
  return text;
}

const contract::Contract& api() {
  static const contract::Contract contract(load(), {.is_strict = true});
  return contract;
}

}  // namespace holotype::admin
