#include "document/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/percent.h"
#include "diagnostic/rules_document.h"
#include "document/line_index.h"
#include "document/parse.h"
#include "document/uri.h"
#include "json/pointer.h"

namespace holotype::document {

// A file that was asked for: it could be read, or why not.
struct Library::Entry {
  std::unique_ptr<File> file;
  Diagnostics failure;
  ReadFailure::Reason reason = ReadFailure::Reason::Broken;  // where there is no file
};

namespace {

namespace fs = std::filesystem;
namespace rules = diagnostic::rules;
using diagnostic::Rule;

// A chain of Reference Objects longer than this is refused like a cycle.
constexpr std::size_t kMaxChain = 1000;
const json::HashedName kRef("$ref");

tl::unexpected<Diagnostic> failure(const Rule& rule, const Node& from, std::string message,
                                   std::string_view reference) {
  Diagnostic diagnostic;
  diagnostic.rule = &rule;
  diagnostic.message = std::move(message);
  diagnostic.found = reference;
  diagnostic.source = from.source();
  return tl::unexpected<Diagnostic>(std::move(diagnostic));
}

Diagnostic diagnostic_of(Fault&& fault, const std::string& name, std::string_view text,
                         const LineIndex& lines) {
  const auto place = [&](std::uint32_t offset) -> SourceLocation {
    const json::LineColumn at = lines.locate(text, offset);
    return {name, at.line, at.column};
  };
  Diagnostic diagnostic;
  diagnostic.rule = fault.rule;
  diagnostic.message = std::move(fault.message);
  if (fault.earlier != json::Value::kNoOffset) {
    diagnostic.message += "; the first is at " + place(fault.earlier).to_string();
  }
  diagnostic.found = std::move(fault.found);
  diagnostic.fix = std::move(fault.fix);
  diagnostic.source = place(fault.offset);
  return diagnostic;
}

Diagnostics diagnostics_of(Faults&& faults, const std::string& name, std::string_view text) {
  Diagnostics diagnostics;
  if (faults.empty()) return diagnostics;
  std::stable_sort(faults.begin(), faults.end(),
                   [](const Fault& a, const Fault& b) { return a.offset < b.offset; });
  const LineIndex lines(text);
  for (Fault& fault : faults) {
    diagnostics.push_back(diagnostic_of(std::move(fault), name, text, lines));
  }
  return diagnostics;
}

const Rule& rule_of(ReadFailure::Reason reason) {
  switch (reason) {
    case ReadFailure::Reason::Forbidden:
      return rules::kReferenceForbidden;
    case ReadFailure::Reason::TooLarge:
      return rules::kDocumentTooLarge;
    case ReadFailure::Reason::Missing:
    case ReadFailure::Reason::Broken:
      break;
  }
  return rules::kDocumentUnreadable;
}

// What a file that `from` refers to is called: the way to it from where the user stands, as `from`'s own name is.
std::string name_seen_from(const File& from, const std::string& uri) {
  const auto target = path_of(uri);
  const auto base = path_of(from.uri());
  if (!target || !base) return uri;
  const fs::path way = fs::path(*target).lexically_relative(fs::path(*base).parent_path());
  return (fs::path(from.name()).parent_path() / way).lexically_normal().string();
}

// The absolute URI of what the user typed: a URI with a scheme stays one, everything else is a path. A path may
// look like a URI ("a:b.yaml"); "./a:b.yaml" does not.
std::string uri_of(const std::string& path_or_uri) {
  const auto uri = Uri::parse(path_or_uri);
  if (uri && uri->is_absolute()) return uri->without_fragment().to_string();
  return file_uri(path_or_uri);
}

// How far below `file` the pointer leads: the text of the pointer that still names a value.
std::string existing_part(const File& file, const std::vector<std::string>& tokens) {
  const json::Value* value = &file.root();
  std::string pointer;
  for (const std::string& token : tokens) {
    std::string next;
    json::append_token(next, token);
    value = json::resolve(*value, next);
    if (value == nullptr) break;
    pointer += next;
  }
  return pointer;
}

}  // namespace

Library::Library(std::shared_ptr<Reader> reader) : reader_(std::move(reader)) {}
Library::~Library() = default;

Result<const File*, Diagnostics> Library::open(const std::string& path_or_uri, std::string name) {
  const Entry& entry = load(uri_of(path_or_uri), name.empty() ? path_or_uri : name);
  if (!entry.file) return tl::unexpected<Diagnostics>(entry.failure);
  return entry.file.get();
}

Result<const File*, Diagnostics> Library::add(const std::string& uri, std::string name,
                                              std::string text) {
  const std::string normal = uri_of(uri);
  const auto known = by_uri_.find(normal);
  const Entry& entry =
      known != by_uri_.end() ? *known->second : parse_text(normal, std::move(name), std::move(text));
  if (!entry.file) return tl::unexpected<Diagnostics>(entry.failure);
  return entry.file.get();
}

bool Library::add_name(const std::string& uri, const File& file) {
  const auto own = by_uri_.find(file.uri());
  if (own == by_uri_.end()) return false;
  const auto [found, is_new] = by_uri_.try_emplace(uri_of(uri), own->second);
  return found->second->file.get() == &file;
}

const File* Library::find(std::string_view uri) const {
  const auto found = by_uri_.find(uri_of(std::string(uri)));
  return found == by_uri_.end() ? nullptr : found->second->file.get();
}

Result<Node, Diagnostic> Library::resolve(const Node& from, std::string_view reference) {
  return resolve_at(from.file->uri(), from, reference);
}

Result<Node, Diagnostic> Library::resolve_at(std::string_view base, const Node& from,
                                             std::string_view reference) {
  const auto parsed_base = Uri::parse(base);
  const auto parsed = Uri::parse(reference);
  if (!parsed || !parsed_base || !parsed_base->is_absolute()) {
    return failure(rules::kReferenceMalformed, from, "a reference must be a URI-reference", reference);
  }
  const Uri target = parsed->resolved_against(*parsed_base);
  const auto pointer = percent::decode(target.fragment.value_or(""));
  const auto tokens = json::tokens(*pointer);
  if (!tokens) return failure(rules::kReferenceMalformed, from, kPointerMessage, reference);
  ...
}

}  // namespace holotype::document
