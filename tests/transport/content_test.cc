#include "transport/content.h"

#include <gtest/gtest.h>

namespace holotype::transport {
namespace {

Head head_of(Framing framing, std::uint64_t length = 0) {
  Head head;
  head.framing = framing;
  head.content_length = length;
  return head;
}

TEST(Content, TakesNoMoreThanItsOwn) {
  const Limits limits;
  Content plain(head_of(Framing::Length, 3), limits);
  EXPECT_EQ(plain.take("ab").value(), 2u);
  EXPECT_FALSE(plain.is_complete());
  EXPECT_EQ(plain.take("cGET /").value(), 1u);
  EXPECT_TRUE(plain.is_complete());
  EXPECT_EQ(plain.release(), "abc");

  Content chunked(head_of(Framing::Chunked), limits);
  EXPECT_EQ(chunked.take("1\r\na\r\n0\r\n\r\nGET /").value(), 11u);
  EXPECT_EQ(chunked.release(), "a");

  Content none(head_of(Framing::None), limits);
  EXPECT_TRUE(none.is_complete());
  EXPECT_EQ(none.take("GET").value(), 0u);
}

TEST(Content, StopsAtItsLimits) {
  struct Case {
    std::string what, input;
    FaultKind kind;
  };
  const std::string fields = "A: b\r\n";
  const Case cases[] = {
      {"announced by one chunk", "b\r\n", FaultKind::PayloadTooLarge},
      {"announced by the second chunk", "9\r\n123456789\r\n2\r\n", FaultKind::PayloadTooLarge},
      {"announced by 16 digits", "ffffffffffffffff\r\n", FaultKind::PayloadTooLarge},
      {"endless extension", "1;" + std::string(5000, 'x'), FaultKind::BadRequest},
      {"endless digits", std::string(17, '0'), FaultKind::BadRequest},
      {"endless trailer line", "0\r\nA: " + std::string(100, 'x'), FaultKind::HeaderFieldsTooLarge},
      {"endless trailers", "0\r\n" + fields + fields + fields, FaultKind::HeaderFieldsTooLarge},
  };
  Limits limits;
  limits.max_body_bytes = 10;
  limits.max_header_bytes = 50;
  limits.max_header_count = 2;
  for (const Case& c : cases) {
    Content content(head_of(Framing::Chunked), limits);
    const Result<std::size_t, Fault> taken = content.take(c.input);
    ASSERT_FALSE(taken) << c.what;
    EXPECT_EQ(taken.error().kind, c.kind) << c.what << ": " << taken.error().message;
  }
}

TEST(Content, AllowsWhatIsExactlyAtTheLimit) {
  Limits limits;
  limits.max_body_bytes = 10;
  Content content(head_of(Framing::Chunked), limits);
  EXPECT_TRUE(content.take("a\r\n0123456789\r\n0\r\n\r\n"));
  EXPECT_TRUE(content.is_complete());
}

TEST(Content, ExtensionsOfManyChunksCountTogether) {
  Limits limits;
  Content content(head_of(Framing::Chunked), limits);
  const std::string chunk = "1;" + std::string(1000, 'x') + "\r\na\r\n";
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(content.take(chunk)) << i;
  EXPECT_FALSE(content.take(chunk));
}

}  // namespace
}  // namespace holotype::transport
