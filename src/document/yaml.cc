// yaml-cpp as an event source. What it needs around it (release 0.7):
//
//   - Its marks count bytes, from the start of the stream; a node's mark is that of its properties
//   (tag, anchor)
//     where it has some. An empty node is marked where the next token begins, which may be lines
//     later: such a node gets the place of its key.
//   - It does not say whether a scalar with a tag was quoted, nor how a null was written; the text
//   at the mark does.
//   - U+0004 ends its input in silence, so control characters are looked for first; YAML allows
//   none
//     (section 5.1).
//   - It takes "[1] [2]" for two documents; between documents YAML wants a marker (section 9.2).
//   - Its messages are terse; kMessages says what they mean to the author of the text.
//
// It recurses, and gives up at 500 levels. Cost: about 125 ns a byte on a 2026 machine, nearly all
// of it in its scanner, which matches regular expressions at every character of a plain or block
// scalar.
#include "document/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <iterator>
#include <streambuf>
#include <string>

#include "diagnostic/rules_document.h"
#include "document/yaml_tree.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

// A stream over text that stays where it is.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a get area is not written to
    setg(begin, begin, begin + text.size());
  }
};

// Thrown through yaml-cpp, whose handlers cannot stop it otherwise.
struct Stop {};

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

// Where the content of the node at `offset` begins: behind its tag and anchor.
std::size_t content_offset(std::string_view text, std::size_t offset) {
  while (offset < text.size()) {
    if (text[offset] == '#') {
      offset = std::min(text.find('\n', offset), text.size());
    } else if (text[offset] == '!' || text[offset] == '&') {
      while (offset < text.size() && !is_space(text[offset])) ++offset;
    } else if (!is_space(text[offset])) {
      break;
    } else {
      ++offset;
    }
  }
  return offset;
}

// How the null at `offset` was written: "~", "null", ... or not at all.
std::string_view null_text(std::string_view text, std::size_t offset) {
  const std::string_view rest = text.substr(content_offset(text, offset));
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (rest.starts_with(word)) return rest.substr(0, word.size());
  }
  return {};
}

// Passes yaml-cpp's events on to the tree.
class Events final : public YAML::EventHandler {
 public:
  Events(YamlTree& tree, std::string_view text) : tree_(tree), text_(text) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    go(tree_.scalar({at(mark), {}, anchor}, null_text(text_, at(mark)), true));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    go(tree_.alias(at(mark), anchor));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool is_plain = tag == "?" || (tag != "!" && is_plain_at(at(mark)));
    go(tree_.scalar({at(mark), tag, anchor}, value, is_plain));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    go(tree_.begin_sequence({at(mark), tag, anchor}));
  }
  void OnSequenceEnd() override { go(tree_.end()); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    go(tree_.begin_mapping({at(mark), tag, anchor}));
  }
  void OnMapEnd() override { go(tree_.end()); }

 private:
  std::uint32_t at(const YAML::Mark& mark) const {
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(mark.pos, 0, static_cast<std::int64_t>(text_.size())));
  }
  bool is_plain_at(std::size_t offset) const {
    const std::size_t content = content_offset(text_, offset);
    return content == text_.size() ||
           std::string_view("\"'|>").find(text_[content]) == std::string_view::npos;
  }
  static void go(bool may_go_on) {
    if (!may_go_on) throw Stop{};
  }

  YamlTree& tree_;
  std::string_view text_;
};

// Notes whether a document has content, and where.
class Peek final : public YAML::EventHandler {
 public:
  std::optional<int> position;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { note(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string&) override {
    note(mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    note(mark);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    note(mark);
  }
  void OnMapEnd() override {}

 private:
  void note(const YAML::Mark& mark) {
    position = mark.pos;
    throw Stop{};
  }
};

struct MessageRow {
  const char* theirs;  // what yaml-cpp's message begins with
  const char* message;
  const char* fix;
};
constexpr MessageRow kMessages[] = {
    {YAML::ErrorMsg::END_OF_MAP, "a mapping must go on with a key at its own indentation, or end",
     "align the keys of the mapping; a value that holds \": \" or \" #\" must be quoted"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a mapping in braces must have , or } after each value",
     "add the missing comma or closing brace"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a list in brackets must have , or ] after each value",
     "add the missing comma or closing bracket"},
    {YAML::ErrorMsg::END_OF_SEQ, "a list must go on with \"- \" at its own indentation, or end",
     "align the dashes of the list; a value that holds \": \" or \" #\" must be quoted"},
    {YAML::ErrorMsg::MAP_VALUE, "a value must not hold a second \": \" on the same line",
     "quote the value, or move the inner mapping to a line of its own"},
    {YAML::ErrorMsg::MAP_KEY, "a key must not stand here", "put the key on a line of its own"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "an element \"- \" must begin its line",
     "move the list to the next line, or quote the value"},
    {YAML::ErrorMsg::FLOW_END, "a closing bracket or brace must have been opened before",
     "remove it, or quote the value that holds it"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "a line must be indented with spaces, not with tabs",
     "replace the tab by spaces"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "a plain value must not begin with this character",
     "quote the value"},
    {YAML::ErrorMsg::DOC_IN_SCALAR, "a quoted text must end before the document does",
     "add the missing quote"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quoted text must end before the file does",
     "add the missing quote"},
    {YAML::ErrorMsg::CHAR_IN_SCALAR, "a value must not go on here", "quote the value"},
    {YAML::ErrorMsg::CHAR_IN_BLOCK, "nothing but indentation and a comment may follow | or >",
     "begin the text on the next line"},
    {YAML::ErrorMsg::ZERO_INDENT_IN_BLOCK, "the indentation given after | or > must be 1 to 9", ""},
    {YAML::ErrorMsg::INVALID_ESCAPE, "a backslash in double quotes must begin an escape of YAML",
     "write \\\\ for a backslash, or use single quotes"},
    {YAML::ErrorMsg::INVALID_HEX,
     "\\x, \\u and \\U must be followed by 2, 4 and 8 hexadecimal digits", ""},
    {YAML::ErrorMsg::INVALID_UNICODE, "an escape must name a Unicode character", ""},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "an alias must name an anchor that stands before it",
     "define the anchor with &, or quote a value that begins with *"},
    {YAML::ErrorMsg::ALIAS_NOT_FOUND, "a name must follow *", "quote a value that begins with *"},
    {YAML::ErrorMsg::ANCHOR_NOT_FOUND, "a name must follow &", "quote a value that begins with &"},
    {YAML::ErrorMsg::CHAR_IN_ALIAS, "the name after * must not hold this character",
     "quote a value that begins with *"},
    {YAML::ErrorMsg::CHAR_IN_ANCHOR, "the name after & must not hold this character",
     "quote a value that begins with &"},
    {YAML::ErrorMsg::ALIAS_CONTENT, "an alias must have neither a tag nor an anchor", ""},
    {YAML::ErrorMsg::MULTIPLE_TAGS, "a value must have one tag at most", ""},
    {YAML::ErrorMsg::MULTIPLE_ANCHORS, "a value must have one anchor at most", ""},
    {YAML::ErrorMsg::YAML_MAJOR_VERSION, "the %YAML directive must name version 1", ""},
};

