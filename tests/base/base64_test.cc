#include "base/base64.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace holotype::base64 {
namespace {

struct Row {
  std::string_view bytes;
  std::string_view standard;
  std::string_view url;
};

// RFC 4648 section 10, and bytes whose digits differ between the alphabets.
const Row kRows[] = {
    {"", "", ""},
    {"f", "Zg==", "Zg"},
    {"fo", "Zm8=", "Zm8"},
    {"foo", "Zm9v", "Zm9v"},
    {"foob", "Zm9vYg==", "Zm9vYg"},
    {"fooba", "Zm9vYmE=", "Zm9vYmE"},
    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {"\xfb\xff\xfe", "+//+", "-__-"},
    {"\xff", "/w==", "_w"},
};

TEST(Base64, EncodesAndDecodes) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.standard);
    EXPECT_EQ(encode(row.bytes), row.standard);
    EXPECT_EQ(encode(row.bytes, Alphabet::Url), row.url);
    EXPECT_EQ(decode(row.standard), row.bytes);
    EXPECT_EQ(decode(row.url, Alphabet::Url), row.bytes);
  }
}

TEST(Base64, UrlTextMayBePadded) {
  EXPECT_EQ(decode("Zg==", Alphabet::Url), "f");
  EXPECT_EQ(decode("Zm8=", Alphabet::Url), "fo");
}

struct Refused {
  std::string_view why;
  std::string_view text;
  Alphabet alphabet = Alphabet::Standard;
};

const Refused kRefused[] = {
    {"padding is required", "Zg"},
    {"padding is incomplete", "Zg="},
    {"too much padding", "Zg==="},
    {"only padding", "===="},
    {"padding in the middle", "Zg==Zg=="},
    {"one digit stands for nothing", "Z"},
    {"one digit stands for nothing", "Zm9vZ", Alphabet::Url},
    {"pad bits are not zero (section 3.5)", "Zh=="},
    {"pad bits are not zero (section 3.5)", "Zm9="},
    {"pad bits are not zero (section 3.5)", "Zh", Alphabet::Url},
    {"white space", "Zm 9"},
    {"white space", "Zm9v\n"},
    {"a digit of the other alphabet", "-__-"},
    {"a digit of the other alphabet", "+//+", Alphabet::Url},
    {"incomplete padding", "Zg=", Alphabet::Url},
    {"a byte outside ASCII", "Zm9\xff"},
    {"NUL", std::string_view("Zm9\0", 4)},
};

TEST(Base64, RefusesWhatIsNotCanonical) {
  for (const Refused& row : kRefused) {
    EXPECT_EQ(decode(row.text, row.alphabet), std::nullopt) << row.why << ": " << row.text;
  }
}

TEST(Base64, RoundTripsAnyBytes) {
  Random random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random.below(256));
    EXPECT_EQ(decode(encode(bytes)), bytes);
    EXPECT_EQ(decode(encode(bytes, Alphabet::Url), Alphabet::Url), bytes);
  }
}

}  // namespace
}  // namespace holotype::base64
