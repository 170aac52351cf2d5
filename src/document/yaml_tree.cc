// Containers under construction keep their finished children on two stacks, one of values and one
// of entries; end() moves the container's part of its stack into the arena in one piece, as
// json/read.cc does.
//
// Two numbers travel with every finished node, because aliases make the tree that readers see
// larger than the text: how many nodes it stands for, and how high it is. An alias adds those of
// its anchor without looking below it, so a text of ten lines that stands for 10^9 nodes is refused
// after ten additions.
//
// A description says `type: string` thousands of times: names and short strings that are alike
// share their bytes, as far as a small table remembers them.
//
// Merge keys are applied when their mapping ends: what is merged is then complete, and the
// mapping's own names, which win, are known.
#include "document/yaml_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "diagnostic/rules_document.h"
#include "document/core_schema.h"
#include "json/text.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;
using json::HashedName;
using json::Member;
using json::Value;

// Nodes that aliases may stand for, whatever the size of the text, and for each of its bytes.
constexpr std::uint64_t kFreeNodes = 1'000'000;
constexpr std::uint64_t kNodesPerByte = 4;
// A text that is wrong everywhere is not reported everywhere.
constexpr std::size_t kMaxFaults = 1000;
constexpr std::size_t kShownBytes = 60;
// How many texts are remembered, a power of two, and how long they may be: most of what comes again
// is shorter.
constexpr std::size_t kRecentTexts = 1024;
constexpr std::size_t kMaxRecentBytes = 80;

constexpr const char* kTagMessage =
    "a tag must be one of the YAML core schema; this one is ignored";
constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

enum class Tag { None, String, Integer, Float, Boolean, Null, Collection, Merge, Unknown };

struct TagRow {
  std::string_view suffix;
  Tag tag;
  std::string_view name;  // of what its value must be
};
constexpr TagRow kTags[] = {
    {"str", Tag::String, "a string"},
    {"int", Tag::Integer, "an integer"},
    {"float", Tag::Float, "a finite number"},
    {"bool", Tag::Boolean, "true or false"},
    {"null", Tag::Null, "null"},
    {"map", Tag::Collection, "a mapping"},
    {"seq", Tag::Collection, "a sequence"},
    {"merge", Tag::Merge, "<<"},
};
constexpr TagRow kNoTag{"", Tag::None, ""};
constexpr TagRow kUnknownTag{"", Tag::Unknown, ""};

const TagRow& row_of(std::string_view tag) {
  if (tag.empty() || tag == "?" || tag == "!") return kNoTag;
  if (!tag.starts_with(kTagPrefix)) return kUnknownTag;
  const std::string_view suffix = tag.substr(kTagPrefix.size());
  const auto* row = std::find_if(std::begin(kTags), std::end(kTags),
                                 [suffix](const TagRow& each) { return each.suffix == suffix; });
  return row == std::end(kTags) ? kUnknownTag : *row;
}

}  // namespace

YamlTree::YamlTree(json::Arena& arena, std::size_t text_bytes)
    : arena_(arena), max_nodes_(most_nodes(text_bytes)), recent_(kRecentTexts, HashedName("", 0)) {}

std::uint64_t YamlTree::most_nodes(std::size_t text_bytes) {
  return kFreeNodes + kNodesPerByte * text_bytes;
}

bool YamlTree::scalar(const NodeProperties& node, std::string_view text, bool is_plain) {
  if (!expects_key()) return put({typed(node, text, is_plain)}, node.anchor);
  if (node.anchor != 0) keep_anchor(node.anchor, {typed(node, text, is_plain)});
  const Tag tag = row_of(node.tag).tag;
  const bool is_merge = text == "<<" && is_plain && (tag == Tag::None || tag == Tag::Merge);
  return take_key(node.offset, text, is_merge ? Key::Merge : Key::Named);
}

