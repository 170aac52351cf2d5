// Reading: what the readers of one description share: its version, its findings, the way to follow
// a reference, and what was read already.
//
// A reader takes a Node and gives a model value, or nullopt where nothing can be read. It reports
// what is wrong and never stops; its caller notes what of the operation is left unchecked thereby.
// A component that many operations refer to is read once and copied. Internal to openapi.
//
// Threads: one at a time. Tests: tests/openapi/rules_test.cc, tests/openapi/load_test.cc
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "document/library.h"
#include "openapi/fields.h"
#include "openapi/operation.h"
#include "schema/compiler.h"

namespace holotype::openapi {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Rule;
using document::Node;
using schema::Direction;

// The words of a finding; the place is given beside it.
struct Fault {
  std::string message;  // what was expected
  std::string found = {};
  std::string fix = {};
};

// How an entry of the cache is told: the place, and the way the messages go.
struct CacheKey {
  const json::Value* value;
  Direction direction;
  friend bool operator==(const CacheKey&, const CacheKey&) = default;
};
struct CacheKeyHash {
  std::size_t operator()(const CacheKey& key) const noexcept {
    return std::hash<const void*>()(key.value) ^ static_cast<std::size_t>(key.direction);
  }
};

template <typename T>
struct CacheEntry {
  std::optional<T> value;
  Diagnostics unchecked;
  bool is_finished = false;
};
template <typename T>
using Cache = std::unordered_map<CacheKey, CacheEntry<T>, CacheKeyHash>;

class Reading {
 public:
  Reading(document::Library& library, schema::Compiler& compiler, Version version,
          const schema::Options& schema_options);

  Version version() const { return version_; }
  bool is_swagger() const { return version_ == Version::Swagger20; }
  bool is_in(Versions versions) const { return (only(version_) & versions) != 0; }

  // Findings.
  void report(const Rule& rule, const Node& where, Fault fault);
  // At the name of a member of `object`.
  void report_name(const Rule& rule, const Node& object, const json::Member& member, Fault fault);
  void add(Diagnostic&& finding) { findings_.push_back(std::move(finding)); }
  // Sorted by place, each once.
  Diagnostics take_findings();

  // Notes that the operation being read has something that cannot be checked: "parameter 2: its
  // $ref leads to nothing".
  void leave_unchecked(const Rule& rule, const Node& where, std::string message);
  // The notes since the last call.
  Diagnostics take_unchecked() { return std::exchange(unchecked_, {}); }
  void restore_unchecked(Diagnostics notes) { unchecked_ = std::move(notes); }

  // `node`, followed where it is a Reference Object, as an object of that kind: its fields are
  // checked. nullopt where a reference leads to nothing or to no object.
  std::optional<Node> object(const Node& node, const ObjectKind& kind);
  // The same without a look at the fields.
  std::optional<Node> map(const Node& node, const ObjectKind& kind);
  // Where the Reference Object `node` leads in the end; `node` itself where it is none.
  std::optional<Node> follow(const Node& node);
  // One step of it: what the `$ref` of `node`, a string, names.
  std::optional<Node> follow_once(const Node& node);
  // What the URI-reference, standing at `from`, names. Reports nothing.
  Result<Node, Diagnostic> resolve(const Node& from, std::string_view reference);
  void check_fields(const Node& object, const ObjectKind& kind);

  // Members of an object whose fields were checked: what has the wrong type was reported, and is
  // not there.
  std::string text(const Node& object, std::string_view name) const;
  bool flag(const Node& object, std::string_view name, bool absent = false) const;
  Node member(const Node& object, std::string_view name, json::Type type) const;
  // The strings of an array; elements of another type are reported.
  std::vector<std::string> texts(const Node& object, std::string_view name);
  // `name` of the Reference Object `reference` where the version lets it replace that of `target`
  // (summary, description), else of `target`.
  std::string text_of_reference(const Node& reference, const Node& target, std::string_view name);

  // The Schema Object at `node`, which may be empty, compiled.
  SchemaUse schema(const Node& node, Direction direction);

  // What `read` gives for `node`, which is called once for each place and direction.
  template <typename T, typename Read>
  std::optional<T> once(Cache<T>& cache, const Node& node, Direction direction, Read read) {
    CacheEntry<T>& entry = cache[CacheKey{node.value, direction}];
    if (!entry.is_finished) {
      if (!unfinished_.insert(&entry).second) {
        report_recursion(node);
        return std::nullopt;
      }
      Diagnostics outer = take_unchecked();
      entry.value = read();
      entry.unchecked = std::exchange(unchecked_, std::move(outer));
      entry.is_finished = true;
      unfinished_.erase(&entry);
    }
    unchecked_.insert(unchecked_.end(), entry.unchecked.begin(), entry.unchecked.end());
    return entry.value;
  }
  Cache<Parameter> parameters;
  Cache<RequestBody> request_bodies;
  Cache<Response> responses;
  Cache<Header> headers;
  Cache<MediaType> media_types;

  // Path items whose operations are being read: callbacks may lead back to them.
  std::unordered_set<const json::Value*> open_path_items;

  // Whether `id` is new as the name of an operation, or the same operation's read once more.
  enum class Claim : std::uint8_t { New, Again, Taken };
  Claim claim_operation_id(const std::string& id, const Node& operation) {
    const auto [owner, is_new] = operation_ids_.emplace(id, operation.value);
    if (is_new) return Claim::New;
    return owner->second == operation.value ? Claim::Again : Claim::Taken;
  }
  bool knows_operation_id(const std::string& id) const { return operation_ids_.contains(id); }

  // Security schemes by name; set once, before operations are read.
  void set_security_schemes(std::unordered_map<std::string, const SecurityScheme*> schemes) {
    schemes_ = std::move(schemes);
  }
  const SecurityScheme* security_scheme(const std::string& name) const;
  // Adds one that a requirement named by URI (OpenAPI 3.2.0, Security Requirement Object).
  void add_security_scheme(std::unique_ptr<SecurityScheme> scheme);
  std::vector<std::unique_ptr<SecurityScheme>> take_added_schemes() {
    return std::move(added_schemes_);
  }

  const schema::Options& schema_options() const { return schema_options_; }
  document::Library& library() { return library_; }

  // Counts the forms of Swagger 2.0, whose schemas are documents of their own.
  std::size_t next_form() { return ++form_count_; }

  // Link Objects, to be looked at when all operations are known.
  std::vector<Node> links;

 private:
  void report_recursion(const Node& node);
  void report_unknown_field(const Node& object, const json::Member& member, const ObjectKind& kind);
  void check_reference(const Node& node, const ObjectKind& kind);

  document::Library& library_;
  schema::Compiler& compiler_;
  Version version_;
  schema::Options schema_options_;
  Diagnostics findings_;
  Diagnostics unchecked_;
  std::unordered_set<const void*> unfinished_;
  std::size_t form_count_ = 0;
  std::unordered_map<std::string, const json::Value*> operation_ids_;
  std::unordered_map<std::string, const SecurityScheme*> schemes_;
  std::vector<std::unique_ptr<SecurityScheme>> added_schemes_;
  std::unordered_map<const document::File*, std::string> bases_;
  // Where references lead, by file and text: a description says the same few again and again.
  std::unordered_map<const document::File*, std::unordered_map<std::string_view, Node>> targets_;
};

// check_forms.cc: what of an object's strings must have a form, and does not.
void check_forms(Reading& reading, const Node& object, const ObjectKind& kind);
// check_objects.cc: what its fields say together, and must not.
void check_object(Reading& reading, const Node& object, const ObjectKind& kind);

}  // namespace holotype::openapi
