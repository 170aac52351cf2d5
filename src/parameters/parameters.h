// Parameters: all parameters of one operation, compiled at load, checked in one call.
//
// Findings come in the order of the operation's parameters, then those about undeclared query
// parameters in the order of the query. An operation without parameters costs nothing but a look at
// the query.
//
// Threads: immutable, share freely. Ownership: refers to the Operation and the ShapeCompiler.
// Spec: OpenAPI 3.1.1 "Operation Object". Tests: tests/parameters/parameters_test.cc
#pragma once

#include <vector>

#include "openapi/operation.h"
#include "parameters/decoder.h"

namespace holotype::parameters {

struct NamedValue {
  const openapi::Parameter* parameter;
  json::Value value;
};

struct Checked {
  std::vector<NamedValue> values;  // of the parameters that are there and could be decoded
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;
};

class Parameters {
 public:
  Parameters(const openapi::Operation& operation, ShapeCompiler& shapes);

  // Decodes and checks each parameter, and reports what is undeclared.
  Checked check(const RawParameters& raw, json::Arena& arena) const;

  // One warning (request.parameter-undeclared) for each name in the query that no parameter takes,
  // with "did you mean". Names that begin with "__" are Holotype's own (__code) and passed over, as
  // are those in `accepted` (the apiKey parameters of security schemes).
  diagnostic::Diagnostics undeclared(const RawParameters& raw) const;

  // Makes a query parameter known that the operation does not list: the apiKey of its security.
  void accept_query_name(std::string_view name);

  const std::vector<Decoder>& decoders() const { return decoders_; }

 private:
  diagnostic::Diagnostic undeclared(const QueryPair& pair) const;

  std::vector<Decoder> decoders_;
  std::vector<std::string_view> accepted_;
  bool takes_whole_query_ = false;  // `in: querystring`
};

}  // namespace holotype::parameters
