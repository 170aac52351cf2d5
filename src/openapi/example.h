// Examples of a value, by name.
#pragma once

#include <optional>
#include <string>

#include "document/file.h"
#include "json/value.h"

namespace holotype::openapi {

// Spec: Example Object (https://spec.openapis.org/oas/v3.2.0#example-object)
struct Example {
  std::string name;  // the key in `examples`; "" for `example` and for Swagger 2.0's
  std::string summary;
  document::Node node;  // the Example Object, or the bare value of `example`
  // `value` or `dataValue`: the instance, in the description's memory.
  const json::Value* value = nullptr;
  // `serializedValue` (3.2): the bytes on the wire, to be served as they stand.
  std::optional<std::string> serialized;
  // `externalValue`: where the bytes are; not read.
  std::string external_url;
};

}  // namespace holotype::openapi
