// Parameters: whether what clients send is still read, and whether they send all that is needed.
//
// Those of the path are paired by where they stand in it, the others by place and name.
#include <fmt/format.h>

#include <algorithm>

#include "compare/comparison.h"
#include "diagnostic/rules_compat.h"
#include "http/message.h"

namespace holotype::compare {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Place;
using openapi::In;
using openapi::Operation;
using openapi::Parameter;
using openapi::Style;

Place place_of(In in) {
  switch (in) {
    case In::Path:
      return Place::Path;
    case In::Header:
      return Place::Header;
    case In::Cookie:
      return Place::Cookie;
    case In::Query:
    case In::QueryString:
      break;
  }
  return Place::Query;
}

std::string_view name_of(In in) { return diagnostic::to_string(place_of(in)); }

bool is_named_alike(const Parameter& a, const Parameter& b) {
  return a.in == In::Header && b.in == In::Header ? http::equal_ignoring_case(a.name, b.name)
                                                  : a.name == b.name;
}

// Where the parameter's variable stands in the path; npos where it does not.
std::size_t position_of(const Operation& operation, const Parameter& parameter) {
  std::size_t position = 0;
  std::string_view path = operation.path;
  for (std::size_t open = path.find('{'); open != path.npos; open = path.find('{')) {
    const std::size_t close = path.find('}', open);
    if (close == path.npos) break;
    if (path.substr(open + 1, close - open - 1) == parameter.name) return position;
    ++position;
    path.remove_prefix(close + 1);
  }
  return path.npos;
}

const Parameter* counterpart(const Operation& its, const Parameter& parameter,
                             const Operation& other) {
  const auto found = std::ranges::find_if(other.parameters, [&](const Parameter& one) {
    if (one.in != parameter.in) return false;
    return one.in == In::Path ? position_of(other, one) == position_of(its, parameter)
                              : is_named_alike(one, parameter);
  });
  return found == other.parameters.end() ? nullptr : &*found;
}

// The parameter of that name elsewhere, where the other description had none there.
const Parameter* moved(const Operation& its, const Parameter& parameter, const Operation& other) {
  const auto found = std::ranges::find_if(other.parameters, [&](const Parameter& one) {
    return one.in != In::Path && one.name == parameter.name &&
           counterpart(other, one, its) == nullptr;
  });
  return found == other.parameters.end() ? nullptr : &*found;
}

std::string_view to_string(Style style) {
  static constexpr std::string_view kNames[] = {"simple",     "label",          "matrix",
                                                "form",       "spaceDelimited", "pipeDelimited",
                                                "deepObject", "tabDelimited"};
  return kNames[static_cast<std::size_t>(style)];
}

std::string writing_of(const Parameter& parameter) {
  if (parameter.content) return "content " + parameter.content->name;
  return fmt::format("style {}{}", to_string(parameter.style),
                     parameter.explodes ? " with explode" : " without explode");
}

// Of a scalar only what stands around it is told by the style.
Style writing_of_scalar(Style style) {
  const bool is_pair = style == Style::Form || style == Style::SpaceDelimited ||
                       style == Style::PipeDelimited || style == Style::DeepObject ||
                       style == Style::TabDelimited;
  return is_pair ? Style::Form : style;
}

bool is_written_alike(const Parameter& a, const Parameter& b, bool is_scalar) {
  if (a.content.has_value() != b.content.has_value()) return false;
  if (a.content) return a.content->name == b.content->name;
  if (is_scalar) return writing_of_scalar(a.style) == writing_of_scalar(b.style);
  return a.style == b.style && a.explodes == b.explodes;
}

}  // namespace

