// What is reachable from outside of the components is used: by $ref, by the name of a security
// requirement, by a discriminator. Whatever holds a $ref counts, extensions included, so that
// nothing is called unused for being used in a way that is not known here.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>
#include <vector>

#include "diagnostic/rules_review.h"
#include "document/library.h"
#include "json/pointer.h"
#include "review/review.h"

namespace holotype::review {
namespace {

using diagnostic::Diagnostics;
using document::Node;

// Where a version keeps its components: the fields of the root, and their names in messages.
constexpr std::string_view kSwaggerGroups[] = {"definitions", "parameters", "responses",
                                               "securityDefinitions"};

struct Component {
  std::string group;
  const json::Member* member;
  Node node;
};

class Usage {
 public:
  explicit Usage(const openapi::Description& description)
      : description_(description), root_{description.entry, &description.entry->root()} {}

  Diagnostics find() {
    list_components();
    const Node components = components_of_root();
    for (const json::Member& member : root_.value->members()) {
      const bool holds_components =
          components ? &member.value == components.value : is_swagger_group(member.name());
      if (!holds_components) push(Node{root_.file, &member.value}, member.name());
    }
    visit_all();
    while (use_subtypes()) visit_all();
    Diagnostics findings;
    for (const Component& component : components_) {
      if (is_used(component)) continue;
      findings.push_back({.rule = &diagnostic::rules::kOpenApiComponentUnused,
                          .message = fmt::format("nothing refers to {} of {}",
                                                 component.member->name(), component.group),
                          .schema = component.node.location(),
                          .source = root_.file->locate_member(*component.member)});
    }
    return findings;
  }

 private:
  bool is_swagger() const { return description_.version == openapi::Version::Swagger20; }
  Node components_of_root() const { return is_swagger() ? Node{} : root_.member("components"); }
  bool is_swagger_group(std::string_view name) const {
    return is_swagger() && std::ranges::find(kSwaggerGroups, name) != std::end(kSwaggerGroups);
  }
  std::string_view schemes_group() const {
    return is_swagger() ? "securityDefinitions" : "securitySchemes";
  }

  void list_components() {
    const auto list = [this](const json::Member& group) {
      for (const json::Member& member : group.value.members()) {
        if (!member.name().starts_with("x-"))
          components_.push_back({std::string(group.name()), &member, {root_.file, &member.value}});
      }
    };
    const Node parent = is_swagger() ? root_ : components_of_root();
    if (!parent) return;
    for (const json::Member& group : parent.value->members()) {
      const bool counts =
          is_swagger() ? is_swagger_group(group.name()) : !group.name().starts_with("x-");
      if (counts) list(group);
    }
  }

  bool is_used(const Component& component) const {
    return seen_.contains(component.node.value) ||
           named_.contains({component.group, std::string(component.member->name())});
  }

  void use(std::string_view group, std::string_view name) {
    if (!named_.insert({std::string(group), std::string(name)}).second) return;
    for (const Component& component : components_) {
      if (component.group == group && component.member->name() == name) push(component.node, {});
    }
  }

  void push(const Node& node, std::string_view name) {
    if (!node.value->is_object() && !node.value->is_array()) return;
    if (seen_.insert(node.value).second) todo_.push_back({node, name == "security"});
  }

  // `reference` stands in `from`.
  void follow(const Node& from, std::string_view reference) {
    auto target = description_.compiler->resolve(from, reference, description_.dialect_of(from));
    if (!target) target = description_.library->resolve(from, reference);
    if (!target) return;
    push(*target, {});
    seen_.insert(target->value);  // a boolean schema, too
    // What leads into a component uses it.
    const std::size_t hash = reference.find('#');
    if (target->file != root_.file || hash == reference.npos) return;
    const auto tokens = json::tokens(reference.substr(hash + 1));
    const std::size_t begin = is_swagger() ? 0 : 1;
    if (tokens && tokens->size() >= begin + 2) use((*tokens)[begin], (*tokens)[begin + 1]);
  }

  void visit_all() {
    while (!todo_.empty()) {
      const auto [node, is_security] = todo_.back();
      todo_.pop_back();
      visit(node, is_security);
    }
  }

  void visit(const Node& node, bool is_security) {
    for (const json::Value& element : node.value->elements()) {
      if (is_security) {
        for (const json::Member& scheme : element.members()) use(schemes_group(), scheme.name());
      }
      push(Node{node.file, &element}, {});
    }
    for (const json::Member& member : node.value->members()) {
      const std::string_view name = member.name();
      const bool is_reference = name == "$ref" || name == "$dynamicRef" || name == "operationRef";
      if (is_reference && member.value.is_string()) follow(node, member.value.as_string());
      if (name == "discriminator") use_mapping(node, member.value);
      push(Node{node.file, &member.value}, name);
    }
  }

  // OpenAPI 3.1.1, Discriminator Object: a mapping has names of schemas, or their addresses.
  void use_mapping(const Node& schema, const json::Value& discriminator) {
    const json::Value* mapping = discriminator.find("mapping");
    if (mapping == nullptr) return;
    for (const json::Member& member : mapping->members()) {
      if (!member.value.is_string()) continue;
      const std::string_view text = member.value.as_string();
      if (text.find_first_of("/#") == text.npos) {
        use("schemas", text);
      } else {
        follow(schema, text);
      }
    }
  }

  // A schema with a discriminator stands for those that have it, or another such, in their allOf.
  bool use_subtypes() {
    for (const Component& component : components_) {
      if (is_used(component)) continue;
      const Node parts = component.node.member("allOf");
      if (!parts) continue;
      for (const json::Value& part : parts.value->elements()) {
        const json::Value* reference = part.find("$ref");
        if (reference == nullptr || !reference->is_string()) continue;
        const auto base = description_.compiler->resolve(
            {parts.file, &part}, reference->as_string(), description_.dialect_of(parts));
        const bool stands_for_it =
            base && seen_.contains(base->value) &&
            (base->value->find("discriminator") != nullptr || subtypes_.contains(base->value));
        if (!stands_for_it) continue;
        subtypes_.insert(component.node.value);
        push(component.node, {});
        return true;
      }
    }
    return false;
  }

  struct Visit {
    Node node;
    bool is_security;
  };
  const openapi::Description& description_;
  Node root_;
  std::vector<Component> components_;
  std::unordered_set<const json::Value*> seen_;
  std::set<std::pair<std::string, std::string>> named_;  // group and name
  std::vector<Visit> todo_;
  std::unordered_set<const json::Value*> subtypes_;
};

}  // namespace

diagnostic::Diagnostics unused_components(const openapi::Description& description) {
  if (!description.parts.empty()) {
    Diagnostics findings;
    for (const auto& part : description.parts)
      diagnostic::append(findings, unused_components(*part));
    return findings;
  }
  const bool has_operations = !description.operations.empty() || !description.webhooks.empty();
  return has_operations ? Usage(description).find() : Diagnostics();
}

}  // namespace holotype::review
