// Maker: one search for a value, from the root down.
//
// Internal to the module; see maker.cc for how it searches.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generate/demand.h"
#include "generate/generator.h"
#include "generate/numeric.h"
#include "generate/shape.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::generate {

// How one search goes about it.
struct Search {
  // Optional objects and arrays are left out below this depth.
  std::uint32_t levels = 8;
  enum class Judging : std::uint8_t {
    None,   // as constructed: the caller judges the whole
    Each,   // every value is judged before it is used; what fails is made in another way
    Never,  // and what cannot be made is null, or the author's example
  };
  Judging judging = Judging::None;
};

// Which of the optional members of an object are there.
enum class Extent : std::uint8_t { Everything, Required, Some };

// A place in the value that is being made.
struct Site {
  const Site* parent = nullptr;
  std::string_view token = {};  // of the JSON Pointer, for members
  std::size_t index = 0;        // for elements
  bool is_element = false;

  std::span<const Shape* const> wanted = {};       // all must hold
  std::span<const json::Value* const> hints = {};  // what the examples around show at this place
  std::string_view tag = {};                       // what a discriminator asks for
  Ancestry ancestry = {};

  std::uint64_t seed = 0;     // f(seed of the whole, pointer)
  std::uint64_t variant = 0;  // 0 is the preferred value
  std::uint32_t depth = 0;
  bool is_optional = false;     // may be left out
  std::string_view name = {};   // of the property, or the nearest one around
  std::string_view owner = {};  // what has that property
};

// A value twice: valid, and as it is served where a trusted example breaks its schema.
struct Made {
  json::Value strict;
  json::Value served;
  bool differs = false;

  static Made same(const json::Value& value) { return {value, value}; }
};

class Maker {
 public:
  Maker(const Options& options, const Search& search, json::Arena& arena);

  // nullopt: nothing was found, or (is_optional) it is better left out.
  std::optional<Made> make(const Site& site);

  // Whether the value grew beyond max_nodes.
  bool overflowed() const { return nodes_ > options_.max_nodes; }
  // Whether the search was given up.
  bool exhausted() const { return steps_ > options_.max_steps; }
  std::uint32_t steps() const { return steps_; }
  void spend(std::uint32_t steps) { steps_ += steps; }
  diagnostic::Diagnostics take_findings() { return std::move(findings_); }

 private:
  struct Attempt {
    Extent extent = Extent::Everything;
    std::uint64_t number = 0;
  };

  std::optional<Made> search(const Site& site, Demand first);
  std::optional<Made> build(const Site& site, const Demand& demand, const Attempt& attempt);
  std::optional<Made> from_author(const Site& site, const Demand& demand);
  std::optional<Made> from_choices(const Site& site, const Demand& demand, const Attempt& attempt);
  std::optional<Made> make_content(const Site& site, const Demand& demand);
  Made trusted(const Site& site, const Demand& demand, Made made);
  std::optional<Made> last_resort(const Site& site, const Demand& demand);
  bool accepts(const Site& site, const json::Value& value) const;
  bool is_too_deep(const Site& site, const Demand& demand) const;
  ScalarContext context_of(const Site& site, const Demand& demand, const Attempt& attempt) const;

  // objects.cc
  struct Slot;
  class Slots;
  std::optional<Made> make_object(const Site& site, const Demand& demand, const Attempt& attempt);
  std::optional<Made> make_member(const Site& site, const Demand& demand, const Slot& slot,
                                  const Attempt& attempt, bool is_required);
  std::optional<std::string> extra_name(const Site& site, const Demand& demand, std::size_t index,
                                        std::size_t repeated);

  // tell_apart.cc
  std::optional<Made> tell_apart(const Site& site, const Demand& demand, const json::Value& object);
  std::optional<json::Value> without_branch(const json::Value& object, const Shape& kept,
                                            const Shape& other);

  // arrays.cc
  std::optional<Made> make_array(const Site& site, const Demand& demand, const Attempt& attempt);

  const Options& options_;
  Search search_;
  json::Arena& arena_;
  std::uint32_t nodes_ = 0;
  std::uint32_t steps_ = 0;
  diagnostic::Diagnostics findings_;
};

// The JSON Pointer of `site`.
std::string pointer_of(const Site& site);

}  // namespace holotype::generate
