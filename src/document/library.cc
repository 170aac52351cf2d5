#include "document/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>
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
  std::optional<ReadFailure::Reason> reason;  // where it could not be read; else it is no document
  bool is_told = false;                       // its failure is among the findings
};

// A file that is being parsed.
struct Library::Expected {
  std::future<Parsed> parsed;
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

Diagnostic diagnostic_of(Fault&& fault, const std::string& name, const LineIndex& lines) {
  const auto place = [&](std::uint32_t offset) -> SourceLocation {
    const json::LineColumn at = lines.locate(offset);
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
    diagnostics.push_back(diagnostic_of(std::move(fault), name, lines));
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

// What a file that `from` refers to is called: the way to it from where the user stands, as
// `from`'s own name is.
std::string name_seen_from(const File& from, const std::string& uri) {
  const auto target = path_of(uri);
  const auto base = path_of(from.uri());
  if (!target || !base) return uri;
  const fs::path way = fs::path(*target).lexically_relative(fs::path(*base).parent_path());
  return (fs::path(from.name()).parent_path() / way).lexically_normal().string();
}

// The absolute URI of what the user typed: a URI with a scheme stays one, everything else is a
// path. A path may look like a URI ("a:b.yaml"); "./a:b.yaml" does not.
std::string uri_of(const std::string& path_or_uri) {
  const auto uri = Uri::parse(path_or_uri);
  if (uri && uri->is_absolute()) return uri->without_fragment().to_string();
  return file_uri(path_or_uri);
}

// "https://example.com/a/" of "https://example.com/a/b".
std::string folder_of(const std::string& uri) { return uri.substr(0, uri.rfind('/') + 1); }

// Why a fragment is no JSON Pointer, and what to write instead.
tl::unexpected<Diagnostic> no_pointer(const Node& from, std::string_view reference,
                                      const std::string& fragment) {
  auto result = failure(
      rules::kReferenceMalformed, from,
      "the fragment of a reference must be a JSON Pointer, which begins with /, here", reference);
  if (fragment.starts_with("/")) {
    result.value().message = "a JSON Pointer must hold ~ only in ~0, for ~, and ~1, for /";
  } else if (json::tokens("/" + fragment)) {
    result.value().fix = "write #/" + fragment + " if that is meant";
  }
  return result;
}

// The pointer leads nowhere: how far it goes, and what its next step may have meant.
tl::unexpected<Diagnostic> no_value(const Node& from, std::string_view reference, const File& file,
                                    const std::vector<std::string>& tokens) {
  Node at{&file, &file.root()};
  std::string existing;
  std::string_view missing;
  for (const std::string& token : tokens) {
    std::string step;
    json::append_token(step, token);
    const json::Value* next = json::resolve(*at.value, step);
    missing = token;
    if (next == nullptr) break;
    at.value = next;
    existing += step;
  }
  auto result = failure(
      rules::kReferenceUnresolved, from,
      fmt::format("a reference must lead to a value, but {} has no {} {}", file.name(),
                  json::quote(missing), existing.empty() ? "at its top" : "in #" + existing),
      reference);
  std::vector<std::string_view> names;
  for (const json::Member& member : at.value->members()) names.push_back(member.name());
  const std::string_view nearest = diagnostic::nearest(missing, names);
  if (!nearest.empty()) {
    result.value().fix = fmt::format("did you mean #{}?", json::join(existing, nearest));
  }
  return result;
}

}  // namespace

Library::Library(std::shared_ptr<Reader> reader) : reader_(std::move(reader)) {}
Library::~Library() = default;

Result<const File*, Diagnostics> Library::open(const std::string& path_or_uri, std::string name) {
  const Entry& entry = load(uri_of(path_or_uri), name.empty() ? path_or_uri : name);
  if (!entry.file) return tl::unexpected<Diagnostics>(entry.failure);
  return entry.file.get();
}

void Library::expect(const std::string& path_or_uri) {
  const std::string uri = uri_of(path_or_uri);
  const MutexLock lock(mutex_);
  if (by_uri_.contains(uri) || expected_.contains(uri)) return;
  auto text = reader_->read(uri);
  if (!text) return;  // open() will say why
  auto parsing = [text = std::move(*text), uri]() mutable { return parse(std::move(text), uri); };
  // Where the system has no thread left, it is parsed when it is opened.
  expected_[uri] = std::make_unique<Expected>(
      Expected{std::async(std::launch::async | std::launch::deferred, std::move(parsing))});
}

Result<const File*, Diagnostics> Library::add(const std::string& uri, std::string name,
                                              std::string text) {
  const std::string normal = uri_of(uri);
  const MutexLock lock(mutex_);
  const auto known = by_uri_.find(normal);
  const Entry& entry = known != by_uri_.end()
                           ? *known->second
                           : enter_text(normal, std::move(name), std::move(text));
  if (!entry.file) return tl::unexpected<Diagnostics>(entry.failure);
  return entry.file.get();
}

bool Library::add_name(const std::string& uri, const File& file) {
  const MutexLock lock(mutex_);
  const auto own = by_uri_.find(file.uri());
  if (own == by_uri_.end()) return false;
  const std::string normal = uri_of(uri);
  const auto [found, is_new] = by_uri_.try_emplace(normal, own->second);
  if (!found->second->file) found->second = own->second;  // asked for in vain before
  if (is_new) folders_.emplace_back(folder_of(normal), folder_of(file.uri()));
  return found->second->file.get() == &file;
}

std::string Library::place_of(const std::string& uri) const {
  const MutexLock lock(mutex_);
  for (const auto& [named, actual] : folders_) {
    if (uri.starts_with(named)) return actual + uri.substr(named.size());
  }
  return {};
}

const File* Library::find(std::string_view uri) const {
  const std::string normal = uri_of(std::string(uri));
  const MutexLock lock(mutex_);
  const auto found = by_uri_.find(normal);
  return found == by_uri_.end() ? nullptr : found->second->file.get();
}

Diagnostics Library::failure_of(const std::string& path_or_uri) const {
  const std::string uri = uri_of(path_or_uri);
  const MutexLock lock(mutex_);
  const auto found = by_uri_.find(uri);
  return found == by_uri_.end() ? Diagnostics() : found->second->failure;
}

// Most references stay in their document, and name one of few places again and again.
Result<Node, Diagnostic> Library::resolve(const Node& from, std::string_view reference) {
  if (!reference.starts_with('#')) return resolve_at(from.file->uri(), from, reference);
  {
    const MutexLock lock(mutex_);
    const auto& known = resolved_[from.file];
    if (const auto found = known.find(std::string(reference)); found != known.end())
      return Node{from.file, found->second};
  }
  Result<Node, Diagnostic> node = resolve_at(from.file->uri(), from, reference);
  if (node && node->file == from.file) {
    const MutexLock lock(mutex_);
    resolved_[from.file].emplace(reference, node->value);
  }
  return node;
}

Result<Node, Diagnostic> Library::resolve_at(std::string_view base, const Node& from,
                                             std::string_view reference) {
  const auto parsed_base = Uri::parse(base);
  const auto parsed = Uri::parse(reference);
  if (!parsed || !parsed_base || !parsed_base->is_absolute()) {
    return failure(rules::kReferenceMalformed, from, "a reference must be a URI-reference",
                   reference);
  }
  const Uri target = parsed->resolved_against(*parsed_base);
  const std::string fragment = percent::decode(target.fragment.value_or("")).value_or("");
  const auto tokens = json::tokens(fragment);
  if (!tokens) return no_pointer(from, reference, fragment);
  const auto file = referenced_file(from, target.without_fragment().to_string(), reference);
  if (!file) return tl::unexpected<Diagnostic>(file.error());
  const json::Value* value = json::resolve((*file)->root(), fragment);
  if (value == nullptr) return no_value(from, reference, **file, *tokens);
  return Node{*file, value};
}

Result<Node, Diagnostic> Library::follow(Node node) {
  const Node start = node;
  std::vector<Node> chain;
  while (true) {
    const Node reference = node.member(kRef);
    if (!reference || !reference.value->is_string()) return node;
    const bool is_cycle = std::find(chain.begin(), chain.end(), node) != chain.end();
    if (is_cycle || chain.size() == kMaxChain) {
      return failure(rules::kReferenceCycle, start.member(kRef),
                     "a chain of references must end at a value that is no reference",
                     start.member(kRef).value->as_string());
    }
    chain.push_back(node);
    auto next = resolve(reference, reference.value->as_string());
    if (!next) return next;
    node = *next;
  }
}

std::vector<const File*> Library::files() const {
  const MutexLock lock(mutex_);
  std::vector<const File*> files;
  for (const auto& entry : entries_) {
    if (entry->file) files.push_back(entry->file.get());
  }
  return files;
}

void Library::tell(Entry& entry) {
  const MutexLock lock(mutex_);
  if (std::exchange(entry.is_told, true)) return;
  diagnostic::append(findings_, Diagnostics(entry.failure));
}

Library::Entry& Library::load(const std::string& uri, const std::string& name) {
  const MutexLock lock(mutex_);
  const auto known = by_uri_.find(uri);
  if (known != by_uri_.end()) return *known->second;
  if (const auto expected = expected_.extract(uri); !expected.empty())
    return enter_parsed(uri, name, expected.mapped()->parsed.get());
  auto text = reader_->read(uri);
  if (text) return enter_text(uri, name, std::move(*text));
  Entry entry;
  entry.reason = text.error().reason;
  Diagnostic diagnostic;
  diagnostic.rule = &rule_of(text.error().reason);
  diagnostic.message = std::move(text.error().message);
  diagnostic.source = {name};
  entry.failure.push_back(std::move(diagnostic));
  return enter(uri, std::move(entry));
}

Library::Entry& Library::enter_text(const std::string& uri, std::string name, std::string text) {
  return enter_parsed(uri, std::move(name), parse(std::move(text), uri));
}

Library::Entry& Library::enter_parsed(const std::string& uri, std::string name, Parsed parsed) {
  Diagnostics found = diagnostics_of(std::move(parsed.faults), name, parsed.text);
  Entry entry;
  if (parsed.tree) {
    entry.file = std::make_unique<File>(uri, std::move(name), parsed.text, std::move(*parsed.tree));
    diagnostic::append(findings_, std::move(found));
  } else {
    entry.failure = std::move(found);
  }
  return enter(uri, std::move(entry));
}

Library::Entry& Library::enter(const std::string& uri, Entry entry) {
  entries_.push_back(std::make_unique<Entry>(std::move(entry)));
  by_uri_[uri] = entries_.back().get();
  return *entries_.back();
}

Result<const File*, Diagnostic> Library::referenced_file(const Node& from, const std::string& uri,
                                                         std::string_view reference) {
  Entry* entry = &load(uri, name_seen_from(*from.file, uri));
  if (entry->file) return entry->file.get();
  // A set of documents that name themselves by `$self` refers to each other by those names, and is
  // read from a folder (OpenAPI 3.2.0, Appendix F).
  if (const std::string place = place_of(uri); !place.empty()) {
    Entry& beside = load(place, name_seen_from(*from.file, place));
    if (beside.file) {
      add_name(uri, *beside.file);
      return beside.file.get();
    }
    if (beside.reason == ReadFailure::Reason::Missing) {
      return failure(rules::kReferenceUnresolved, from, beside.failure.front().message, reference);
    }
    if (!beside.reason) entry = &beside;  // it is there, and no document
  }
  const bool is_forbidden = entry->reason == ReadFailure::Reason::Forbidden;
  auto result = failure(is_forbidden ? rules::kReferenceForbidden : rules::kReferenceUnresolved,
                        from, entry->failure.front().message, reference);
  if (!entry->reason) {
    result.value().message = "a reference must lead to a file that can be read";
    result.value().causes = entry->failure;
    tell(*entry);
  }
  return result;
}

}  // namespace holotype::document
