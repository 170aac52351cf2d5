#include "http/auth.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

struct Row {
  std::string_view field;
  Credentials credentials;
};

const Row kRows[] = {
    {"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", {"basic", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", {}}},
    {"bearer  mF_9.B5f-4.1JqM ", {"bearer", "mF_9.B5f-4.1JqM", {}}},
    {"Negotiate", {"negotiate", "", {}}},
    {"Negotiate ", {"negotiate", "", {}}},
    {" Bearer a", {"bearer", "a", {}}},
    {"X a=", {"x", "a=", {}}},  // a token68, by the grammar
    {"Digest realm=\"a, b\", nc=00000001", {"digest", "", {{"realm", "a, b"}, {"nc", "00000001"}}}},
    {"Digest Realm = \"a\\\"b\" ,, qop=auth,",
     {"digest", "", {{"realm", "a\"b"}, {"qop", "auth"}}}},
};

TEST(Auth, ParsesCredentials) {
  for (const Row& row : kRows) {
    const Parsed<Credentials> credentials = parse_credentials(row.field);
    ASSERT_TRUE(credentials) << row.field;
    EXPECT_EQ(*credentials, row.credentials) << row.field;
  }
}

TEST(Auth, SaysWhereCredentialsBreak) {
  const std::pair<std::string_view, std::size_t> rows[] = {
      {"", 0},
      {"  ", 2},
      {"\"Basic\" x", 0},
      {"Basic:x", 5},
      {"Bearer a b", 9},
      {"Bearer a\"b", 8},
      {"Digest a=1 b=2", 11},
      {"Digest a=\"1", 11},
      {"Digest a=1, A=2", 12},
      {"Digest =1", 7},
      {"Bearer \x01", 7},
      {"Bearer ===", 7},
  };
  for (const auto& [field, offset] : rows) {
    const Parsed<Credentials> credentials = parse_credentials(field);
    ASSERT_FALSE(credentials) << field;
    EXPECT_EQ(credentials.error().offset, offset) << field;
    EXPECT_TRUE(credentials.error().reason.ends_with('.'));
  }
}

TEST(Auth, BoundsTheNumberOfParameters) {
  std::string field = "Digest a0=";
  for (int i = 1; i < 33; ++i) field += "x, a" + std::to_string(i) + "=";
  const Parsed<Credentials> credentials = parse_credentials(field + "x");
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().reason, "Credentials have more than 32 parameters.");
}

TEST(Auth, DecodesBasic) {
  const std::tuple<std::string_view, std::string_view, std::string_view> rows[] = {
      {"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin", "open sesame"},  // RFC 7617 section 2
      {"Basic dGVzdDoxMjPCow==", "test", "123\xc2\xa3"},                 // section 2.1
      {"Basic Og==", "", ""},
      {"BASIC YTpiOmM=", "a", "b:c"},
  };
  for (const auto& [field, user, password] : rows) {
    const Parsed<BasicCredentials> basic = decode_basic(*parse_credentials(field));
    ASSERT_TRUE(basic) << field;
    EXPECT_EQ(basic->user, user);
    EXPECT_EQ(basic->password, password);
  }
}

TEST(Auth, RefusesBasicThatIsNone) {
  for (const std::string_view field : {
           "Bearer YTpi",       // another scheme
           "Basic",             // no credentials
           "Basic YWI=",        // no colon
           "Basic YTpi====",    // padding
           "Basic YTp",         // incomplete
           "Basic YToK",        // a line feed
           "Basic user=\"a\"",  // parameters
       }) {
    EXPECT_FALSE(decode_basic(*parse_credentials(field))) << field;
  }
}

TEST(Auth, ReadsBearerTokens) {
  const Credentials bearer = *parse_credentials("Bearer mF_9.B5f-4.1JqM");  // RFC 6750 section 2.1
  EXPECT_EQ(bearer_token(bearer), "mF_9.B5f-4.1JqM");
  for (const std::string_view field : {"Basic YTpi", "Bearer", "Bearer a=\"b\"", "Bearer a=b"}) {
    const Credentials other = *parse_credentials(field);
    EXPECT_FALSE(bearer_token(other)) << field;
  }
}

// RFC 7616 section 3.9.1, the MD5 answer.
constexpr std::string_view kDigest =
    "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
    "algorithm=MD5, "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
    "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
    "response=\"8ca523f5e9506fed4657c9700eebdbec\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

TEST(Auth, ParsesDigest) {
  const Parsed<DigestCredentials> digest = parse_digest(*parse_credentials(kDigest));
  ASSERT_TRUE(digest) << digest.error().reason;
  EXPECT_EQ(digest->username, "Mufasa");
  EXPECT_EQ(digest->realm, "http-auth@example.org");
  EXPECT_EQ(digest->uri, "/dir/index.html");
  EXPECT_EQ(digest->algorithm, "MD5");
  EXPECT_EQ(digest->nonce_count, 1u);
  EXPECT_EQ(digest->qop, "auth");
  EXPECT_EQ(digest->response, "8ca523f5e9506fed4657c9700eebdbec");
  EXPECT_FALSE(digest->is_username_hashed);
}

constexpr std::string_view kLeast = "Digest realm=r, nonce=n, uri=\"/\", ";
constexpr std::string_view kHash32 = "00000000000000000000000000000000";

struct Digest {
  std::string rest;
  std::optional<std::string_view> username;  // nullopt: refused
};

const Digest kDigests[] = {
    {"username=u, response=" + std::string(kHash32), "u"},
    {"username*=UTF-8''J%C3%A4s%C3%B8n, response=" + std::string(kHash32), "J\xc3\xa4s\xc3\xb8n"},
    {"username=u, algorithm=sha-256, response=" + std::string(kHash32) + std::string(kHash32), "u"},
    {"username=u, algorithm=future, response=ab", "u"},
    {"username=u, nc=000000ff, cnonce=c, qop=auth-int, response=" + std::string(kHash32), "u"},
    {"username=u", std::nullopt},
    {"response=" + std::string(kHash32), std::nullopt},
    {"username=u, username*=UTF-8''u, response=" + std::string(kHash32), std::nullopt},
    {"username*=u, response=" + std::string(kHash32), std::nullopt},
    {"username*=UTF-8''u, userhash=true, response=" + std::string(kHash32), std::nullopt},
    {"username=u, userhash=yes, response=" + std::string(kHash32), std::nullopt},
    {"username=u, response=0", std::nullopt},
    {"username=u, response=zz", std::nullopt},
    {"username=u, algorithm=SHA-256, response=" + std::string(kHash32), std::nullopt},
    {"username=u, qop=auth, response=" + std::string(kHash32), std::nullopt},
    {"username=u, qop=none, nc=00000001, cnonce=c, response=" + std::string(kHash32), std::nullopt},
    {"username=u, qop=auth, nc=1, cnonce=c, response=" + std::string(kHash32), std::nullopt},
};

TEST(Auth, ChecksDigestParameters) {
  for (const Digest& row : kDigests) {
    const Parsed<Credentials> credentials = parse_credentials(std::string(kLeast) + row.rest);
    ASSERT_TRUE(credentials) << row.rest;
    const Parsed<DigestCredentials> digest = parse_digest(*credentials);
    ASSERT_EQ(digest.has_value(), row.username.has_value()) << row.rest;
    if (digest) EXPECT_EQ(digest->username, row.username);
    if (!digest) EXPECT_TRUE(digest.error().reason.ends_with('.'));
  }
  EXPECT_FALSE(parse_digest(*parse_credentials("Bearer x")));
}

TEST(Auth, WritesChallenges) {
  const std::pair<Challenge, std::string_view> rows[] = {
      {{"Negotiate", {}}, "Negotiate"},
      {{"Basic", {{"realm", "foo"}, {"charset", "UTF-8"}}},
       R"(Basic realm="foo", charset="UTF-8")"},  // RFC 7617 2.1
      {{"Bearer", {{"realm", "example"}, {"error", "invalid_token"}}},
       R"(Bearer realm="example", error="invalid_token")"},  // RFC 6750 section 3
      {{"Digest",
        {{"realm", "r"}, {"qop", "auth, auth-int"}, {"algorithm", "SHA-256"}, {"stale", "true"}}},
       R"(Digest realm="r", qop="auth, auth-int", algorithm=SHA-256, stale=true)"},  // RFC 7616
                                                                                     // section 3.3
      {{"Basic", {{"realm", "a \"b\" \\c"}}}, R"(Basic realm="a \"b\" \\c")"},
      {{"Basic", {{"realm", "a\r\nSet-Cookie: b"}}}, R"(Basic realm="a  Set-Cookie: b")"},
  };
  for (const auto& [challenge, text] : rows) EXPECT_EQ(to_string(challenge), text);
}

}  // namespace
}  // namespace holotype::http
