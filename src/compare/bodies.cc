// Bodies and answers: media types, their schemas, statuses and headers.
//
// A status of the one description is paired with what describes it in the other: itself, its range,
// or default. "default" stands for failures where successes are described by themselves.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compare/comparison.h"
#include "diagnostic/rules_compat.h"
#include "http/media_type.h"
#include "http/message.h"
#include "json/pointer.h"

namespace holotype::compare {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Place;
using openapi::MediaType;
using openapi::Operation;
using openapi::Response;

const MediaType* counterpart(const MediaType& media_type, const std::vector<MediaType>& content) {
  const auto type = http::parse_media_range(media_type.name);
  std::vector<http::MediaType> ranges;
  for (const MediaType& one : content) {
    if (one.name == media_type.name) return &one;
    ranges.push_back(http::parse_media_range(one.name).value_or(http::MediaType{}));
  }
  const auto index = type ? http::most_specific(ranges, *type) : std::nullopt;
  return index ? &content[*index] : nullptr;
}

bool is_form(const MediaType& media_type) {
  const auto type = http::parse_media_range(media_type.name);
  return type && (http::is_form(*type) || http::is_multipart(*type));
}

bool is_success(const Response& response) {
  return response.status / 100 == 2 || response.status / 100 == 3;
}

bool has_success(const std::vector<Response>& responses) {
  return std::ranges::any_of(responses, is_success);
}

// What describes the statuses of `response` among the others; nullptr where nothing does.
const Response* counterpart(const Response& response, const std::vector<Response>& others) {
  const Response* best = nullptr;
  const auto rank = [](const Response& one) { return one.is_default() ? 0 : one.is_range ? 1 : 2; };
  for (const Response& other : others) {
    const bool covers =
        other.is_default() ||
        (response.is_range ? other.is_range && other.status == response.status
                           : !response.is_default() && other.covers(response.status));
    if (covers && (best == nullptr || rank(other) > rank(*best))) best = &other;
  }
  const bool is_failure =
      best != nullptr && best->is_default() && is_success(response) && has_success(others);
  return is_failure ? nullptr : best;
}

openapi::Encoding encoding_of(const MediaType& media_type, std::string_view property) {
  const auto found = std::ranges::find(media_type.encodings, property, [](const auto& encoding) {
    return std::string_view(encoding.property);
  });
  return found == media_type.encodings.end() ? openapi::Encoding{} : *found;
}

}  // namespace

void Comparison::compare_request_body(const Operation& before, const Operation& now, Way way) {
  const bool is_sent = way == Way::Sent;
  if (!before.request_body) {
    if (!now.request_body || !is_sent) return;
    if (now.request_body->is_required) {
      add(rules::kCompatRequestBodyRequired, now.request_body->node, before.node,
          fmt::format("the body is new and required, so {} refuses requests without it", now.id),
          Place::Body);
    } else {
      add_compatible(now.request_body->node, before.node,
                     fmt::format("the request body of {} is new and optional", now.id));
    }
    return;
  }
  if (!is_sent) tell_received_body(before, now);
  if (!now.request_body) {
    if (!is_sent) return;
    add(rules::kCompatRequestBodyRemoved, now.node, before.request_body->node,
        fmt::format("the request body is gone, so {} refuses requests that have one", now.id),
        Place::Body);
    return;
  }
  if (is_sent && now.request_body->is_required && !before.request_body->is_required) {
    add(rules::kCompatRequestBodyRequired, now.request_body->node, before.request_body->node,
        fmt::format("the body is required now, so {} refuses requests without it", now.id),
        Place::Body);
  }
  const Part part{.subject = is_sent ? now.id : "the request " + now.id,
                  .in = Place::Body,
                  .name = {},
                  .now = now.request_body->node,
                  .before = before.request_body->node};
  compare_content(before.request_body->content, now.request_body->content, way, part);
}

