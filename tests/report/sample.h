// A small report of a run, with everything that a writer must cope with.
#pragma once

#include <memory>
#include <string>

#include "diagnostic/rules_request.h"
#include "diagnostic/rules_schema.h"
#include "openapi/loaded.h"
#include "report/report.h"

namespace holotype::report {

inline constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets & more, version: "1"}
paths:
  /pets:
    post:
      operationId: createPet
      parameters: [{name: dry, in: query, schema: {type: boolean}}]
      requestBody:
        content: {application/json: {schema: {type: object}, example: {name: Rex}}}
      responses: {"201": {description: Created.}, "422": {description: Refused.}}
    get:
      operationId: listPets
      responses: {"200": {description: All.}}
)";

inline std::shared_ptr<const openapi::Description> pets() { return *openapi::load_text(kPets); }

// createPet was called once and answered 201; listPets never.
inline journal::CoverageReport coverage_of_pets() {
  const auto description = pets();
  journal::Coverage coverage(description);
  coverage.of(description->operations[0]).request();
  coverage.of(description->operations[0]).response(201, {}, "example");
  return coverage.report();
}

inline Finding required_finding() {
  Finding finding;
  finding.diagnostic = {.rule = &diagnostic::rules::kSchemaRequired,
                        .message = "must have property <title>",
                        .found = "object with name",
                        .fix = "add title",
                        .in = diagnostic::Place::Body,
                        .schema = "#/paths/~1pets/post/required",
                        .source = {"specs/pet shop.yaml", 9, 12}};
  finding.about = About::Request;
  finding.subject = "createPet";
  finding.method = "POST";
  finding.raw_target = "/pets?a=1&b=2";
  finding.status = 422;
  finding.count = 3;
  return finding;
}

inline Report sample_report() {
  Report report;
  report.command = "proxy";
  report.title = "Pets & more 1";
  report.descriptions = {"specs/pet shop.yaml"};
  report.target = "http://127.0.0.1:3000";
  report.counts = {{"exchanges", 4}, {"valid", 1}};
  report.subjects = {{.name = "createPet",
                      .title = "POST /pets",
                      .place = {"specs/pet shop.yaml", 5, 5},
                      .uses = 4},
                     {.name = "listPets", .title = "GET /pets", .skipped = "it was never called"}};
  report.findings = {required_finding()};
  return report;
}

}  // namespace holotype::report
