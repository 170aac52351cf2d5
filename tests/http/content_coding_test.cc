#include "http/content_coding.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace holotype::http {
namespace {

using Kind = CodingError::Kind;

constexpr std::string_view kText = "hello, hello, hello";

// kText, each as Python's gzip and zlib modules write it. Gzip holds NUL, hence the sizes.
constexpr std::string_view kGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\xd7\x51\xc8\x40\xa2\x00\x9f\xa1"
    "\xca\x09\x13\x00\x00\x00",
    29);
constexpr std::string_view kZlib(
    "\x78\x9c\xcb\x48\xcd\xc9\xc9\xd7\x51\xc8\x40\xa2\x00\x44\x28\x06\xd5", 17);
constexpr std::string_view kRawDeflate = kZlib.substr(2, 11);

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Row {
  std::string_view coding;
  std::string content;
  std::string_view decoded;
};

const Row kRows[] = {
    {"", std::string(kText), kText},
    {"identity", std::string(kText), kText},
    {"gzip", std::string(kGzip), kText},
    {"GZip", std::string(kGzip), kText},
    {"x-gzip", std::string(kGzip), kText},
    {"deflate", std::string(kZlib), kText},
    {"deflate", std::string(kRawDeflate), kText},
    {" identity , gzip,", std::string(kGzip), kText},
    {"deflate, gzip", gzip(kZlib), kText},  // applied in the order listed, so undone from the end
    {"gzip, gzip, gzip, gzip", gzip(gzip(gzip(kGzip))), kText},
    {"gzip", std::string(kGzip) + std::string(kGzip), "hello, hello, hellohello, hello, hello"},
    {"gzip", gzip(""), ""},
    {"gzip", "", ""},  // no content, as of HEAD
};

TEST(ContentCoding, Decodes) {
  for (const Row& row : kRows) {
    const auto decoded = decode_content(row.coding, row.content, 1000);
    ASSERT_TRUE(decoded) << row.coding << ": " << decoded.error().reason;
    EXPECT_EQ(*decoded, row.decoded) << row.coding;
  }
}

struct Fault {
  std::string_view coding;
  std::string content;
  Kind kind;
};

std::string with_byte(std::string_view bytes, std::size_t at, char byte) {
  std::string changed(bytes);
  changed[at] = byte;
  return changed;
}

const Fault kFaults[] = {
    {"br", "x", Kind::Unsupported},
    {"gzip, zstd", std::string(kGzip), Kind::Unsupported},
    {"gzip gzip", std::string(kGzip), Kind::Unsupported},
    {"gzip;q=1", std::string(kGzip), Kind::Unsupported},
    {"gzip,gzip,gzip,gzip,gzip", std::string(kGzip), Kind::Unsupported},
    {"gzip", "plain text", Kind::Malformed},
    {"gzip", std::string(kZlib), Kind::Malformed},
    {"gzip", std::string(kGzip.substr(0, 1)), Kind::Malformed},
    {"gzip", std::string(kGzip.substr(0, 28)), Kind::Malformed},
    {"gzip", std::string(kGzip) + "x", Kind::Malformed},
    {"gzip", std::string(kGzip) + std::string(kGzip.substr(0, 12)), Kind::Malformed},
    {"gzip", with_byte(kGzip, 22, 'x'), Kind::Malformed},  // the CRC-32
    {"gzip", with_byte(kGzip, 25, 'x'), Kind::Malformed},  // the length
    {"deflate", "\xff", Kind::Malformed},
    {"deflate", with_byte(kZlib, 15, 'x'), Kind::Malformed},  // the Adler-32
    {"deflate", std::string(kZlib) + "x", Kind::Malformed},
    {"deflate", std::string(kRawDeflate.substr(0, 5)), Kind::Malformed},
    {"deflate, gzip", gzip("plain text"), Kind::Malformed},
};

TEST(ContentCoding, RefusesWhatItCannotUndo) {
  for (const Fault& row : kFaults) {
    const auto decoded = decode_content(row.coding, row.content, 1000);
    ASSERT_FALSE(decoded) << row.coding;
    EXPECT_EQ(decoded.error().kind, row.kind) << row.coding << ": " << decoded.error().reason;
    EXPECT_TRUE(decoded.error().reason.ends_with('.')) << decoded.error().reason;
  }
}

TEST(ContentCoding, NamesTheUnknownCoding) {
  EXPECT_EQ(decode_content("br", "", 9).error().reason,
            "The content coding \"br\" is not one of gzip, deflate.");
}

TEST(ContentCoding, StopsAtItsBound) {
  EXPECT_TRUE(decode_content("gzip", kGzip, kText.size()));
  EXPECT_EQ(decode_content("gzip", kGzip, kText.size() - 1).error().kind, Kind::TooLarge);
  EXPECT_EQ(decode_content("gzip", kGzip, 0).error().kind, Kind::TooLarge);
  EXPECT_EQ(decode_content("", kText, kText.size() - 1).error().kind, Kind::TooLarge);
}

TEST(ContentCoding, DoesNotExplode) {
  const std::string bomb = gzip(std::string(32 << 20, '\0'));  // 32 MiB in 32 KiB
  ASSERT_LT(bomb.size(), 40'000u);
  EXPECT_EQ(decode_content("gzip", bomb, 1 << 20).error().kind, Kind::TooLarge);
  EXPECT_EQ(decode_content("gzip", bomb, 32 << 20)->size(), std::size_t{32} << 20);
  EXPECT_EQ(decode_content("gzip, gzip", gzip(bomb), 1 << 20).error().kind, Kind::TooLarge);
}

// Output that ends exactly where a chunk of the decoder does.
TEST(ContentCoding, DecodesEverySizeAroundAChunk) {
  for (const std::size_t size : {16383u, 16384u, 16385u, 32768u}) {
    const std::string text(size, 'a');
    EXPECT_EQ(*decode_content("gzip", gzip(text), size), text);
    EXPECT_EQ(decode_content("gzip", gzip(text).substr(0, 30), size).error().kind, Kind::Malformed);
  }
}

// As far as the bytes could be read: up to what is damaged, or to the end where more must follow.
TEST(ContentCoding, SaysWhereItBreaks) {
  struct Broken {
    std::string_view coding;
    std::string content;
    std::optional<std::size_t> offset;
  };
  const Broken rows[] = {
      {"gzip", std::string(kGzip.substr(0, 20)), 20},
      {"gzip", "{}", 2},
      {"gzip", std::string(kGzip) + "x", 30},
      {"deflate", std::string(kZlib.substr(0, 9)), 9},
      {"deflate, gzip", gzip("no deflate"), std::nullopt},
  };
  for (const Broken& row : rows) {
    const auto decoded = decode_content(row.coding, row.content, 1000);
    ASSERT_FALSE(decoded) << row.coding;
    EXPECT_EQ(decoded.error().offset, row.offset) << row.coding << row.content.size();
  }
}

}  // namespace
}  // namespace holotype::http
