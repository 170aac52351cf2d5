// The members of an object: what "properties", "required" and their like say, as one pass over the
// members that are there.
#include <algorithm>

#include "schema/plan.h"

namespace holotype::schema {
namespace {

// Up to so many names that an object may or must have are looked up one by one.
constexpr std::size_t kLookedUp = 2;

// Open addressing with at least half of the slots free.
void insert(MembersPass& pass, const MembersPass::Slot& slot) {
  std::uint32_t at = slot.hash & pass.mask;
  while (pass.slots[at].text != nullptr) at = (at + 1) & pass.mask;
  pass.slots[at] = slot;
}

MembersPass::Slot* slot_of(std::vector<MembersPass::Slot>& slots, const json::HashedName& name) {
  for (auto& slot : slots) {
    if (slot.hash == name.hash && std::string_view(slot.text, slot.size) == name.name) return &slot;
  }
  MembersPass::Slot slot;
  // A free slot is told by its text, so the empty name needs one, too.
  slot.text = name.name.data() == nullptr ? "" : name.name.data();
  slot.size = static_cast<std::uint32_t>(name.name.size());
  slot.hash = name.hash;
  slots.push_back(slot);
  return &slots.back();
}

}  // namespace

// The keywords about members, as one pass. Required names beyond the 64 that have a bit, and those
// of schemas that ask for nothing else, are looked up one by one.
void Planner::emit_members(const Subschema& subschema, Instructions& out) {
  MembersPass pass;
  std::vector<MembersPass::Slot> slots;
  const Names* required = nullptr;
  bool visits = false;
  for (const Keyword& keyword : subschema.keywords) {
    switch (keyword.op) {
      case Op::Required:
        required = std::get<const Names*>(keyword.operand);
        break;
      case Op::Properties:
        for (const auto& property : std::get<const PropertyMap*>(keyword.operand)->properties) {
          MembersPass::Slot* slot = slot_of(slots, property.name);
          slot->plan = child_of(*property.subschema);
          slot->named = true;
          slot->withheld = property.withheld;
          visits = visits || slot->plan != nullptr || slot->withheld;
        }
        break;
      case Op::PatternProperties:
        for (const auto& entry : std::get<const PatternMap*>(keyword.operand)->entries) {
          pass.patterns.push_back(
              {entry.pattern ? &*entry.pattern : nullptr, child_of(*entry.subschema)});
        }
        visits = visits || !pass.patterns.empty();
        break;
      case Op::AdditionalProperties: {
        const Additional& additional = *std::get<const Additional*>(keyword.operand);
        pass.additional = child_of(*additional.subschema);
        visits = visits || pass.additional != nullptr;
        break;
      }
      case Op::PropertyNames:
        pass.names = child_of(*std::get<const Subschema*>(keyword.operand));
        visits = visits || pass.names != nullptr;
        break;
      default:
        break;
    }
  }
  // Few names are looked up sooner than every member is asked for its name.
  const bool looks_at_all =
      !pass.patterns.empty() || pass.additional != nullptr || pass.names != nullptr;
  const bool looks_up = !looks_at_all &&
                        slots.size() + (required ? required->size() : 0) <= kLookedUp &&
                        std::ranges::none_of(slots, &MembersPass::Slot::withheld);
  if (looks_up) {
    for (const MembersPass::Slot& slot : slots) {
      if (slot.plan == nullptr) continue;
      const json::HashedName name(std::string_view(slot.text, slot.size), slot.hash);
      out.push_back(make(Code::Property));
      out.back().property = unit_.keep(PropertyPlan{name, slot.plan});
    }
    visits = false;
  }
  if (required != nullptr) {
    unsigned bit = 0;
    for (const json::HashedName& name : *required) {
      if (visits && bit < 64) {
        MembersPass::Slot* slot = slot_of(slots, name);
        if (slot->required) continue;
        slot->required = true;
        slot->bit = static_cast<std::uint8_t>(bit++);
        pass.required |= slot->required_bit();
        continue;
      }
      out.push_back(make(Code::HasName));
      out.back().name = &name;
    }
  }
  if (!visits) return;
  pass.is_uniform =
      slots.empty() && pass.patterns.empty() && pass.names == nullptr && pass.additional != nullptr;
  std::size_t size = 2;
  while (size < slots.size() * 2 + 1) size *= 2;
  pass.slots.resize(size);
  pass.mask = static_cast<std::uint32_t>(size - 1);
  for (const auto& slot : slots) insert(pass, slot);
  out.push_back(make(Code::Members));
  out.back().members = unit_.keep(std::move(pass));
}
}  // namespace holotype::schema
