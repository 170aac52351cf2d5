#include "document/parse.h"

#include <algorithm>
#include <utility>

#include "diagnostic/rules_document.h"
#include "document/encoding.h"
#include "document/yaml.h"
#include "document/yaml_tree.h"
#include "json/text.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

bool begins_like_json(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && (text[at] == '{' || text[at] == '[');
}

// HAR 1.2: the text of a recording is JSON.
bool is_named_json(std::string_view name) {
  return name.ends_with(".json") || name.ends_with(".har");
}
bool is_named_yaml(std::string_view name) {
  return name.ends_with(".yaml") || name.ends_with(".yml");
}

// The JSON string that `text` begins with, quotes included, as written.
std::string_view raw_string(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return text.substr(0, end + 1);
}

// Finds the first of two equal names. Of a name that occurs twice the tree keeps the first name and
// the last value; so a duplicate's first is the member whose name stands before, and whose value
// stands behind it.
class FirstNames {
 public:
  FirstNames(std::string_view text, Faults& faults) : text_(text), faults_(faults) {}

  void visit(const json::Value& value) {
    for (const json::Member& member : value.members()) {
      note(member);
      visit(member.value);
    }
    for (const json::Value& element : value.elements()) visit(element);
  }

 private:
  void note(const json::Member& member) {
    const auto first = std::lower_bound(
        faults_.begin(), faults_.end(), member.name_offset + 1,
        [](const Fault& fault, std::uint32_t offset) { return fault.offset < offset; });
    for (auto fault = first; fault != faults_.end() && fault->offset < member.value.offset();
         ++fault) {
      if (raw_string(text_.substr(fault->offset)) == raw_string(text_.substr(member.name_offset))) {
        fault->earlier = member.name_offset;
      }
    }
  }

  std::string_view text_;
  Faults& faults_;  // in the order of the text
};

Faults duplicate_faults(std::string_view text, const json::Value& root,
                        std::vector<std::uint32_t> offsets) {
  std::sort(offsets.begin(), offsets.end());
  Faults faults;
  for (const std::uint32_t offset : offsets) {
    const std::string_view name = raw_string(text.substr(offset));
    faults.push_back({&rules::kDocumentDuplicateKey, offset,
                      "a member name must occur once in an object",
                      std::string(name.substr(1, name.size() - 2))});
  }
  if (!faults.empty()) FirstNames(text, faults).visit(root);
  return faults;
}

// "The string does not end; ..." -> "the string does not end; ...": a message is a part of a
// sentence.
std::string sentence_part(std::string message) {
  if (!message.empty() && message.front() >= 'A' && message.front() <= 'Z') {
    message.front() = static_cast<char>(message.front() - 'A' + 'a');
  }
  if (message.ends_with('.')) message.pop_back();
  return message;
}

// How many arrays and objects are open at `offset`.
std::size_t depth_at(std::string_view text, std::size_t offset) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
    if (text[i] == '"') i += raw_string(text.substr(i)).size() - 1;
    if (text[i] == '[' || text[i] == '{') ++depth;
    if (text[i] == ']' || text[i] == '}') --depth;
  }
  return depth;
}

Fault syntax_fault(std::string_view text, json::SyntaxError error) {
  const auto offset = static_cast<std::uint32_t>(error.offset);
  const bool is_too_deep = depth_at(text, offset) >= kMaxDepth;
  return {is_too_deep ? &rules::kDocumentTooDeep : &rules::kDocumentSyntax, offset,
          sentence_part(std::move(error.message))};
}

Parsed read_json(const std::string& text) {
  Parsed parsed;
  auto arena = std::make_unique<json::Arena>(text.size() + 256);
  std::vector<std::uint32_t> duplicates;
  const auto root = json::read(*arena, text, {.max_depth = kMaxDepth}, &duplicates);
  if (root) {
    parsed.faults = duplicate_faults(text, *root, std::move(duplicates));
    parsed.tree.emplace(std::move(arena), *root);
  } else {
    parsed.faults.push_back(syntax_fault(text, root.error()));
  }
  return parsed;
}

// `text` with CR LF and CR as LF (YAML 1.2.2 section 5.4) and with an end to its last line, where
// yaml-cpp takes a block scalar for unfinished without. Lines and columns stay what they were.
std::string with_line_feeds(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 1);
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    out += text.substr(0, end);
    out += '\n';
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return out;
}

bool has_line_feeds(std::string_view text) {
  return text.find('\r') == std::string_view::npos && (text.empty() || text.ends_with('\n'));
}

Parsed read_yaml_text(std::string text) {
  Parsed parsed;
  auto arena = std::make_unique<json::Arena>(text.size() + 256);
  auto document = read_yaml(*arena, text);
  parsed.text = std::move(text);
  if (document) {
    parsed.tree.emplace(std::move(arena), document->root);
    parsed.faults = std::move(document->faults);
  } else {
    parsed.faults.push_back(std::move(document.error()));
  }
  return parsed;
}

}  // namespace

Parsed parse(std::string bytes, std::string_view name) {
  auto text = to_utf8(bytes);
  if (!text) return {std::move(bytes), std::nullopt, {std::move(text.error())}};
  std::optional<Parsed> json;
  if (begins_like_json(*text)) {
    json = read_json(*text);
    if (json->tree || json->faults.back().rule == &rules::kDocumentTooDeep) {
      json->text = std::move(*text);
      return std::move(*json);
    }
  }
  Parsed yaml = read_yaml_text(has_line_feeds(*text) ? *text : with_line_feeds(*text));
  if (!yaml.tree && json && !is_named_yaml(name)) {
    json->text = std::move(*text);
    return std::move(*json);
  }
  if (yaml.tree && json && is_named_json(name)) {
    Fault fault = std::move(json->faults.back());
    fault.rule = &rules::kDocumentFormat;
    yaml.faults.push_back(std::move(fault));
  }
  return yaml;
}

}  // namespace holotype::document
