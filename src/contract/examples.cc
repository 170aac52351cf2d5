#include "contract/examples.h"

#include <fmt/format.h>

#include <unordered_set>

#include "diagnostic/rules_response.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostics;

// Walks the examples of a description; a component that several operations share is looked at once.
class ExampleChecker {
 public:
  void check(const openapi::Operation& operation) {
    for (const openapi::Parameter& parameter : operation.parameters) {
      check(parameter.examples, parameter.schema);
      if (parameter.content) check(*parameter.content);
    }
    if (operation.request_body) {
      for (const openapi::MediaType& media_type : operation.request_body->content)
        check(media_type);
    }
    for (const openapi::Response& response : operation.responses) {
      for (const openapi::Header& header : response.headers) check(header.examples, header.schema);
      for (const openapi::MediaType& media_type : response.content) check(media_type);
    }
  }

  Diagnostics take() { return std::move(findings_); }

 private:
  void check(const openapi::MediaType& media_type) {
    check(media_type.examples, media_type.schema);
  }

  void check(const std::vector<openapi::Example>& examples, const openapi::SchemaUse& schema) {
    if (schema.compiled == nullptr) return;
    for (const openapi::Example& example : examples) {
      const bool is_new = example.value != nullptr && seen_.insert(example.value).second;
      if (!is_new || schema.compiled->accepts(*example.value)) continue;
      schema::Outcome outcome = schema.compiled->check(*example.value);
      if (outcome.findings.empty()) continue;
      const diagnostic::Diagnostic& first = outcome.findings.front();
      const std::string more = outcome.findings.size() > 1
                                   ? fmt::format(" (and {} more)", outcome.findings.size() - 1)
                                   : "";
      findings_.push_back({.rule = &diagnostic::rules::kExampleInvalid,
                           .message = fmt::format("the example{} contradicts its schema: {} {}{}",
                                                  example.name.empty() ? "" : " " + example.name,
                                                  first.pointer.empty() ? "it" : first.pointer,
                                                  first.message, more),
                           .found = first.found,
                           .schema = schema.node.location(),
                           .source = example.node.source(),
                           .causes = std::move(outcome.findings)});
    }
  }

  std::unordered_set<const json::Value*> seen_;
  Diagnostics findings_;
};

}  // namespace

Diagnostics check_examples(const openapi::Description& description) {
  ExampleChecker checker;
  for (const openapi::Operation& operation : description.operations) checker.check(operation);
  return checker.take();
}

}  // namespace holotype::contract
