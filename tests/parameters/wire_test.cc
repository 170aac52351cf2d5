#include "parameters/wire.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::parameters {
namespace {

TEST(WireTest, KnowsTheGrammarOfNumbers) {
  for (const char* text : {"0", "-0", "7", "-12", "1.5", "0.001", "1e3", "1E+3", "1e-3", "-0.1e10",
                           "123456789012345678901234567890"}) {
    EXPECT_TRUE(is_json_number(text)) << text;
  }
  for (const char* text : {"", "-", "+1", "01", "-01", ".5", "1.", "1.e3", "1e", "1e+", "0x1", " 1",
                           "1 ", "1,5", "NaN", "Infinity", "1_000", "--1", "1e1.5"}) {
    EXPECT_FALSE(is_json_number(text)) << text;
  }
}

TEST(WireTest, DecodesByCoding) {
  json::Arena arena;
  EXPECT_EQ(*decode_text("a%20b+c", Coding::Plain, arena), "a%20b+c");
  EXPECT_EQ(*decode_text("a%20b+c", Coding::Percent, arena), "a b+c");
  EXPECT_EQ(*decode_text("a%20b+c", Coding::Form, arena), "a b c");
  const std::string_view raw = "plain";
  EXPECT_EQ(decode_text(raw, Coding::Form, arena)->data(), raw.data());
  const auto broken = decode_text("ab%4", Coding::Percent, arena);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().offset, 2u);
  EXPECT_EQ(decode_text("%41%4x", Coding::Percent, arena).error().offset, 3u);
  EXPECT_FALSE(decode_text("%ed%a0%80", Coding::Percent, arena));  // a surrogate
}

TEST(WireTest, SplitsAtDelimiters) {
  const auto texts = [](std::string_view raw, char delimiter, Coding coding,
                        EncodedDelimiter encoded) {
    std::string joined;
    for (const Piece& piece : split(raw, delimiter, coding, encoded)) {
      EXPECT_EQ(raw.substr(piece.offset, piece.raw.size()), piece.raw);
      joined += "<" + std::string(piece.raw) + ">";
    }
    return joined;
  };
  using Encoded = EncodedDelimiter;
  EXPECT_EQ(texts("", ',', Coding::Form, Encoded::IsText), "<>");
  EXPECT_EQ(texts("a,,b", ',', Coding::Form, Encoded::IsText), "<a><><b>");
  EXPECT_EQ(texts("a%2Cb", ',', Coding::Form, Encoded::IsText), "<a%2Cb>");
  EXPECT_EQ(texts("a%2cb", ',', Coding::Form, Encoded::Delimits), "<a><b>");
  EXPECT_EQ(texts("a%2cb", ',', Coding::Plain, Encoded::Delimits), "<a%2cb>");
  EXPECT_EQ(texts("a+b%20c", ' ', Coding::Form, Encoded::Delimits), "<a><b><c>");
  EXPECT_EQ(texts("a+b", ' ', Coding::Percent, Encoded::Delimits), "<a+b>");
  EXPECT_EQ(texts("a%7", '|', Coding::Form, Encoded::Delimits), "<a%7>");
}

TEST(WireTest, ReadsNullWhereAsked) {
  json::Arena arena;
  const Types types = Types(Types::Null) | Types(Types::String);
  EXPECT_TRUE(read_scalar("null", types, Reading::Scalars::Typed, arena).is_string());
  EXPECT_TRUE(read_scalar("null", types, Reading::Scalars::Null, arena).is_null());
  EXPECT_TRUE(read_scalar("", types, Reading::Scalars::Null, arena).is_null());
  const Types mixed = Types(Types::Integer) | Types(Types::String);
  EXPECT_TRUE(read_scalar("5", mixed, Reading::Scalars::Typed, arena).is_number());
  EXPECT_TRUE(read_scalar("5", mixed, Reading::Scalars::Text, arena).is_string());
}

}  // namespace
}  // namespace holotype::parameters
