// JSON: the whole report, names that programs rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/pointer.h"
#include "json/text.h"
#include "report/sample.h"

namespace holotype::report {
namespace {

std::string part(const Report& report, const char* pointer) {
  const auto tree = json::read(to_json(report, {}));
  const json::Value* value = json::resolve(tree->root(), pointer);
  return value == nullptr ? "absent" : json::write(*value);
}

TEST(JsonReportTest, HasWhatTheReportHas) {
  Report report = sample_report();
  report.coverage = coverage_of_pets();
  report.gates = {{.aspect = journal::Aspect::Status, .wanted_percent = 80, .is_percent = 33.33}};
  struct Row {
    const char* pointer;
    const char* json;
  };
  const Row rows[] = {
      {"/tool/name", R"("holotype")"},
      {"/command", R"("proxy")"},
      {"/title", R"("Pets & more 1")"},
      {"/descriptions", R"(["specs/pet shop.yaml"])"},
      {"/target", R"("http://127.0.0.1:3000")"},
      {"/failed", "true"},
      {"/counts", R"({"errors":1,"warnings":0,"notes":0,"exchanges":4,"valid":1})"},
      {"/findings",
       R"([{"severity":"error","about":"request","subject":"createPet","method":"POST",)"
       R"("target":"/pets?a=1&b=2","status":422,"count":3,"rule":"schema.required","in":"body",)"
       R"("pointer":"","message":"must have property <title>","found":"object with name",)"
       R"("fix":"add title","schema":"#/paths/~1pets/post/required",)"
       R"("source":"specs/pet shop.yaml:9:12"}])"},
      {"/subjects/1",
       R"({"name":"listPets","title":"GET /pets","uses":0,"skipped":"it was never called"})"},
      {"/coverage/operations", R"({"met":1,"declared":2})"},
      {"/coverage/keywords", "absent"},
      {"/coverage/percent", "28.5"},
      {"/coverage/details/0/statuses", R"([{"name":"201","count":1},{"name":"422","count":0}])"},
      {"/gates", R"([{"of":"statuses","wanted":80.0,"is":33.3,"met":false}])"},
      {"/remarks", "absent"},
  };
  for (const Row& row : rows) EXPECT_EQ(part(report, row.pointer), row.json) << row.pointer;
}

TEST(JsonReportTest, KeywordsAreThereWhereTheyWereCounted) {
  Report report;
  report.coverage = coverage_of_pets();
  const auto description = report.coverage->description;
  const openapi::Operation& create = description->operations[0];
  report.coverage->keywords = {{.schema = create.parameters[0].schema.node,
                                .name = "type",
                                .source = {"pets.yaml", 7, 49},
                                .held = 2,
                                .broken = 1}};
  EXPECT_EQ(part(report, "/coverage/keywords"), R"({"met":1,"declared":1})");
  EXPECT_EQ(part(report, "/coverage/keywordDetails"),
            R"([{"name":"type","schema":"/paths/~1pets/post/parameters/0/schema",)"
            R"("source":"pets.yaml:7:49","held":2,"broken":1}])");
}

TEST(JsonReportTest, BytesOfARequestBecomeText) {
  Report report = sample_report();
  report.findings[0].raw_target = "/\xff";
  EXPECT_EQ(part(report, "/findings/0/target"), "\"/\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace holotype::report
