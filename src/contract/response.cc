// Contract::check_response: does an answer keep what its operation promises?
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "contract/contract.h"
#include "diagnostic/rules_request.h"
#include "diagnostic/rules_response.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
namespace rules = diagnostic::rules;

std::string described_statuses(const openapi::Operation& operation) {
  std::string keys;
  for (const openapi::Response& response : operation.responses)
    keys += (keys.empty() ? "" : ", ") + response.key;
  return keys;
}

// RFC 9110 section 6.4.1 and 15.3.5, 15.4.5: answers that have no content.
bool has_no_content(std::string_view method, int status) {
  return method == "HEAD" || status == 204 || status == 304 || status / 100 == 1;
}

// RFC 9110 section 15.3.5: a 204 ends with its head. What its Content-Length announces (section
// 8.6) is the next answer to a client that keeps to that; a length of 0 does no harm.
void check_absence(const ResponseContract& contract, const http::Response& response,
                   CheckedResponse& checked) {
  if (response.status != 204) return;
  const std::string* length = response.headers.find("Content-Length");
  const bool is_announced =
      length != nullptr && length->find_first_not_of('0') != std::string::npos;
  if (response.body.empty() && !is_announced) return;
  checked.findings.push_back({.rule = &rules::kResponseBodyForbidden,
                              .message = "must not be there: a 204 has none",
                              .expected = "nothing",
                              .found = is_announced ? "Content-Length: " + *length
                                                    : fmt::format("{} bytes", response.body.size()),
                              .in = Place::Body,
                              .schema = contract.described->node.location(),
                              .source = contract.described->node.source()});
}

void check_headers(const ResponseContract& contract, const http::Response& response,
                   CheckedResponse& checked, json::Arena& arena) {
  if (contract.headers.empty()) return;
  static const http::Request kNoRequest;
  parameters::RawParameters raw(kNoRequest, {}, arena);
  raw.headers = &response.headers;
  for (std::size_t i = 0; i < contract.headers.size(); ++i) {
    parameters::Decoded decoded = contract.headers[i].check(raw, arena);
    if (decoded.value) checked.headers.push_back({&contract.header_parameters[i], *decoded.value});
    for (Diagnostic& finding : decoded.findings) {
      if (finding.rule == &rules::kParameterMissing) finding.rule = &rules::kResponseHeaderMissing;
    }
    diagnostic::append(checked.findings, std::move(decoded.findings));
    diagnostic::append(checked.unchecked, std::move(decoded.unchecked));
  }
}

}  // namespace

bool may_be_undescribed(const Checked& checked, int status) {
  if (checked.verdict != diagnostic::Verdict::Valid) return true;
  const auto asks = [&checked](std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&checked](std::string_view name) {
      return checked.request->headers.contains(name);
    });
  };
  switch (status) {
    case 206:
    case 416:
      return asks({"Range"});
    case 304:
      return asks({"If-None-Match", "If-Modified-Since"});
    case 412:
      return asks({"If-Match", "If-None-Match", "If-Unmodified-Since"});
    default:
      return false;
  }
}

CheckedResponse Contract::check_response(const OperationContract& contract, std::string_view method,
                                         const http::Response& response, json::Arena& arena,
                                         const json::Value* known_body) const {
  CheckedResponse checked = check_response_parts(contract, method, response, arena, known_body);
  shorten_locations(checked.findings);
  shorten_locations(checked.unchecked);
  return checked;
}

CheckedResponse Contract::check_response_parts(const OperationContract& contract,
                                               std::string_view method,
                                               const http::Response& response, json::Arena& arena,
                                               const json::Value* known_body) const {
  CheckedResponse checked;
  const openapi::Operation& operation = contract.operation();
  checked.response = contract.response_for(response.status);
  if (checked.response == nullptr && !openapi::describes_end(operation)) {
    checked.unchecked.push_back(
        {.rule = &rules::kStatusUnchecked,
         .message =
             "the answer was not checked: the operation describes none that ends an exchange",
         .in = Place::Status,
         .schema = operation.node.location(),
         .source = operation.node.source()});
    return checked;
  }
  if (checked.response == nullptr) {
    checked.findings.push_back(
        {.rule = &rules::kStatusUndescribed,
         .message = fmt::format("must be one of {}", described_statuses(operation)),
         .expected = described_statuses(operation),
         .found = std::to_string(response.status),
         .in = Place::Status,
         .schema = operation.node.location(),
         .source = operation.node.source()});
    return checked;
  }
  check_headers(*checked.response, response, checked, arena);
  check_absence(*checked.response, response, checked);
  if (has_no_content(method, response.status)) return checked;
  const BodyContract& body_contract = checked.response->body;
  if (body_contract.content().empty()) {
    if (!response.body.empty()) {
      checked.unchecked.push_back(
          {.rule = &rules::kResponseBodyUndescribed,
           .message = "the body was not checked: the response describes none",
           .in = Place::Body,
           .schema = checked.response->described->node.location(),
           .source = checked.response->described->node.source()});
    }
    return checked;
  }
  if (response.body.empty()) {
    auto nothing = body_contract.read_empty(response.headers, arena);
    if (nothing && nothing->findings.empty()) {
      checked.body = nothing->value;
      diagnostic::append(checked.unchecked, std::move(nothing->unchecked));
      return checked;
    }
    checked.findings.push_back(
        {.rule = &rules::kResponseBodyMissing,
         .message = fmt::format("must be there, as {}", body_contract.names()),
         .expected = body_contract.names(),
         .found = "nothing",
         .in = Place::Body,
         .schema = checked.response->described->node.location(),
         .source = checked.response->described->node.source()});
    return checked;
  }
  Body body = body_contract.read(response.headers, response.body, arena, options_.max_body_bytes,
                                 known_body);
  checked.body = body.value;
  // What was not read from the answer's text has its offsets in another one, a description's.
  if (known_body != nullptr) {
    for (Diagnostic& finding : body.findings) finding.offset.reset();
  }
  // What reads of an answer does with names that come twice is its clients' business.
  std::erase_if(body.findings,
                [](const Diagnostic& finding) { return finding.rule == &rules::kDuplicateName; });
  // RFC 9110 section 8.4: a coding that Holotype does not know, or that expands beyond its bound,
  // is no fault of the answer. It is what could not be checked.
  for (Diagnostic& finding : body.findings) {
    if (finding.rule != &rules::kContentCodingUnsupported && finding.rule != &rules::kBodyTooLarge)
      continue;
    finding.rule = &rules::kBodyUnchecked;
    finding.message.insert(0, "the body was not checked: ");
    body.unchecked.push_back(std::move(finding));
    finding.rule = nullptr;
  }
  std::erase_if(body.findings, [](const Diagnostic& finding) { return finding.rule == nullptr; });
  diagnostic::append(checked.findings, std::move(body.findings));
  diagnostic::append(checked.unchecked, std::move(body.unchecked));
  return checked;
}

}  // namespace holotype::contract
