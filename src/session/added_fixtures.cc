#include "session/added_fixtures.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "json/text.h"
#include "json/value.h"

namespace holotype::session {
namespace {

constexpr const char* kSource = "added fixtures";

std::string operation_of(const fixtures::Fixture& fixture) {
  return fixture.operation == nullptr ? "*" : fixture.operation->id;
}

std::string written_operation(const fixtures::Fixture& fixture) {
  return std::string(fixture.node.member("operation").value->as_string());
}

// The file of a fixture without the others: what begins with x- may be referred to.
std::string alone(const fixtures::Fixture& fixture) {
  json::Arena arena;
  const json::Value list = json::Value::array(arena, {fixture.node.value, 1});
  const json::Value& root = fixture.node.file->root();
  if (!root.is_object()) return json::write(list);
  std::vector<json::Member> members(root.members().begin(), root.members().end());
  for (json::Member& member : members) {
    if (member.name() == "fixtures") member.value = list;
  }
  return json::write(json::Value::object(arena, members));
}

diagnostic::Diagnostic left_out(const std::string& name, const diagnostic::Diagnostics& faults) {
  const auto is_error = [](const diagnostic::Diagnostic& fault) {
    return fault.rule->severity == diagnostic::Severity::Error;
  };
  diagnostic::Diagnostic finding = *std::ranges::find_if(faults, is_error);
  finding.message = fmt::format("the fixture {}, which was added at run time, is left out: {}",
                                name, finding.message);
  finding.source = {};  // a place in a text that nobody has written
  return finding;
}

}  // namespace

std::shared_ptr<const fixtures::FixtureSet> AddedFixtures::set(const Description& description) {
  if (empty()) return nullptr;
  MutexLock lock(mutex_);
  // A weak_ptr, because an address may be used again by a later description.
  if (set_ == nullptr || compiled_for_.lock() != description) compile(description);
  return set_;
}

AddedFixtures::Compiled AddedFixtures::compiled(const std::vector<Entry>& entries,
                                                const Description& description) {
  Compiled out;
  const auto keep = [&out](fixtures::FixtureSet set, const auto& keeps) {
    std::vector<fixtures::FixtureSet> one;
    one.push_back(std::move(set));
    out.sets.push_back(fixtures::FixtureSet::join(std::move(one), keeps));
  };
  // The entries of a text are adjacent.
  for (std::size_t end = entries.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && entries[begin - 1].text == entries[begin].text) --begin;
    const std::span<const Entry> own(&entries[begin], end - begin);
    end = begin;
    if (auto loaded = fixtures::load_text(description, kSource, *own.front().text)) {
      keep(*std::move(loaded), [own](const fixtures::Fixture& fixture) {
        return std::ranges::any_of(own, [&fixture](const Entry& entry) {
          return entry.name == fixture.name && entry.written == written_operation(fixture);
        });
      });
      continue;
    }
    // Whoever is at fault goes alone.
    for (const Entry& entry : own) {
      auto loaded = fixtures::load_text(description, kSource, *entry.alone);
      if (loaded) {
        keep(*std::move(loaded), [](const fixtures::Fixture&) { return true; });
      } else {
        out.faults.push_back(left_out(entry.name, loaded.error()));
      }
    }
  }
  return out;
}

void AddedFixtures::compile(const Description& description) {
  set_ = std::make_shared<const fixtures::FixtureSet>(fixtures::FixtureSet::join(
      compiled(entries_, description).sets, [](const fixtures::Fixture&) { return true; }));
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
    entries_.push_back({operation, written_operation(fixture), fixture.name, shared,
                        std::make_shared<const std::string>(alone(fixture))});
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
  has_any_.store(!entries_.empty(), std::memory_order_release);
}

diagnostic::Diagnostics AddedFixtures::faults(const Description& description) const {
  if (empty()) return {};
  std::vector<Entry> entries;
  {
    MutexLock lock(mutex_);
    entries = entries_;
  }
  return compiled(entries, description).faults;  // not under the lock, where requests would wait
}

}  // namespace holotype::session
