// A request for an operation, built as valid from its description alone: what our own generator and
// encoder make of it. Used to ask every operation of a description for an answer.
#pragma once

#include <string>

#include "generate/generator.h"
#include "http/message.h"
#include "openapi/description.h"
#include "parameters/shape.h"

namespace holotype {

class RequestBuilder {
 public:
  explicit RequestBuilder(const openapi::Description& description);

  // The request; where something of it cannot be built, `obstacle` says what.
  struct Built {
    http::Request request;
    std::string obstacle;
  };
  Built build(const openapi::Operation& operation);

 private:
  json::Value value_of(const openapi::Parameter& parameter, json::Arena& arena);
  void add_parameters(const openapi::Operation& operation, Built& built, json::Arena& arena);
  void add_body(const openapi::Operation& operation, Built& built, json::Arena& arena);
  void add_credentials(const openapi::Operation& operation, Built& built);

  const openapi::Description& description_;
  generate::Planner planner_;
  parameters::ShapeCompiler shapes_;
};

}  // namespace holotype
