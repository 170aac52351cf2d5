#include "curl_command.h"

#include <gtest/gtest.h>

namespace holotype::conformance {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWordsTest, SplitsAsAShellDoes) {
  const struct {
    std::string_view line;
    Words words;
  } kRows[] = {
      {"", {}},
      {"a  b", {"a", "b"}},
      {"a 'b \"c' d", {"a", "b \"c", "d"}},
      {"a \"b 'c\\\"\" ''", {"a", "b 'c\"", ""}},
      {"a\\?b\\&c", {"a?b&c"}},
      {"\"$&'()\\n\"", {"$&'()\\n"}},
      {"a?b=1&c=2", {"a?b=1"}},
      {"a \\\n b", {"a", "b"}},
  };
  for (const auto& row : kRows) EXPECT_EQ(shell_words(row.line), row.words) << row.line;
}

std::string to_text(const http::Request& request) {
  std::string text = request.method + " " + request.raw_target;
  for (const http::Header& header : request.headers) text += "|" + header.name + ":" + header.value;
  return request.body.empty() ? text : text + "||" + request.body;
}

TEST(CurlCommandTest, IsTheRequestThatCurlSends) {
  const std::string own = "|Host:h|User-Agent:curl/7.88.1|Accept:*/*";
  const std::string form = "|Content-Type:application/x-www-form-urlencoded";
  const struct {
    std::string_view command;
    std::string request;
  } kRows[] = {
      {"curl http://h", "GET /" + own},
      {"curl -sI http://h/a", "HEAD /a" + own},
      {"curl -sIXGET http://h/a?b", "GET /a?b" + own},
      {"curl -d a=1 -d b http://h/", "POST /" + own + form + "|Content-Length:5||a=1&b"},
      {"curl -G -d a=1 http://h/?b", "GET /?b&a=1" + own},
      {"curl --data-urlencode 'a=b,c' http://h/",
       "POST /" + own + form + "|Content-Length:7||a=b%2Cc"},
      {"curl http://h -H 'accept: a/b'", "GET /|Host:h|User-Agent:curl/7.88.1|accept:a/b"},
      {"curl http://h -H Accept:", "GET /|Host:h|User-Agent:curl/7.88.1"},
      {"curl -u a:b http://h", "GET /" + own + "|Authorization:Basic YTpi"},
      {"curl --cookie a=b http://h", "GET /" + own + "|Cookie:a=b"},
  };
  for (const auto& row : kRows) {
    const auto command = parse_curl(row.command);
    ASSERT_TRUE(command.has_value()) << row.command;
    EXPECT_EQ(to_text(command->request), row.request) << row.command;
  }
}

TEST(CurlCommandTest, WritesAMultipartBody) {
  const auto command =
      parse_curl("curl -H 'Content-Type: multipart/form-data' -F a=1 -F 'b=2;type=x/y' http://h");
  ASSERT_TRUE(command.has_value());
  const std::string line = "--------------------------d74496d66958873e";
  EXPECT_EQ(*command->request.headers.find("Content-Type"),
            "multipart/form-data; boundary=" + line.substr(2));
  EXPECT_EQ(command->request.body,
            line + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n" + line +
                "\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Type: x/y\r\n\r\n2\r\n" +
                line + "--\r\n");
}

TEST(CurlCommandTest, RefusesWhatItDoesNotKnow) {
  for (const std::string_view line : {"wget http://h", "curl", "curl --http3 http://h", "curl -H"})
    EXPECT_FALSE(parse_curl(line).has_value()) << line;
}

}  // namespace
}  // namespace holotype::conformance
