#include "parameters/parameters.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "json/text.h"
#include "parameters/attribute.h"

namespace holotype::parameters {
namespace {

using openapi::In;

diagnostic::Diagnostic deprecated(const openapi::Parameter& parameter) {
  diagnostic::Diagnostic finding;
  finding.rule = &diagnostic::rules::kParameterDeprecated;
  finding.message = "is deprecated";
  finding.in = place_of(parameter.in);
  finding.name = parameter.name;
  finding.schema = parameter.node.location();
  finding.source = parameter.node.source();
  return finding;
}

// Names that Holotype reads itself: __code, __example, __dynamic.
bool is_reserved(std::string_view name) { return name.starts_with("__"); }

}  // namespace

Parameters::Parameters(const openapi::Operation& operation, ShapeCompiler& shapes) {
  decoders_.reserve(operation.parameters.size());
  for (const openapi::Parameter& parameter : operation.parameters) {
    takes_whole_query_ = takes_whole_query_ || parameter.in == In::QueryString;
    decoders_.push_back(Decoder::compile(parameter, shapes));
  }
  for (const Decoder& one : decoders_) {
    const std::vector<QueryNames> names = one.declared_names();
    if (names.empty()) continue;
    for (Decoder& other : decoders_) {
      if (&other != &one) other.leave(names);
    }
  }
  // NON-STANDARD: a template's own query, without which the path is another.
  const std::string_view path = operation.path;
  const std::size_t question = path.find('?');
  if (question == std::string_view::npos) return;
  for (const http::RawPair& pair : http::RawPairs(path.substr(question + 1)))
    accept_query_name(pair.name);
}

void Parameters::accept_query_name(std::string_view name) {
  accepted_.push_back(name);
  for (Decoder& decoder : decoders_) decoder.leave({{name}});
}

Checked Parameters::check(const RawParameters& raw, json::Arena& arena) const {
  Checked checked;
  for (const Decoder& decoder : decoders_) {
    Decoded decoded = decoder.check(raw, arena);
    if (decoded.value) checked.values.push_back({&decoder.parameter(), *decoded.value});
    const bool is_deprecated = decoded.is_present && decoder.parameter().is_deprecated;
    if (!decoded.findings.empty()) {
      diagnostic::append(checked.findings, std::move(decoded.findings));
    }
    if (!decoded.unchecked.empty()) {
      diagnostic::append(checked.unchecked, std::move(decoded.unchecked));
    }
    if (is_deprecated) checked.findings.push_back(deprecated(decoder.parameter()));
  }
  if (!raw.query.empty()) diagnostic::append(checked.findings, undeclared(raw));
  return checked;
}

diagnostic::Diagnostics Parameters::undeclared(const RawParameters& raw) const {
  diagnostic::Diagnostics findings;
  if (takes_whole_query_) return findings;
  std::vector<std::string_view> reported;
  for (const QueryPair& pair : raw.query) {
    const auto takes = [&](const Decoder& decoder) { return decoder.takes(pair.name); };
    const bool is_known = is_reserved(pair.name) || std::ranges::any_of(decoders_, takes) ||
                          std::ranges::find(accepted_, pair.name) != accepted_.end() ||
                          std::ranges::find(reported, pair.name) != reported.end();
    if (is_known) continue;
    reported.push_back(pair.name);
    findings.push_back(undeclared(pair));
  }
  return findings;
}

diagnostic::Diagnostic Parameters::undeclared(const QueryPair& pair) const {
  std::vector<std::string_view> declared;
  for (const Decoder& decoder : decoders_) {
    if (decoder.parameter().in == In::Query) declared.push_back(decoder.parameter().name);
    const auto members = decoder.member_names();
    declared.insert(declared.end(), members.begin(), members.end());
  }
  diagnostic::Diagnostic finding;
  finding.rule = &diagnostic::rules::kParameterUndeclared;
  finding.in = diagnostic::Place::Query;
  finding.offset = static_cast<std::uint32_t>(pair.offset);
  if (!pair.has_valid_name) {
    finding.rule = &diagnostic::rules::kParameterMalformed;
    finding.message = "a parameter's name must be percent-encoded UTF-8";
    return finding;
  }
  finding.name = std::string(utf8::prefix(pair.name, 60));
  finding.message = "is not described by the operation";
  const std::string_view near = diagnostic::nearest(pair.name.substr(0, 60), declared);
  if (!near.empty()) finding.fix = fmt::format("did you mean {}?", near);
  return finding;
}

}  // namespace holotype::parameters
