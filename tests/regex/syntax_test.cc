#include "regex/syntax.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dump.h"

namespace holotype::regex {
namespace {

TEST(SyntaxTest, ReadsPatterns) {
  const struct {
    const char* pattern;
    const char* tree;
  } kRows[] = {
      // Disjunction, Alternative, Quantifier.
      {"", "seq{}"},
      {"a", "[a]"},
      {"ab", "seq{[a][b]}"},
      {"a|b", "alt{[a][b]}"},
      {"a|", "alt{[a]seq{}}"},
      {"|", "alt{seq{}seq{}}"},
      {"a*", "rep{0, [a]}"},
      {"a+?", "rep{1,? [a]}"},
      {"a?", "rep{0,1 [a]}"},
      {"a{3}", "rep{3,3 [a]}"},
      {"a{3,}", "rep{3, [a]}"},
      {"a{3,5}?", "rep{3,5? [a]}"},
      {"a{0,99999999999999999999}", "rep{0,4294967294 [a]}"},
      {"ab*", "seq{[a]rep{0, [b]}}"},
      // Groups and assertions.
      {"(a)(?:b)(?<n>c)", "seq{group1{[a]}group0{[b]}group2<n>{[c]}}"},
      {"((a)b)", "group1{seq{group2{[a]}[b]}}"},
      {"(?=a)(?!b)(?<=c)(?<!d)", "seq{ahead{[a]}not-ahead{[b]}behind{[c]}not-behind{[d]}}"},
      {"^a$", "seq{start{}[a]end{}}"},
      {"\\ba\\B", "seq{word{}[a]no-word{}}"},
      {"(?<$_1>a)\\k<$_1>", "seq{group1<$_1>{[a]}ref{1}}"},
      {"(?<größe>a)", "group1<größe>{[a]}"},
      // Backreferences may stand before their group.
      {"(a)\\1", "seq{group1{[a]}ref{1}}"},
      {"\\2(a)(b)", "seq{ref{2}group1{[a]}group2{[b]}}"},
      {"\\k<y>(?<y>a)", "seq{ref{1}group1<y>{[a]}}"},
      {"\\1[(](a)\\((?:b)", "seq{ref{1}[(]group1{[a]}[(]group0{[b]}}"},
      // Escapes.
      {"\\d\\w", "seq{[0-9][0-9A-Z_a-z]}"},
      {"\\D", "[U+0000-/:-U+10FFFF]"},
      {"\\s",
       "[U+0009-U+000DU+0020U+00A0U+1680U+2000-U+200AU+2028-U+2029U+202FU+205FU+3000U+FEFF]"},
      {".", "[U+0000-U+0009U+000B-U+000CU+000E-U+2027U+202A-U+10FFFF]"},
      {"\\f\\n\\r\\t\\v\\0", "seq{[U+000C][U+000A][U+000D][U+0009][U+000B][U+0000]}"},
      {"\\cJ\\cj\\x4a", "seq{[U+000A][U+000A][J]}"},
      {"\\u0041\\u{1F409}\\u{000041}", "seq{[A][U+1F409][A]}"},
      {"\\uD83D\\uDC09", "[U+1F409]"},
      {"\\uD83D\\u0041", "seq{[U+D83D][A]}"},
      {"\\uDC09", "[U+DC09]"},
      {"\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/",
       "seq{[^][$][\\][.][*][+][?][(][)][[][]][{][}][|][/]}"},
      {"\\p{Letter}\\P{Lu}", "seq{[p{L}][P{Lu}]}"},
      {"\\p{Script=Greek}\\p{scx=Grek}\\p{gc=digit}", "seq{[p{sc:Grek}][p{scx:Grek}][p{Nd}]}"},
      {"\\p{Assigned}\\P{Assigned}", "seq{[P{Cn}][p{Cn}]}"},
      {"é🐉", "seq{[U+00E9][U+1F409]}"},
      // Classes.
      {"[]", "[]"},
      {"[^]", "[U+0000-U+10FFFF]"},
      {"[abc-]", "[-a-c]"},
      {"[-a]", "[-a]"},
      {"[^a]", "[U+0000-`b-U+10FFFF]"},
      {"[a-c\\dx]", "[0-9a-cx]"},
      {"[\\b\\-\\]]", "[U+0008-]]"},
      {"[^\\p{L}_]", "[^_p{L}]"},
      {"[\\uD83D\\uDC09-🐲]", "[U+1F409-U+1F432]"},
      {"[(?:]", "[(:?]"},
      {"[[]", "[[]"},
      // Beyond the u flag.
      {"\\-\\@\\_\\\"\\ ", "seq{[-][@][_][\"][U+0020]}"},
      {"a]}{", "seq{[a][]][}][{]}"},
      {"{a}", "seq{[{][a][}]}"},
      {"a{", "seq{[a][{]}"},
      {"a{x}", "seq{[a][{][x][}]}"},
      {"[\\w-.]", "[--.0-9A-Z_a-z]"},
      {"[+-\\d]", "[+-0-9]"},
  };
  for (const auto& row : kRows) {
    const auto tree = parse(row.pattern);
    if (tree) {
      EXPECT_EQ(dump(*tree), row.tree) << row.pattern;
    } else {
      ADD_FAILURE() << row.pattern << ": " << tree.error().message;
    }
  }
}

TEST(SyntaxTest, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* pattern;
    std::size_t offset;
    const char* message;  // a part of it
  } kRows[] = {
      {"^(abc]", 1, "never closed"},
      {"abc)", 3, "write \\)"},
      {"a(b", 1, "never closed"},
      {"[a", 0, "write \\["},
      {"*a", 0, "nothing that * could repeat"},
      {"a**", 2, "nothing"},
      {"a|+", 2, "nothing"},
      {"{2}", 0, "nothing"},
      {"a{2}{3}", 4, "nothing"},
      {"a++", 2, "possessive"},
      {"a{,5}", 1, "write {0,5}"},
      {"a{5,2}", 1, "wrong order"},
      {"^*", 1, "assertion ^ cannot be repeated"},
      {"(?=a)*", 5, "assertion (?=a)"},
      {"(?<=a)?", 6, "cannot be repeated"},
      {"\\b+", 2, "cannot be repeated"},
      {"[z-a]", 1, "range z-a"},
      {"[b-\\x61]", 1, "wrong order"},
      // Escapes without a meaning, most of them from other engines.
      {"\\a", 0, "write \\x07"},
      {"^a\\Z", 2, "write $"},
      {"\\Ax", 0, "write ^"},
      {"\\h", 0, "write [ \\t]"},
      {"\\y", 0, "write y for the letter itself"},
      {"\\1", 0, "the pattern has none"},
      {"(a)\\2", 3, "has only 1"},
      {"\\01", 0, "Octal"},
      {"[\\1]", 1, "means nothing"},
      {"\\c1", 0, "letter from A to Z"},
      {"\\c", 0, "letter from A to Z"},
      {"\\x4", 0, "two hexadecimal"},
      {"\\u12", 0, "four hexadecimal"},
      {"\\u{110000}", 0, "up to six"},
      {"\\u{}", 0, "up to six"},
      {"\\u{41", 0, "up to six"},
      {"\\", 0, "lone \\"},
      {"[\\", 1, "lone \\"},
      {"\\k", 0, "\\k<name>"},
      {"\\k<n>", 0, "No group is named n"},
      {"(?<n>a)\\k<m>", 7, "No group is named m"},
      {"(?<n>a)(?<n>b)", 0, "Two groups are named n"},
      {"(?<>a)", 0, "group's name"},
      {"(?<1a>a)", 0, "group's name"},
      {"(?<n", 0, "group's name"},
      // Unicode properties are strict.
      {"\\p{digits}", 0, "knows no Unicode property digits"},
      {"\\p{letter}", 0, "case-sensitive"},
      {"\\p{Greek}", 0, "write \\p{Script=Greek}"},
      {"\\p{Script=Klingon}", 0, "Script=Klingon"},
      {"\\pL", 0, "written \\p{Letter}"},
      {"\\p{L", 0, "written \\p{Letter}"},
      // Other engines' groups and classes.
      {"(?P<name>x)", 0, "without P"},
      {"(?P<n>a)(?P=n)", 0, "without P"},
      {"(?#comment)a", 0, "comments"},
      {"(?i)abc", 0, "[Aa]"},
      {"(?ims)abc", 0, "[Aa]"},
      {"(?>a)", 0, "atomic"},
      {"(?", 0, "knows no group"},
      {"[[:alpha:]]", 1, "POSIX"},
      {"[[:digit:][:space:]]", 1, "POSIX"},
      {"a\xFF", 1, "UTF-8"},
  };
  for (const auto& row : kRows) {
    const auto tree = parse(row.pattern);
    if (tree) {
      ADD_FAILURE() << row.pattern << " is read as " << dump(*tree);
      continue;
    }
    EXPECT_THAT(tree.error().message, testing::HasSubstr(row.message)) << row.pattern;
    EXPECT_THAT(tree.error().message, testing::EndsWith(".")) << row.pattern;
    EXPECT_EQ(tree.error().offset, row.offset) << row.pattern << ": " << tree.error().message;
  }
}

TEST(SyntaxTest, BoundsNesting) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '(') +
           std::string(static_cast<std::size_t>(depth), ')');
  };
  EXPECT_TRUE(parse(nested(kMaxNesting)));
  EXPECT_FALSE(parse(nested(kMaxNesting + 1)));
  EXPECT_FALSE(parse(nested(100'000)));
}

}  // namespace
}  // namespace holotype::regex
