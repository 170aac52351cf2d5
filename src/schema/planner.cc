// From the structure of a schema to plans: for each sub-schema and kind of value, what is left to
// be tested once the kind is known. Rejects means that nothing of that kind can be accepted;
// keywords fold over it: a branch of anyOf that rejects is dropped, `not` of one that rejects is
// dropped, a block whose keyword rejects is no block at all.
#include <algorithm>
#include <unordered_set>

#include "schema/plan.h"
#include "schema/visit.h"

namespace holotype::schema {
namespace {

using json::Kind;

// Blocks up to this size are copied in rather than called.
constexpr std::size_t kCopied = 8;

constexpr auto kAllBuilt = static_cast<std::uint8_t>((1u << kKindCount) - 1);

// One level deeper for as long as it lives.
class Deeper {
 public:
  explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
  ~Deeper() { --depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  int& depth_;
};

bool is_number(Kind kind) { return kind >= Kind::Integer && kind <= Kind::Decimal; }

json::Type type_of(Kind kind) {
  constexpr json::Type kTypes[] = {json::Type::Null,   json::Type::Boolean, json::Type::Number,
                                   json::Type::Number, json::Type::Number,  json::Type::String,
                                   json::Type::Array,  json::Type::Object};
  return kTypes[static_cast<std::size_t>(kind)];
}

bool is_trivial(const Subschema& subschema) { return subschema.keywords.empty(); }

// Whether some dynamic reference that `root` leads to may mean more than one sub-schema.
bool reaches_choice(const Subschema& root, const Scope& scope) {
  if (scope.choices.empty()) return false;
  std::unordered_set<const Subschema*> seen{&root};
  std::vector<const Subschema*> pending{&root};
  const auto visit = [&](const Subschema* next) {
    if (next != nullptr && seen.insert(next).second) pending.push_back(next);
  };
  while (!pending.empty()) {
    const Subschema& next = *pending.back();
    pending.pop_back();
    for (const Keyword& keyword : next.keywords) {
      if (has_choice(keyword, scope)) return true;
      visit_in_place(keyword, visit);
      visit_below(keyword, visit);
    }
  }
  return false;
}

}  // namespace

Instruction Planner::make(Code code) {
  Instruction instruction{};
  instruction.code = code;
  return instruction;
}

const Plan* Planner::plan_for(const Subschema& subschema, const Scope& scope) {
  if (reaches_choice(subschema, scope)) return nullptr;
  const MutexLock lock(mutex_);
  Plan* plan = plan_of(subschema);
  while (!pending_.empty()) {
    const Subschema& next = *pending_.back();
    if (next.plan->built == kAllBuilt) {  // only then: what throws on the way is not forgotten
      pending_.pop_back();
      continue;
    }
    for (std::size_t kind = 0; kind < kKindCount; ++kind) {
      block_of(next, static_cast<Kind>(kind));
    }
  }
  return plan;
}

Plan* Planner::plan_of(const Subschema& subschema) {
  Plan*& plan = subschema.plan;
  if (plan == nullptr) {
    plan = unit_.keep(Plan{});
    plan->trivial = is_trivial(subschema);
    pending_.push_back(&subschema);
  }
  return plan;
}

// The plan for members or elements; nullptr where any value will do.
const Plan* Planner::child_of(const Subschema& subschema) {
  return is_trivial(subschema) && !subschema.rejects ? nullptr : plan_of(subschema);
}

// References and the like never lead back to where they began (Assembler::break_loops(), and no
// sub-schema comes here that leads to a choice), so this ends. How deep it goes is another matter:
// each compilation may put its own schemas in front of those of earlier ones. What is too deep for
// the stack is interpreted, and has its own blocks made when its turn among the pending ones comes.
const Block* Planner::block_of(const Subschema& subschema, Kind kind) {
  Plan* plan = plan_of(subschema);
  const auto index = static_cast<std::size_t>(kind);
  const auto bit = static_cast<std::uint8_t>(1u << index);
  if ((plan->built & bit) == 0) {
    if (depth_ == kMostDeep) return interpreted(subschema);
    const Deeper deeper(depth_);
    const Block* block = make_block(subschema, kind);
    plan->blocks[index] = block;
    if (block != nullptr && block->instructions.empty()) {
      plan->accepted |= bit;
    }
    plan->built |= bit;
  }
  return plan->blocks[index];
}

const Block* Planner::interpreted(const Subschema& subschema) {
  Instruction interpret = make(Code::Interpret);
  interpret.subschema = &subschema;
  return unit_.keep(Block{unit_.keep_all(Instructions{interpret})});
}

const Block* Planner::make_block(const Subschema& subschema, Kind kind) {
  static const Block kAccepts;
  if (subschema.rejects) return nullptr;
  Instructions out;
  if (subschema.tracks) {
    Instruction interpret = make(Code::Interpret);
    interpret.subschema = &subschema;
    out.push_back(interpret);
  } else {
    for (const Keyword& keyword : subschema.keywords) {
      if (emit(keyword, subschema, kind, out) == Reach::Rejects) return nullptr;
    }
    if (kind == Kind::Object) emit_members(subschema, out);
  }
  if (out.empty()) return &kAccepts;
  // Cheap tests first: they decide most failures.
  std::ranges::stable_sort(out, {}, &Instruction::code);
  return unit_.keep(Block{unit_.keep_all(out)});
}

Planner::Reach Planner::emit_in_place(const Subschema& subschema, Kind kind, Instructions& out) {
  const Block* block = block_of(subschema, kind);
  if (block == nullptr) return Reach::Rejects;
  if (block->instructions.size() <= kCopied) {
    out.insert(out.end(), block->instructions.begin(), block->instructions.end());
  } else {
    Instruction call = make(Code::Block);
    call.block = block;
    out.push_back(call);
  }
  return Reach::Continues;
}

Planner::Reach Planner::emit(const Keyword& keyword, const Subschema& subschema, Kind kind,
                             Instructions& out) {
  switch (keyword.op) {
    case Op::Type: {
      const TypeSet& types = std::get<TypeSet>(keyword.operand);
      if ((types.bits & TypeSet::bit(type_of(kind))) != 0) return Reach::Continues;
      if (!is_number(kind) || (types.bits & TypeSet::kInteger) == 0) return Reach::Rejects;
      if (kind == Kind::Integer) return Reach::Continues;
      out.push_back(make(Code::Holds));
      out.back().keyword = &keyword;
      return Reach::Continues;
    }
    case Op::Enum:
    case Op::Const:
      return emit_equal(keyword, kind, out);
    case Op::MultipleOf:
    case Op::Maximum:
    case Op::ExclusiveMaximum:
    case Op::Minimum:
    case Op::ExclusiveMinimum:
    case Op::NumberFormat:
      return is_number(kind) ? emit_number(keyword, kind, out) : Reach::Continues;
    case Op::MaxLength:
    case Op::MinLength:
    case Op::Pattern:
    case Op::Format:
    case Op::ContentEncoding:
    case Op::ContentMediaType:
      if (kind == Kind::String) emit_string(keyword, out);
      return Reach::Continues;
    case Op::MaxItems:
    case Op::MinItems:
    case Op::UniqueItems:
    case Op::PrefixItems:
    case Op::Items:
    case Op::Contains:
      if (kind == Kind::Array) emit_array(keyword, out);
      return Reach::Continues;
    case Op::MaxProperties:
    case Op::MinProperties:
    case Op::DependentRequired:
    case Op::DependentSchemas:
      return kind == Kind::Object ? emit_object(keyword, kind, out) : Reach::Continues;
    case Op::Required:
    case Op::Properties:
    case Op::PatternProperties:
    case Op::AdditionalProperties:
    case Op::PropertyNames:
      return Reach::Continues;  // emit_members() reads them together
    case Op::AllOf:
      for (const Subschema* one : *std::get<const Subschemas*>(keyword.operand)) {
        if (emit_in_place(*one, kind, out) == Reach::Rejects) return Reach::Rejects;
      }
      return Reach::Continues;
    case Op::AnyOf:
      return emit_branches(Code::AnyOf, *std::get<const Branches*>(keyword.operand), kind, out);
    case Op::OneOf:
      return emit_branches(Code::OneOf, *std::get<const Branches*>(keyword.operand), kind, out);
    case Op::Not: {
      const Block* block = block_of(*std::get<const Subschema*>(keyword.operand), kind);
      if (block == nullptr) return Reach::Continues;
      if (block->instructions.empty()) return Reach::Rejects;
      out.push_back(make(Code::Not));
      out.back().block = block;
      return Reach::Continues;
    }
    case Op::Conditional:
      return emit_conditional(*std::get<const schema::Conditional*>(keyword.operand), kind, out);
    case Op::Reference:
      return emit_in_place(*std::get<const Subschema*>(keyword.operand), kind, out);
    case Op::DynamicReference:
      return emit_in_place(*std::get<const Dynamic*>(keyword.operand)->initial, kind, out);
    case Op::UnevaluatedItems:
    case Op::UnevaluatedProperties:
    case Op::ContentSchema:
      return Reach::Continues;  // make_block() leaves these sub-schemas to the Checker
    case Op::Unchecked:
      out.push_back(make(Code::Unchecked));
      return Reach::Continues;
  }
  static_cast<void>(subschema);
  return Reach::Continues;
}

Planner::Reach Planner::emit_equal(const Keyword& keyword, Kind kind, Instructions& out) {
  const json::Value& value = *std::get<const json::Value*>(keyword.operand);
  const auto candidates =
      keyword.op == Op::Const ? std::span<const json::Value>(&value, 1) : value.elements();
  std::vector<std::string_view> texts;
  bool any = false;
  for (const json::Value& one : candidates) {
    if (one.type() != type_of(kind)) continue;
    any = true;
    if (one.is_string()) texts.push_back(one.as_string());
  }
  if (!any) return Reach::Rejects;
  if (kind == Kind::Null) return Reach::Continues;
  if (kind == Kind::String) {
    out.push_back(make(Code::OneOfStrings));
    out.back().strings = unit_.keep(StringSet::of(std::move(texts)));
  } else {
    out.push_back(make(Code::Holds));
    out.back().keyword = &keyword;
  }
  return Reach::Continues;
}

Planner::Reach Planner::emit_number(const Keyword& keyword, Kind kind, Instructions& out) {
  const auto* bound = std::get_if<const json::Value*>(&keyword.operand);
  const bool plain = kind == Kind::Integer && bound != nullptr && (*bound)->kind() == Kind::Integer;
  if (plain && (keyword.op == Op::Minimum || keyword.op == Op::Maximum)) {
    out.push_back(make(keyword.op == Op::Minimum ? Code::AtLeast : Code::AtMost));
    out.back().integer = (*bound)->as_integer();
    return Reach::Continues;
  }
  out.push_back(make(Code::Holds));
  out.back().keyword = &keyword;
  return Reach::Continues;
}

void Planner::emit_string(const Keyword& keyword, Instructions& out) {
  switch (keyword.op) {
    case Op::MinLength:
    case Op::MaxLength:
      out.push_back(make(keyword.op == Op::MinLength ? Code::MinLength : Code::MaxLength));
      out.back().number = std::get<std::uint64_t>(keyword.operand);
      break;
    case Op::Pattern:
      out.push_back(make(Code::Pattern));
      out.back().pattern = std::get<const regex::Pattern*>(keyword.operand);
      break;
    default:
      out.push_back(make(Code::Holds));
      out.back().keyword = &keyword;
      break;
  }
}

void Planner::emit_array(const Keyword& keyword, Instructions& out) {
  switch (keyword.op) {
    case Op::MinItems:
    case Op::MaxItems:
      out.push_back(make(keyword.op == Op::MinItems ? Code::MinSize : Code::MaxSize));
      out.back().number = std::get<std::uint64_t>(keyword.operand);
      break;
    case Op::PrefixItems: {
      Plans plans;
      for (const Subschema* one : *std::get<const Subschemas*>(keyword.operand)) {
        plans.push_back(plan_of(*one));
      }
      out.push_back(make(Code::Prefix));
      out.back().plans = unit_.keep(std::move(plans));
      break;
    }
    case Op::Items: {
      const schema::Items& items = *std::get<const schema::Items*>(keyword.operand);
      const Plan* plan = child_of(*items.subschema);
      if (plan == nullptr) break;
      out.push_back(make(Code::Elements));
      out.back().number = items.first;
      out.back().plan = plan;
      break;
    }
    case Op::Contains: {
      const schema::Contains& contains = *std::get<const schema::Contains*>(keyword.operand);
      out.push_back(make(Code::Contains));
      out.back().contains =
          unit_.keep(ContainsPlan{plan_of(*contains.subschema), contains.min, contains.max});
      break;
    }
    default:
      out.push_back(make(Code::Holds));
      out.back().keyword = &keyword;
      break;
  }
}

Planner::Reach Planner::emit_object(const Keyword& keyword, Kind kind, Instructions& out) {
  if (keyword.op == Op::DependentRequired) {
    out.push_back(make(Code::DependentNames));
    out.back().dependent_names = std::get<const schema::DependentNames*>(keyword.operand);
  } else if (keyword.op == Op::DependentSchemas) {
    schema::DependentBlocks dependent;
    for (const auto& entry : std::get<const DependentSubschemas*>(keyword.operand)->entries) {
      dependent.entries.push_back({entry.name, block_of(*entry.subschema, kind)});
    }
    out.push_back(make(Code::DependentBlocks));
    out.back().dependent_blocks = unit_.keep(std::move(dependent));
  } else {
    out.push_back(make(keyword.op == Op::MinProperties ? Code::MinSize : Code::MaxSize));
    out.back().number = std::get<std::uint64_t>(keyword.operand);
  }
  return Reach::Continues;
}

Planner::Reach Planner::emit_branches(Code code, const Branches& branches, Kind kind,
                                      Instructions& out) {
  std::vector<const Subschema*> subschemas;
  BranchBlocks possible;
  std::size_t certain = 0;
  for (const Subschema* branch : branches.subschemas) {
    const Block* block = block_of(*branch, kind);
    if (block == nullptr) continue;
    if (block->instructions.empty()) ++certain;
    subschemas.push_back(branch);
    possible.blocks.push_back(block);
  }
  if (possible.blocks.empty()) return Reach::Rejects;
  if (code == Code::AnyOf && certain > 0) return Reach::Continues;
  if (code == Code::OneOf && certain > 1) return Reach::Rejects;
  if (possible.blocks.size() == 1) return emit_in_place(*subschemas[0], kind, out);
  if (kind == Kind::Object) possible.choice = choice_for(subschemas, possible.blocks);
  out.push_back(make(code));
  out.back().branches = unit_.keep(std::move(possible));
  return Reach::Continues;
}

Planner::Reach Planner::emit_conditional(const schema::Conditional& conditional, Kind kind,
                                         Instructions& out) {
  static const Block kAccepts;
  const auto block_or_accept = [&](const Subschema* subschema) {
    return subschema == nullptr ? &kAccepts : block_of(*subschema, kind);
  };
  const Block* condition = block_of(*conditional.condition, kind);
  if (condition == nullptr || condition->instructions.empty()) {
    const Subschema* next =
        condition == nullptr ? conditional.alternative : conditional.consequence;
    return next == nullptr ? Reach::Continues : emit_in_place(*next, kind, out);
  }
  ConditionalBlocks blocks{condition, block_or_accept(conditional.consequence),
                           block_or_accept(conditional.alternative)};
  const auto accepts = [](const Block* block) {
    return block != nullptr && block->instructions.empty();
  };
  if (accepts(blocks.consequence) && accepts(blocks.alternative)) return Reach::Continues;
  out.push_back(make(Code::Conditional));
  out.back().conditional = unit_.keep(blocks);
  return Reach::Continues;
}

}  // namespace holotype::schema
