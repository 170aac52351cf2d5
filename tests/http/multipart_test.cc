#include "http/multipart.h"

#include <gtest/gtest.h>

#include "base/check.h"

namespace holotype::http {
namespace {

MediaType media_type(std::string_view text) { return *parse_media_type(text); }

// "name|filename|type|content" for each part, "-" for what is absent.
std::string written(const std::vector<Part>& parts) {
  std::string text;
  for (const Part& part : parts) {
    if (!text.empty()) text += '\n';
    text += part.name.value_or("-") + '|' + part.filename.value_or("-") + '|';
    text += (part.content_type ? part.content_type->to_string() : "-") + '|';
    text += part.content;
  }
  return text;
}

struct Row {
  std::string_view why;
  std::string_view type;
  std::string_view body;
  std::string_view parts;
};

const Row kRows[] = {
    {"RFC 2046 section 5.1.1", "multipart/mixed; boundary=simple-boundary",
     "This is the preamble.  It is to be ignored, though it\r\n"
     "is a handy place for composition agents to include an\r\n"
     "explanatory note to non-MIME conformant readers.\r\n"
     "\r\n"
     "--simple-boundary\r\n"
     "\r\n"
     "This is implicitly typed plain US-ASCII text.\r\n"
     "It does NOT end with a linebreak.\r\n"
     "--simple-boundary\r\n"
     "Content-type: text/plain; charset=us-ascii\r\n"
     "\r\n"
     "This is explicitly typed plain US-ASCII text.\r\n"
     "It DOES end with a linebreak.\r\n"
     "\r\n"
     "--simple-boundary--\r\n"
     "\r\n"
     "This is the epilogue.  It is also to be ignored.\r\n",
     "-|-|-|This is implicitly typed plain US-ASCII text.\r\nIt does NOT end with a linebreak.\n"
     "-|-|text/plain;charset=us-ascii|This is explicitly typed plain US-ASCII text.\r\n"
     "It DOES end with a linebreak.\r\n"},
    {"form-data as curl sends it", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhello\r\n"
     "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
     "Content-Type: text/plain\r\n\r\nx\r\n--b--\r\n",
     "title|-|-|hello\nfile|a.txt|text/plain|x"},
    {"bare line feeds", "multipart/form-data; boundary=b",
     "--b\nContent-Disposition: form-data; name=a\n\n1\n2\n--b--", "a|-|-|1\n2"},
    {"names are compared without case, white space is free", "multipart/form-data; boundary=b",
     "--b\r\ncontent-disposition:form-data ;NAME=a\r\n\r\n1\r\n--b--", "a|-|-|1"},
    {"padding behind boundaries", "multipart/form-data; boundary=b",
     "--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b-- \r\n", "a|-|-|1"},
    {"a longer line that begins like a boundary is content", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--bc\r\n--b-\r\n --b\r\n--b--x\r\n--b--",
     "a|-|-|--bc\r\n--b-\r\n --b\r\n--b--x"},
    {"empty content", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--b--", "a|-|-|"},
    {"content without any line", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=a\r\n--b--", "a|-|-|"},
    {"content ends in line breaks of its own", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n\r\n--b--", "a|-|-|\r\n"},
    {"no part at all", "multipart/form-data; boundary=b", "--b--", ""},
    {"parts without headers", "multipart/mixed; boundary=b",
     "--b\r\n\r\n--b\r\n--b\r\n\r\n1\r\n--b--", "-|-|-|\n-|-|-|\n-|-|-|1"},
    {"a boundary with a space and a quote", "multipart/mixed; boundary=\"gc0pJq0M:08jU'534c 0p\"",
     "--gc0pJq0M:08jU'534c 0p\r\n\r\n1\r\n--gc0pJq0M:08jU'534c 0p--", "-|-|-|1"},
    {"a boundary that begins with hyphens", "multipart/mixed; boundary=----x",
     "------x\r\n\r\n----x\r\n------x--\r\n", "-|-|-|----x"},
    {"escapes and bytes outside ASCII in names", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=\"a\\\"b\"; "
     "filename=\"\xc3\xa9%22.txt\"\r\n\r\n1\r\n--b--",
     "a\"b|\xc3\xa9%22.txt|-|1"},
    {"filename* wins over filename", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=a; filename=x; "
     "filename*=UTF-8''%e2%82%ac.txt\r\n\r\n1\r\n--b--",
     "a|\xe2\x82\xac.txt|-|1"},
    {"an empty name is a name", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--b--", "|-|-|1"},
    {"folded headers", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--b--", "a|-|-|1"},
    {"a nested multipart is content", "multipart/mixed; boundary=outer",
     "--outer\r\nContent-Type: multipart/mixed; "
     "boundary=inner\r\n\r\n--inner\r\n\r\n1\r\n--inner--\r\n--outer--",
     "-|-|multipart/mixed;boundary=inner|--inner\r\n\r\n1\r\n--inner--"},
    {"NUL bytes are content", "multipart/mixed; boundary=b",
     std::string_view("--b\r\n\r\n\0\r\n--b--", 15), std::string_view("-|-|-|\0", 7)},
};

TEST(Multipart, Parses) {
  for (const Row& row : kRows) {
    const Parsed<std::vector<Part>> parts = parse_multipart(media_type(row.type), row.body);
    ASSERT_TRUE(parts) << row.why << ": " << parts.error().reason;
    EXPECT_EQ(written(*parts), row.parts) << row.why;
    for (const Part& part : *parts) {
      EXPECT_EQ(row.body.substr(part.offset, part.content.size()), part.content) << row.why;
    }
  }
}

struct Fault {
  std::string_view type;
  std::string_view body;
  std::size_t offset;
  std::string_view reason;
};

const Fault kFaults[] = {
    {"multipart/form-data", "--b--", 0, "The media type of a multipart body names its boundary."},
    {"multipart/form-data; boundary=\"\"", "", 0, "A boundary is 1 to 70"},
    {"multipart/form-data; boundary=\"a \"", "", 0, "A boundary is 1 to 70"},
    {"multipart/form-data; boundary=\"a\tb\"", "", 0, "A boundary is 1 to 70"},
    {"multipart/form-data; "
     "boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg1",
     "", 0, "A boundary is 1 to 70"},
    {"multipart/form-data; boundary=b", "", 0, "The boundary never occurs in the body."},
    {"multipart/form-data; boundary=b", "{\"a\": 1}", 8, "The boundary never occurs in the body."},
    {"multipart/form-data; boundary=b", "--c--", 5, "The boundary never occurs in the body."},
    {"multipart/form-data; boundary=b", "--B--", 5, "The boundary never occurs in the body."},
    {"multipart/form-data; boundary=b", "--b\r\n", 5, "The body ends before its closing boundary"},
    {"multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b", 53,
     "The body ends before its closing boundary"},
    {"multipart/form-data; boundary=b", "--b\r\n\r\n1\r\n--b--", 5,
     "A part of form-data is named by"},
    {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--",
     5, "A part of form-data is named by"},
    {"multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name\r\n\r\n1\r\n--b--", 5,
     "Content-Disposition is a type and parameters"},
    {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: ;name=a\r\n\r\n1\r\n--b--", 5,
     "Content-Disposition is a type and parameters"},
    {"multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--", 5,
     "Content-Disposition is a type and parameters"},
    {"multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=a; filename*=x\r\n\r\n1\r\n--b--", 5,
     "filename*: "},
    {"multipart/mixed; boundary=b", "--b\r\nContent-Type: text\r\n\r\n1\r\n--b--", 5,
     "Content-Type of a part: "},
    {"multipart/mixed; boundary=b", "--b\r\nA: 1\r\nno header\r\n\r\n1\r\n--b--", 11,
     "A header line of a part is a name"},
    {"multipart/mixed; boundary=b", "--b\r\nA : 1\r\n\r\n1\r\n--b--", 5,
     "A header line of a part is a name"},
    {"multipart/mixed; boundary=b", "--b\r\n folded\r\n\r\n1\r\n--b--", 5,
     "A header line of a part is a name"},
};

TEST(Multipart, SaysWhereItBreaks) {
  for (const Fault& row : kFaults) {
    SCOPED_TRACE(row.body);
    const Parsed<std::vector<Part>> parts = parse_multipart(media_type(row.type), row.body);
    ASSERT_FALSE(parts);
    EXPECT_EQ(parts.error().offset, row.offset);
    EXPECT_TRUE(parts.error().reason.starts_with(row.reason)) << parts.error().reason;
    EXPECT_TRUE(parts.error().reason.ends_with('.')) << parts.error().reason;
  }
}

TEST(Multipart, KeepsItsLimits) {
  const MediaType mixed = media_type("multipart/mixed; boundary=b");
  const std::string_view body = "--b\r\nA: 12345\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--";
  EXPECT_TRUE(parse_multipart(mixed, body, {.max_parts = 2, .max_header_bytes = 10}));
  const auto many = parse_multipart(mixed, body, {.max_parts = 1});
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error(), (SyntaxError{20, "The body has more than 1 parts."}));
  const auto large = parse_multipart(mixed, body, {.max_header_bytes = 9});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error(), (SyntaxError{5, "The headers of a part exceed 9 bytes."}));
}

TEST(Multipart, KeepsAllHeaders) {
  const std::string_view body =
      "--b\r\nX-A: 1\r\nContent-Transfer-Encoding: BASE64\r\nX-A: 2 \r\n\r\nZm9v\r\n--b--";
  const auto parts = parse_multipart(media_type("multipart/mixed; boundary=b"), body);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->front().headers.combined("x-a"), "1, 2");
  EXPECT_EQ(parts->front().transfer_encoding, "base64");
  EXPECT_EQ(parts->front().content, "Zm9v");  // noted, not applied
}

TEST(Multipart, WantsAMultipartType) {
  EXPECT_THROW(std::ignore = parse_multipart(media_type("text/plain"), ""), Bug);
}

TEST(Multipart, Encodes) {
  std::vector<Part> parts(2);
  parts[0].name = "title";
  parts[0].content = "hello";
  parts[1].name = "a \"b\"";
  parts[1].filename = "c.json";
  parts[1].content_type = media_type("application/json");
  parts[1].headers = {{"X-Rate", "7"}};
  parts[1].content = "{}";
  EXPECT_EQ(encode_multipart(parts, "x"),
            "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhello\r\n"
            "--x\r\nContent-Disposition: form-data; name=\"a \\\"b\\\"\"; filename=\"c.json\"\r\n"
            "Content-Type: application/json\r\nX-Rate: 7\r\n\r\n{}\r\n--x--\r\n");
}

TEST(Multipart, ParseUndoesEncode) {
  const std::string contents[] = {
      "", "a", "\r\n", "--", "\n--x\n", "--holotype-", std::string("\0\xff", 2)};
  std::vector<Part> parts;
  for (const std::string& content : contents) {
    Part part;
    part.name = "n" + std::to_string(parts.size());
    part.content = content;
    parts.push_back(part);
  }
  const std::string boundary = choose_boundary(parts);
  EXPECT_EQ(choose_boundary(parts), boundary);
  const std::string body = encode_multipart(parts, boundary);
  const auto parsed =
      parse_multipart(media_type("multipart/form-data; boundary=" + boundary), body);
  ASSERT_TRUE(parsed) << parsed.error().reason;
  EXPECT_EQ(written(*parsed), written(parts));
}

TEST(Multipart, ChoosesAFreeBoundary) {
  std::vector<Part> parts(1);
  EXPECT_TRUE(choose_boundary(parts).starts_with("holotype-"));
  parts[0].content = "x";
  const std::string first = choose_boundary(parts);
  std::vector<Part> others(2);
  others[0].content = first;
  EXPECT_EQ(first.find(choose_boundary(others)), std::string::npos);
}

}  // namespace
}  // namespace holotype::http
