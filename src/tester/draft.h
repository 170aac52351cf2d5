// Draft: a request for one operation, still in parts: parameters and body as values, so that a part
// can be left out or changed before the request is written.
//
//     tester::Drafter drafter(description);
//     tester::Draft draft = drafter.draft(operation, {}, arena);
//     http::Request request = drafter.write(draft).request;
//
// A draft is valid as far as the generator and the author's examples are; contract::Contract is the
// judge. Parameters come in the order of the description.
//
// Threads: one at a time (it plans generators). Determinism: a function of operation and options.
// Ownership: values live in the arena, the description and the Drafter.
// Spec: OpenAPI 3.1.1 "Operation Object". Tests: tests/tester/,
// tests/conformance/descriptions_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "contract/body.h"
#include "generate/generator.h"
#include "http/message.h"
#include "openapi/description.h"
#include "parameters/parameters.h"
#include "parameters/shape.h"
#include "tester/credentials.h"

namespace holotype::tester {

struct Draft {
  const openapi::Operation* operation = nullptr;
  std::string method;
  std::vector<parameters::NamedValue> arguments;
  const openapi::MediaType* media_type = nullptr;  // of the body; nullptr: there is none
  json::Value body;
  std::optional<std::string> raw_body;      // sent in place of `body`
  std::optional<std::string> content_type;  // sent in place of the media type's
  std::string accept;                       // the media type asked for; "" for any
  bool has_credentials = true;
  // The status of the response other than a success that has an example of the same name: what such
  // a request is answered with is the pair's word. 0: there is none.
  int paired_status = 0;

  parameters::NamedValue* argument(const openapi::Parameter& parameter);
  void remove(const openapi::Parameter& parameter);
};

enum class Breadth : std::uint8_t { RequiredParameters, AllParameters };

struct DraftOptions {
  std::uint64_t seed = 0;
  generate::Mode mode = generate::Mode::Static;  // Dynamic: generated even where examples are
  Breadth breadth = Breadth::RequiredParameters;
  std::string example;  // the example of that name where a part has one; else its first
  const openapi::MediaType* media_type = nullptr;  // of the body; nullptr: JSON, else the first
};

class Drafter {
 public:
  // `description` must outlive the Drafter. Credentials that are not among `given` are made up.
  explicit Drafter(const openapi::Description& description, std::vector<Credential> given = {});

  Draft draft(const openapi::Operation& operation, const DraftOptions& options, json::Arena& arena);

  // A value for the parameter, or for the body of that media type.
  json::Value value_of(const openapi::Parameter& parameter, const DraftOptions& options,
                       json::Arena& arena);
  json::Value value_of(const openapi::MediaType& media_type, const DraftOptions& options,
                       json::Arena& arena);

  // The request, below the base path of the operation's first server; without Host. Where
  // something of it has no form on the wire, or none that arrives as it is, `obstacle` says what.
  struct Written {
    http::Request request;
    std::string obstacle;
  };
  Written write(const Draft& draft);

  // An instance of a schema that stands somewhere below a request; nullopt where none is found.
  std::optional<json::Value> instance_of(const document::Node& schema, const DraftOptions& options,
                                         json::Arena& arena);

  const openapi::Description& description() const { return description_; }
  // What `schema` refers to; itself where it refers to nothing, none where that is not there.
  document::Node followed(const document::Node& schema) const;
  bool is_read_only(const document::Node& schema) const;
  void authorize(const openapi::Operation& operation, http::Request& request) const {
    add_credentials(operation, given_, request);
  }
  bool has_given_credentials(const openapi::Operation& operation) const {
    return has_credentials(operation, given_);
  }

 private:
  json::Value made(const openapi::SchemaUse& schema, const std::vector<openapi::Example>& examples,
                   const DraftOptions& options, json::Arena& arena);
  const generate::Generator& generator_of(const std::shared_ptr<const schema::Schema>& schema);
  void write_arguments(const Draft& draft, Written& written);
  void write_body(const Draft& draft, Written& written);
  const contract::BodyContract& body_of(const openapi::RequestBody& body);

  const openapi::Description& description_;
  const std::vector<Credential> given_;
  generate::Planner planner_;
  parameters::ShapeCompiler shapes_;
  std::unordered_map<const schema::Schema*, std::shared_ptr<const generate::Generator>> generators_;
  std::unordered_map<const openapi::RequestBody*, std::unique_ptr<const contract::BodyContract>>
      bodies_;
};

}  // namespace holotype::tester
