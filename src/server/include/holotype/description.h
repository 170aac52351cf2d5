// holotype::Description: an OpenAPI description to check the exchanges of your own server against.
//
//     const auto api = holotype::Description::load("openapi.yaml");
//     const auto found = api.check({request, response});     // the request says which operation
//     for (const std::string& violation : found.violations) ...
//
// Threads: safe from any thread. Failures: load() throws LoadError with every fault, one line each
// with file:line:column.
#pragma once

#include <holotype/message.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace holotype {

class Description {
 public:
  // One line each: where, what must hold, what was found, which rule.
  struct Findings {
    std::vector<std::string> violations;
    std::vector<std::string> unchecked;  // what could not be checked, and why

    bool conforms() const { return violations.empty(); }
  };

  static Description load(const std::string& path);
  // YAML or JSON.
  static Description load_text(std::string description);

  // Whether the response is one that the operation of the request describes. That the request be
  // valid is not asked: refusals are described, too. One that no operation matches is a violation.
  Findings check(const Exchange& exchange) const;
  // The same where the operation is known: an operationId or "METHOD /path".
  Findings check(std::string_view operation, const Response& response) const;
  // Whether the request is valid.
  Findings check(const Request& request) const;

  // The faults of the description itself that did not keep it from loading, a line each.
  std::vector<std::string> warnings() const;

 private:
  struct State;
  explicit Description(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace holotype