void Comparison::compare_parameters(const Operation& before, const Operation& now) {
  for (const Parameter& older : before.parameters) {
    if (const Parameter* newer = counterpart(before, older, now)) {
      compare_parameter(now, older, *newer, Way::Sent);
      continue;
    }
    if (older.in == In::Path) continue;  // the paths would not be alike
    if (const Parameter* elsewhere = moved(before, older, now)) {
      add(rules::kCompatParameterMoved, elsewhere->node, older.node,
          fmt::format("the parameter is read from the {}, and was from the {}, so {} does not find "
                      "what clients send",
                      name_of(elsewhere->in), name_of(older.in), now.id),
          place_of(older.in), older.name);
    } else {
      add(rules::kCompatParameterRemoved, now.node, older.node,
          fmt::format("the parameter is gone, so {} may ignore what clients send, or refuse it",
                      now.id),
          place_of(older.in), older.name);
    }
  }
  for (const Parameter& newer : now.parameters) {
    const bool is_known = newer.in == In::Path || counterpart(now, newer, before) != nullptr ||
                          moved(now, newer, before) != nullptr;
    if (is_known) continue;
    if (newer.is_required) {
      add(rules::kCompatParameterRequiredAdded, newer.node, before.node,
          fmt::format("the parameter is new and required, so {} refuses requests without it",
                      now.id),
          place_of(newer.in), newer.name);
    } else {
      add_compatible(newer.node, before.node,
                     fmt::format("the {} parameter {} of {} is new and optional", name_of(newer.in),
                                 newer.name, now.id));
    }
  }
}

// Those of a request that the API makes: what is new in it breaks nobody.
void Comparison::compare_received_parameters(const Operation& before, const Operation& now) {
  const std::string subject = "the request " + now.id;
  for (const Parameter& older : before.parameters) {
    const Parameter* newer = counterpart(before, older, now);
    if (newer != nullptr) compare_parameter(now, older, *newer, Way::Received);
    const bool is_promised = newer != nullptr && (newer->is_required || !older.is_required);
    if (is_promised || (newer == nullptr && older.in == In::Path)) continue;
    if (const Parameter* elsewhere = newer == nullptr ? moved(before, older, now) : nullptr) {
      add(rules::kCompatParameterMoved, elsewhere->node, older.node,
          fmt::format("the parameter is in the {}, and was in the {}, so clients do not find it "
                      "in {}",
                      name_of(elsewhere->in), name_of(older.in), subject),
          place_of(older.in), older.name);
    } else if (older.is_required) {
      add(rules::kCompatWebhookPartOptional, newer == nullptr ? now.node : newer->node, older.node,
          fmt::format("the parameter is {}, so {} {} without it",
                      newer == nullptr ? "gone, and was required" : "not required any more",
                      subject, newer == nullptr ? "comes" : "may come"),
          place_of(older.in), older.name);
    } else {
      add(rules::kCompatWebhookPartRemoved, now.node, older.node,
          fmt::format("the parameter is gone, so {} comes without it", subject), place_of(older.in),
          older.name);
    }
  }
}

void Comparison::compare_parameter(const Operation& operation, const Parameter& before,
                                   const Parameter& now, Way way) {
  const Place in = place_of(now.in);
  const bool is_sent = way == Way::Sent;
  const std::string subject = is_sent ? operation.id : "the request " + operation.id;
  if (is_sent && now.is_required && !before.is_required) {
    add(rules::kCompatParameterBecameRequired, now.node, before.node,
        fmt::format("the parameter is required now, so {} refuses requests without it",
                    operation.id),
        in, now.name);
  }
  const auto has_parts = [](Flattener& side, const Parameter& parameter) {
    View view;
    if (parameter.schema) view.nodes.push_back(parameter.schema.node);
    return (side.flatten(view).types & (kArray | kObject)) != 0;
  };
  const bool is_scalar = !has_parts(of_older_, before) && !has_parts(of_newer_, now);
  if (!is_written_alike(before, now, is_scalar)) {
    add(rules::kCompatParameterStyleChanged, now.node, before.node,
        fmt::format(
            "the value is written with {}, and was with {}, so {}", writing_of(now),
            writing_of(before),
            is_sent ? subject + " misreads what clients send" : "clients misread " + subject),
        in, now.name);
  }
  const bool is_json = before.content || now.content;
  const auto repeats = [](const Parameter& one) {
    return one.style == Style::Form && one.explodes;
  };
  const Part part{.subject = subject,
                  .in = in,
                  .name = now.name,
                  .now = now.node,
                  .before = before.node,
                  .wire = is_json                           ? Wire::Json
                          : repeats(before) && repeats(now) ? Wire::List
                                                            : Wire::Text};
  const auto schema_of = [](const Parameter& parameter) {
    return parameter.content ? parameter.content->schema.node : parameter.schema.node;
  };
  compare_schemas(schema_of(before), schema_of(now), way, part);
}

}  // namespace holotype::compare
