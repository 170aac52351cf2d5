#include "openapi/combine.h"

#include <gtest/gtest.h>

#include <array>

#include "openapi/loaded.h"

namespace holotype::openapi {
namespace {

constexpr std::string_view kPets = R"(openapi: 3.1.1
info: {title: Pets, version: "1"}
security: [{key: []}]
paths:
  /pets:
    get: {operationId: list, responses: {"200": {description: ok}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
)";
constexpr std::string_view kShops = R"(swagger: "2.0"
info: {title: Shops, version: "2"}
basePath: /v2
paths:
  /shops:
    get: {operationId: list, responses: {200: {description: ok}}}
    post: {operationId: open, responses: {200: {description: ok}}}
)";

std::shared_ptr<document::Library> library_of(std::string_view second) {
  auto reader = std::make_shared<document::MemoryReader>();
  reader->put("memory:/a.yaml", std::string(kPets));
  reader->put("memory:/b.yaml", std::string(second));
  return std::make_shared<document::Library>(reader);
}

TEST(CombineTest, PutsOperationsOneBehindTheOther) {
  const auto paths = std::array<std::string, 2>{"memory:/a.yaml", "memory:/b.yaml"};
  const auto loaded = load_several(library_of(kShops), paths);
  ASSERT_TRUE(loaded) << lines_of(loaded.error());
  const Description& whole = **loaded;
  ASSERT_EQ(whole.operations.size(), 3u);
  EXPECT_EQ(whole.title, "Pets");
  EXPECT_EQ(whole.operations[0].security.size(), 1u);
  EXPECT_EQ(whole.operations[1].security.size(), 0u);
  EXPECT_EQ(whole.operations[1].servers.front().base_path, "/v2");
  EXPECT_EQ(whole.security_schemes.size(), 1u);
  EXPECT_EQ(whole.dialect_of(whole.operations[0].node), schema::Dialect::OpenApi31);
  EXPECT_EQ(whole.dialect_of(whole.operations[1].node), schema::Dialect::Swagger20);
  EXPECT_EQ(lines_of(whole.findings),
            "memory:/b.yaml:6:24: error: an operationId must be unique among descriptions that are "
            "served together; found list; the name means the operation at memory:/a.yaml:6:10 "
            "(openapi.operation-id-duplicate)");
}

TEST(CombineTest, FailsWithWhatCannotBeRead) {
  const auto paths = std::array<std::string, 3>{"memory:/a.yaml", "memory:/b.yaml", "memory:/c"};
  const auto loaded = load_several(library_of("nothing: here"), paths);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().size(), 2u);
}

TEST(CombineTest, LeavesOneAsItIs) {
  const auto paths = std::array<std::string, 1>{"memory:/a.yaml"};
  const auto loaded = load_several(library_of(kShops), paths);
  ASSERT_TRUE(loaded);
  EXPECT_TRUE((*loaded)->parts.empty());
}

}  // namespace
}  // namespace holotype::openapi
