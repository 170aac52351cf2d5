#include "document/yaml_messages.h"

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <iterator>

namespace holotype::document {
namespace {

struct Row {
  std::string_view theirs;  // what yaml-cpp's message begins with
  YamlMessage ours;
};

const Row kRows[] = {
    {YAML::ErrorMsg::END_OF_MAP,
     {"a mapping must go on with a key at its own indentation, or end",
      "align the keys of the mapping; a value that holds \": \" or \" #\" must be quoted"}},
    {YAML::ErrorMsg::END_OF_MAP_FLOW,
     {"a mapping in braces must have , or } after each value",
      "add the missing comma or closing brace"}},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW,
     {"a list in brackets must have , or ] after each value",
      "add the missing comma or closing bracket"}},
    {YAML::ErrorMsg::END_OF_SEQ,
     {"a list must go on with \"- \" at its own indentation, or end",
      "align the dashes of the list; a value that holds \": \" or \" #\" must be quoted"}},
    {YAML::ErrorMsg::MAP_VALUE,
     {"a colon must not follow here: a key stands on one line, a plain value holds no \": \"",
      "quote the value, or look for a key without a colon in the line above"}},
    {YAML::ErrorMsg::MAP_KEY, {"a key must not stand here", "put the key on a line of its own"}},
    {YAML::ErrorMsg::BLOCK_ENTRY,
     {"an element \"- \" must begin its line",
      "move the list to the next line, or quote the value"}},
    {YAML::ErrorMsg::FLOW_END,
     {"a closing bracket or brace must have been opened before",
      "remove it, or quote the value that holds it"}},
    {YAML::ErrorMsg::TAB_IN_INDENTATION,
     {"a line must be indented with spaces, not with tabs", "replace the tab by spaces"}},
    {YAML::ErrorMsg::UNKNOWN_TOKEN,
     {"a plain value must not begin with this character", "quote the value"}},
    {YAML::ErrorMsg::DOC_IN_SCALAR,
     {"a quoted text must end before the document does", "add the missing quote"}},
    {YAML::ErrorMsg::EOF_IN_SCALAR,
     {"a quoted text must end before the file does", "add the missing quote"}},
    {YAML::ErrorMsg::CHAR_IN_SCALAR, {"a value must not go on here", "quote the value"}},
    {YAML::ErrorMsg::CHAR_IN_BLOCK,
     {"nothing but indentation and a comment may follow | or >",
      "begin the text on the next line"}},
    {YAML::ErrorMsg::ZERO_INDENT_IN_BLOCK,
     {"the indentation given after | or > must be 1 to 9", ""}},
    {YAML::ErrorMsg::INVALID_ESCAPE,
     {"a backslash in double quotes must begin an escape of YAML",
      "write \\\\ for a backslash, or use single quotes"}},
    {YAML::ErrorMsg::INVALID_HEX,
     {"\\x, \\u and \\U must be followed by 2, 4 and 8 hexadecimal digits", ""}},
    {YAML::ErrorMsg::INVALID_UNICODE, {"an escape must name a Unicode character", ""}},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR,
     {"an alias must name an anchor that stands before it",
      "define the anchor with &, or quote a value that begins with *"}},
    {YAML::ErrorMsg::ALIAS_NOT_FOUND, {"a name must follow *", "quote a value that begins with *"}},
    {YAML::ErrorMsg::ANCHOR_NOT_FOUND,
     {"a name must follow &", "quote a value that begins with &"}},
    {YAML::ErrorMsg::CHAR_IN_ALIAS,
     {"the name after * must not hold this character", "quote a value that begins with *"}},
    {YAML::ErrorMsg::CHAR_IN_ANCHOR,
     {"the name after & must not hold this character", "quote a value that begins with &"}},
    {YAML::ErrorMsg::ALIAS_CONTENT, {"an alias must have neither a tag nor an anchor", ""}},
    {YAML::ErrorMsg::MULTIPLE_TAGS, {"a value must have one tag at most", ""}},
    {YAML::ErrorMsg::MULTIPLE_ANCHORS, {"a value must have one anchor at most", ""}},
    {YAML::ErrorMsg::YAML_MAJOR_VERSION, {"the %YAML directive must name version 1", ""}},
};

}  // namespace

YamlMessage yaml_message(std::string_view theirs) {
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [theirs](const Row& each) {
    return theirs.starts_with(each.theirs);
  });
  return row == std::end(kRows) ? YamlMessage{theirs, ""} : row->ours;
}

YamlMessage tab_message() { return yaml_message(YAML::ErrorMsg::TAB_IN_INDENTATION); }

}  // namespace holotype::document
