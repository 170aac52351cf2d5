// SecurityCheck: credentials by presence and form, the alternatives, and what cannot be checked.
#include "contract/security.h"

#include <gtest/gtest.h>

#include "contract/described.h"

namespace holotype::contract {
namespace {

// One operation with this `security`, asked with these headers and this target.
struct Row {
  const char* security;
  http::Headers headers;
  const char* target;
  Lines findings;
  Lines unchecked;
};

std::string with_security(std::string_view security) {
  return R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a: {get: {operationId: a, security: )" +
         std::string(security) + R"(, responses: {"200": {description: A.}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: "api[key]"}
    cookie: {type: apiKey, in: cookie, name: sid}
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: Bearer, bearerFormat: JWT}
    digest: {type: http, scheme: digest}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: "https://a.example", scopes: {r: R}}}}
    openid: {type: openIdConnect, openIdConnectUrl: "https://a.example/.well-known"}
    tls: {type: mutualTLS}
)";
}

TEST(SecurityTest, ChecksPresenceAndForm) {
  const Row rows[] = {
      {"[]", {}, "/a", {}, {}},
      {"[{}]", {}, "/a", {}, {}},
      // API keys.
      {"[{key: []}]", {{"x-key", "anything"}}, "/a", {}, {}},
      {"[{key: []}]",
       {},
       "/a",
       {"header X-Key: must carry an API key in the header X-Key; send the header X-Key with any "
        "value (request.credential-missing)"},
       {}},
      {"[{key: []}]", {{"X-Key", ""}}, "/a", {"request.credential-missing"}, {}},
      {"[{query: []}]", {}, "/a?api[key]=1", {}, {}},
      {"[{query: []}]", {}, "/a?api%5Bkey%5D=1", {}, {}},  // the same name (RFC 3986, 6.2.2.2)
      {"[{query: []}]", {}, "/a?api[key]=", {"request.credential-missing"}, {}},
      {"[{query: []}]", {}, "/a?api[key]", {"request.credential-missing"}, {}},
      {"[{cookie: []}]", {{"Cookie", "a=b; sid=1"}}, "/a", {}, {}},
      {"[{cookie: []}]",
       {{"Cookie", "SID=1"}},
       "/a",
       {"cookie sid: *(request.credential-missing)"},
       {}},
      // Authorization: the scheme's name has no case, its credentials have a form.
      {"[{basic: []}]", {{"Authorization", "basic dXNlcjpwYXNz"}}, "/a", {}, {}},
      {"[{basic: []}]",
       {{"Authorization", "Basic dXNlcg=="}},  // "user", without a colon
       "/a",
       {"header Authorization: *; write it as Authorization: Basic ... "
        "(request.credential-malformed)"},
       {}},
      {"[{basic: []}]", {{"Authorization", "Basic ?"}}, "/a", {"request.credential-malformed"}, {}},
      {"[{basic: []}]",
       {{"Authorization", "Bearer x"}},
       "/a",
       {"header Authorization: must carry Basic credentials, not bearer; send the header "
        "Authorization: Basic ... (request.credential-missing)"},
       {}},
      {"[{basic: []}]",
       {{"Authorization", "Bearer x y"}},  // whatever form the other scheme has
       "/a",
       {"header Authorization: must carry Basic credentials, not bearer; *"
        "(request.credential-missing)"},
       {}},
      {"[{basic: []}]",
       {{"Authorization", "dXNlcjpwYXNz"}},  // which is nobody's to read
       "/a",
       {"header Authorization: must carry Basic credentials; send the header Authorization: Basic "
        "... (request.credential-missing)"},
       {}},
      {"[{bearer: []}]",
       {{"Authorization", "Bearer x y"}},
       "/a",
       {"request.credential-malformed"},
       {}},
      {"[{bearer: []}]", {{"Authorization", "BEARER abc.def"}}, "/a", {}, {}},
      {"[{bearer: []}]", {{"Authorization", "Bearer"}}, "/a", {"request.credential-malformed"}, {}},
      {"[{bearer: []}]",
       {{"Authorization", "Bearer a b"}},
       "/a",
       {"request.credential-malformed"},
       {}},
      {"[{digest: []}]",
       {{"Authorization", "Digest username=\"u\""}},
       "/a",
       {"request.credential-malformed"},
       {}},
      {"[{oauth: [r]}]", {{"Authorization", "Bearer t"}}, "/a", {}, {}},
      {"[{openid: []}]",
       {},
       "/a",
       {"header Authorization: must carry Bearer credentials; send the header Authorization: "
        "Bearer ... (request.credential-missing)"},
       {}},
      // All of one requirement.
      {"[{key: [], basic: []}]", {{"X-Key", "1"}}, "/a", {"request.credential-missing"}, {}},
      {"[{key: [], basic: []}]", {}, "/a", {"header X-Key: *", "header Authorization: *"}, {}},
      // Any of the list: the nearest one is told.
      {"[{key: [], basic: []}, {bearer: []}]", {{"Authorization", "Bearer t"}}, "/a", {}, {}},
      {"[{key: [], basic: []}, {bearer: []}]",
       {},
       "/a",
       {"header Authorization: must carry Bearer credentials; send the header Authorization: "
        "Bearer ...; another way to authenticate is described (request.credential-missing)"},
       {}},
      {"[{key: []}, {basic: []}, {bearer: []}]",
       {},
       "/a",
       {"header X-Key: *; 2 other ways to authenticate are described (request.credential-missing)"},
       {}},
      {"[{key: []}, {}]", {}, "/a", {}, {}},
      // What cannot be checked counts as met, and is said.
      {"[{tls: []}]",
       {},
       "/a",
       {},
       {"security tls: the security scheme tls was not checked, because TLS client certificates "
        "are not looked at (request.security-unchecked)"}},
      {"[{nobody: []}]",
       {},
       "/a",
       {},
       {"security nobody: the security scheme nobody was not checked, because no such security "
        "scheme is defined (request.security-unchecked)"}},
      {"[{tls: [], key: []}]", {}, "/a", {"request.credential-missing"}, {}},
      // One that was really met hides one that could not be looked at.
      {"[{nobody: []}, {key: []}]", {{"X-Key", "1"}}, "/a", {}, {}},
      {"[{nobody: []}, {key: []}]", {}, "/a", {}, {"request.security-unchecked"}},
  };
  for (const Row& row : rows) {
    Described api(with_security(row.security));
    const http::Request request{"GET", row.target, row.headers};
    const Checked checked = api.check(request);
    EXPECT_THAT(checked.findings, AreFindings(row.findings)) << row.security << " " << row.target;
    EXPECT_THAT(checked.unchecked, AreFindings(row.unchecked)) << row.security;
  }
}

// RFC 9110 section 11.6.1.
TEST(SecurityTest, ChallengesForEachSchemeOnce) {
  const char* rows[][2] = {
      {"[]", ""},
      {"[{basic: []}]", "Basic realm=\"*\""},
      {"[{bearer: []}]", "Bearer"},
      {"[{oauth: [r]}, {openid: []}]", "Bearer"},
      {"[{digest: []}]", "Digest realm=\"*\", nonce=\"abc123\""},
      {"[{key: []}]", "ApiKey in=\"header\", name=\"X-Key\""},
      {"[{query: []}, {cookie: []}]",
       "ApiKey in=\"query\", name=\"api[key]\", ApiKey in=\"cookie\", name=\"sid\""},
      {"[{basic: [], key: []}, {basic: []}]", "Basic realm=\"*\""},
      {"[{tls: []}, {nobody: []}]", ""},
  };
  for (const auto& row : rows) {
    Described api(with_security(row[0]));
    EXPECT_EQ(api.contract()->operations()[0]->security().challenges(), row[1]) << row[0];
  }
}

}  // namespace
}  // namespace holotype::contract