// Whether the body of a request that the API makes still comes.
void Comparison::tell_received_body(const Operation& before, const Operation& now) {
  const bool is_gone = !now.request_body;
  const Node& place = is_gone ? now.node : now.request_body->node;
  const std::string subject = "the request " + now.id;
  if (before.request_body->is_required && (is_gone || !now.request_body->is_required)) {
    add(rules::kCompatWebhookPartOptional, place, before.request_body->node,
        fmt::format("the body is {}, so {} {} without it",
                    is_gone ? "gone, and was required" : "not required any more", subject,
                    is_gone ? "comes" : "may come"),
        Place::Body);
  } else if (is_gone) {
    const Part part{.subject = subject,
                    .in = Place::Body,
                    .name = {},
                    .now = place,
                    .before = before.request_body->node};
    compare_content(before.request_body->content, {}, Way::Received, part);
  }
}

void Comparison::compare_content(const std::vector<MediaType>& before,
                                 const std::vector<MediaType>& now, Way way, const Part& part) {
  for (const MediaType& older : before) {
    const MediaType* newer = counterpart(older, now);
    if (newer == nullptr) {
      const bool is_sent = way == Way::Sent;
      add(is_sent ? rules::kCompatRequestMediaTypeRemoved : rules::kCompatResponseMediaTypeRemoved,
          part.now, older.node,
          fmt::format("{} is gone, so {} {}", older.name, part.subject,
                      is_sent ? "refuses what clients send in it" : "does not come in it"),
          Place::Body);
      continue;
    }
    if (are_bytes(older, *newer)) continue;
    Part body = part;
    if (is_form(older) && is_form(*newer)) body.wire = Wire::Form;
    compare_schemas(older.schema.node, newer->schema.node, way, body);
    compare_schemas(older.item_schema.node, newer->item_schema.node, way, part);
    if (way == Way::Sent) compare_encodings(older, *newer, part);
  }
}

// Whether both say that the body is any bytes, each in the words of its version.
bool Comparison::are_bytes(const MediaType& before, const MediaType& now) {
  const auto type = http::parse_media_range(now.name);
  const bool has_structure = !type || type->is_range() || http::is_json(*type) ||
                             http::is_xml(*type) || http::is_form(*type) ||
                             http::is_multipart(*type);
  if (has_structure) return false;
  const auto says_bytes = [](Flattener& side, const MediaType& media_type) {
    View view;
    if (media_type.schema) view.nodes.push_back(media_type.schema.node);
    return !media_type.item_schema && side.flatten(view).is_bytes();
  };
  return says_bytes(of_older_, before) && says_bytes(of_newer_, now);
}

void Comparison::compare_encodings(const MediaType& before, const MediaType& now,
                                   const Part& part) {
  std::set<std::string> properties;
  for (const MediaType* media_type : {&before, &now}) {
    for (const openapi::Encoding& encoding : media_type->encodings)
      properties.insert(encoding.property);
  }
  for (const std::string& property : properties) {
    const openapi::Encoding was = encoding_of(before, property);
    const openapi::Encoding is = encoding_of(now, property);
    // Of a file of Swagger 2.0 no version says what it is.
    const bool is_file = was.is_single || is.is_single;
    const bool is_alike = was.style == is.style && was.explodes == is.explodes &&
                          (was.content_types == is.content_types || is_file);
    if (is_alike) continue;
    add(rules::kCompatParameterStyleChanged, is.node ? is.node : now.node,
        was.node ? was.node : before.node,
        fmt::format("the encoding of {} is another one, so {} misreads what clients send", property,
                    part.subject),
        Place::Body);
    findings_.back().pointer = json::join("", property);
  }
}

