#include "state/document.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "json/number.h"
#include "json/pointer.h"
#include "json/text.h"

namespace holotype::state {

DocumentPtr make_document(std::string id, const json::Value& value) {
  auto document = std::make_shared<Document>();
  document->id = std::move(id);
  // Thousands of them may be stored: each takes what it needs.
  auto arena = std::make_unique<json::Arena>(json::copied_bytes(value));
  const json::Value root = json::copy(*arena, value);
  document->tree = json::Tree(std::move(arena), root);
  return document;
}

const Document::Words& Document::words() const {
  return words_.get([this] {
    Words words{json::write(value()), {}};
    words.etag = fmt::format("\"{:016x}\"", hash_bytes(words.text));
    return words;
  });
}

std::string id_text(const json::Value& id) {
  // 20, 20.0 and 2e1 are one number (JSON Schema 2020-12 core, section 4.2.2).
  if (const auto whole = id.is_number() ? json::to_int64(id) : std::nullopt)
    return std::to_string(*whole);
  return id.is_string() ? std::string(id.as_string()) : json::write(id);
}

json::Value with_part(const json::Value& value, std::string_view pointer, const json::Value& part,
                      json::Arena& arena) {
  const auto tokens = json::tokens(pointer);
  if (!tokens || tokens->empty()) return part;
  const std::string& name = tokens->front();
  std::string rest;
  for (std::size_t i = 1; i < tokens->size(); ++i) json::append_token(rest, (*tokens)[i]);
  const bool is_only_element = name == "0" && !value.is_object();
  if (is_only_element) {
    const json::Value old =
        value.size() > 0 && value.is_array() ? value.elements().front() : json::Value();
    const json::Value element = with_part(old, rest, part, arena);
    return json::Value::array(arena, {&element, 1});
  }
  const json::HashedName hashed(arena.copy(name));
  std::vector<json::Member> members(value.members().begin(), value.members().end());
  for (json::Member& member : members) {
    if (member.hash != hashed.hash || member.name() != name) continue;
    member.value = with_part(member.value, rest, part, arena);
    return json::Value::object(arena, members);
  }
  members.emplace_back(hashed, with_part(json::Value(), rest, part, arena));
  return json::Value::object(arena, members);
}

}  // namespace holotype::state
