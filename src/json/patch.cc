#include "json/patch.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <vector>

#include "json/pointer.h"

namespace holotype::json {
namespace {

using Tokens = std::span<const std::string>;
using Changed = Result<Value, std::string>;

tl::unexpected<std::string> failed(std::string reason) {
  return tl::unexpected<std::string>(std::move(reason));
}

// RFC 6901 section 4: no leading zeros. nullopt: no index.
std::optional<std::size_t> index_of(std::string_view token) {
  if (token.empty() || (token.size() > 1 && token[0] == '0')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return index;
}

// What happens to the member or element that the last token names, in its parent.
enum class Edit : std::uint8_t { Add, Remove, Replace };

Changed edit_member(Arena& arena, const Value& parent, const std::string& name, Edit edit,
                    const Value& value) {
  const HashedName hashed(arena.copy(name));
  std::vector<Member> members(parent.members().begin(), parent.members().end());
  const auto found = std::ranges::find_if(members, [&hashed](const Member& member) {
    return member.hash == hashed.hash && member.name() == hashed.name;
  });
  const bool is_there = found != members.end();
  if (!is_there && edit != Edit::Add) return failed("is not there");
  if (edit == Edit::Remove) {
    members.erase(found);
  } else if (is_there) {
    found->value = value;
  } else {
    members.emplace_back(hashed, value);
  }
  return Value::object(arena, members);
}

Changed edit_element(Arena& arena, const Value& parent, const std::string& token, Edit edit,
                     const Value& value) {
  const bool is_end = token == "-" && edit == Edit::Add;
  const std::optional<std::size_t> index = is_end ? parent.size() : index_of(token);
  if (!index || *index > parent.size() || (edit != Edit::Add && *index == parent.size()))
    return failed("is not there");
  std::vector<Value> elements(parent.elements().begin(), parent.elements().end());
  const auto at = elements.begin() + static_cast<std::ptrdiff_t>(*index);
  if (edit == Edit::Add) {
    elements.insert(at, value);
  } else if (edit == Edit::Remove) {
    elements.erase(at);
  } else {
    *at = value;
  }
  return Value::array(arena, elements);
}

Changed edited(Arena& arena, const Value& root, Tokens tokens, Edit edit, const Value& value) {
  if (tokens.empty()) return edit == Edit::Remove ? Value() : value;
  const std::string& token = tokens.front();
  if (tokens.size() == 1) {
    if (root.is_object()) return edit_member(arena, root, token, edit, value);
    if (root.is_array()) return edit_element(arena, root, token, edit, value);
    return failed("is not in an object or array");
  }
  const Value* below = nullptr;
  if (root.is_object()) {
    below = root.find(token);
  } else if (root.is_array()) {
    const auto index = index_of(token);
    if (index && *index < root.size()) below = &root.elements()[*index];
  }
  if (below == nullptr) return failed("is not there");
  const Changed inner = edited(arena, *below, tokens.subspan(1), edit, value);
  if (!inner) return inner;
  return root.is_object() ? edit_member(arena, root, token, Edit::Replace, *inner)
                          : edit_element(arena, root, token, Edit::Replace, *inner);
}

// Whether the value is within the bounds; stops counting where it is not.
bool is_bounded(const Value& value, std::size_t level, std::size_t& nodes) {
  if (level > kMostPatchedLevels || ++nodes > kMostPatchedNodes) return false;
  return std::ranges::all_of(
             value.elements(),
             [&](const Value& element) { return is_bounded(element, level + 1, nodes); }) &&
         std::ranges::all_of(value.members(), [&](const Member& member) {
           return is_bounded(member.value, level + 1, nodes);
         });
}

// One operation, read.
struct Operation {
  std::string_view op;
  std::string path;
  std::vector<std::string> tokens;
  std::string from;
  std::vector<std::string> from_tokens;
  Value value;
};

// Members of an operation object that it does not know are ignored (section 4).
Result<Operation, std::string> read(const Value& object) {
  if (!object.is_object()) return failed("an operation must be an object");
  const auto text = [&object](std::string_view name) -> std::optional<std::string> {
    const Value* member = object.find(name);
    if (member == nullptr || !member->is_string()) return std::nullopt;
    return std::string(member->as_string());
  };
  static constexpr std::string_view kNames[] = {"add", "remove", "replace", "move", "copy", "test"};
  const Value* op = object.find("op");
  if (op == nullptr || !op->is_string() ||
      std::ranges::find(kNames, op->as_string()) == std::end(kNames))
    return failed("op must be add, remove, replace, move, copy or test");
  Operation out{.op = op->as_string()};
  const auto pointer = [&](std::string_view name, std::string& kept,
                           std::vector<std::string>& into) {
    const auto given = text(name);
    auto parts = given ? tokens(*given) : std::nullopt;
    if (!parts) return false;
    kept = *given;
    into = *std::move(parts);
    return true;
  };
  if (!pointer("path", out.path, out.tokens)) return failed("path must be a JSON Pointer");
  const bool has_from = out.op == "move" || out.op == "copy";
  if (has_from && !pointer("from", out.from, out.from_tokens))
    return failed("from must be a JSON Pointer");
  if (has_from || out.op == "remove") return out;
  const Value* value = object.find("value");
  if (value == nullptr) return failed("value must be there");
  out.value = *value;
  return out;
}

// `root` after the operation; why not, where it fails.
Changed run(Arena& arena, const Value& root, const Operation& operation) {
  const auto at_path = [&operation](Changed changed) -> Changed {
    if (!changed) return failed(operation.path + " " + changed.error());
    return changed;
  };
  if (operation.op == "add")
    return at_path(edited(arena, root, operation.tokens, Edit::Add, operation.value));
  if (operation.op == "remove")
    return at_path(edited(arena, root, operation.tokens, Edit::Remove, {}));
  if (operation.op == "replace")
    return at_path(edited(arena, root, operation.tokens, Edit::Replace, operation.value));
  if (operation.op == "test") {
    const Value* there = resolve(root, operation.path);
    if (there == nullptr) return failed(operation.path + " is not there");
    if (!equal(*there, operation.value)) return failed(operation.path + " has another value");
    return root;
  }
  const Value* source = resolve(root, operation.from);
  if (source == nullptr) return failed(operation.from + " is not there");
  const Value value = *source;
  if (operation.op == "copy") {
    Changed copied = at_path(edited(arena, root, operation.tokens, Edit::Add, value));
    std::size_t nodes = 0;
    if (copied && !is_bounded(*copied, 0, nodes)) return failed("the value grows too large");
    return copied;
  }
  // Section 4.4: a value cannot be moved into itself.
  if (operation.path.starts_with(operation.from + "/"))
    return failed(operation.from + " cannot be moved into itself");
  const Changed without = edited(arena, root, operation.from_tokens, Edit::Remove, {});
  if (!without) return without;
  return at_path(edited(arena, *without, operation.tokens, Edit::Add, value));
}

}  // namespace

Result<Value, PatchError> apply_patch(Arena& arena, const Value& target, const Value& patch) {
  using Why = PatchError::Kind;
  const auto error = [](Why kind, std::size_t index, std::string reason) {
    return tl::unexpected<PatchError>(PatchError{kind, index, std::move(reason)});
  };
  if (!patch.is_array()) return error(Why::Malformed, 0, "a patch must be a list of operations");
  Value value = target;
  for (std::size_t i = 0; i < patch.size(); ++i) {
    auto operation = read(patch.elements()[i]);
    if (!operation) return error(Why::Malformed, i, std::move(operation.error()));
    auto next = run(arena, value, *operation);
    if (!next) return error(Why::Failed, i, std::move(next.error()));
    value = *next;
  }
  return value;
}

}  // namespace holotype::json
