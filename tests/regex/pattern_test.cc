#include "regex/pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace holotype::regex {
namespace {

using namespace std::string_view_literals;

struct Row {
  std::string_view pattern;
  std::string_view text;
  Match answer;
};
constexpr Match kYes = Match::Yes;
constexpr Match kNo = Match::No;

constexpr Row kRows[] = {
    // Searched for, not matched whole (JSON Schema Validation 2020-12 section 6.3.3).
    {"es", "expression", kYes},
    {"", "", kYes},
    {"", "anything", kYes},
    {"^es", "expression", kNo},
    {"a*", "bbb", kYes},
    // ^ and $ are the ends of the text, not of a line.
    {"^abc$", "abc", kYes},
    {"^abc$", "abc\n", kNo},
    {"abc$", "abc\n", kNo},
    {"^[a-c]+$", "abc\n", kNo},
    {"^b", "a\nb", kNo},
    {"a$", "a\nb", kNo},
    {"(?=a)a$", "a\n", kNo},
    // . excludes the four line terminators only.
    {"^.$", "\n", kNo},
    {"^.$", "\r", kNo},
    {"^.$", "\u2028", kNo},
    {"^.$", "\u2029", kNo},
    {"^.$", "\v", kYes},
    {"^.$", "\u0085", kYes},
    {"^.$", "🐉", kYes},
    {"^.$", "\0"sv, kYes},
    // Escapes are ASCII, white space is ECMAScript's.
    {"^\\d$", "\u07C0", kNo},
    {"^\\D$", "\u07C0", kYes},
    {"^\\w$", "é", kNo},
    {"^\\W$", "é", kYes},
    {"^\\s$", "\uFEFF", kYes},
    {"^\\s$", "\u00A0", kYes},
    {"^\\s$", "\u2003", kYes},
    {"^\\s$", "\u180E", kNo},
    {"^\\s$", "\u0085", kNo},
    {"^\\S$", "\u2013", kYes},
    {"\\bé", "é", kNo},
    {"\\Bé", "é", kYes},
    {"\\ba", "éa", kYes},
    {"^\\cC$", "\x03", kYes},
    {"^\\0$", "\0"sv, kYes},
    {"a\\0b", "a\0b"sv, kYes},
    // Code points, never UTF-16 units.
    {"^🐲*$", "🐲🐲", kYes},
    {"^🐲*$", "🐉", kNo},
    {"^\\uD83D\\uDC32$", "🐲", kYes},
    {"^\\u{1F432}$", "🐲", kYes},
    {"^[🐉-🐲]$", "🐊", kYes},
    {"\\uD83D", "🐲", kNo},
    {"^[^x]$", "🐲", kYes},
    // Properties.
    {"\\p{Letter}cole", "l'école", kYes},
    {"\\p{Letter}cole", "L'ÉCOLE", kNo},
    {"^\\p{digit}+$", "\u09EA\u09E8", kYes},
    {"^\\p{Script=Greek}$", "π", kYes},
    {"^\\p{Script=Greek}$", "p", kNo},
    {"^\\p{Script=Hiragana}$", "\u30FC", kNo},
    {"^\\p{scx=Hiragana}$", "\u30FC", kYes},
    {"^[\\p{L}\\d_]+$", "größe_1", kYes},
    {"^\\P{L}$", "1", kYes},
    {"^[^\\P{L}]$", "é", kYes},
    {"^\\p{Any}$", "\u0378", kYes},
    {"^\\p{Assigned}$", "\u0378", kNo},
    {"^\\p{CWKCF}$", "A", kYes},
    {"^\\p{CWKCF}$", "a", kNo},
    {"^\\p{CWKCF}$", "\u00AD", kYes},
    {"^\\p{CWKCF}$", "\U0001D400", kYes},
    {"^\\p{CWKCF}$", "\U000E0FFF", kYes},
    {"^\\p{CWKCF}$", "\U000E1000", kNo},
    {"^\\P{Changes_When_NFKC_Casefolded}$", "a", kYes},
    {"^[\\p{Changes_When_NFKC_Casefolded}\\d]+$", "A1", kYes},
    {"^[^\\P{CWKCF}]$", "A", kYes},
    {"^[^\\p{CWKCF}]$", "A", kNo},
    // Lookaround.
    {"^(?=.*\\d)(?=.*[a-z]).{4,}$", "abc1", kYes},
    {"^(?=.*\\d)(?=.*[a-z]).{4,}$", "abcd", kNo},
    {"^(?!x-)", "x-a", kNo},
    {"^(?!x-)", "y", kYes},
    {"(?<=a+)b", "xaab", kYes},
    {"(?<=a+)b", "xb", kNo},
    {"(?<!\\d+x)9", "1x9", kNo},
    {"(?<=\\$)\\d", "$5", kYes},
    {"(?<=^|,)b", "a,b", kYes},
    {"(?<=xa*)b", "xaab", kYes},
    {"(?<=xa*)b", "aab", kNo},
    // What a lookahead reads is read again behind it.
    {"(?=b)c*b", "b", kYes},
    {"(?=b)c*b", "ccb", kYes},
    {"(?=b)c*b", "cc", kNo},
    {"(?=A)[A-Z]*A", "A", kYes},
    {"(?<!\\w)(?=A)[A-Z]*A(?!\\w)", "A", kYes},
    {"(?=\\$)(?:USD)?\\$", "$", kYes},
    {"(?=\\$)(?:USD)?\\$", "USD$", kYes},
    {"(?=/)\\w*/", "/", kYes},
    {"(?=x)[xy]?x", "yx", kYes},
    {"(?=x)[xy]?x", "y", kNo},
    {"(?:(?=b)c*b)+$", "ab", kYes},
    {"(?!(?=b)c*b)b", "b", kNo},
    // Backreferences: to a group that has not matched they match nothing.
    {"^(a|b)\\1$", "aa", kYes},
    {"^(a|b)\\1$", "ab", kNo},
    {"^\\1(a)$", "a", kYes},
    {"^(?:(a)|b)\\1$", "b", kYes},
    {"^(?<q>['\"]).*\\k<q>$", "'it'", kYes},
    {"^(?<q>['\"]).*\\k<q>$", "'it\"", kNo},
    {"^\\k<y>(?<y>a)$", "a", kYes},
    {"^(a\\1)$", "a", kYes},
    // Classes.
    {"[]", "a", kNo},
    {"^[^]$", "\n", kYes},
    {"^[\\w-.]+$", "a-b.c", kYes},
    {"^[\\b]$", "\b", kYes},
    {"^[a-]+$", "a-", kYes},
    {"^[$^.]+$", "$^.", kYes},
    // What real descriptions hold.
    {"^tsk_[a-z0-9]{12}$", "tsk_abc123def456", kYes},
    {"^tsk_[a-z0-9]{12}$", "tsk_abc123def45", kNo},
    {"^AC[0-9a-fA-F]{32}$", "AC0123456789abcdefABCDEF0123456789", kYes},
    {"^ssh-(rsa|dss|ed25519) |^ecdsa-sha2-nistp(256|384|521) ", "ssh-rsa AAAA", kYes},
    {"^([01]\\d|2[0-3]):?([0-5]\\d)$", "23:59", kYes},
    {"^([01]\\d|2[0-3]):?([0-5]\\d)$", "24:00", kNo},
    {"^$|[0-9a-f]{8}\\b-[0-9a-f]{4}", "", kYes},
    {"^$|[0-9a-f]{8}\\b-[0-9a-f]{4}", "2eb8aa08-aa98", kYes},
    {"^{.*}$", "{x}", kYes},
    {"^\\{\\w+\\}$", "{x}", kYes},
    {"^#[0-9a-f]{3}|#[0-9a-f]{6}$", "#CC", kNo},
    {"^.{1,100000}$", "x", kYes},
    {"^[\\s\\S]{2,70000}$", "x", kNo},
};

TEST(PatternTest, FindsWhatEcmaScriptFinds) {
  for (const Row& row : kRows) {
    const auto pattern = Pattern::compile(row.pattern);
    if (pattern) {
      EXPECT_EQ(pattern->matches(row.text), row.answer)
          << "/" << row.pattern << "/ on \"" << row.text << "\"";
    } else {
      ADD_FAILURE() << row.pattern << ": " << pattern.error().message;
    }
  }
}

TEST(PatternTest, KeepsItsSource) {
  const auto pattern = Pattern::compile("^a\\-b$");
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->source(), "^a\\-b$");
  const Pattern copy = *pattern;
  EXPECT_EQ(copy.matches("a-b"), Match::Yes);
}

}  // namespace
}  // namespace holotype::regex
