// A description in memory with its contract, for tests of what is checked against it.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "contract/contract.h"
#include "diagnostic/findings.h"
#include "openapi/loaded.h"

namespace holotype::contract {

using diagnostic::AreFindings;
using Lines = std::vector<std::string>;

class Described {
 public:
  explicit Described(std::string text, const Options& options = {})
      : description_(openapi::load_text(std::move(text)).value()),
        contract_(std::make_shared<const Contract>(description_, options)) {}

  // What was checked refers to the request, which is therefore kept.
  Checked check(http::Request request) {
    return contract_->check_request(requests_.emplace_back(std::move(request)), arena_);
  }
  CheckedResponse check(std::string_view operation, const http::Response& response,
                        std::string_view method = "GET") {
    return contract_->check_response(*contract_->find(*description_->find(operation)), method,
                                     response, arena_);
  }
  const std::shared_ptr<const openapi::Description>& description() const { return description_; }
  const std::shared_ptr<const Contract>& contract() const { return contract_; }
  json::Arena& arena() { return arena_; }

 private:
  std::shared_ptr<const openapi::Description> description_;
  std::shared_ptr<const Contract> contract_;
  json::Arena arena_;
  std::deque<http::Request> requests_;
};

}  // namespace holotype::contract
