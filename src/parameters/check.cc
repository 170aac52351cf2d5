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

std::optional<Decoded> Decoder::read_otherwise(const RawParameters& raw, json::Arena& arena,
                                               std::optional<std::size_t> field) const {
  for (const Container container : kContainers) {
    if (!allows(*shape_, container)) continue;
    for (const Delimiters delimiters : kDelimiters) {
      if (delimiters == Delimiters::Other && dots_ == Dots::Never) continue;
      for (const Scalars scalars : kScalars) {
        Decoded other = read(raw, arena, {container, scalars, delimiters, field});
        const bool is_sound = other.findings.empty() && other.value.has_value();
        if (is_sound && schema().compiled->accepts(*other.value)) return other;
      }
    }
  }
  return std::nullopt;
}

Decoded Decoder::check(const RawParameters& raw, json::Arena& arena) const {
  if (!reads_each_field(raw)) return check_field(raw, arena, std::nullopt);
  Decoded all = check_field(raw, arena, 0);
  const auto count = static_cast<std::size_t>(
      std::ranges::count_if(*raw.headers, [this](const http::Header& field) {
        return http::equal_ignoring_case(field.name, parameter_->name);
      }));
  for (std::size_t i = 1; i < count; ++i) {
    Decoded one = check_field(raw, arena, i);
    diagnostic::append(all.findings, std::move(one.findings));
    diagnostic::append(all.unchecked, std::move(one.unchecked));
  }
  return all;
}

Decoded Decoder::check_field(const RawParameters& raw, json::Arena& arena,
                             std::optional<std::size_t> field) const {
  Reading likeliest;
  likeliest.field = field;
  Decoded decoded = read(raw, arena, likeliest);
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
    if (auto other = read_otherwise(raw, arena, field)) {
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