// The tab that indents the line of `offset`; nullopt where only spaces do.
std::optional<std::size_t> indenting_tab(std::string_view text, std::size_t offset) {
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t at = text.find_first_not_of(' ', begin);
  if (at == std::string_view::npos || text[at] != '\t') return std::nullopt;
  return at;
}

Fault syntax_fault(std::string_view text, const YAML::Exception& error) {
  const auto offset = static_cast<std::size_t>(
      std::clamp<std::int64_t>(error.mark.pos, 0, static_cast<std::int64_t>(text.size())));
  std::string_view theirs = error.msg;
  // Whatever yaml-cpp makes of a tab, the tab is what has to go.
  const auto tab = indenting_tab(text, offset);
  if (tab) theirs = YAML::ErrorMsg::TAB_IN_INDENTATION;
  // The longest match: "end of map flow ..." begins differently from "end of map not ...".
  const auto* row =
      std::find_if(std::begin(kMessages), std::end(kMessages),
                   [theirs](const MessageRow& each) { return theirs.starts_with(each.theirs); });
  Fault fault{&rules::kDocumentSyntax, static_cast<std::uint32_t>(tab.value_or(offset)),
              std::string(theirs)};
  if (row != std::end(kMessages)) {
    fault.message = row->message;
    fault.fix = row->fix;
  }
  return fault;
}

// A control character that YAML does not allow (section 5.1).
std::optional<Fault> control_character(std::string_view text) {
  const auto at = std::find_if(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
  });
  if (at == text.end()) return std::nullopt;
  return Fault{&rules::kDocumentSyntax, static_cast<std::uint32_t>(at - text.begin()),
               "a text must not hold control characters other than tab and line ends",
               fmt::format("U+{:04X}", static_cast<unsigned>(*at)),
               "remove it, or write it as an escape in double quotes"};
}

// What is wrong with a second document that begins at `offset`.
Fault second_document(std::string_view text, std::size_t offset) {
  const std::size_t marker = text.substr(0, offset + 4).rfind("\n---");
  if (marker == std::string_view::npos) {
    return {&rules::kDocumentSyntax,
            static_cast<std::uint32_t>(offset),
            "nothing must follow the value of the file",
            {},
            "remove it, or close the brackets later"};
  }
  return {&rules::kDocumentSeveral, static_cast<std::uint32_t>(marker + 1),
          "a file must hold one YAML document"};
}

// yaml-cpp's own errors become faults here; what it throws that is no error of the text is not
// caught.
Result<YamlDocument, Fault> parse(YamlTree& tree, std::string_view text) {
  TextBuffer buffer(text);
  std::istream stream(&buffer);
  Events events(tree, text);
  Peek peek;
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(events)) return YamlDocument{};
    while (parser.HandleNextDocument(peek)) {
    }
  } catch (const Stop&) {
    if (tree.failure()) return tl::unexpected<Fault>(*tree.failure());
    return tl::unexpected<Fault>(second_document(text, static_cast<std::size_t>(*peek.position)));
  } catch (const YAML::DeepRecursion& error) {
    return tl::unexpected<Fault>(Fault{&rules::kDocumentTooDeep,
                                       static_cast<std::uint32_t>(error.mark.pos),
                                       "values must nest at most about 500 deep in YAML"});
  } catch (const YAML::Exception& error) {
    return tl::unexpected<Fault>(syntax_fault(text, error));
  }
  return YamlDocument{tree.root(), tree.faults()};
}

}  // namespace

Result<YamlDocument, Fault> read_yaml(json::Arena& arena, std::string_view text) {
  if (auto fault = control_character(text)) return tl::unexpected<Fault>(std::move(*fault));
  YamlTree tree(arena, text.size());
  return parse(tree, text);
}

}  // namespace holotype::document
