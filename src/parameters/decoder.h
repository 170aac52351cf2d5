// Decoder: one parameter of an operation, from the text of a request to a JSON value.
//
//     style form, explode, array of integer:    ids=1&ids=2          [1,2]
//     style deepObject, object:                 f[a]=x&f[b][c]=1     {"a":"x","b":{"c":1}}
//     style matrix, explode, object:            ;R=100;G=200         {"R":100,"G":200}
//     type [integer, null]:                     limit=               null
//
// The text takes the type that the schema allows: a number where it is one by the grammar of JSON,
// a boolean where it is "true" or "false", null where it is "null" or empty and no string is
// allowed, else a string, so that what does not fit is refused by the schema in its own words.
// Where the schema allows several readings ("5" as integer or string, "a,b" as string or array),
// decode() gives the likeliest, and check() any that the schema accepts.
//
// What is lenient on purpose: "name[]=" for repeated form arrays, nesting and "[]" or "[0]" below
// deepObject, a plain value for deepObject, %2C as delimiter where the schema refuses the strict
// reading, "; " or "&" in exploded cookies, JSON for an object in an array. "." delimits elements
// of label where the description is of OpenAPI 3.0.0 to 3.0.3, whose tables have it so, or where
// its version is not known and the schema refuses the reading with ",". In a query "+" is a space.
// Header values are not percent-decoded (OpenAPI 3.2 "Header Object").
//
// Several fields of one name are one list with commas between (RFC 9110 section 5.3), but for
// Set-Cookie, whose values have commas of their own: an array has an element for each field, and
// what is no array is each field by itself.
//
// Threads: immutable, share freely. Ownership: refers to the Parameter and its Shapes, which must
// outlive it.
// Spec: OpenAPI 3.1.1 "Parameter Object", "Style Values", "Style Examples", appendices C to E; RFC
// 6570; Swagger 2.0 "collectionFormat".
// Tests: tests/parameters/styles_test.cc, tests/parameters/decoder_test.cc,
// tests/parameters/uritemplate_test.cc, tests/parameters/encode_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/parameter.h"
#include "parameters/raw_parameters.h"
#include "parameters/shape.h"

namespace holotype::parameters {

// What a request says for one parameter.
struct Decoded {
  // nullopt where the parameter is absent, empty by allowEmptyValue, or malformed. It may view the
  // request.
  std::optional<json::Value> value;
  bool is_present = false;  // the request names the parameter, whatever it says for it
  // Rules request.parameter-missing, -malformed, -empty, -repeated; from check() those of the
  // schema too. Each has in, name and source.
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;  // rule request.parameter-unchecked; the schema's from check()
};

// One way to read a text whose schema allows several.
struct Reading {
  enum class Container : std::uint8_t { Likeliest, Scalar, Array, Object };
  enum class Scalars : std::uint8_t { Typed, Text, Null };
  enum class Delimiters : std::uint8_t { Raw, Encoded, Other };
  Container container = Container::Likeliest;
  Scalars scalars = Scalars::Typed;
  // Encoded: %2C delimits as "," does. Other: in label, "." does or, where it does, "," alone.
  Delimiters delimiters = Delimiters::Raw;
  std::optional<std::size_t> field = {};  // of several of the name that one alone
};

// Whether `name` is that of the parameter with "[]" behind it.
bool is_bracketed(std::string_view name, std::string_view parameter);

// Names of query pairs that belong to one parameter.
struct QueryNames {
  enum class Brackets : std::uint8_t { None, Empty, Any };  // behind the name: "[]"; "[a]", "[a][]"
  std::string_view name;
  Brackets brackets = Brackets::None;

  bool have(std::string_view query_name) const;
};

class FormDecoder;

class Decoder {
 public:
  // `parameter` and the shapes must outlive the Decoder.
  static Decoder compile(const openapi::Parameter& parameter, ShapeCompiler& shapes);

  // The same for a header of an answer or of a part; checks take RawParameters(headers).
  static Decoder compile(const openapi::Header& header, ShapeCompiler& shapes);

  // The value as the text says it, not yet checked against the schema.
  Decoded decode(const RawParameters& raw, json::Arena& arena) const;

  // The value, decoded and checked against its schema.
  Decoded check(const RawParameters& raw, json::Arena& arena) const;

  // The names of the query pairs that are the parameter's because it, or a member that its schema
  // describes, is called so.
  std::vector<QueryNames> declared_names() const;
  // An exploded object with further members takes pairs of any name but those of others. Before the
  // first check.
  void leave(const std::vector<QueryNames>& names_of_others);

  // Whether the parameter takes a query pair of that name.
  bool takes(std::string_view query_name) const;

  // The names of query pairs that the members of an exploded object have.
  std::vector<std::string_view> member_names() const;

  const openapi::Parameter& parameter() const { return *parameter_; }

 private:
  friend class ParameterReader;
  // How the text of a `content` parameter is read.
  enum class Content : std::uint8_t { None, Json, Form, Text, Unknown };
  // Whether "." delimits in style label without explode.
  enum class Dots : std::uint8_t { Never, Perhaps, Likely };

  Decoder(const openapi::Parameter& parameter, ShapeCompiler& shapes);
  static Dots dots_of(const document::Node& node);
  const openapi::SchemaUse& schema() const;
  Decoded read(const RawParameters& raw, json::Arena& arena, const Reading& reading) const;
  // The first reading that the schema accepts, other than the likeliest; nullopt where none is.
  std::optional<Decoded> read_otherwise(const RawParameters& raw, json::Arena& arena,
                                        std::optional<std::size_t> field) const;
  // check() of one field of the name, or of all of them together.
  Decoded check_field(const RawParameters& raw, json::Arena& arena,
                      std::optional<std::size_t> field) const;
  // Whether each field of the name is a value by itself.
  bool reads_each_field(const RawParameters& raw) const;
  // Whether repeated pairs of the query or of cookies make up the value.
  bool is_spread() const;
  // Whether the members of an exploded object may be pairs of that name.
  bool takes_as_member(std::string_view query_name) const;

  const openapi::Parameter* parameter_;
  const Shape* shape_;
  Content content_ = Content::None;
  Dots dots_ = Dots::Never;
  bool is_ignored_ = false;  // Accept, Content-Type and Authorization are described elsewhere
  bool is_set_cookie_ = false;
  bool forbids_empty_ = false;  // `allowEmptyValue: false`, spelt out
  std::vector<QueryNames> others_;
  std::shared_ptr<const openapi::Parameter> owned_;  // what a Header Object amounts to
  std::shared_ptr<const FormDecoder> form_;          // of Content::Form
};

}  // namespace holotype::parameters
