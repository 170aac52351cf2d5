#include "compare/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "compare/comparison.h"
#include "diagnostic/rules_compat.h"

namespace holotype::compare {
namespace {

namespace rules = diagnostic::rules;
using openapi::Operation;

// The path without the names of its variables: "/tasks/{}/notes".
std::string shape_of(std::string_view path) {
  std::string shape;
  while (!path.empty()) {
    const std::size_t open = path.find('{');
    const std::size_t close = open == path.npos ? path.npos : path.find('}', open);
    if (close == path.npos) break;
    shape += std::string(path.substr(0, open)) + "{}";
    path.remove_prefix(close + 1);
  }
  return shape + std::string(path);
}

std::string key_of(const Operation& operation) {
  return operation.method + ' ' + shape_of(operation.path);
}

// With the base paths of its servers: a path may have moved from the one to the other.
std::set<std::string> keys_with_base(const Operation& operation) {
  std::set<std::string> keys;
  for (const openapi::Server& server : operation.servers) {
    for (const std::string& base : server.base_paths)
      keys.insert(operation.method + ' ' + shape_of(base + operation.path));
  }
  return keys;
}

std::vector<Both<Operation>> pairs_of(const std::vector<Operation>& before,
                                      const std::vector<Operation>& now) {
  std::vector<Both<Operation>> pairs;
  std::set<const Operation*> taken;
  const auto pair_up = [&](Both<Operation>& pair, auto is_same) {
    const auto found = std::ranges::find_if(
        now, [&](const Operation& one) { return !taken.contains(&one) && is_same(one); });
    if (found == now.end()) return;
    pair.now = &*found;
    taken.insert(&*found);
  };
  for (const Operation& operation : before) {
    Both<Operation>& pair = pairs.emplace_back(Both<Operation>{&operation, nullptr});
    const std::string key = key_of(operation);
    pair_up(pair, [&key](const Operation& one) { return key_of(one) == key; });
  }
  for (Both<Operation>& pair : pairs) {
    if (pair.now != nullptr) continue;
    const std::set<std::string> keys = keys_with_base(*pair.before);
    pair_up(pair, [&keys](const Operation& one) {
      const std::set<std::string> others = keys_with_base(one);
      return std::ranges::any_of(others, [&](const auto& key) { return keys.contains(key); });
    });
  }
  for (const Operation& operation : now) {
    if (!taken.contains(&operation)) pairs.push_back({nullptr, &operation});
  }
  return pairs;
}

Node root_of(const openapi::Description& description) {
  return {description.entry, &description.entry->root()};
}

Node member_or(const Node& object, std::string_view name) {
  const Node member = object.member(name);
  return member ? member : object;
}

}  // namespace

Comparison::Comparison(const openapi::Description& older, const openapi::Description& newer,
                       const Options& options)
    : older_(older),
      newer_(newer),
      options_(options),
      of_older_(older),
      of_newer_(newer),
      sent_({&of_older_, &of_newer_}, Way::Sent, Inclusion::Meaning::Breaking, changes_),
      received_({&of_older_, &of_newer_}, Way::Received, Inclusion::Meaning::Breaking, changes_) {
  if (!options.tells_compatible) return;
  const Inclusion::Sides sides{&of_older_, &of_newer_};
  sent_compatibly_.emplace(sides, Way::Sent, Inclusion::Meaning::Compatible, changes_);
  received_compatibly_.emplace(sides, Way::Received, Inclusion::Meaning::Compatible, changes_);
}

void Comparison::add(const diagnostic::Rule& rule, const Node& now, const Node& before,
                     std::string message, diagnostic::Place in, std::string name) {
  findings_.push_back(finding_of(rule, now, before, std::move(message)));
  findings_.back().in = in;
  findings_.back().name = std::move(name);
}

void Comparison::add_compatible(const Node& now, const Node& before, std::string message) {
  if (options_.tells_compatible)
    add(rules::kCompatCompatible, now, before, message + ", which breaks no client");
}

void Comparison::compare_schemas(const Node& before, const Node& now, Way way, const Part& part) {
  if (!before && !now) return;
  (way == Way::Sent ? sent_ : received_).compare(before, now, part);
  auto& compatibly = way == Way::Sent ? sent_compatibly_ : received_compatibly_;
  if (compatibly) compatibly->compare(before, now, part);
}

// Where an operation is gone: with its path, to another place, or by itself.
void Comparison::tell_removed(const Operation& gone, const std::vector<Both<Operation>>& pairs) {
  const Node paths = member_or(root_of(newer_), "paths");
  const auto moved = std::ranges::find_if(newer_.operations, [&gone](const Operation& one) {
    return gone.has_operation_id && one.has_operation_id && one.id == gone.id;
  });
  if (moved != newer_.operations.end()) {
    add(rules::kCompatOperationMoved, moved->node, gone.node,
        fmt::format("{} is at {} {} now, and was at {} {}, so clients that call it there do not "
                    "find it",
                    gone.id, moved->method, moved->path, gone.method, gone.path));
    return;
  }
  const std::string shape = shape_of(gone.path);
  const auto sibling = std::ranges::find_if(
      newer_.operations, [&shape](const Operation& one) { return shape_of(one.path) == shape; });
  if (sibling != newer_.operations.end()) {
    add(rules::kCompatMethodRemoved, sibling->path_item, gone.node,
        fmt::format("{} {} is gone, so {} cannot be called any more", gone.method, gone.path,
                    gone.has_operation_id ? gone.id : "it"));
    return;
  }
  // One finding for a path: at the first of its operations that is gone.
  std::vector<std::string> methods;
  for (const Both<Operation>& pair : pairs) {
    const bool is_of_path =
        pair.before != nullptr && pair.now == nullptr && pair.before->path == gone.path;
    if (is_of_path && methods.empty() && pair.before != &gone) return;
    if (is_of_path) methods.push_back(pair.before->method);
  }
  add(rules::kCompatPathRemoved, paths, gone.path_item,
      fmt::format("the path {} with {} is gone, so clients that call it do not find it", gone.path,
                  fmt::join(methods, ", ")));
}

void Comparison::compare_operations() {
  const auto pairs = pairs_of(older_.operations, newer_.operations);
  for (const Both<Operation>& pair : pairs) {
    if (pair.now == nullptr) {
      tell_removed(*pair.before, pairs);
    } else if (pair.before == nullptr) {
      add_compatible(pair.now->node, member_or(root_of(older_), "paths"),
                     fmt::format("{} {} is new", pair.now->method, pair.now->path));
    } else {
      compare_operation(*pair.before, *pair.now, Caller::Client);
    }
  }
}

void Comparison::compare_webhooks(const std::vector<openapi::Callback>& before,
                                  const std::vector<openapi::Callback>& now, const Node& place) {
  for (const openapi::Callback& older : before) {
    const auto newer = std::ranges::find_if(now, [&older](const openapi::Callback& one) {
      return one.name == older.name && one.expression == older.expression;
    });
    if (newer == now.end()) {
      add(rules::kCompatWebhookRemoved, place, older.node,
          fmt::format("the {} {} is gone, so clients wait for it in vain",
                      older.expression.empty() ? "webhook" : "callback", older.name));
      continue;
    }
    for (const Both<Operation>& pair : pairs_of(older.operations, newer->operations)) {
      if (pair.before == nullptr) continue;
      if (pair.now != nullptr) {
        compare_operation(*pair.before, *pair.now, Caller::Api);
      } else {
        add(rules::kCompatWebhookRemoved, newer->node, pair.before->node,
            fmt::format("{} of the {} {} is gone, so clients wait for it in vain",
                        pair.before->method, older.expression.empty() ? "webhook" : "callback",
                        older.name));
      }
    }
  }
}

void Comparison::compare_operation(const Operation& before, const Operation& now, Caller caller) {
  const bool is_renamed = before.has_operation_id && now.has_operation_id && before.id != now.id;
  if (is_renamed) {
    add(rules::kCompatOperationIdChanged, member_or(now.node, "operationId"),
        member_or(before.node, "operationId"),
        fmt::format("the operationId of {} {} is {}, and was {}", now.method, now.path, now.id,
                    before.id));
  }
  if (caller == Caller::Api) {
    compare_received_parameters(before, now);
    compare_request_body(before, now, Way::Received);
    compare_responses(before, now, Way::Sent);
    return;
  }
  compare_servers(before, now);
  compare_security(before, now);
  compare_parameters(before, now);
  compare_request_body(before, now, Way::Sent);
  compare_responses(before, now, Way::Received);
  compare_webhooks(before.callbacks, now.callbacks, member_or(now.node, "callbacks"));
}

diagnostic::Diagnostics Comparison::run() {
  compare_servers();
  compare_operations();
  compare_webhooks(older_.webhooks, newer_.webhooks, member_or(root_of(newer_), "webhooks"));
  diagnostic::append(findings_, changes_.take());
  std::ranges::stable_sort(findings_, {}, [](const diagnostic::Diagnostic& finding) {
    return std::tuple(std::string_view(finding.source.file), finding.source.line,
                      finding.source.column);
  });
  return std::move(findings_);
}

diagnostic::Diagnostics compare(const openapi::Description& older,
                                const openapi::Description& newer, const Options& options) {
  return Comparison(older, newer, options).run();
}

}  // namespace holotype::compare
