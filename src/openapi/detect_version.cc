// The field `openapi` (or `swagger`) should be a string, "3.1.0". YAML makes a number of 3.1 and of
// 2.0, which says what is meant well enough: the number's own text is read. 3.10 as a number is
// 3.1, which is why that is a warning.
#include "openapi/detect_version.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "diagnostic/rules_openapi.h"
#include "json/text.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Diagnostic;
using document::Node;

Diagnostic finding(const diagnostic::Rule& rule, const Node& where, std::string message,
                   std::string found) {
  Diagnostic finding;
  finding.rule = &rule;
  finding.message = std::move(message);
  finding.found = std::move(found);
  finding.schema = where.location();
  finding.source = where.source();
  return finding;
}

struct Numbers {
  int major = 0;
  int minor = 0;
  bool has_patch = false;
};

std::optional<Numbers> parse(std::string_view text) {
  Numbers numbers;
  const char* end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, numbers.major);
  if (major.ec != std::errc()) return std::nullopt;
  if (major.ptr == end) return numbers;
  if (*major.ptr != '.') return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, numbers.minor);
  if (minor.ec != std::errc()) return std::nullopt;
  numbers.has_patch = minor.ptr != end && *minor.ptr == '.';
  return numbers;
}

// What a document that is no description looks like, in a few words.
std::string looks_like(const json::Value& root) {
  if (!root.is_object()) return json::shorten(root, 40);
  std::string names;
  for (const json::Member& member : root.members().first(std::min<std::size_t>(5, root.size()))) {
    names += (names.empty() ? "" : ", ") + std::string(member.name());
  }
  return names.empty() ? "an empty object"
                       : "an object with " + names + (root.size() > 5 ? ", ..." : "");
}

Version nearest_version(int minor) {
  if (minor == 0) return Version::OpenApi30;
  return minor == 1 ? Version::OpenApi31 : Version::OpenApi32;
}

}  // namespace

Result<Detected, Diagnostic> detect_version(const Node& root) {
  const bool is_openapi = static_cast<bool>(root.member("openapi"));
  const Node field = is_openapi ? root.member("openapi") : root.member("swagger");
  const auto not_a_description = [&](const Node& where, std::string found) {
    Diagnostic failure =
        finding(rules::kOpenApiNotADescription, where,
                "an OpenAPI document must have the field openapi (or swagger) with a version",
                std::move(found));
    failure.fix = "write openapi: 3.1.1 at the top";
    return tl::unexpected<Diagnostic>(std::move(failure));
  };
  if (!field) {
    const bool is_empty = root.value->is_null() && root.value->offset() == json::Value::kNoOffset;
    return not_a_description(root, is_empty ? "an empty file" : looks_like(*root.value));
  }
  Detected detected;
  if (field.value->is_string()) {
    detected.text = field.value->as_string();
  } else if (field.value->is_number()) {
    detected.text = json::write(*field.value);
  }
  const auto numbers = parse(detected.text);
  if (!numbers) return not_a_description(field, json::shorten(*field.value, 40));
  if (is_openapi ? numbers->major != 3 : numbers->major != 2) {
    return tl::unexpected<Diagnostic>(
        finding(rules::kOpenApiUnsupportedVersion, field,
                is_openapi ? "the version must be 3.0, 3.1 or 3.2" : "the version must be 2.0",
                detected.text));
  }
  detected.version = is_openapi ? nearest_version(numbers->minor) : Version::Swagger20;
  const bool is_newer = is_openapi ? numbers->minor > 2 : numbers->minor > 0;
  if (is_newer) {
    detected.findings.push_back(
        finding(rules::kOpenApiNewerVersion, field,
                fmt::format("the newest version that is known is {}; it is read as that",
                            is_openapi ? "3.2" : "2.0"),
                detected.text));
  }
  if (!field.value->is_string() || (is_openapi && !numbers->has_patch)) {
    detected.findings.push_back(
        finding(rules::kOpenApiVersionForm, field,
                is_openapi ? "the version should be a string of the form major.minor.patch"
                           : "the version should be the string 2.0, in quotes",
                json::shorten(*field.value)));
  }
  return detected;
}

}  // namespace holotype::openapi