bool YamlTree::alias(std::uint32_t offset, std::size_t anchor) {
  if (anchor >= anchors_.size()) {
    return stop(rules::kDocumentSyntax, offset,
                "an alias must name an anchor that stands before it");
  }
  Built built = anchors_[anchor];
  if (!built.is_complete) {
    return stop(
        rules::kDocumentNotJson, offset,
        "an alias must not stand inside the value that it names, which would contain itself");
  }
  if (open_.size() + built.height > kMaxDepth) {
    return stop(rules::kDocumentTooDeep, offset,
                fmt::format("values must nest at most {} deep, aliases included", kMaxDepth));
  }
  built.value = built.value.with_offset(offset);
  if (expects_key() && built.height == 0) {
    const Value& value = built.value;
    const std::string text =
        value.is_string() ? std::string(value.as_string()) : json::write(value);
    return take_key(offset, text, Key::Named);
  }
  return put(built, 0);
}

bool YamlTree::begin(const NodeProperties& node, bool is_mapping) {
  if (open_.size() >= kMaxDepth) {
    return stop(rules::kDocumentTooDeep, node.offset,
                fmt::format("values must nest at most {} deep", kMaxDepth));
  }
  const TagRow& row = row_of(node.tag);
  if (row.tag == Tag::Unknown) {
    report(rules::kDocumentTag, node.offset, kTagMessage, node.tag);
  } else if (row.tag != Tag::None && row.tag != Tag::Collection) {
    report(rules::kDocumentSyntax, node.offset,
           fmt::format("the value tagged !!{} must be {}", row.suffix, row.name));
  }
  if (node.anchor != 0) keep_anchor(node.anchor, {.value = {}, .is_complete = false});
  const std::size_t begin = is_mapping ? entries_.size() : values_.size();
  open_.push_back({is_mapping, node.offset, node.anchor, begin});
  return true;
}

bool YamlTree::end() {
  const Open closed = open_.back();
  open_.pop_back();
  Value value;
  if (closed.is_mapping) {
    value = object(std::span<const Entry>(entries_).subspan(closed.begin), closed.has_merge);
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(closed.begin), entries_.end());
  } else {
    value = Value::array(arena_, std::span<const Value>(values_).subspan(closed.begin));
    values_.resize(closed.begin);
  }
  return put({value.with_offset(closed.offset), closed.nodes, closed.height}, closed.anchor);
}

bool YamlTree::take_key(std::uint32_t offset, std::string_view text, Key key) {
  Open& mapping = open_.back();
  mapping.key = key;
  mapping.name = keep_name(text);
  mapping.name_offset = offset;
  mapping.has_merge = mapping.has_merge || key == Key::Merge;
  return true;
}

// The node is finished: it becomes the root, an element, a member, or a key that is no scalar.
bool YamlTree::put(const Built& built, std::size_t anchor) {
  if (anchor != 0) keep_anchor(anchor, built);
  if (open_.empty()) {
    root_ = built.value;
    root_nodes_ = built.nodes;
    root_height_ = built.height;
    return true;
  }
  Open& parent = open_.back();
  parent.nodes += built.nodes;
  parent.height = std::max(parent.height, built.height + 1);
  if (parent.nodes > max_nodes_) {
    return stop(rules::kDocumentExpansion, built.value.offset(),
                fmt::format("aliases must not stand for more than {} values in a file of this size",
                            max_nodes_));
  }
  if (!parent.is_mapping) {
    values_.push_back(built.value);
    return true;
  }
  if (parent.key == Key::Missing) {
    report(
        rules::kDocumentNotJson, built.value.offset(),
        "a key must be a scalar, since member names are strings in JSON; this member is left out",
        json::shorten(built.value, kShownBytes));
    parent.key = Key::Unusable;
    return true;
  }
  if (parent.key != Key::Unusable) {
    entries_.push_back(
        {Member(parent.name, built.value, parent.name_offset), parent.key == Key::Merge});
  }
  parent.key = Key::Missing;
  return true;
}

void YamlTree::keep_anchor(std::size_t anchor, const Built& built) {
  if (anchor >= anchors_.size()) anchors_.resize(anchor + 1, {.value = {}, .is_complete = false});
  anchors_[anchor] = built;
}

