// Schema: one compiled JSON Schema, ready to say whether a value satisfies it, and if not, why.
//
//     schema::Compiler compiler(library);
//     schema::Compiled compiled = compiler.compile(node, {.dialect = schema::Dialect::OpenApi31});
//     if (!compiled.schema->accepts(value)) print(compiled.schema->check(value).findings);
//
// accepts() stops at the first failure and allocates nothing on success, but when the schema is run
// for the first time. check() goes on to the
// end. They never disagree: accepts(v) == check(v).findings.empty(). What could not be checked (a
// $ref to nothing, a pattern over its budget, nesting beyond the budget) does not fail a value;
// check() says so in `unchecked`.
//
// Ownership: a Schema refers to values of the document::Library that it was compiled from, which
// must outlive it. Threads: immutable, share freely, also while the Compiler goes on compiling.
// Determinism: findings come in the order of the instance, for one place in the order of the
// schema's keywords.
//
// Spec: JSON Schema core and validation, drafts 4, 6, 7, 2019-09 and 2020-12; OpenAPI 3.0 and 3.1
// "Schema Object". Tests: tests/schema/*_test.cc, tests/conformance/json_schema_suite_test.cc
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "json/value.h"
#include "schema/dialect.h"

namespace holotype::schema {

// Whether `format` rejects values (validation 2020-12 section 7.2.2) or only describes them
// (7.2.1).
enum class Format : std::uint8_t { Annotate, Assert };

// What the instance travels in. A readOnly property is not required in a request and must not be
// sent in one; a writeOnly property is the mirror image (OpenAPI 3.0 and 3.1 "Schema Object"). None
// ignores both keywords.
enum class Direction : std::uint8_t { None, Request, Response };

struct Options {
  // Of schemas that do not say themselves by $schema.
  Dialect dialect = Dialect::Draft2020;
  Format format = Format::Assert;
  Direction direction = Direction::None;
  // Parts of an instance nested deeper than this are not checked, and reported as such.
  std::uint32_t max_depth = 1000;

  friend bool operator==(const Options&, const Options&) = default;
};

// What check() found. `findings` empty: the value satisfies the schema, except for what `unchecked`
// names.
struct Outcome {
  diagnostic::Diagnostics
      findings;  // Severity::Error, with instance pointers; `in` and `name` are the caller's
  diagnostic::Diagnostics unchecked;  // Severity::Note: what was not checked, and why
  // Of trace() alone: by absolute schema location and instance pointer of a finding or cause, the
  // way that evaluation took to its keyword, references included: "/properties/a/$ref/type" (core
  // 2020-12 section 12.3.1).
  std::map<std::pair<std::string, std::string>, std::string> keyword_locations;

  bool valid() const { return findings.empty(); }
};

// A keyword that can refuse values by itself: maxLength, required, oneOf; not properties or $ref.
struct Constraint {
  document::Node schema;  // that it stands in
  const json::Member* keyword = nullptr;
};

using Observe = std::function<void(const json::Member& keyword, bool holds)>;

struct Subschema;    // of the compiled program; internal
struct Compilation;  // what was compiled together; internal
struct Plan;
struct Scope;  // the targets of $dynamicRef; internal

class Schema {
 public:
  // Whether `instance` satisfies the schema: stops at the first failure. Allocates nothing on
  // success, but for what is made once, for unevaluatedItems, unevaluatedProperties, contentSchema
  // and contentMediaType, formats of internationalised names, and uniqueItems of more than some
  // hundred elements.
  bool accepts(const json::Value& instance) const;

  // All findings about `instance`.
  Outcome check(const json::Value& instance) const;

  // The same, with keyword_locations.
  Outcome trace(const json::Value& instance) const;

  // The same without asking accepts() first, for tests that compare the two.
  Outcome check_exhaustively(const json::Value& instance) const;

  // Every constraint that the schema leads to, each once, in the order of the text and of
  // references.
  std::vector<Constraint> constraints() const;
  // Calls `observe` for each constraint that check() comes to and that is for values of the type
  // that it meets there, as often as it does. Branches of anyOf and oneOf are asked, too.
  void observe(const json::Value& instance, const Observe& observe) const;

  // The place of the schema in its document.
  document::Node node() const { return place_; }
  const Options& options() const { return options_; }

  // The parts are the Compiler's.
  Schema(std::shared_ptr<Compilation> compilation, const Subschema* root,
         std::shared_ptr<const Scope> scope, document::Node place, const Options& options);

 private:
  // What runs it; nullptr: only the Checker can.
  const Plan* plan() const;

  std::shared_ptr<Compilation> compilation_;
  const Subschema* root_;
  mutable std::atomic<const Plan*> plan_{nullptr};  // nullptr: not made yet
  std::shared_ptr<const Scope> scope_;
  document::Node place_;
  Options options_;
};

}  // namespace holotype::schema
