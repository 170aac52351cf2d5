// The parts of Mock that go beyond answering: requests that the API makes itself, and what goes
// wrong on purpose.
#include <fmt/format.h>

#include <set>

#include "diagnostic/rules_session.h"
#include "mock/mock.h"

namespace holotype::mock {

using diagnostic::Diagnostics;
namespace rules = diagnostic::rules;

std::vector<contract::OutgoingRequest> Mock::callbacks(const Call& call,
                                                       const Answer& answer) const {
  const RequestView view(call.checked);
  const std::string url = view.url();
  fixtures::Exchange exchange = view.exchange();
  exchange.url = url;
  exchange.response = &answer.response;
  exchange.response_body = answer.body ? &*answer.body : nullptr;
  std::vector<contract::OutgoingRequest> requests;
  for (const CallbackPlan& callback : call.plan->callbacks()) {
    if (auto request = callback.request(exchange, contract_->secrets(), call.arena))
      requests.push_back(std::move(*request));
  }
  return requests;
}

std::vector<contract::OutgoingRequest> Mock::webhook(std::string_view name,
                                                     const std::string& url) const {
  json::Arena arena;
  std::vector<contract::OutgoingRequest> requests;
  for (const CallbackPlan& webhook : webhooks_) {
    if (webhook.name() == name)
      requests.push_back(webhook.request_to(url, {}, contract_->secrets(), arena));
  }
  return requests;
}

std::vector<std::string> Mock::webhook_names() const {
  std::vector<std::string> names;
  for (const openapi::Callback& webhook : contract_->description().webhooks)
    names.push_back(webhook.name);
  return names;
}

std::optional<Answer> Mock::dealt_error(const Call& call) const {
  if (!call.fault.status) return std::nullopt;
  const ResponsePlan* response = call.plan->response_for(*call.fault.status);
  if (response == nullptr) return std::nullopt;  // within the contract: this one never says so
  Answer answer = from_plan(*response, *call.fault.status, call);
  answer.source = fmt::format("fault {}", *call.fault.status);
  answer.step = "fault";
  return answer;
}

Diagnostics Mock::check_faults(const faults::Faults& faults) const {
  Diagnostics findings;
  for (const faults::FaultSpec& fault : faults.rates) {
    std::set<int> declared;
    bool is_declared = fault.status == 0;
    for (const openapi::Operation& operation : contract_->description().operations) {
      for (const openapi::Response& response : operation.responses) {
        is_declared = is_declared || response.covers(fault.status);
        if (response.status >= 400) declared.insert(response.status);
      }
    }
    if (is_declared) continue;
    findings.push_back(
        {.rule = &rules::kFaultUndeclared,
         .message = fmt::format("the fault {} is never answered: no operation declares {}; {}",
                                fault.text, fault.status,
                                declared.empty() ? "none declares an error"
                                                 : fmt::format("errors that some declare are {}",
                                                               fmt::join(declared, ", ")))});
  }
  return findings;
}

}  // namespace holotype::mock
