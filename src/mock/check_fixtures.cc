// Mock::check_fixtures: what each fixture would answer, checked before anybody asks.
//
// A fixture with expressions has no answer until there is a request, so one is made up that its
// `when` lets through: the description's own example of the request, with the literals of `when`
// put in. Schemas in `when` are not solved; what such a fixture answers to a real request is
// checked when it is given, as every answer is.
#include <fmt/format.h>

#include <deque>

#include "base/percent.h"
#include "diagnostic/rules_fixture.h"
#include "json/text.h"
#include "mock/mock.h"

namespace holotype::mock {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;

// A request that a fixture could meet. The parts refer to each other, so it stays where it is.
class SampleRequest {
 public:
  SampleRequest(const fixtures::Fixture& fixture, const OperationPlan& plan,
                GeneratorSource& generators) {
    const openapi::Operation& operation = *plan.contract().operation;
    request_.method = operation.method;
    request_.raw_target = operation.path;
    for (const openapi::Parameter& parameter : operation.parameters) {
      if (parameter.in == openapi::In::Path) add_path_value(fixture, parameter);
    }
    add_body(fixture, operation, generators);
    checked_.request = &request_;
    checked_.contract = &plan.contract();
    checked_.verdict = fixture.outcome;
  }
  SampleRequest(const SampleRequest&) = delete;
  SampleRequest& operator=(const SampleRequest&) = delete;

  const contract::Checked& checked() const { return checked_; }
  json::Arena& arena() { return arena_; }

 private:
  void add_path_value(const fixtures::Fixture& fixture, const openapi::Parameter& parameter) {
    std::string value = "example";
    for (const openapi::Example& example : parameter.examples) {
      if (example.value == nullptr) continue;
      value = example.value->is_string() ? std::string(example.value->as_string())
                                         : json::write(*example.value);
      break;
    }
    for (const fixtures::ValueCondition& condition : fixture.when.path) {
      if (condition.name == parameter.name && condition.schema == nullptr)
        value = condition.literal;
    }
    texts_.push_back(percent::encode(value));
    checked_.path_values.push_back({parameter.name, texts_.back(), 0});
  }

  void add_body(const fixtures::Fixture& fixture, const openapi::Operation& operation,
                GeneratorSource& generators) {
    if (!operation.request_body || operation.request_body->content.empty()) return;
    const openapi::MediaType& media_type = operation.request_body->content.front();
    json::Value body;
    bool has_example = false;
    for (const openapi::Example& example : media_type.examples) {
      if (has_example || example.value == nullptr) continue;
      body = *example.value;
      has_example = true;
    }
    if (!has_example && media_type.schema.compiled != nullptr) {
      const generate::Generated made =
          generators.plan(media_type.schema.compiled)->generate({}, arena_);
      body = made.value ? *made.value : made.attempt;
    }
    if (fixture.when.body != nullptr) body = json::merge_patch(arena_, body, *fixture.when.body);
    checked_.body = body;
    request_.body = json::write(body);
    request_.headers.add("Content-Type", media_type.name);
  }

  http::Request request_;
  std::deque<std::string> texts_;  // stable addresses
  json::Arena arena_;
  contract::Checked checked_;
};

Diagnostic breach(const fixtures::Fixture& fixture, const openapi::Operation& operation,
                  Diagnostics&& found) {
  const Diagnostic& first = found.front();
  const std::string place =
      first.pointer.empty() ? std::string(to_string(first.in)) : first.pointer;
  Diagnostic finding{
      .rule = &diagnostic::rules::kFixtureBreaksContract,
      .message = fmt::format(
          "the fixture {} breaks {}: {} {}{}", fixture.name, operation.id, place, first.message,
          found.size() > 1 ? fmt::format(" (and {} more)", found.size() - 1) : ""),
      .found = first.found,
      .schema = first.schema,
      .source = fixture.node.source()};
  finding.causes = std::move(found);
  return finding;
}

}  // namespace

Diagnostics Mock::check_fixtures(const fixtures::FixtureSet& set) const {
  Diagnostics findings;
  session::Session session("", {.seed = options_.seed, .now = options_.now});
  for (const fixtures::Fixture& fixture : set.fixtures()) {
    // "*" is for what descriptions leave unsaid; it is checked where an operation does say
    // something.
    if (fixture.operation == nullptr) continue;
    const contract::OperationContract* contract = contract_->find(*fixture.operation);
    const OperationPlan& plan = *plans_.at(contract);
    SampleRequest sample(fixture, plan, *generators_);
    const RequestView view(sample.checked());
    const Answer answer =
        from_fixture(fixture, {sample.checked(), session, sample.arena(), &plan}, view);
    const bool is_described = contract->response_for(answer.response.status) != nullptr;
    if (!is_described && fixture.outcome != diagnostic::Verdict::Valid) continue;
    contract::CheckedResponse checked =
        contract_->check_response(*contract, fixture.operation->method, answer.response,
                                  sample.arena(), answer.body ? &*answer.body : nullptr);
    if (!checked.findings.empty())
      findings.push_back(breach(fixture, *fixture.operation, std::move(checked.findings)));
  }
  return findings;
}

}  // namespace holotype::mock
