// Generator: values that satisfy a schema, the same for the same seed.
//
//     generate::Planner planner(compiler);                       // load time
//     auto generator = planner.plan(compiled.schema);            // once a schema
//     generate::Generated made = generator->generate({.seed = 7}, arena);  // as often as you like
//
// A value is f(schema, options, JSON Pointer): each place draws from a sequence of its own, so a
// property that is added to a schema changes no other value. What comes first at a place: the
// author's example, the first of `examples`, `default`, `const`, the first of `enum`; then a value
// made to fit. Whether it fits is never guessed: schema::Schema::accepts is the judge of each
// example and of the whole. Search stops after a number of steps, never after a time.
//
// An example that breaks the very schema it stands in is a finding (generate.example-invalid).
// With Examples::Trusted it is used all the same, for it is what clients meet; the answer then
// breaks the schema there and nowhere else.
//
// Ownership: generated values may share memory with the description (examples) and with the
// Generator; keep both, and the arena, as long as the value. Threads: a Planner is used by one
// thread; a Generator is immutable, any number of threads may generate, also while the Planner
// goes on planning. Determinism: no time, no order of calls, no address takes part.
//
// Spec: OpenAPI 3.1.1 "Schema Object" (example, readOnly, writeOnly), "Discriminator Object"; JSON
// Schema core and validation 2020-12. Tests: tests/generate/generator_test.cc,
// tests/generate/properties_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "diagnostic/diagnostic.h"
#include "json/arena.h"
#include "json/value.h"
#include "schema/compiler.h"
#include "schema/schema.h"

namespace holotype::generate {

enum class Mode : std::uint8_t {
  // What a reader of the description expects: the author's values, else placeholders ("string", 0,
  // true). Every property, one element in each array.
  Static,
  // Realistic values that differ from seed to seed; the author's values show what they look like.
  Dynamic,
};

enum class Examples : std::uint8_t {
  Trusted,  // used where they stand, valid or not
  Checked,  // used where they are valid
};

struct Options {
  // Mix what the answer may depend on into it: seed_for().
  std::uint64_t seed = 0;
  Mode mode = Mode::Static;
  Examples examples = Examples::Trusted;
  // What date-time values lie around; in Mode::Static, what they are.
  Instant now = kDefaultNow;
  // What a text is whose schema asks for no format and no pattern, where what it is for tells more:
  // "uri-reference" of the header Location. Of the value itself, not of its parts. Static storage.
  std::string_view format = {};
  // Optional properties are left out below this many levels of objects and arrays.
  std::uint32_t max_depth = 8;
  // A value of more objects, arrays and scalars than this is made again with fewer levels.
  std::uint32_t max_nodes = 10'000;
  // Objects, arrays and scalars made in all attempts together before the search is given up.
  std::uint32_t max_steps = 200'000;
};

struct Generated {
  // Valid, but for trusted examples that `findings` names. nullopt: no instance was found.
  std::optional<json::Value> value;
  // Where there is no `value`: the last attempt, for callers that must answer something.
  json::Value attempt;
  // generate.example-invalid (warnings), generate.no-instance (an error, only without `value`), in
  // the order of the value. `pointer` is the place in the value, `source` the one in the
  // description.
  diagnostic::Diagnostics findings;

  // Whether `value` is there and satisfies the schema.
  bool valid() const { return value.has_value() && findings.empty(); }
};

// The seed of one answer: of the server's (or session's) seed, the operation and, in Mode::Dynamic,
// what tells requests apart.
std::uint64_t seed_for(std::uint64_t seed, std::string_view operation,
                       std::uint64_t request_fingerprint = 0);

struct Shape;  // a schema as the generator reads it; internal

// Makes values for one schema, in the direction that it was compiled for.
class Generator {
 public:
  Generated generate(const Options& options, json::Arena& arena) const;

  const schema::Schema& schema() const { return *schema_; }

  // The parts are the Planner's.
  Generator(std::shared_ptr<const schema::Schema> schema, std::shared_ptr<const void> memory,
            const Shape* shape);

 private:
  std::shared_ptr<const schema::Schema> schema_;
  std::shared_ptr<const void> memory_;  // of `shape_` and all that it refers to
  const Shape* shape_;
};

// Reads schemas ahead of generating: references followed, patterns parsed, examples judged.
// Sub-schemas are read once however many schemas refer to them.
class Planner {
 public:
  // `compiler` is the one that compiled the schemas to come, and outlives the Planner.
  explicit Planner(schema::Compiler& compiler);
  ~Planner();
  Planner(const Planner&) = delete;
  Planner& operator=(const Planner&) = delete;

  // Precondition: `schema` is not null.
  std::shared_ptr<const Generator> plan(std::shared_ptr<const schema::Schema> schema);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holotype::generate
