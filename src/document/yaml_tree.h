// YamlTree: builds JSON values from the events of a YAML parser, whichever it is. Internal to
// document.
//
// Anchored values are shared handles. An alias that would contain itself is refused, and so is a
// text whose aliases stand for many times more values than it has bytes ("billion laughs"), before
// anything is copied.
//
// Spec: YAML 1.2.2 chapter 3 (graph), 10.3 (core schema); https://yaml.org/type/merge.html.
// Tests: tests/document/yaml_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "document/fault.h"
#include "json/value.h"

namespace holotype::document {

inline constexpr std::uint32_t kMaxDepth = 1000;

// What every node has. `tag` is resolved ("tag:yaml.org,2002:str"); "", "?" and "!" are no tag.
// `anchor` 0 is none; otherwise the parser numbers anchors from 1 in the order of the text.
struct NodeProperties {
  std::uint32_t offset = 0;
  std::string_view tag = {};
  std::size_t anchor = 0;
};

class YamlTree {
 public:
  // `text_bytes`, the size of the text, is what the bound on aliases is relative to.
  YamlTree(json::Arena& arena, std::size_t text_bytes);

  // The events, in the order of the text. Each returns whether to go on; where not, failure() says
  // why.
  bool scalar(const NodeProperties& node, std::string_view text, bool is_plain);
  bool alias(std::uint32_t offset, std::size_t anchor);
  bool begin_sequence(const NodeProperties& node) { return begin(node, false); }
  bool begin_mapping(const NodeProperties& node) { return begin(node, true); }
  bool end();

  const json::Value& root() const { return root_; }
  const Faults& faults() const { return faults_; }
  // Of the root, aliases expanded: the values in it, itself included, and how deep they nest.
  std::uint64_t nodes() const { return root_nodes_; }
  std::uint32_t height() const { return root_height_; }
  // The most nodes that a text of so many bytes may stand for.
  static std::uint64_t most_nodes(std::size_t text_bytes);
  const std::optional<Fault>& failure() const { return failure_; }

 private:
  // A finished node: `nodes` counts it with all below, aliases expanded; `height` is 0 for a
  // scalar.
  struct Built {
    json::Value value;
    std::uint64_t nodes = 1;
    std::uint32_t height = 0;
    bool is_complete = true;
  };
  enum class Key : std::uint8_t {
    Missing,   // a key comes next
    Named,     // its value comes next
    Merge,     // "<<": the value is merged
    Unusable,  // the value comes next and is dropped with the key
  };
  struct Open {
    bool is_mapping;
    std::uint32_t offset;
    std::size_t anchor;
    std::size_t begin;  // where its part of values_ or entries_ begins
    std::uint64_t nodes = 1;
    std::uint32_t height = 1;
    Key key = Key::Missing;
    bool has_merge = false;
    json::HashedName name{""};
    std::uint32_t name_offset = 0;
  };
  struct Entry {
    json::Member member;
    bool is_merge;
  };

  bool expects_key() const {
    return !open_.empty() && open_.back().is_mapping && open_.back().key == Key::Missing;
  }
  bool begin(const NodeProperties& node, bool is_mapping);
  bool take_key(std::uint32_t offset, std::string_view text, Key key);
  bool put(const Built& built, std::size_t anchor);
  void keep_anchor(std::size_t anchor, const Built& built);
  json::HashedName keep_name(std::string_view text);
  json::Value keep_string(std::string_view text);
  json::Value typed(const NodeProperties& node, std::string_view text, bool is_plain);
  json::Value object(std::span<const Entry> entries, bool has_merge);
  void report_duplicates(std::span<const json::Member> members);
  void merge(std::vector<json::Member>& members, const json::Value& source, const json::Value& own,
             std::unordered_set<std::string_view>& merged);
  void report(const diagnostic::Rule& rule, std::uint32_t offset, std::string message,
              std::string_view found = {});
  bool stop(const diagnostic::Rule& rule, std::uint32_t offset, std::string message);

  json::Arena& arena_;
  const std::uint64_t max_nodes_;
  json::Value root_;
  std::uint64_t root_nodes_ = 0;
  std::uint32_t root_height_ = 0;
  std::vector<Open> open_;
  std::vector<json::Value> values_;  // of the open sequences
  std::vector<Entry> entries_;       // of the open mappings
  std::vector<Built> anchors_;       // by number
  // Names and short strings that were met, by their hashes; a later one takes the place of another.
  std::vector<json::HashedName> recent_;
  Faults faults_;
  std::optional<Fault> failure_;
};

}  // namespace holotype::document
