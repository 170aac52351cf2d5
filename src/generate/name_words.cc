#include "generate/name_words.h"

namespace holotype::generate {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::string words_in(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_upper(c) && !is_lower(c)) {
      if (!text.empty() && text.back() != ' ') text += ' ';
      continue;
    }
    const bool begins_word =
        is_upper(c) && i > 0 &&
        (is_lower(name[i - 1]) ||
         (i + 1 < name.size() && is_lower(name[i + 1]) && is_upper(name[i - 1])));
    if (begins_word && !text.empty() && text.back() != ' ') text += ' ';
    text += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

bool ends_with_words(std::string_view text, std::string_view words) {
  if (!text.ends_with(words)) return false;
  return text.size() == words.size() || text[text.size() - words.size() - 1] == ' ';
}
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool begins = at == 0 || text[at - 1] == ' ';
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || text[end] == ' ')) return true;
  }
  return false;
}

}  // namespace holotype::generate
