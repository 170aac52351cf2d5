#include "diagnostic/registry.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace holotype::diagnostic {
namespace {

TEST(RegistryTest, EveryRuleIsComplete) {
  std::set<std::string_view> ids;
  for (const Rule* rule : all_rules()) {
    EXPECT_TRUE(ids.insert(rule->id).second) << rule->id << " occurs twice";
    EXPECT_TRUE(
        std::regex_match(std::string(rule->id), std::regex("[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*")))
        << rule->id;
    EXPECT_FALSE(rule->section.empty()) << rule->id;
    EXPECT_FALSE(rule->example.empty()) << rule->id;
    EXPECT_TRUE(rule->summary.ends_with('.')) << rule->id;
    EXPECT_TRUE(rule->advice.ends_with('.')) << rule->id;
    EXPECT_TRUE(rule->status == 0 || (rule->status >= 400 && rule->status < 600)) << rule->id;
  }
}

TEST(RegistryTest, FindsById) {
  for (const Rule* rule : all_rules()) EXPECT_EQ(find_rule(rule->id), rule);
  EXPECT_EQ(find_rule("no.such-rule"), nullptr);
}

}  // namespace
}  // namespace holotype::diagnostic
