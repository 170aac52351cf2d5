#include "cli/bowtie_command.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "cli/cli.h"

namespace holotype::cli {
namespace {

struct Row {
  const char* what;
  const char* lines;
  const char* answer;  // all of stdout after the answer to start
  int exit_code;
};

constexpr Row kRows[] = {
    {"a dialect that is known and one that is not",
     R"({"cmd":"dialect","dialect":"http://json-schema.org/draft-07/schema#"}
{"cmd":"dialect","dialect":"http://json-schema.org/draft-03/schema#"}
{"cmd":"stop"})",
     "{\"ok\":true}\n{\"ok\":false}\n", kFine},
    {"a case with a registry",
     R"({"cmd":"run","seq":7,"case":{"description":"d","schema":{"$ref":"http://x/y"},"registry":{"http://x/y":{"type":"integer"}},"tests":[{"description":"a","instance":1},{"description":"b","instance":"1"}]}})",
     "{\"seq\":7,\"results\":[{\"valid\":true},{\"valid\":false}]}\n", kFine},
    {"the dialect decides: nullable is nothing in 2020-12, definitions.$id in draft 4 is id",
     R"({"cmd":"dialect","dialect":"http://json-schema.org/draft-04/schema#"}
{"cmd":"run","seq":1,"case":{"description":"d","schema":{"maximum":3,"exclusiveMaximum":true},"tests":[{"description":"a","instance":3}]}})",
     "{\"ok\":true}\n{\"seq\":1,\"results\":[{\"valid\":false}]}\n", kFine},
    {"a schema that cannot be compiled",
     R"({"cmd":"run","seq":3,"case":{"description":"d","schema":{"pattern":"("},"tests":[{"description":"a","instance":1}]}})",
     "{\"seq\":3,\"errored\":true,\"context\":{\"message\":\"pattern must be a regular expression "
     "of ECMA-262\"}}\n",
     kFine},
    {"a schema that leads in a circle through dynamic references",
     R"({"cmd":"run","seq":4,"case":{"description":"d","schema":{"$id":"http://a.test/s","$dynamicRef":"r#D","$defs":{"y":{"$dynamicAnchor":"D","$dynamicRef":"r#D"},"r":{"$id":"r","$defs":{"y":{"$dynamicAnchor":"D","minimum":1}}}}},"tests":[{"description":"a","instance":1}]}})",
     "{\"seq\":4,\"results\":[{\"errored\":true,\"context\":{\"message\":\"not checked, because "
     "its "
     "references lead in a circle\"}}]}\n",
     kFine},
    {"a pattern beyond its budget, where it decides and where something else does",
     R"({"cmd":"run","seq":5,"case":{"description":"d","schema":{"items":{"pattern":"(?=x|)(a|a)*$"},"maxItems":1},"tests":[{"description":"a","instance":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"]},{"description":"b","instance":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",2]},{"description":"c","instance":["a"]}]}})",
     "{\"seq\":5,\"results\":[{\"errored\":true,\"context\":{\"message\":\"not checked, because "
     "matching the pattern takes too many steps\"}},{\"valid\":false},{\"valid\":true}]}\n",
     kFine},
    {"a run without a case", R"({"cmd":"run","seq":2})",
     "{\"seq\":2,\"errored\":true,\"context\":{\"message\":\"a run needs seq and case with schema "
     "and tests\"}}\n",
     kFine},
    {"what is no request", "nonsense", "", kUsage},
    {"what is no command", R"({"cmd":"dance"})", "", kUsage},
};

TEST(BowtieCommandTest, SpeaksTheProtocol) {
  for (const Row& row : kRows) {
    std::istringstream in(std::string("{\"cmd\":\"start\",\"version\":1}\n") + row.lines + "\n");
    std::ostringstream out;
    EXPECT_EQ(bowtie({}, in, out), row.exit_code) << row.what;
    const std::string all = out.str();
    EXPECT_TRUE(all.starts_with(R"({"version":1,"implementation":)")) << row.what;
    EXPECT_EQ(all.substr(all.find('\n') + 1), row.answer) << row.what;
  }
}

TEST(BowtieCommandTest, AssertsFormatsWhenAsked) {
  for (const bool asserts : {false, true}) {
    std::istringstream in(
        R"({"cmd":"run","seq":1,"case":{"description":"d","schema":{"format":"ipv4"},"tests":[{"description":"a","instance":"x"}]}})");
    std::ostringstream out;
    EXPECT_EQ(bowtie({.asserts_format = asserts}, in, out), kFine);
    EXPECT_EQ(out.str(), asserts ? "{\"seq\":1,\"results\":[{\"valid\":false}]}\n"
                                 : "{\"seq\":1,\"results\":[{\"valid\":true}]}\n");
  }
}

}  // namespace
}  // namespace holotype::cli
