// The files are of their formats: each begins and ends as its specification says, and what counts
// its own bytes counts right.
#include "generate/sample_file.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "json/text.h"

namespace holotype::generate {
namespace {

using namespace std::string_view_literals;

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}
std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

TEST(SampleFileTest, BeginAndEndAsTheirFormatsSay) {
  struct Row {
    std::string_view type;
    std::string_view begins;
    std::string_view ends = {};
  };
  const Row rows[] = {
      {"application/gzip", "\x1f\x8b\x08"},
      {"application/ogg", "OggS"},
      {"application/pdf", "%PDF-1.4\n", "%%EOF\n"},
      {"application/rtf", "{\\rtf1", "}"},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\3\4"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\3\4"},
      {"application/wasm", "\0asm\1\0\0\0"sv},
      {"application/x-7z-compressed", "7z\xbc\xaf\x27\x1c"},
      {"application/x-bzip2", "BZh"},
      {"application/x-xz",
       "\xfd"
       "7zXZ\0"sv,
       "YZ"},
      {"application/zip", "PK\3\4"},
      {"application/zstd", "\x28\xb5\x2f\xfd"},
      {"audio/aac", "\xff\xf1"},
      {"audio/basic", ".snd"},
      {"audio/flac", "fLaC"},
      {"audio/midi", "MThd\0\0\0\6"sv, "\xff\x2f\0"sv},
      {"audio/mp4",
       "\0\0\0\x14"
       "ftypM4A "sv},
      {"audio/mpeg", "\xff\xfb"},
      {"audio/ogg", "OggS"},
      {"audio/wav", "RIFF"},
      {"audio/x-wav", "RIFF"},
      {"font/otf", "OTTO"},
      {"font/ttf", "\0\1\0\0"sv},
      {"font/woff", "wOFF"},
      {"font/woff2", "wOF2"},
      {"image/bmp", "BM"},
      {"image/gif", "GIF89a", ";"},
      {"image/jpeg", "\xff\xd8\xff", "\xff\xd9"},
      {"image/png", "\x89PNG\r\n\x1a\n", "IEND\xae\x42\x60\x82"},
      {"image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"", "/>"},
      {"image/tiff", "II*\0"sv},
      {"image/vnd.microsoft.icon", "\0\0\1\0"sv},
      {"image/webp", "RIFF"},
      {"video/mp4",
       "\0\0\0\x14"
       "ftyp"sv},
      {"video/webm", "\x1a\x45\xdf\xa3"},
  };
  for (const Row& row : rows) {
    const auto file = sample_file(row.type);
    ASSERT_TRUE(file) << row.type;
    EXPECT_TRUE(file->starts_with(row.begins)) << row.type << json::quote(file->substr(0, 16));
    EXPECT_TRUE(file->ends_with(row.ends)) << row.type;
    EXPECT_LT(file->size(), 1500u) << row.type;
  }
}

TEST(SampleFileTest, CountTheirOwnBytes) {
  for (const char* type : {"audio/wav", "image/webp"})
    EXPECT_EQ(little_endian(*sample_file(type), 4) + 8, sample_file(type)->size()) << type;
  EXPECT_EQ(little_endian(*sample_file("image/bmp"), 2), sample_file("image/bmp")->size());
  for (const char* type : {"font/woff", "font/woff2"})
    EXPECT_EQ(big_endian(*sample_file(type), 8), sample_file(type)->size()) << type;
  const std::string_view mp4 = *sample_file("video/mp4");
  EXPECT_EQ(big_endian(mp4, 0) + big_endian(mp4, big_endian(mp4, 0)), mp4.size());
  // The central directory of a ZIP stands right before its end record.
  for (const char* type :
       {"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}) {
    const std::string_view zip = *sample_file(type);
    const std::size_t end = zip.size() - 22;
    EXPECT_EQ(zip.substr(end, 4), "PK\5\6") << type;
    EXPECT_EQ(little_endian(zip, end + 12) + little_endian(zip, end + 16), end) << type;
  }
  const std::string_view pdf = *sample_file("application/pdf");
  EXPECT_EQ(pdf.find("xref\n"), std::stoul(std::string(pdf.substr(pdf.find("startxref\n") + 10))));
}

TEST(SampleFileTest, ThereAreNoneOfWhatIsWrittenFromValues) {
  for (const char* type : {"application/json", "text/plain", "text/csv", "application/octet-stream",
                           "application/xml", "image/*", "IMAGE/PNG", "", "zzz/zzz"})
    EXPECT_FALSE(sample_file(type)) << type;
}

}  // namespace
}  // namespace holotype::generate
