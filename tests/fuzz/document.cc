// A description file, YAML or JSON: read or refused with findings; every value that is read stands
// in the file, and reads again as what it was written as.
#include <cstdint>
#include <memory>
#include <string>

#include "document/library.h"
#include "document/reader.h"
#include "fuzz/require.h"
#include "json/text.h"

using namespace holotype;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  document::Library library(std::make_shared<document::MemoryReader>());
  const auto file =
      library.add("memory:file", "file", std::string(reinterpret_cast<const char*>(data), size));
  if (!file) {
    FUZZ_REQUIRE(!file.error().empty() && !file.error().front().message.empty());
    return 0;
  }
  const document::Node root{*file, &(*file)->root()};
  FUZZ_REQUIRE(root.pointer().empty());
  for (const json::Member& member : root.value->members()) {
    (*file)->locate_member(member);
    (*file)->locate(member.value);
    static_cast<void>(library.resolve(root, "#/" + std::string(member.name())));
  }
  if (root.value->is_object()) static_cast<void>(library.follow(root));
  return 0;
}
