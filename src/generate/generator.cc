#include "generate/generator.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "diagnostic/rules_generate.h"
#include "generate/maker.h"
#include "json/text.h"

namespace holotype::generate {

namespace {

// "Task" for components.schemas.Task: what a name inside it is the name of.
std::string_view component_of(const Shape* shape) { return target_of(shape)->name; }

}  // namespace

std::uint64_t seed_for(std::uint64_t seed, std::string_view operation,
                       std::uint64_t request_fingerprint) {
  return hash_mix(hash_bytes(operation, seed), request_fingerprint);
}

Generator::Generator(std::shared_ptr<const schema::Schema> schema,
                     std::shared_ptr<const void> memory, const Shape* shape)
    : schema_(std::move(schema)), memory_(std::move(memory)), shape_(shape) {}

Generated Generator::generate(const Options& options, json::Arena& arena) const {
  const Shape* const wanted[] = {shape_};
  Site root;
  root.wanted = wanted;
  root.seed = options.seed;
  root.name = component_of(shape_);
  std::uint32_t steps = 0;
  const auto run = [&](const Search& search) {
    Maker maker(options, search, arena);
    maker.spend(steps);
    auto made = maker.make(root);
    steps = maker.steps();
    return std::tuple(std::move(made), maker.overflowed(), maker.take_findings());
  };
  // Fewer levels where the value grows too large; the judge of each value only where it is needed.
  std::uint32_t levels = options.max_depth;
  for (bool is_last = false; !is_last; levels = levels > 4 ? levels / 2 : levels - 1) {
    is_last = levels == 0;
    bool overflowed = false;
    for (const auto judging : {Search::Judging::None, Search::Judging::Each}) {
      auto [made, is_too_large, findings] = run({levels, judging});
      overflowed = is_too_large;
      if (overflowed) break;
      if (!made || !schema_->accepts(made->strict)) continue;
      return {made->served, {}, std::move(findings)};
    }
    if (!overflowed) break;
  }
  Generated generated;
  steps = 0;
  auto [made, is_too_large, findings] = run({2, Search::Judging::Never});
  if (made) generated.attempt = made->served;
  generated.findings = std::move(findings);
  diagnostic::Diagnostic failure;
  failure.rule = &diagnostic::rules::kGenerateNoInstance;
  failure.message = "must have an instance that can be found within " +
                    std::to_string(options.max_steps) + " steps and " +
                    std::to_string(options.max_nodes) + " values";
  failure.schema = shape_->place.location();
  failure.source = shape_->place.source();
  failure.causes = schema_->check(generated.attempt).findings;
  generated.findings.push_back(std::move(failure));
  return generated;
}

}  // namespace holotype::generate
