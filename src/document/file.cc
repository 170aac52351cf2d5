// How a pointer is found from an address. Members and elements stand in arrays, so whether a value
// is a child of a container is a range check, not a search. Which child to descend into is told by
// the offsets: in a text a container's part begins before its content, hence the value sought is in
// the last child that begins no later than it. Aliases and merge keys break that order; then the
// whole tree is walked, each shared part once.
#include "document/file.h"

#include <functional>
#include <unordered_set>
#include <utility>

#include "document/uri.h"
#include "json/pointer.h"

namespace holotype::document {
namespace {

// The index in `items` of the one whose bytes hold `address`; nullopt where none does.
template <typename T>
std::optional<std::size_t> index_of(std::span<const T> items, const void* address) {
  const std::less<const void*> before;
  if (items.empty() || before(address, items.data()) ||
      !before(address, items.data() + items.size())) {
    return std::nullopt;
  }
  const auto* from = reinterpret_cast<const std::byte*>(items.data());
  return static_cast<std::size_t>(static_cast<const std::byte*>(address) - from) / sizeof(T);
}

// Appends the token of the child of `parent` that `value` is; returns whether it is one.
bool append_child(std::string& pointer, const json::Value& parent, const json::Value* value) {
  if (const auto i = index_of(parent.members(), value)) {
    json::append_token(pointer, parent.members()[*i].name());
    return true;
  }
  if (const auto i = index_of(parent.elements(), value)) {
    json::append_token(pointer, *i);
    return true;
  }
  return false;
}

// The last container below `parent` that begins at or before `offset`, its token appended; nullptr
// where none.
const json::Value* descend(std::string& pointer, const json::Value& parent, std::uint32_t offset) {
  const auto holds = [offset](const json::Value& child) {
    return (child.is_object() || child.is_array()) && child.offset() <= offset;
  };
  const auto members = parent.members();
  for (std::size_t i = members.size(); i-- > 0;) {
    if (!holds(members[i].value)) continue;
    json::append_token(pointer, members[i].name());
    return &members[i].value;
  }
  const auto elements = parent.elements();
  for (std::size_t i = elements.size(); i-- > 0;) {
    if (!holds(elements[i])) continue;
    json::append_token(pointer, i);
    return &elements[i];
  }
  return nullptr;
}

std::optional<std::string> pointer_by_offset(const json::Value& root, const json::Value* value) {
  std::string pointer;
  for (const json::Value* at = &root; at != nullptr;) {
    if (append_child(pointer, *at, value)) return pointer;
    at = descend(pointer, *at, value->offset());
  }
  return std::nullopt;
}

// Looks through the whole tree, in order. Depth is bounded by what the readers accept.
class Walk {
 public:
  explicit Walk(const json::Value* value) : value_(value) {}

  bool find(const json::Value& parent) {
    if (parent.size() == 0 || !seen_.insert(first_child(parent)).second) return false;
    if (append_child(pointer_, parent, value_)) return true;
    for (const json::Member& member : parent.members()) {
      const std::size_t size = pointer_.size();
      json::append_token(pointer_, member.name());
      if (find(member.value)) return true;
      pointer_.resize(size);
    }
    for (std::size_t i = 0; i < parent.elements().size(); ++i) {
      const std::size_t size = pointer_.size();
      json::append_token(pointer_, i);
      if (find(parent.elements()[i])) return true;
      pointer_.resize(size);
    }
    return false;
  }

  std::string pointer() && { return std::move(pointer_); }

 private:
  static const void* first_child(const json::Value& parent) {
    if (parent.is_object()) return parent.members().data();
    return parent.elements().data();  // null for scalars, which are seen once and have no children
  }

  const json::Value* value_;
  std::string pointer_;
  std::unordered_set<const void*> seen_;
};

}  // namespace

File::File(std::string uri, std::string name, std::string_view text, json::Tree tree)
    : uri_(std::move(uri)), name_(std::move(name)), tree_(std::move(tree)), lines_(text) {}

SourceLocation File::locate(std::uint32_t offset) const {
  if (offset == json::Value::kNoOffset) return {name_};
  const json::LineColumn place = lines_.locate(offset);
  return {name_, place.line, place.column};
}

std::optional<std::string> File::pointer_to(const json::Value* value) const {
  if (value == &root()) return std::string();
  if (value == nullptr) return std::nullopt;
  if (auto pointer = pointer_by_offset(root(), value)) return pointer;
  Walk walk(value);
  if (walk.find(root())) return std::move(walk).pointer();
  return std::nullopt;
}

std::size_t File::memory_bytes() const {
  return tree_.arena().capacity_bytes() + lines_.memory_bytes();
}

Node Node::member(std::string_view name) const { return member(json::HashedName(name)); }

Node Node::member(json::HashedName name) const {
  return {file, value == nullptr ? nullptr : value->find(name)};
}

Node Node::element(std::size_t index) const {
  if (value == nullptr || index >= value->elements().size()) return {file, nullptr};
  return {file, &value->elements()[index]};
}

SourceLocation Node::source() const {
  if (file == nullptr) return {};
  return value == nullptr ? file->locate(json::Value::kNoOffset) : file->locate(*value);
}

std::string Node::pointer() const {
  if (file == nullptr) return {};
  return file->pointer_to(value).value_or("");
}

std::string Node::location() const {
  if (file == nullptr) return {};
  return file->uri() + "#" + encode_fragment(pointer());
}

}  // namespace holotype::document
