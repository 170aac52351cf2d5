// RequestView: a checked request as fixtures see it: named values as decoded text, looked up when
// asked for.
//
// Ownership: refers to the Checked, which must outlive it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "fixtures/expression.h"
#include "fixtures/fixture_set.h"

namespace holotype::mock {

class RequestView {
 public:
  explicit RequestView(const contract::Checked& checked) : checked_(&checked) {}

  // The decoded texts of a value: empty where the request has none or its percent-encoding is
  // broken, several where a query repeats the name.
  std::vector<std::string> texts(openapi::In in, std::string_view name) const;
  // The first of them, by place.
  std::optional<std::string> path(std::string_view name) const;
  std::optional<std::string> query(std::string_view name) const;
  std::optional<std::string> header(std::string_view name) const;
  std::optional<std::string> cookie(std::string_view name) const;
  // What a declared parameter was read as; nullptr where it is not there.
  const json::Value* parameter(openapi::In in, std::string_view name) const;

  // "http://host/target" by the Host field; the target alone without one.
  std::string url() const;

  fixtures::Subject subject() const;
  fixtures::Exchange exchange() const;

  // A fingerprint of what the answer may depend on: method, target, body.
  std::uint64_t fingerprint() const;

 private:
  const contract::Checked* checked_;
};

}  // namespace holotype::mock