Value YamlTree::typed(const NodeProperties& node, std::string_view text, bool is_plain) {
  const TagRow& row = row_of(node.tag);
  std::optional<Value> value;
  switch (row.tag) {
    case Tag::None:
    case Tag::Merge:
      break;
    case Tag::Unknown:
      report(rules::kDocumentTag, node.offset, kTagMessage, node.tag);
      break;
    case Tag::String:
      return keep_string(text).with_offset(node.offset);
    case Tag::Integer:
      value = core_integer(arena_, text);
      break;
    case Tag::Float:
      value = core_float(arena_, text);
      break;
    case Tag::Boolean:
      value = core_boolean(text);
      break;
    case Tag::Null:
      value = core_null(text);
      break;
    case Tag::Collection:
      break;
  }
  if (!value) {
    if (is_beyond_json(text) && (is_plain || row.tag == Tag::Float || row.tag == Tag::Integer)) {
      report(rules::kDocumentNotJson, node.offset,
             "a number must be finite and, in base 8 or 16, of at most 64 bits; it is read as a "
             "string",
             text);
    } else if (!row.name.empty() && row.tag != Tag::Merge) {
      report(rules::kDocumentSyntax, node.offset,
             fmt::format("the value tagged !!{} must be {}", row.suffix, row.name), text);
    }
    if (is_plain) value = core_no_string(arena_, text);
    if (!value) value = keep_string(text);
  }
  return value->with_offset(node.offset);
}

// `text` in the arena, once as long as it is remembered.
HashedName YamlTree::keep_name(std::string_view text) {
  const std::uint32_t hash = json::hash_name(text);
  if (text.size() > kMaxRecentBytes) return {arena_.copy(text), hash};
  HashedName& recent = recent_[hash & (kRecentTexts - 1)];
  if (recent.hash != hash || recent.name != text) recent = {arena_.copy(text), hash};
  return recent;
}

Value YamlTree::keep_string(std::string_view text) {
  return text.size() > kMaxRecentBytes ? Value::string(arena_, text)
                                       : Value::string_view(keep_name(text).name);
}

Value YamlTree::object(std::span<const Entry> entries, bool has_merge) {
  std::vector<Member> members;
  members.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (!entry.is_merge) members.push_back(entry.member);
  }
  const Value own = Value::object(arena_, members);
  if (own.size() != members.size()) report_duplicates(members);
  if (!has_merge) return own;

  // The members merged take the place of "<<"; of several sources the earlier one wins.
  members.clear();
  std::unordered_set<std::string_view> merged;
  for (const Entry& entry : entries) {
    if (!entry.is_merge) {
      members.push_back(entry.member);
    } else if (entry.member.value.is_array()) {
      for (const Value& source : entry.member.value.elements()) {
        merge(members, source, own, merged);
      }
    } else {
      merge(members, entry.member.value, own, merged);
    }
  }
  return Value::object(arena_, members);
}

// Appends the members of `source` that are neither the mapping's `own` nor `merged` before.
void YamlTree::merge(std::vector<Member>& members, const Value& source, const Value& own,
                     std::unordered_set<std::string_view>& merged) {
  if (!source.is_object()) {
    report(rules::kDocumentMerge, source.offset(),
           "the value of << must be a mapping or a list of mappings; it is left out",
           json::shorten(source, kShownBytes));
    return;
  }
  for (const Member& member : source.members()) {
    if (own.find(HashedName(member.name(), member.hash)) != nullptr) continue;
    if (merged.insert(member.name()).second) members.push_back(member);
  }
}

void YamlTree::report_duplicates(std::span<const Member> members) {
  const Value kept = Value::object(arena_, members);
  for (const Member& member : members) {
    const Member* first = kept.find_member(HashedName(member.name(), member.hash));
    if (first->name_offset == member.name_offset) continue;
    report(rules::kDocumentDuplicateKey, member.name_offset,
           "a member name must occur once in an object", member.name());
    faults_.back().earlier = first->name_offset;
  }
}

void YamlTree::report(const diagnostic::Rule& rule, std::uint32_t offset, std::string message,
                      std::string_view found) {
  if (faults_.size() > kMaxFaults) return;
  if (faults_.size() == kMaxFaults) message = "more findings in this file are left out";
  const std::string_view shown = utf8::prefix(found, kShownBytes);
  faults_.push_back({&rule, offset, std::move(message), std::string(shown)});
}

bool YamlTree::stop(const diagnostic::Rule& rule, std::uint32_t offset, std::string message) {
  failure_ = Fault{&rule, offset, std::move(message)};
  return false;
}

}  // namespace holotype::document
