// How a program is made: a work list of sub-schemas, so that neither deep nor long chains of
// references need the machine's stack.
//
// subschema_at() hands out an empty Subschema for a place at once; assemble() fills them in, which
// asks for more, until none is left. Then two things are looked after that only the whole shows:
// the targets of dynamic references, which depend on every resource that was met, and loops, chains
// of sub-schemas that apply to the same value and come back to where they began, which no
// evaluation could leave. A dynamic reference that may mean several sub-schemas is no part of such
// a chain: only the resources that an evaluation has entered decide which one it means (core
// 2020-12 section 8.2.3.2), so the Checker watches for circles through it.
#include "schema/assembler.h"

#include <algorithm>

#include "diagnostic/rules_schema.h"
#include "schema/build.h"
#include "schema/visit.h"

namespace holotype::schema {
namespace {

// Sub-schemas that apply to the same value, one through the other. No schema that a person wrote
// comes near.
constexpr std::size_t kMaxChain = 400;

}  // namespace

Assembler::Assembler(Registry& registry, const Options& options)
    : registry_(registry),
      options_(options),
      compilation_(std::make_shared<Compilation>()),
      scope_(std::make_shared<const Scope>()) {}

Subschema* Assembler::subschema_at(const document::Node& place) {
  if (Subschema* known = subschemas_.find(place.value)) return known;
  Subschema subschema;
  subschema.place = place;
  subschema.resource = &registry_.resource_of(place);
  Subschema* made = unit().keep(std::move(subschema));
  subschemas_.put(made);
  pending_.push_back(made);
  return made;
}

void Assembler::assemble() {
  do {
    while (!pending_.empty()) {
      Subschema* next = pending_.front();
      pending_.pop_front();
      finish(*next);
    }
  } while (assemble_dynamic_targets());
  break_loops();
}

void Assembler::finish(Subschema& subschema) {
  fresh_.push_back(&subschema);
  const json::Value& value = *subschema.place.value;
  if (value.is_boolean()) {
    subschema.rejects = !value.as_boolean();
  } else if (value.is_object()) {
    Build(*this, subschema).run();
  } else {
    Build(*this, subschema).not_a_schema();
  }
}

// Compiles whatever carries a dynamic anchor that is referred to. Returns whether there was
// anything new; the snapshot of the targets is replaced, never changed, because Schemas that run
// hold the old one.
bool Assembler::assemble_dynamic_targets() {
  if (dynamic_names_.empty()) return false;
  auto scope = std::make_shared<Scope>(*scope_);
  std::unordered_set<std::string_view> carried;
  for (const auto& [key, target] : scope->targets) carried.insert(key.second);
  for (const auto& resource : registry_.resources()) {
    for (const auto& [anchor, value] : resource->dynamic_anchors) {
      if (!dynamic_names_.contains(anchor)) continue;
      if (scope->targets.contains({resource.get(), anchor})) continue;
      if (carried.contains(anchor)) scope->choices.insert(anchor);
      carried.insert(anchor);
      scope->targets[{resource.get(), anchor}] = subschema_at({resource->root.file, value});
    }
  }
  if (scope->targets.size() == scope_->targets.size()) return false;
  scope_ = std::move(scope);
  return true;
}

// Depth-first over the fresh sub-schemas; a keyword that leads back to one on the current path is
// replaced. Older sub-schemas lead to older ones only, so no loop can pass through them.
void Assembler::break_loops() {
  enum class Colour : std::uint8_t { Open, Done };
  std::unordered_map<const Subschema*, Colour> colours;
  std::unordered_map<const Subschema*, Subschema*> own;
  for (Subschema* one : fresh_) own[one] = one;
  struct Step {
    Subschema* subschema;
    std::size_t next_keyword = 0;
    std::vector<const Subschema*> targets = {};
    Keyword* through = nullptr;
  };
  for (Subschema* start : fresh_) {
    if (colours.contains(start)) continue;
    std::vector<Step> path{{start}};
    colours[start] = Colour::Open;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.targets.empty()) {
        if (step.next_keyword == step.subschema->keywords.size()) {
          colours[step.subschema] = Colour::Done;
          path.pop_back();
          continue;
        }
        step.through = &step.subschema->keywords[step.next_keyword++];
        if (has_choice(*step.through, *scope_)) continue;
        visit_in_place(*step.through,
                       [&step](const Subschema* target) { step.targets.push_back(target); });
        continue;
      }
      const Subschema* target = step.targets.back();
      step.targets.pop_back();
      const auto colour = colours.find(target);
      if (colour == colours.end()) {
        const auto mine = own.find(target);
        if (mine == own.end()) continue;
        if (path.size() >= kMaxChain) {
          step.targets.clear();
          Build(*this, *step.subschema).break_loop(*step.through, "leads on and on");
          continue;
        }
        colours[target] = Colour::Open;
        path.push_back({mine->second});
      } else if (colour->second == Colour::Open) {
        step.targets.clear();
        Build(*this, *step.subschema).break_loop(*step.through, "leads back to the same schema");
      }
    }
  }
  fresh_.clear();
}

}  // namespace holotype::schema
