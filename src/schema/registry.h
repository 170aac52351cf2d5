// Registry: which URI names which schema, and by which dialect each schema is read.
//
// Before a schema is compiled, what lies around it is walked once along the keywords that hold
// schemas: `$id` starts a resource with a base URI of its own, `$schema` gives the resource its
// dialect, `$anchor` and
// `$dynamicAnchor` name places. What stands under unknown keywords is walked when a reference leads
// there.
//
// Internal to the module. Threads: one at a time; Resources are only read by running schemas.
//
// Spec: JSON Schema core 2020-12 sections 8.1 and 8.2; RFC 3986 section 5. Tests:
// tests/schema/reference_test.cc
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "document/library.h"
#include "schema/compiler.h"
#include "schema/dialects.h"
#include "schema/place_table.h"

namespace holotype::schema {

// A schema resource (core 2020-12 section 4.3.5), or a file that is none and holds schemas.
struct Resource {
  std::string uri;  // absolute, without a fragment: the base of the references in it
  document::Node root;
  Dialect dialect;
  Vocabularies vocabularies;
  bool official = false;  // one of the official metaschemas
  std::unordered_map<std::string, const json::Value*> anchors;
  // $dynamicAnchor by name; $recursiveAnchor under the empty name.
  std::unordered_map<std::string, const json::Value*> dynamic_anchors;
};

// A schema that was walked, and the resource that it belongs to.
struct Walked {
  const json::Value* place = nullptr;
  Resource* resource = nullptr;
};
inline const json::Value* place_of(const Walked& walked) { return walked.place; }

class Registry {
 public:
  // `fallback` is the dialect of schemas that do not say theirs.
  Registry(document::Library& library, Dialect fallback);

  // The resource of the schema at `place`; walks it where that has not happened.
  const Resource& resource_of(const document::Node& place);

  // What `reference`, standing in `from` (a schema of `resource`), names. Rule:
  // schema.unresolved-reference.
  Result<document::Node, diagnostic::Diagnostic> resolve(const Resource& resource,
                                                         const document::Node& from,
                                                         std::string_view reference);

  // Adds the resource of the schema to its scope, where it has dynamic anchors and is not there
  // yet.
  void enter(Reached& schema);
  // The $ref, $dynamicRef or $recursiveRef of a schema, a text; nullptr where there is none.
  static const json::Member* reference_in(const document::Node& schema);
  // What that reference in `from`, whose resource is entered, leads to.
  Result<document::Node, diagnostic::Diagnostic> follow(const Reached& from,
                                                        const json::Member& reference);

  // The schemas that hold for the same value wherever `schema` does, without evaluating anything:
  // itself, what it refers to by $ref, the branches of its allOf, and so on, each once. Where the
  // dialect reads a $ref alone, what stands beside it is none of them.
  std::vector<document::Node> together(const document::Node& schema);

  // Whether one of them has that keyword with the value true.
  bool says(const document::Node& schema, std::string_view keyword);

  // Every resource so far, in the order in which they were met.
  const std::vector<std::unique_ptr<Resource>>& resources() const { return resources_; }

  // What was wrong with identifiers and dialects since the last call.
  diagnostic::Diagnostics take_findings();

 private:
  struct Meta {
    Dialect dialect;
    Vocabularies vocabularies;
  };
  Result<document::Node, diagnostic::Diagnostic> resolve_anew(const Resource& resource,
                                                              const document::Node& from,
                                                              std::string_view reference);
  Resource* add_resource(std::string uri, const document::Node& root, Meta meta);
  Resource* file_resource(const document::File& file);
  void walk(const document::Node& place, Resource* resource);
  void walk_children(const document::Node& place, Resource* resource);
  Resource* identify(const document::Node& place, Resource* resource);
  void note_anchors(const document::Node& place, Resource& resource);
  void note_anchor(const document::Node& place, const json::Value& name, Resource& resource);
  Meta meta_of(const document::Node& schema, std::string_view uri, const Resource* resource);
  document::Node dynamic_target(const std::vector<const Resource*>& scope,
                                const document::Node& initial, std::string_view reference);
  Resource* find_resource(const std::string& uri, const document::Node& from,
                          diagnostic::Diagnostic& failure);
  const json::Value* follow_pointer(Resource* resource, std::string_view pointer,
                                    std::string& advice);

  document::Library& library_;
  Dialect fallback_;
  std::vector<std::unique_ptr<Resource>> resources_;
  std::unordered_map<std::string, Resource*> by_uri_;
  std::unordered_map<const document::File*, Resource*> by_file_;
  PlaceTable<Walked> by_schema_;
  // What "#..." named from a resource, for those that named something; each has been walked.
  std::unordered_map<const Resource*, std::unordered_map<std::string, document::Node>> resolved_;
  diagnostic::Diagnostics findings_;
};

}  // namespace holotype::schema
