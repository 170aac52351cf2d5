#include "http/field.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

TEST(Field, KnowsTokenCharacters) {
  // RFC 9110 section 5.6.2, tchar.
  const std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
  for (int c = 0; c < 256; ++c) {
    const char character = static_cast<char>(c);
    const bool is_alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool expected =
        is_alphanumeric || (c != 0 && kPunctuation.find(character) != std::string_view::npos);
    EXPECT_EQ(is_token_character(character), expected) << c;
  }
  EXPECT_TRUE(is_token("text"));
  EXPECT_FALSE(is_token(""));
  EXPECT_FALSE(is_token("a b"));
}

TEST(Field, TrimsAndLowers) {
  EXPECT_EQ(trim(" \t a b\t "), "a b");
  EXPECT_EQ(trim(" \t "), "");
  EXPECT_EQ(trim("\n"), "\n");
  EXPECT_EQ(to_lower("ABZ-[\xc3\x89"), "abz-[\xc3\x89");  // ASCII alone
}

struct Quoted {
  std::string_view text;
  std::string_view quoted;
  std::string_view unless_token;
};

const Quoted kQuoted[] = {
    {"abc", "\"abc\"", "abc"},
    {"", "\"\"", "\"\""},
    {"a b", "\"a b\"", "\"a b\""},
    {"a\"b\\c", R"("a\"b\\c")", R"("a\"b\\c")"},
    {"a\tb", "\"a\tb\"", "\"a\tb\""},
    {"a\r\nX: y", "\"a  X: y\"", "\"a  X: y\""},  // no header can be smuggled in
    {"\xe2\x82\xac", "\"\xe2\x82\xac\"", "\"\xe2\x82\xac\""},
};

TEST(Field, Quotes) {
  for (const Quoted& row : kQuoted) {
    EXPECT_EQ(quote(row.text), row.quoted);
    EXPECT_EQ(quote_unless_token(row.text), row.unless_token);
  }
}

struct QuotedString {
  std::string_view text;
  std::optional<std::string_view> value;
  std::size_t offset;  // behind the string, or of the fault
};

const QuotedString kQuotedStrings[] = {
    {R"("")", "", 2},
    {R"("abc"rest)", "abc", 5},
    {R"("a\"b\\c\d")", "a\"b\\cd", 11},
    {R"("a,b;c")", "a,b;c", 7},
    {"\"\xff\"", "\xff", 3},
    {R"("abc)", std::nullopt, 4},
    {R"("abc\")", std::nullopt, 6},
    {R"("abc\)", std::nullopt, 5},
    {"\"", std::nullopt, 1},
    {"\"a\nb\"", std::nullopt, 2},
    {"\"a\\\x01\"", std::nullopt, 3},
    {std::string_view("\"a\0\"", 4), std::nullopt, 2},
};

TEST(FieldReader, ReadsQuotedStrings) {
  for (const QuotedString& row : kQuotedStrings) {
    SCOPED_TRACE(row.text);
    FieldReader reader(row.text);
    const Parsed<std::string> value = reader.quoted_string();
    EXPECT_EQ(value.has_value(), row.value.has_value());
    EXPECT_EQ(value ? reader.offset() : value.error().offset, row.offset);
    if (value) {
      EXPECT_EQ(*value, row.value);
    } else {
      EXPECT_EQ(reader.offset(), 0u);
    }
  }
}

struct ParameterRow {
  std::string_view text;
  Parameters parameters;
  std::optional<std::size_t> fault = std::nullopt;  // its offset
};

const ParameterRow kParameters[] = {
    {"", {}},
    {";a=1", {{"a", "1"}}},
    {" ; A=1\t;b=\"x;y\"", {{"a", "1"}, {"b", "x;y"}}},
    {";a=1;a=2", {{"a", "1"}, {"a", "2"}}},
    {";", {}},
    {";;a=1;", {{"a", "1"}}},
    {";a=1, b=2", {{"a", "1"}}},  // the rest is another list element
    {";a", {}, 2},
    {";a =1", {}, 2},
    {";a= 1", {}, 3},
    {";a=", {}, 3},
    {";=1", {}, 1},
    {";a=\"1", {}, 5},
};

TEST(FieldReader, ReadsParameters) {
  for (const ParameterRow& row : kParameters) {
    SCOPED_TRACE(row.text);
    const Parsed<Parameters> parameters = FieldReader(row.text).parameters();
    ASSERT_EQ(parameters.has_value(), !row.fault);
    if (parameters) EXPECT_EQ(*parameters, row.parameters);
    if (!parameters) EXPECT_EQ(parameters.error().offset, *row.fault);
  }
}

TEST(FieldReader, ReadsBareParameterNamesWhereTheyAreAllowed) {
  EXPECT_EQ(*FieldReader(";a;b=1").parameters(FieldReader::BareName::Allowed),
            (Parameters{{"a", ""}, {"b", "1"}}));
}

TEST(FieldReader, SkipsListElements) {
  const std::pair<std::string_view, std::size_t> rows[] = {
      {"", 0},           {"abc", 3},     {"a b;c,d", 5}, {R"(a="x,y",z)", 7},
      {R"("\",",z)", 5}, {R"("a,b)", 4}, {R"("\)", 2},
  };
  for (const auto& [text, offset] : rows) {
    FieldReader reader(text);
    reader.skip_list_element();
    EXPECT_EQ(reader.offset(), offset) << text;
  }
}

TEST(Field, FindsTheFirstParameter) {
  const Parameters parameters = {{"a", "1"}, {"a", "2"}};
  EXPECT_EQ(*find_parameter(parameters, "a"), "1");
  EXPECT_EQ(find_parameter(parameters, "b"), nullptr);
}

struct Extended {
  std::string_view text;
  std::optional<std::string_view> value;
  std::size_t fault = 0;
};

// RFC 8187 section 3.2.3's examples first.
const Extended kExtended[] = {
    {"iso-8859-1'en'%A3%20rates", "\xc2\xa3 rates"},
    {"UTF-8''%c2%a3%20and%20%e2%82%ac%20rates", "\xc2\xa3 and \xe2\x82\xac rates"},
    {"utf-8''", ""},
    {"UTF-8''a'b", "a'b"},
    {"abc", std::nullopt, 3},
    {"UTF-8'en", std::nullopt, 8},
    {"UTF-8''%c2%a", std::nullopt, 7},
    {"UTF-8''%ff", std::nullopt, 7},
    {"koi8-r''a", std::nullopt, 0},
    {"''a", std::nullopt, 0},
};

TEST(Field, DecodesExtendedValues) {
  for (const Extended& row : kExtended) {
    SCOPED_TRACE(row.text);
    const Parsed<std::string> value = decode_extended_value(row.text);
    ASSERT_EQ(value.has_value(), row.value.has_value());
    if (value) EXPECT_EQ(*value, row.value);
    if (!value) EXPECT_EQ(value.error().offset, row.fault);
  }
}

}  // namespace
}  // namespace holotype::http
