// Compiler: from a schema in a document to a Schema that can be run.
//
// What is wrong inside a schema (a $ref to nothing, a pattern that is no regular expression, a
// keyword of the wrong type, a misspelt keyword) is a finding with file:line:column, and confined:
// the rest is compiled, and the part is "not checked" when it is met.
//
// Sub-schemas are compiled once and shared: compiling each schema of a description costs about as
// much as compiling all of it once. The findings of a part are reported by the first compile() that
// meets it, so the findings of all compiles together name each fault once.
//
// Threads: any; they take turns, and Schemas made earlier may be run meanwhile. What is not read
// yet is read through the Library, which nobody else may use meanwhile. The Library must outlive
// the Compiler and every Schema.
//
// Spec: JSON Schema core 2020-12 sections 8 ($id, $anchor, $ref, $dynamicRef, $vocabulary) and 9
// (resources). Tests: tests/schema/compiler_test.cc, tests/schema/reference_test.cc
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "document/library.h"
#include "schema/schema.h"

namespace holotype::schema {

// What compile() made.
struct Compiled {
  std::shared_ptr<const Schema> schema;  // never null
  diagnostic::Diagnostics findings;  // faults (errors) and likely mistakes (warnings) in the schema
};

struct Resource;  // internal

// A schema, and the resources that were entered on the way to it: the part of the dynamic scope
// (core 2020-12 section 7.1) that decides what a $dynamicRef means. Few descriptions have any.
struct Reached {
  document::Node schema;
  std::vector<const Resource*> scope =
      {};  // those with dynamic anchors, outermost first, each once

  explicit operator bool() const { return static_cast<bool>(schema); }
};

class Compiler {
 public:
  explicit Compiler(document::Library& library);
  ~Compiler();
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  // The schema at `place`. Rules: schema.unresolved-reference, schema.malformed,
  // schema.pattern-malformed, schema.unknown-keyword, schema.foreign-keyword, ...; see
  // diagnostic/rules_schema.h.
  Compiled compile(const document::Node& place, const Options& options);

  // For readers of schemas that do not run them (generators, lists of properties):

  // The schema that `schema` refers to by $ref, $dynamicRef or $recursiveRef as the dialect reads
  // them ($id and $anchor included), and so on until one has no reference; `schema` itself where it
  // has none. Keywords beside a $ref are the caller's. Rules: schema.unresolved-reference,
  // schema.reference-loop.
  Result<document::Node, diagnostic::Diagnostic> follow_reference(const document::Node& schema,
                                                                  Dialect dialect);

  // One step of that for who knows how `schema` was reached, so that a $dynamicRef leads where
  // evaluation from the first schema would come (core 2020-12 section 8.2.3.2). Empty where there
  // is no reference, or it names nothing.
  Reached referred_to(const Reached& schema, Dialect dialect);
  // `schema` with the resource that it lies in entered: what holds for its parts.
  Reached enter(Reached schema, Dialect dialect);

  // One step: what `reference`, standing in `schema`, names.
  Result<document::Node, diagnostic::Diagnostic> resolve(const document::Node& schema,
                                                         std::string_view reference,
                                                         Dialect dialect);

  // The schemas that hold for the same value wherever `schema` does: itself, what it refers to, and
  // the branches of allOf, each once. Without the schemas beside which a $ref stands alone.
  std::vector<document::Node> together(const document::Node& schema, Dialect dialect);
  // Whether one of them has that keyword with the value true: readOnly and writeOnly hold where any
  // says so (JSON Schema validation 2020-12 section 9.4).
  bool says(const document::Node& schema, std::string_view keyword, Dialect dialect);

  // The dialect of `schema`: by the $schema of its resource, else `fallback`.
  Dialect dialect_at(const document::Node& schema, Dialect fallback);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holotype::schema
