// Two descriptions in memory, compared, for tests.
#pragma once

#include <memory>
#include <string>

#include "compare/compare.h"
#include "openapi/loaded.h"

namespace holotype::compare {

using SharedDescription = std::shared_ptr<const openapi::Description>;

inline SharedDescription load_named(const std::string& name, std::string text) {
  auto reader = std::make_shared<document::MemoryReader>();
  const std::string uri = "memory:/" + name;
  reader->put(uri, std::move(text));
  auto library = std::make_shared<document::Library>(reader);
  EXPECT_TRUE(library->open(uri, name));
  auto description = openapi::load(library, uri);
  EXPECT_TRUE(description) << (description ? "" : to_line(description.error().front()));
  return description ? *description : nullptr;
}

inline SharedDescription older_of(std::string text) {
  return load_named("old.yaml", std::move(text));
}
inline SharedDescription newer_of(std::string text) {
  return load_named("new.yaml", std::move(text));
}

// A description whose one operation takes and answers a body of that schema, which stands in
// line 6.
inline std::string with_schema(const std::string& schema, const std::string& version = "3.1.0") {
  return "openapi: " + version +
         "\ninfo: {title: T, version: '1'}\n"
         "components:\n"
         "  schemas:\n"
         "    It:\n"
         "      " +
         schema +
         "\n"
         "paths:\n"
         "  /sent:\n"
         "    post:\n"
         "      operationId: send\n"
         "      requestBody: {content: {application/json: {schema: {$ref: "
         "'#/components/schemas/It'}}}}\n"
         "      responses: {'204': {description: Done.}}\n"
         "  /received:\n"
         "    get:\n"
         "      operationId: receive\n"
         "      responses: {'200': {description: It., content: {application/json: {schema: {$ref: "
         "'#/components/schemas/It'}}}}}\n";
}

}  // namespace holotype::compare
