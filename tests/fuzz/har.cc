// Recordings: any file is read or refused with a reason, and whatever is in one is judged to an
// end.
#include <cstdint>
#include <memory>
#include <string>

#include "document/library.h"
#include "document/reader.h"
#include "fuzz/require.h"
#include "openapi/description.h"
#include "traffic/judge.h"

using namespace holotype;

namespace {

constexpr const char* kDescription = R"({"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
  "servers": [{"url": "http://{host}/{base}"}],
  "paths": {"/tasks/{id}": {"post": {"parameters": [{"in": "path", "name": "id", "required": true,
  "schema": {"type": "string"}}], "requestBody": {"content": {"application/json": {"schema":
  {"type": "object"}}, "multipart/form-data": {"schema": {"type": "object"}}}}, "responses":
  {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}}}}}})";

const contract::Contract& shop() {
  static const contract::Contract contract = [] {
    auto library = std::make_shared<document::Library>(std::make_shared<document::MemoryReader>());
    FUZZ_REQUIRE(library->add("memory:description", "description", kDescription));
    auto description = openapi::load(std::move(library), "memory:description");
    FUZZ_REQUIRE(description.has_value());
    return contract::Contract(*std::move(description));
  }();
  return contract;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto reader = std::make_shared<document::MemoryReader>();
  reader->put("memory:/a.har", std::string(reinterpret_cast<const char*>(data), size));
  const auto recording =
      traffic::read_recording(std::make_shared<document::Library>(reader), "memory:/a.har");
  FUZZ_REQUIRE(recording || !recording.error().empty());
  if (!recording) return 0;
  const traffic::Judgement judgement = traffic::judge(shop(), *recording);
  const traffic::Tally& tally = judgement.tally;
  FUZZ_REQUIRE(tally.judged + tally.elsewhere + tally.preflights <= recording->entries.size());
  FUZZ_REQUIRE(tally.judged > 0 || !judgement.findings.empty());
  return 0;
}