void Comparison::compare_responses(const Operation& before, const Operation& now, Way way) {
  std::set<std::pair<const Response*, const Response*>> compared;
  const auto compare_pair = [&](const Response& older, const Response& newer) {
    if (!compared.insert({&older, &newer}).second) return;
    const std::string& key = newer.is_default() ? older.key : newer.key;
    compare_response(older, newer, way, fmt::format("the answer {} of {}", key, now.id));
  };
  const Node list = now.node.member("responses");
  const Node place = list ? list : now.node;
  for (const Response& older : before.responses) {
    // A range that was narrowed: whatever comes now was promised.
    const bool is_narrowed = std::ranges::any_of(now.responses, [&](const Response& newer) {
      return counterpart(newer, before.responses) == &older;
    });
    if (const Response* newer = counterpart(older, now.responses)) {
      compare_pair(older, *newer);
    } else if (way == Way::Sent && is_success(older)) {
      add(rules::kCompatWebhookStatusRemoved, place, older.node,
          fmt::format(
              "{} is not among the answers to {} any more, so it may be taken for a failure",
              older.key, now.id),
          Place::Status);
    } else if (way == Way::Received && !is_narrowed) {
      add(is_success(older) ? rules::kCompatResponseStatusRemoved
                            : rules::kCompatErrorStatusRemoved,
          place, older.node,
          fmt::format("{} is not among the answers of {} any more, so clients that wait for it do "
                      "not know what comes in its place",
                      older.key, now.id),
          Place::Status);
    }
  }
  for (const Response& newer : now.responses) {
    if (const Response* older = counterpart(newer, before.responses)) {
      compare_pair(*older, newer);
    } else if (way == Way::Received && is_success(newer)) {
      add(rules::kCompatResponseStatusAdded, newer.node, before.node,
          fmt::format("{} is new among the answers of {}, so clients may take it for a failure",
                      newer.key, now.id),
          Place::Status);
    } else if (way == Way::Received) {
      add_compatible(newer.node, before.node,
                     fmt::format("{} is new among the answers of {}", newer.key, now.id));
    }
  }
}

void Comparison::compare_response(const Response& before, const Response& now, Way way,
                                  const std::string& subject) {
  const Part part{
      .subject = subject, .in = Place::Body, .name = {}, .now = now.node, .before = before.node};
  compare_headers(before, now, way, subject);
  compare_content(before.content, now.content, way, part);
}

void Comparison::compare_headers(const Response& before, const Response& now, Way way,
                                 const std::string& subject) {
  const auto find = [](const Response& response, const std::string& name) {
    return std::ranges::find_if(response.headers, [&name](const openapi::Header& one) {
      return http::equal_ignoring_case(one.name, name);
    });
  };
  for (const openapi::Header& newer : now.headers) {
    if (way != Way::Sent || !newer.is_required) continue;
    const auto older = find(before, newer.name);
    const bool was_there = older != before.headers.end();
    if (was_there && older->is_required) continue;
    add(was_there ? rules::kCompatParameterBecameRequired : rules::kCompatParameterRequiredAdded,
        newer.node, was_there ? older->node : before.node,
        fmt::format("the header is {}, so {} is refused without it",
                    was_there ? "required now" : "new and required", subject),
        Place::Header, newer.name);
  }
  for (const openapi::Header& older : before.headers) {
    const auto newer = find(now, older.name);
    const bool is_there = newer != now.headers.end();
    const Node& place = is_there ? newer->node : now.node;
    if (way == Way::Received && older.is_required && (!is_there || !newer->is_required)) {
      add(rules::kCompatResponseHeaderOptional, place, older.node,
          fmt::format("the header is {}, so {} may come without it",
                      is_there ? "not required any more" : "gone, and was required", subject),
          Place::Header, older.name);
    } else if (way == Way::Received && !is_there) {
      add(rules::kCompatResponseHeaderRemoved, place, older.node,
          fmt::format("the header is gone, so {} may come without it for ever", subject),
          Place::Header, older.name);
    }
    if (!is_there) continue;
    const Part part{.subject = subject,
                    .in = Place::Header,
                    .name = older.name,
                    .now = newer->node,
                    .before = older.node,
                    .wire = Wire::Text};
    compare_schemas(older.schema.node, newer->schema.node, way, part);
  }
}

}  // namespace holotype::compare
