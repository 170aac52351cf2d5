// SchemaWalk: every Schema Object that is reachable from others, each once.
//
// Along the keywords that hold schemas and along references, which are followed; beside a $ref
// nothing counts in the dialects where that is so. Values (`const`, `enum`, examples) are no
// schemas and are not entered.
//
// Threads: one at a time. Determinism: in the order of the text. Tests:
// tests/contract/examples_test.cc, tests/review/
#pragma once

#include <functional>
#include <unordered_set>

#include "openapi/description.h"

namespace holotype::openapi {

class SchemaWalk {
 public:
  struct Visitor {
    // Before what is below it. May be empty.
    std::function<void(const document::Node& schema)> schema;
    // A keyword that holds no schema, in its place among the others. May be empty.
    std::function<void(const document::Node& schema, const json::Member& member)> keyword;
  };

  SchemaWalk(const Description& description, Visitor visitor);

  // Visits the schema at `schema`, which may be empty, and what is reachable from it.
  void walk(const document::Node& schema);
  // The schemas of the operation, callbacks included; of its responses, in order.
  void walk(const Operation& operation);

 private:
  void walk_below(const document::Node& schema, const json::Member& member);
  void walk(const MediaType& media_type);
  const json::Value* reference_alone(const document::Node& schema) const;

  const Description& description_;
  Visitor visitor_;
  std::unordered_set<const json::Value*> seen_;
};

}  // namespace holotype::openapi
