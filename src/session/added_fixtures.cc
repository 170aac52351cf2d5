#include "session/added_fixtures.h"

#include <algorithm>

namespace holotype::session {
namespace {

std::string operation_of(const fixtures::Fixture& fixture) {
  return fixture.operation == nullptr ? "*" : fixture.operation->id;
}

}  // namespace

std::shared_ptr<const fixtures::FixtureSet> AddedFixtures::set(const Description& description) {
  if (empty()) return nullptr;
  MutexLock lock(mutex_);
  // A weak_ptr, because an address may be used again by a later description.
  if (set_ == nullptr || compiled_for_.lock() != description) compile(description);
  return set_;
}

bool AddedFixtures::has_entry(const fixtures::Fixture& fixture, const std::string* text) const {
  const std::string operation = operation_of(fixture);
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return entry.text.get() == text && entry.name == fixture.name && entry.operation == operation;
  });
}

void AddedFixtures::compile(const Description& description) {
  faults_.clear();
  std::vector<fixtures::FixtureSet> sets;
  const std::string* last = nullptr;
  // The entries of a text are adjacent. Not std::views::reverse: Clang 14 cannot read libstdc++'s.
  for (auto at = entries_.rbegin(); at != entries_.rend(); ++at) {
    const Entry& entry = *at;
    if (entry.text.get() == last) continue;
    last = entry.text.get();
    auto loaded = fixtures::load_text(description, "added fixtures", *entry.text);
    if (!loaded) {
      diagnostic::append(faults_, std::move(loaded.error()));
      continue;
    }
    std::vector<fixtures::FixtureSet> one;
    one.push_back(std::move(*loaded));
    sets.push_back(fixtures::FixtureSet::join(
        std::move(one), [&](const fixtures::Fixture& fixture)
                            REQUIRES(mutex_) { return has_entry(fixture, last); }));
  }
  set_ = std::make_shared<const fixtures::FixtureSet>(
      fixtures::FixtureSet::join(std::move(sets), [](const fixtures::Fixture&) { return true; }));
  compiled_for_ = description;
}

void AddedFixtures::add(std::string text, const fixtures::FixtureSet& loaded) {
  const auto shared = std::make_shared<const std::string>(std::move(text));
  MutexLock lock(mutex_);
  for (const fixtures::Fixture& fixture : loaded.fixtures()) {
    const std::string operation = operation_of(fixture);
    std::erase_if(entries_, [&](const Entry& entry) {
      return entry.name == fixture.name && entry.operation == operation;
    });
    entries_.push_back({operation, fixture.name, shared});
  }
  entries_have_changed();
}

std::size_t AddedFixtures::remove(std::string_view name) {
  MutexLock lock(mutex_);
  const std::size_t count =
      std::erase_if(entries_, [name](const Entry& entry) { return entry.name == name; });
  entries_have_changed();
  return count;
}

void AddedFixtures::clear() {
  MutexLock lock(mutex_);
  entries_.clear();
  entries_have_changed();
}

void AddedFixtures::forget_compiled() {
  MutexLock lock(mutex_);
  set_.reset();
}

void AddedFixtures::entries_have_changed() {
  set_.reset();
  faults_.clear();
  has_any_.store(!entries_.empty(), std::memory_order_release);
}

diagnostic::Diagnostics AddedFixtures::faults() const {
  MutexLock lock(mutex_);
  return faults_;
}

}  // namespace holotype::session
