// The values of the `format` keyword: for each name a pure predicate over a string.
//
// A predicate is true for strings that have the format. It is total: any bytes may be given, it
// never throws, keeps nothing and may run on any thread. The formats that real traffic is full of
// (date-time, date, time, uuid, ipv4, ipv6, uri, email, hostname in ASCII) do not allocate.
//
// Names depend on the edition of JSON Schema: "date" means nothing in draft 4, "time" was without
// an offset in draft 3. Whether a format is asserted or only annotated is the schema module's
// decision. Formats of numbers (int32, float, ...) are the schema module's too; listed here are
// those of strings, and for int64 and the like the meaning that the registry gives them for
// strings.
//
// Spec: JSON Schema Validation 2020-12 section 7.3; OpenAPI Format Registry
// (https://spec.openapis.org/registry/format/). Tests: tests/formats/*_test.cc,
// tests/formats/json_schema_suite_test.cc
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace holotype::formats {

using Predicate = bool (*)(std::string_view text);

// Whose list of formats. Ordered by age; OpenApi is JSON Schema's newest with the OpenAPI
// registry's.
enum class Edition : std::uint8_t { Draft4, Draft6, Draft7, Draft2019, Draft2020, OpenApi };

struct Format {
  std::string_view name;     // "date-time"
  Predicate predicate;       // never null; always true for annotations ("password", "binary")
  std::string_view section;  // of the document that defines it: "RFC 3339 section 5.6"
  std::string_view example;  // a string that has the format; "" where any has it
  Edition since;             // the first edition that has it
  Edition until;             // the last one
};

// The format that `name` (case-sensitive) means in `edition`; nullptr where it means none, in which
// case any string is valid (JSON Schema Validation 2020-12 section 7.2.3).
const Format* find(std::string_view name, Edition edition = Edition::OpenApi);

// Every format, family by family. One name may occur for several spans of editions.
const std::vector<const Format*>& all();

}  // namespace holotype::formats
