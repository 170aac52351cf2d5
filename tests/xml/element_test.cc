#include "xml/element.h"

#include <gtest/gtest.h>

#include <string>

namespace holotype::xml {
namespace {

// "{uri}name@offset(attributes)[children]text"
std::string describe(const Element& element) {
  const auto name = [](const Name& one) {
    if (!one.uri) return "?" + one.qualified();
    return (one.uri->empty() ? "" : "{" + *one.uri + "}") + one.local;
  };
  std::string out = name(element.name) + "@" + std::to_string(element.offset);
  for (const Attribute& attribute : element.attributes)
    out += " " + name(attribute.name) + "=" + attribute.value;
  for (const Element& child : element.children) out += "[" + describe(child) + "]";
  return element.text.empty() ? out : out + " '" + element.text + "'";
}

std::string describe(std::string_view text, const ParseOptions& options = {}) {
  const auto root = parse(text, options);
  if (root) return describe(*root);
  return "!" + std::to_string(root.error().offset) + " " + root.error().message;
}

TEST(ElementTest, Parses) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"<a/>", "a@0"},
      {"<?xml version='1.0'?>\n<a x='1'>t<b/>u<!-- no --></a>", "a@22 x=1[b@32] 'tu'"},
      {"<a><![CDATA[<&]]>&lt;&#65;</a>", "a@0 '<&<A'"},
      {"<a xmlns='u' x='1'><b/></a>", "{u}a@0 x=1[{u}b@19]"},
      {"<p:a xmlns:p='u' p:x='1'><b/><p:c xmlns:p='v'/></p:a>", "{u}a@0 {u}x=1[b@25][{v}c@29]"},
      {"<p:a><b/></p:a>", "?p:a@0[b@5]"},
      {"<a xml:lang='de'/>", "a@0 {http://www.w3.org/XML/1998/namespace}lang=de"},
      {"", "!0 no element found"},
      {"<a>", "!3 no element found"},
      {"<a><b></a>", "!8 mismatched tag"},
      {"<a>&unknown;</a>", "!3 undefined entity"},
      {"<a/><b/>", "!4 junk after document element"},
      {"<a x='1' x='2'/>", "!9 duplicate attribute"},
      {"{}", "!0 not well-formed (invalid token)"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(describe(text), expected) << text;
}

TEST(ElementTest, RefusesWhatIsDangerous) {
  const std::string_view declared = "a document type declaration is not read";
  for (const char* text : {
           "<!DOCTYPE a><a/>",
           "<!DOCTYPE a [<!ENTITY b 'bomb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>",
           "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
           "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'> %p;]><a/>",
       }) {
    EXPECT_NE(describe(text).find(declared), std::string::npos) << describe(text);
  }
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  EXPECT_NE(describe(deep).find("deeper than 256"), std::string::npos);
}

TEST(ElementTest, ReadsEncodings) {
  using namespace std::string_view_literals;
  EXPECT_EQ(describe("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>"), "a@43 '\xC3\xA9'");
  EXPECT_EQ(describe("\xFF\xFE<\0a\0/\0>\0"sv), "a@2");
  EXPECT_EQ(describe("<?xml version='1.0' encoding='x-none'?><a/>"), "!30 unknown encoding");
  // What the transport says of the encoding wins.
  EXPECT_EQ(describe("<?xml version='1.0' encoding='UTF-16'?><a>\xC3\xA9</a>", {.is_utf8 = true}),
            "a@39 '\xC3\xA9'");
}

TEST(ElementTest, Writes) {
  EXPECT_EQ(escape("<a b=\"c\">&\r\n\x01"), "&lt;a b=&quot;c&quot;&gt;&amp;&#13;\n ");
  EXPECT_EQ(escape("a\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD"), "a  \xEF\xBF\xBD");  // U+FFFE, U+FFFF
  EXPECT_EQ(cdata("a]]>b<"), "<![CDATA[a]]]]><![CDATA[>b<]]>");
  EXPECT_EQ(to_name("1 bad/name"), "__bad_name");
  EXPECT_EQ(to_name(""), "_");
}

}  // namespace
}  // namespace holotype::xml
