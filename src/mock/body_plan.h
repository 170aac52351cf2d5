// BodyPlan: one response body in one media type, as the description alone would have it.
//
// The author's example comes first, else a value is generated from the schema. Either is made once,
// when first asked for (a description may have thousands of responses that nobody requests),
// serialised once, and checked once against the schema.
//
// Threads: safe from any thread. Determinism: the bytes depend on the description and the seed.
// Tests: tests/mock/body_plan_test.cc
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "contract/body.h"
#include "diagnostic/diagnostic.h"
#include "generate/generator.h"
#include "http/accept.h"
#include "http/media_type.h"
#include "json/value.h"
#include "openapi/media_type.h"
#include "parameters/shape.h"

namespace holotype::mock {

// Makes generators on demand: a Planner is for one thread at a time.
class GeneratorSource {
 public:
  explicit GeneratorSource(schema::Compiler& compiler) : compiler_(compiler), planner_(compiler) {}
  std::shared_ptr<const generate::Generator> plan(
      const std::shared_ptr<const schema::Schema>& schema);

  // Shapes for bodies that no contract has: what the API sends itself. While loading, one thread.
  std::unique_ptr<parameters::ShapeCompiler> shapes();

 private:
  std::mutex mutex_;
  schema::Compiler& compiler_;
  generate::Planner planner_;
};

// A body with what is known about it.
struct PlannedBody {
  std::string bytes;
  std::string source;                // "example", "example NAME", "generated"
  std::optional<json::Value> value;  // what `bytes` writes, where it is an instance
  bool is_valid = true;              // satisfies its schema
  diagnostic::Diagnostics findings;  // why not, or why nothing could be generated
  std::string content_type = {};     // with the boundary of a multipart body; "": the plan's own
};

struct WrittenBody {
  std::string bytes;
  std::string content_type;  // of a multipart body with the boundary in it
};

// The body that a value becomes in a media type of which nothing is described.
WrittenBody written_body(const json::Value& value, const std::string& content_type);

class BodyPlan {
 public:
  // The body in media type `index` of `contract`, which must outlive the plan.
  BodyPlan(const contract::BodyContract& contract, std::size_t index,
           std::shared_ptr<GeneratorSource> generators, const generate::Options& options,
           std::string_view operation_id);

  // The author's first example, else a generated value. Made on first use.
  const PlannedBody& standard() const;

  // The named example; nullopt where there is none of that name.
  std::optional<PlannedBody> named(std::string_view example, json::Arena& arena) const;

  // "cat, dog": the names of the examples, in the order of the description; "none".
  std::string example_names() const;

  // What standard() has where that satisfies its schema, else a generated value without the
  // examples that do not; nullopt where no such value could be found. Made on first use.
  const std::optional<json::Value>& valid() const;

  // The author's first example; nullopt where there is none.
  std::optional<PlannedBody> authored(json::Arena& arena) const;

  // A generated value for that seed, without looking at media type examples.
  PlannedBody dynamic(std::uint64_t seed, Instant now, json::Arena& arena) const;

  // What standard() would generate for another seed and time.
  PlannedBody generated_for(std::uint64_t seed, Instant now, json::Arena& arena) const;

  // The author's first example, else the value that is generated without --dynamic.
  PlannedBody fixed(std::uint64_t seed, Instant now, json::Arena& arena) const;

  // What is generated where content_type_for() says another type than content_type(), and it is one
  // of files: a GIF for whoever asks image/* for one. nullopt where the body is the same for both.
  std::optional<PlannedBody> generated_as(const std::string& content_type,
                                          json::Arena& arena) const;

  // The body that a value becomes in this media type, served as `content_type`: JSON, or what the
  // media type's syntax makes of it with the schema, its `xml` and `encoding`. A text is the body
  // itself where the media type is not JSON.
  WrittenBody write(const json::Value& value) const { return write(value, content_type_); }
  WrittenBody write(const json::Value& value, const std::string& content_type) const;
  // The instance that write() makes a body of: a row of one value where the media type is of rows.
  json::Value instance(const json::Value& value, const std::string& content_type,
                       json::Arena& arena) const;

  // Whether write() writes JSON.
  bool is_json() const { return http::is_json(type_); }
  const openapi::MediaType& media_type() const { return *media_type_; }
  // Of the answer: the key, or what a range is served as.
  const std::string& content_type() const { return content_type_; }
  // The same for a client that sent that Accept field: of a range a type that it accepts and that
  // can be written, preferably one that is written alike; nullopt where there is none.
  std::optional<std::string> content_type_for(const http::Accept& accept) const;
  // Whether a body of that type has the bytes of one of content_type().
  bool is_alike(const std::string& content_type) const;
  // The bytes of a body that is not.
  std::string write_again(const json::Value& value, const std::string& content_type) const;

 private:
  PlannedBody from_example(const openapi::Example& example, json::Arena& arena) const;
  PlannedBody from_text(std::string text, const std::string& content_type,
                        json::Arena& arena) const;
  void put(const json::Value& value, PlannedBody& body) const;
  json::Value unsaid(json::Arena& arena) const;
  std::optional<PlannedBody> file(const http::MediaType& type, json::Arena& arena) const;
  bool is_alike(const http::MediaType& type) const;
  bool can_write(const http::MediaType& type) const;
  PlannedBody generated(const generate::Options& options, json::Arena& arena) const;

  const contract::BodyContract* contract_;
  std::size_t index_;
  const openapi::MediaType* media_type_;
  std::string content_type_;
  http::MediaType type_;  // content_type_, parsed
  bool is_sequence_;      // of rows, as that type
  std::shared_ptr<GeneratorSource> generators_;
  generate::Options options_;
  std::string_view operation_id_;
  mutable std::once_flag once_;
  mutable json::Arena arena_;  // of what standard() made
  mutable PlannedBody standard_;
  mutable std::once_flag once_valid_;
  mutable json::Arena valid_arena_;
  mutable std::optional<json::Value> valid_;
};

}  // namespace holotype::mock
