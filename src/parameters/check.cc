// Decoder::check(): the likeliest reading against the schema, then the others.
#include <algorithm>

#include "diagnostic/rules_request.h"
#include "parameters/attribute.h"
#include "parameters/decoder.h"

namespace holotype::parameters {
namespace {

using Container = Reading::Container;
using Scalars = Reading::Scalars;
using Delimiters = Reading::Delimiters;

constexpr Container kContainers[] = {Container::Scalar, Container::Array, Container::Object};
constexpr Scalars kScalars[] = {Scalars::Typed, Scalars::Text, Scalars::Null};
constexpr Delimiters kDelimiters[] = {Delimiters::Raw, Delimiters::Encoded, Delimiters::Other};

bool allows(const Shape& shape, Container container) {
  switch (container) {
    case Container::Array:
      return shape.types.has(Types::Array);
    case Container::Object:
      return shape.types.has(Types::Object);
    default:
      return shape.types.has_scalar() || shape.types.has(Types::Null);
  }
}

}  // namespace

diagnostic::Place place_of(openapi::In in) {
  static constexpr diagnostic::Place kPlaces[] = {
      diagnostic::Place::Path, diagnostic::Place::Query, diagnostic::Place::Query,
      diagnostic::Place::Header, diagnostic::Place::Cookie};
  return kPlaces[static_cast<std::size_t>(in)];
}

void attribute(diagnostic::Diagnostics& findings, const openapi::Parameter& parameter) {
  for (diagnostic::Diagnostic& finding : findings) {
    finding.in = place_of(parameter.in);
    finding.name = parameter.name;
    if (parameter.in == openapi::In::Cookie) finding.found.clear();
    attribute(finding.causes, parameter);
  }
}

std::optional<Decoded> Decoder::read_otherwise(const RawParameters& raw, json::Arena& arena) const {
  for (const Container container : kContainers) {
    if (!allows(*shape_, container)) continue;
    for (const Delimiters delimiters : kDelimiters) {
      if (delimiters == Delimiters::Other && dots_ == Dots::Never) continue;
      for (const Scalars scalars : kScalars) {
        Decoded other = read(raw, arena, {container, scalars, delimiters});
        const bool is_sound = other.findings.empty() && other.value.has_value();
        if (is_sound && schema().compiled->accepts(*other.value)) return other;
      }
    }
  }
  return std::nullopt;
}

Decoded Decoder::check(const RawParameters& raw, json::Arena& arena) const {
  Decoded decoded = read(raw, arena, {});
  if (schema().compiled == nullptr) {
    if (decoded.value && schema()) {
      diagnostic::Diagnostic note;
      note.rule = &diagnostic::rules::kParameterUnchecked;
      note.message = "is not checked: its schema could not be read";
      note.source = schema().node.source();
      decoded.unchecked.push_back(std::move(note));
      attribute(decoded.unchecked, *parameter_);
    }
    return decoded;
  }
  if (!decoded.is_present) return decoded;
  schema::Outcome outcome;
  if (decoded.value) outcome = schema().compiled->check(*decoded.value);
  const bool is_refused = !decoded.findings.empty() || !outcome.valid();
  if (is_refused && !parameter_->content) {
    if (auto other = read_otherwise(raw, arena)) {
      decoded = std::move(*other);
      outcome = schema().compiled->check(*decoded.value);
    }
  }
  attribute(outcome.findings, *parameter_);
  attribute(outcome.unchecked, *parameter_);
  diagnostic::append(decoded.findings, std::move(outcome.findings));
  diagnostic::append(decoded.unchecked, std::move(outcome.unchecked));
  return decoded;
}

}  // namespace holotype::parameters
