// Whether a field is an array or an object is told by its schema first, and by its keys ("[]" and
// "[0]" against "[name]") where the schema allows both. "[][a]=1&[][b]=2" continues the last
// element as long as it has no such member yet, which is what Rails does.
#include "parameters/field_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "json/pointer.h"
#include "json/text.h"

namespace holotype::parameters {
namespace {

// The number that "[12]" gives; nullopt for other keys.
std::optional<std::size_t> index_of(std::string_view key) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  const bool is_number = !key.empty() && error == std::errc{} && end == key.data() + key.size();
  return is_number ? std::optional(index) : std::nullopt;
}

}  // namespace

std::vector<std::string_view> split_name(std::string_view name) {
  const std::size_t open = name.find('[');
  if (open == std::string_view::npos || open == 0 || !name.ends_with(']')) return {name};
  std::vector<std::string_view> keys = {name.substr(0, open)};
  for (std::string_view rest = name.substr(open); !rest.empty();) {
    const std::size_t close = rest.find(']');
    if (rest[0] != '[' || close == std::string_view::npos) return {name};
    keys.push_back(rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
  }
  return keys;
}

bool FieldTree::add(std::span<const std::string_view> keys, Leaf leaf) {
  if (keys.size() > kMaxDepth) return false;
  std::size_t at = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    bool must_be_new = false;
    if (keys[i].empty()) {
      const auto last = fields_[at].index.find("");
      const bool is_continued = i + 1 < keys.size() && !keys[i + 1].empty() &&
                                last != fields_[at].index.end() &&
                                !fields_[last->second].index.contains(keys[i + 1]);
      must_be_new = !is_continued;
    }
    at = child(at, keys[i], must_be_new);
  }
  fields_[at].leaves.push_back(std::move(leaf));
  return true;
}

std::size_t FieldTree::child(std::size_t parent, std::string_view key, bool must_be_new) {
  const auto known = fields_[parent].index.find(key);
  if (known != fields_[parent].index.end() && !must_be_new) return known->second;
  const std::size_t made = fields_.size();
  fields_.emplace_back();
  fields_[parent].keys.push_back(key);
  fields_[parent].children.push_back(made);
  fields_[parent].index[key] = made;
  return made;
}

// Walks the tree; depth is bounded by add().
class FieldTree::Builder {
 public:
  Builder(const FieldTree& tree, Reading::Scalars scalars, json::Arena& arena,
          std::vector<FieldFault>& faults, Bytes bytes)
      : tree_(tree), scalars_(scalars), arena_(arena), faults_(faults), bytes_(bytes) {}

  json::Value build(const Field& field, const Shape& shape, const std::string& pointer) {
    if (field.children.empty()) return leaves(field, shape, pointer);
    if (is_array(field, shape)) return array(field, shape, pointer);
    if (!field.leaves.empty()) {
      add(FieldFault::Kind::Malformed, pointer, "must be either a value or members, not both",
          field.leaves.front().offset);
    }
    return object(field, shape, pointer);
  }

 private:
  void add(FieldFault::Kind kind, const std::string& pointer, std::string message,
           std::size_t offset) {
    faults_.push_back({kind, pointer, std::move(message), offset});
  }

  static bool is_array(const Field& field, const Shape& shape) {
    if (!shape.types.has(Types::Array)) return false;
    const bool has_indices = std::ranges::all_of(
        field.keys, [](std::string_view key) { return key.empty() || index_of(key).has_value(); });
    if (!shape.types.has(Types::Object)) return has_indices;
    return has_indices &&
           std::ranges::none_of(field.keys, [&](std::string_view key) { return shape.names(key); });
  }

  json::Value leaves(const Field& field, const Shape& shape, const std::string& pointer) {
    const Types types = shape.types;
    const bool is_list =
        types.has(Types::Array) && (field.leaves.size() > 1 || !types.has_scalar());
    if (is_list) {
      const bool is_empty = field.leaves.size() == 1 && field.leaves[0].raw.empty() &&
                            !field.leaves[0].value && !shape.items->types.has(Types::String);
      return is_empty ? json::Value::array(arena_, {}) : array(field, shape, pointer);
    }
    if (field.leaves.size() > 1) {
      add(FieldFault::Kind::Repeated, pointer, "must be given once", field.leaves[1].offset);
    }
    return field.leaves.empty() ? json::Value::object(arena_, {})
                                : leaf(field.leaves.front(), shape, pointer);
  }

  json::Value leaf(const Leaf& leaf, const Shape& shape, const std::string& pointer) {
    if (leaf.octets && bytes_ == Bytes::Octets) return *leaf.octets;
    if (leaf.value) return *leaf.value;
    const auto text = decode_text(leaf.raw, leaf.coding, arena_);
    if (!text) {
      add(FieldFault::Kind::Malformed, pointer, text.error().message,
          leaf.offset + text.error().offset);
      return json::Value::string_view("");
    }
    if (!shape.types.has_scalar() && shape.types.has(Types::Object)) {
      if (text->empty() && !shape.types.has(Types::Null)) return json::Value::object(arena_, {});
      // An object in one field: JSON, OpenAPI's default for objects ("Encoding Object").
      if (const auto value = json::read(arena_, *text)) return *value;
    }
    return read_scalar(*text, shape.types, scalars_, arena_);
  }

  json::Value array(const Field& field, const Shape& shape, const std::string& pointer) {
    std::vector<json::Value> elements;
    for (const Leaf& one : field.leaves) {
      const std::size_t at = elements.size();
      const json::Value value = leaf(one, shape.element(at), json::join(pointer, at));
      // A leaf that is an array already is the array (a JSON part of a multipart body).
      if (value.is_array() && one.value && field.leaves.size() == 1) return value;
      elements.push_back(value);
    }
    for (const std::size_t child : in_order(field)) {
      const std::size_t at = elements.size();
      elements.push_back(build(tree_.fields_[child], shape.element(at), json::join(pointer, at)));
    }
    return json::Value::array(arena_, elements);
  }

  // The children by their number; those without one ("[]") as they came, behind.
  static std::vector<std::size_t> in_order(const Field& field) {
    std::vector<std::pair<std::size_t, std::size_t>> numbered;
    for (std::size_t i = 0; i < field.children.size(); ++i) {
      numbered.emplace_back(index_of(field.keys[i]).value_or(SIZE_MAX), field.children[i]);
    }
    std::ranges::stable_sort(numbered, {}, &std::pair<std::size_t, std::size_t>::first);
    std::vector<std::size_t> children;
    for (const auto& [number, child] : numbered) children.push_back(child);
    return children;
  }

  json::Value object(const Field& field, const Shape& shape, const std::string& pointer) {
    std::vector<json::Member> members;
    for (std::size_t i = 0; i < field.children.size(); ++i) {
      const std::string_view key = arena_.copy(field.keys[i]);
      members.emplace_back(key, build(tree_.fields_[field.children[i]], shape.member(key),
                                      json::join(pointer, key)));
    }
    return json::Value::object(arena_, members);
  }

  const FieldTree& tree_;
  Reading::Scalars scalars_;
  json::Arena& arena_;
  std::vector<FieldFault>& faults_;
  Bytes bytes_;
};

json::Value FieldTree::to_value(const Shape& shape, Reading::Scalars scalars, json::Arena& arena,
                                std::vector<FieldFault>& faults, Bytes bytes) const {
  return Builder(*this, scalars, arena, faults, bytes).build(fields_.front(), shape, "");
}

}  // namespace holotype::parameters
