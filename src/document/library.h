// Library: the files that a description is made of. It reads each once, when first referred to, and
// owns it.
//
// Load with one thread, then share: Files and Nodes live as long as it. The same files in the same
// order give the same findings. Afterwards every function but findings() is safe from any thread,
// for a reference that nobody followed while loading may still be followed.
//
// What keeps a file from being used (unreadable, no YAML, no JSON) fails the call that asked for
// it, and every later one, with the same diagnostics; the file is not read again. What does not (a
// member given twice, a value that JSON does not have) is in findings(), and so is, once, what
// keeps a file from being parsed that a reference led to: the reference is not what is to be
// mended.
//
// Spec: RFC 3986 section 5 (base URI, references), RFC 6901 section 6 (pointers in fragments),
// OpenAPI 3.1 "Relative References in URIs". Plain-name fragments (`$anchor`), `$id` and `$self`
// change what a reference means and belong to the modules that know those keywords; they use
// resolve_at(). Tests: tests/document/library_test.cc, tests/document/reference_test.cc
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "document/reader.h"

namespace holotype::document {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;

struct Parsed;  // of parse.h

class Library {
 public:
  // Precondition: `reader` is not null.
  explicit Library(std::shared_ptr<Reader> reader);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  // The file that a path ("specs/a.yaml", as the user typed it) or an absolute URI names, read
  // where that has not happened yet. `name` is what findings call it, the path or URI itself where
  // empty.
  Result<const File*, Diagnostics> open(const std::string& path_or_uri, std::string name = {});

  // Begins to parse the file of that path or URI beside what the caller does next, an open() of it
  // included, which then waits for the rest. Nothing else changes: what is wrong with it is said by
  // open(), and so is that it is there.
  void expect(const std::string& path_or_uri);

  // The file that `text` is, from now on found under `uri` (absolute); the reader is not asked. A
  // URI that is known already keeps its file, which is returned.
  Result<const File*, Diagnostics> add(const std::string& uri, std::string name, std::string text);

  // Makes `uri` (absolute, without a fragment) another name of `file`, for `$self`. The first file
  // to claim a URI keeps it; returns whether `uri` now names `file`. What lies beside `uri` and
  // cannot be read there is from now on looked for beside `file`.
  bool add_name(const std::string& uri, const File& file);

  // The file that is known under `uri`, without reading anything; nullptr where there is none.
  const File* find(std::string_view uri) const;

  // Why the file of that path or URI, which was asked for, cannot be used; empty where it can, or
  // where nobody asked.
  Diagnostics failure_of(const std::string& path_or_uri) const;

  // The value that the URI-reference names, its base being the URI of the file `from` is in. `from`
  // is where the reference stands: findings point there. Rules: reference.malformed, .forbidden,
  // .unresolved.
  Result<Node, Diagnostic> resolve(const Node& from, std::string_view reference);
  // The same against another base URI (absolute), for `$id` and `$self`.
  Result<Node, Diagnostic> resolve_at(std::string_view base, const Node& from,
                                      std::string_view reference);

  // The Reference Object `node` and those it leads to followed to what is none: the first node that
  // has no string member `$ref`. `node` itself where it is none. Rules: as resolve(),
  // reference.cycle.
  Result<Node, Diagnostic> follow(Node node);

  // What was found while reading the files so far, in the order of reading.
  const Diagnostics& findings() const { return findings_; }
  // The files that could be read, in the order of reading.
  std::vector<const File*> files() const;

 private:
  struct Entry;
  struct Expected;
  Entry& load(const std::string& uri, const std::string& name) EXCLUDES(mutex_);
  Entry& enter_text(const std::string& uri, std::string name, std::string text) REQUIRES(mutex_);
  Entry& enter_parsed(const std::string& uri, std::string name, Parsed parsed) REQUIRES(mutex_);
  Entry& enter(const std::string& uri, Entry entry) REQUIRES(mutex_);
  // Adds why `entry` cannot be used to the findings, the first time.
  void tell(Entry& entry) EXCLUDES(mutex_);
  // Where the file that `uri` names lies, if it lies to a named file as their names do to each
  // other; "" where no name helps.
  std::string place_of(const std::string& uri) const EXCLUDES(mutex_);
  Result<const File*, Diagnostic> referenced_file(const Node& from, const std::string& uri,
                                                  std::string_view reference);

  std::shared_ptr<Reader> reader_;
  mutable Mutex mutex_;
  std::vector<std::unique_ptr<Entry>> entries_ GUARDED_BY(mutex_);  // in the order of reading
  std::unordered_map<std::string, std::unique_ptr<Expected>> expected_
      GUARDED_BY(mutex_);  // by URI
  // Looked up, never iterated.
  std::unordered_map<std::string, Entry*> by_uri_ GUARDED_BY(mutex_);
  // What "#..." named in a file, for those that named something.
  std::unordered_map<const File*, std::unordered_map<std::string, const json::Value*>> resolved_
      GUARDED_BY(mutex_);
  // The folder of a name that add_name() gave, and that of its file.
  std::vector<std::pair<std::string, std::string>> folders_ GUARDED_BY(mutex_);
  Diagnostics findings_;
};

}  // namespace holotype::document
