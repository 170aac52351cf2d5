#include "json/pointer.h"

#include <algorithm>
#include <charconv>

namespace holotype::json {
namespace {

// The token with "~1" and "~0" replaced, in that order (section 4); nullopt at any other "~".
std::optional<std::string> unescape(std::string_view token) {
  std::string out;
  out.reserve(token.size());
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
      continue;
    }
    const char next = i + 1 < token.size() ? token[i + 1] : '\0';
    if (next != '0' && next != '1') return std::nullopt;
    out += next == '0' ? '~' : '/';
    ++i;
  }
  return out;
}

void append_escaped(std::string& out, std::string_view token) {
  for (;;) {
    const auto is_special = [](char c) { return c == '~' || c == '/'; };
    const auto plain =
        static_cast<std::size_t>(std::ranges::find_if(token, is_special) - token.begin());
    out += token.substr(0, plain);
    if (plain == token.size()) return;
    out += token[plain] == '~' ? "~0" : "~1";
    token.remove_prefix(plain + 1);
  }
}

// An array index of section 4: digits without a leading zero.
const Value* element(const Value& array, std::string_view token) {
  if (token.empty() || (token.size() > 1 && token[0] == '0')) return nullptr;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  const bool is_index = error == std::errc() && end == token.data() + token.size();
  return is_index && index < array.size() ? &array.elements()[index] : nullptr;
}

const Value* child(const Value& value, std::string_view token) {
  return value.is_array() ? element(value, token) : value.find(token);
}

}  // namespace

std::string escape_token(std::string_view token) {
  std::string out;
  append_escaped(out, token);
  return out;
}

void append_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  append_escaped(pointer, token);
}

void append_token(std::string& pointer, std::size_t index) {
  pointer += '/';
  pointer += std::to_string(index);
}

std::string join(std::string_view pointer, std::string_view token) {
  std::string out(pointer);
  append_token(out, token);
  return out;
}

std::string join(std::string_view pointer, std::size_t index) {
  std::string out(pointer);
  append_token(out, index);
  return out;
}

std::optional<std::vector<std::string>> tokens(std::string_view pointer) {
  std::vector<std::string> out;
  if (pointer.empty()) return out;
  if (pointer.front() != '/') return std::nullopt;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    std::optional<std::string> token = unescape(pointer.substr(0, end));
    if (!token) return std::nullopt;
    out.push_back(std::move(*token));
    pointer.remove_prefix(end);
  }
  return out;
}

const Value* resolve(const Value& root, std::string_view pointer) {
  if (!pointer.empty() && pointer.front() != '/') return nullptr;
  const Value* at = &root;
  while (!pointer.empty() && at != nullptr) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    if (token.find('~') == std::string_view::npos) {  // as nearly all are: no copy
      at = child(*at, token);
    } else {
      const std::optional<std::string> unescaped = unescape(token);
      at = unescaped ? child(*at, *unescaped) : nullptr;
    }
  }
  return at;
}

}  // namespace holotype::json
