#include "tester/comparison.h"

#include <string_view>

#include "json/pointer.h"
#include "json/text.h"
#include "state/document.h"

namespace holotype::tester {
namespace {

using json::Value;

// Texts that differ in case and white space at the ends alone are taken for the same: services
// tidy up what they store.
bool is_same(const Value& sent, const Value& shown) {
  if (json::equal(sent, shown)) return true;
  if (!sent.is_string() || !shown.is_string()) return false;
  const auto tidied = [](std::string_view text) {
    std::string out;
    for (const char c : text)
      if (c != ' ') out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return out;
  };
  return tidied(sent.as_string()) == tidied(shown.as_string());
}

}  // namespace

bool is_scalar(const Value& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

Compared compare(const Value& sent, const Value& shown, const MayShow& may_show) {
  Compared result;
  for (const json::Member& member : sent.members()) {
    const Value* there = shown.find(member.name());
    if (there == nullptr || !is_scalar(member.value) || there->type() != member.value.type())
      continue;
    // Moments are written in many ways.
    if (member.value.is_string() && member.value.as_string().find(':') != std::string::npos)
      continue;
    ++result.members;
    if (!result.different.empty() || is_same(member.value, *there)) continue;
    if (may_show && !may_show(member)) continue;
    result.different = member.name();
    result.sent = json::shorten(member.value);
    result.shown = json::shorten(*there);
  }
  return result;
}

MayShow shown_by(const state::OperationRole& role, const Value& body, json::Arena& arena) {
  const auto schema = role.media_type == nullptr ? nullptr : role.media_type->schema.compiled;
  if (schema == nullptr || !role.pointer || !schema->accepts(body)) return {};
  return [schema, &role, &body, &arena](const json::Member& sent) {
    const state::Field* field = role.fields == nullptr ? nullptr : role.fields->find(sent.name());
    if (field != nullptr && field->is_read_only) return false;
    return schema->accepts(
        state::with_part(body, json::join(*role.pointer, sent.name()), sent.value, arena));
  };
}

}  // namespace holotype::tester
