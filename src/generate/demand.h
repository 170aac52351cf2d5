// Demand: everything that must hold at one place, merged from the schemas that apply there.
//
// References and `allOf` add their schemas; of `anyOf`, `oneOf` and `if` one branch is chosen, and
// the schemas of that branch are added. Attempts differ in what they choose.
//
// Internal to the module. Tests: tests/generate/generator_test.cc
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "generate/shape.h"

namespace holotype::generate {

// The choices of one attempt: attempt 0 takes what is preferred everywhere; attempt n reads n as a
// number with one digit a choice, so that consecutive attempts differ in the first choice first.
class Choices {
 public:
  Choices(std::uint64_t attempt, std::uint64_t seed, bool vary)
      : attempt_(attempt), seed_(seed), vary_(vary) {}

  // An index below `count`. With `vary` the preferred ones are those below `equals`, by seed.
  std::size_t pick(std::size_t count, std::size_t equals);

 private:
  std::uint64_t attempt_;
  std::uint64_t seed_;
  bool vary_;
};

// The property that a discriminator asks to have a value.
struct Tag {
  std::string_view property;
  std::string_view value;
};

// The subjects of the values around: what would recur if it were chosen again.
struct Ancestry {
  const Ancestry* parent = nullptr;
  std::span<const Shape* const> subjects = {};

  bool contains(const Shape* shape) const {
    for (const Ancestry* at = this; at != nullptr; at = at->parent) {
      for (const Shape* subject : at->subjects) {
        if (subject == shape) return true;
      }
    }
    return false;
  }

  // The number of values around.
  int depth() const {
    int levels = 0;
    for (const Ancestry* at = parent; at != nullptr; at = at->parent) ++levels;
    return levels;
  }
};

struct Demand {
  std::vector<const Shape*> parts;  // the outermost first, each once
  // Those of `parts` that the value is an instance of rather than an extension: what was wanted,
  // with references followed, and the branches chosen. They tell recursion, and whose examples are
  // whole.
  std::vector<const Shape*> subjects;
  Types types = types::kAny;
  bool is_impossible = false;            // contradictory, as far as can be seen
  std::vector<Tag> tags;                 // of discriminators
  std::vector<std::string_view> banned;  // properties that a `not` excludes

  // Whether some part demands that the object has it.
  bool requires_property(std::string_view name) const;
  bool bans(std::string_view name) const;
  // The value that a discriminator asks for at `property`; "" where none does.
  std::string_view tag_of(std::string_view property) const;
};

// `wanted` and all that follows from it.
Demand expand(std::span<const Shape* const> wanted, Choices choices, const Ancestry& ancestry);

// What `shape` allows by `type`, `enum` and `const` in it and in what it refers to.
Types types_of(const Shape* shape);

}  // namespace holotype::generate
