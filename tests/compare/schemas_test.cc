// What breaks when a schema changes, keyword by keyword, for what clients send and receive.
//
// Each row has a witness where its change breaks somebody: a value that the one version accepts and
// the other refuses. The table is checked with it, and so are the rules: an error is a change with
// a witness.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "compare/compared.h"
#include "diagnostic/findings.h"
#include "json/text.h"

namespace holotype::compare {
namespace {

using diagnostic::AreFindings;
using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using Lines = std::vector<std::string>;

const schema::Schema& sent_schema(const openapi::Description& description) {
  return *description.find("send")->request_body->content.front().schema.compiled;
}
const schema::Schema& received_schema(const openapi::Description& description) {
  return *description.find("receive")->responses.front().content.front().schema.compiled;
}

// The findings about what is sent, or received.
Diagnostics of_way(const Diagnostics& all, bool is_sent) {
  Diagnostics some;
  for (const Diagnostic& finding : all) {
    const bool is_received = finding.message.find("the answer 200 of receive") != std::string::npos;
    const bool is_request = finding.rule->id.starts_with("compat.request") ||
                            finding.message.find("send") != std::string::npos;
    if (is_sent ? !is_received && is_request : is_received) some.push_back(finding);
  }
  return some;
}

struct Row {
  const char* narrow;  // for what is sent: before; for what is received: now
  const char* wide;
  const char* sent;  // the rule of what is sent, "" for none
  const char* received;
  const char* witness;  // accepted by narrow, refused by wide; "" where there is none
};

const Row kRows[] = {
    // Types.
    {"type: [string, integer]", "type: string", "compat.request-type-removed",
     "compat.response-type-added", "1"},
    {"{}", "type: string", "compat.request-type-removed", "compat.response-type-added", "1"},
    {"type: number", "type: integer", "compat.request-type-removed", "compat.response-type-added",
     "1.5"},
    {"type: integer", "type: number", "", "", ""},
    {"type: [string, 'null']", "type: string", "compat.request-null-removed",
     "compat.response-null-added", "null"},
    {"type: string", "type: [string, 'null']", "", "", ""},
    {"{}", "not: {}", "compat.request-schema-narrowed", "compat.response-schema-widened", "1"},
    {"false", "type: string", "", "", ""},
    {"type: string", "false", "compat.request-type-removed", "compat.response-type-added", "\"a\""},
    // Values.
    {"enum: [a, b, c]", "enum: [a, b]", "compat.request-enum-value-removed",
     "compat.response-enum-value-added", "\"c\""},
    {"enum: [a, b]", "enum: [c, b, a]", "", "", ""},
    {"const: a", "enum: [a, b]", "", "", ""},
    {"enum: [1, 2]", "const: 1.0", "compat.request-enum-value-removed",
     "compat.response-enum-value-added", "2"},
    {"type: string", "{type: string, enum: [a]}", "compat.request-enum-value-removed",
     "compat.response-enum-value-added", "\"b\""},
    {"type: boolean", "enum: [true, false]", "", "", ""},
    {"type: boolean", "enum: [true]", "compat.request-enum-value-removed",
     "compat.response-enum-value-added", "false"},
    {"enum: [abc, ab]", "{type: string, maxLength: 2}", "compat.request-enum-value-removed",
     "compat.response-enum-value-added", "\"abc\""},
    {"{type: string, enum: [a, 1]}", "enum: [a]", "", "", ""},
    // Bounds.
    {"{type: integer, minimum: 1}", "{type: integer, minimum: 2}", "compat.request-bound-tightened",
     "compat.response-bound-loosened", "1"},
    {"{type: integer, minimum: 2}", "{type: integer, minimum: 1}", "", "", ""},
    {"type: number", "{type: number, maximum: 5}", "compat.request-bound-tightened",
     "compat.response-bound-loosened", "6"},
    {"{type: number, maximum: 5}", "{type: number, exclusiveMaximum: 5}",
     "compat.request-bound-tightened", "compat.response-bound-loosened", "5"},
    {"{type: integer, minimum: 1}", "{type: integer, exclusiveMinimum: 0}", "", "", ""},
    {"{type: number, minimum: 1}", "{type: number, exclusiveMinimum: 0}", "", "", ""},
    {"{type: string, maxLength: 80}", "{type: string, maxLength: 2}",
     "compat.request-bound-tightened", "compat.response-bound-loosened", "\"abc\""},
    {"type: string", "{type: string, minLength: 1}", "compat.request-bound-tightened",
     "compat.response-bound-loosened", "\"\""},
    {"type: string", "{type: string, minLength: 0}", "", "", ""},
    {"type: array", "{type: array, minItems: 1}", "compat.request-bound-tightened",
     "compat.response-bound-loosened", "[]"},
    {"type: array", "{type: array, maxItems: 1}", "compat.request-bound-tightened",
     "compat.response-bound-loosened", "[1, 2]"},
    {"type: array", "{type: array, uniqueItems: true}", "compat.request-bound-tightened",
     "compat.response-bound-loosened", "[1, 1]"},
    {"type: object", "{type: object, maxProperties: 0}", "compat.request-bound-tightened",
     "compat.response-bound-loosened", "{\"a\": 1}"},
    {"{type: integer, multipleOf: 6}", "{type: integer, multipleOf: 3}", "", "", ""},
    {"{type: integer, multipleOf: 3}", "{type: integer, multipleOf: 6}",
     "compat.request-bound-tightened", "compat.response-bound-loosened", "3"},
    {"type: integer", "{type: integer, multipleOf: 1}", "", "", ""},
    {"{type: string, maximum: 5}", "{type: string, maximum: 1}", "", "", ""},
    // Patterns and formats.
    {"type: string", "{type: string, pattern: '^a'}", "compat.request-pattern-added",
     "compat.response-pattern-removed", "\"b\""},
    {"{type: string, pattern: '^[a-c]$'}", "{type: string, pattern: '^[ab]$'}",
     "compat.request-pattern-added", "compat.response-pattern-removed", "\"c\""},
    {"{type: string, pattern: '^a$'}", "{type: string, pattern: '^a$'}", "", "", ""},
    {"type: string", "{type: string, format: date}", "compat.request-format-added",
     "compat.response-format-removed", "\"x\""},
    {"{type: string, format: date-time}", "{type: string, format: date}",
     "compat.request-format-added", "compat.response-format-removed", "\"2024-01-15T10:30:00Z\""},
    {"{type: string, format: uri}", "{type: string, format: uri-reference}", "", "", ""},
    {"type: string", "{type: string, format: our-own}", "", "", ""},
    {"{type: integer, format: int32}", "{type: integer, format: int64}", "", "", ""},
    {"{type: integer, format: int64}", "{type: integer, format: int32}",
     "compat.request-format-added", "compat.response-format-removed", "3000000000"},
    // Objects.
    {"{type: object, properties: {a: {}}}", "{type: object, properties: {a: {}}, required: [a]}",
     "compat.request-property-required", "compat.response-property-optional", "{}"},
    {"{type: object, additionalProperties: true}", "{type: object, additionalProperties: false}",
     "compat.request-additional-closed", "compat.response-additional-opened", "{\"a\": 1}"},
    {"{type: object, properties: {a: {}}, additionalProperties: false}",
     "{type: object, additionalProperties: false}", "compat.request-property-refused",
     "compat.response-additional-opened", "{\"a\": 1}"},
    {"{type: object, additionalProperties: {type: [string, integer]}}",
     "{type: object, additionalProperties: {type: string}}", "compat.request-type-removed",
     "compat.response-type-added", "{\"a\": 1}"},
    {"{type: object, properties: {a: {type: integer}}}",
     "{type: object, properties: {a: {type: string}}}", "compat.request-type-removed",
     "compat.response-type-added", "{\"a\": 1}"},
    {"{type: object, additionalProperties: {type: integer}}",
     "{type: object, additionalProperties: {type: integer}, properties: {a: {type: string}}}",
     "compat.request-type-removed", "compat.response-type-added", "{\"a\": 1}"},
    {"{type: object, patternProperties: {'^x-': {type: [string, integer]}}}",
     "{type: object, patternProperties: {'^x-': {type: string}}}", "compat.request-type-removed",
     "compat.response-type-added", "{\"x-a\": 1}"},
    {"{type: object, properties: {a: {}}, unevaluatedProperties: true}",
     "{type: object, allOf: [{properties: {a: {}}}], unevaluatedProperties: false}",
     "compat.request-additional-closed", "compat.response-additional-opened", "{\"b\": 1}"},
    // Arrays.
    {"{type: array, items: {type: [string, integer]}}", "{type: array, items: {type: string}}",
     "compat.request-type-removed", "compat.response-type-added", "[1]"},
    {"{type: array, prefixItems: [{type: string}, {}]}",
     "{type: array, prefixItems: [{type: string}, {type: string}]}", "compat.request-type-removed",
     "compat.response-type-added", "[\"a\", 1]"},
    // Names that a pattern matches, and names that are named.
    {"{type: object, patternProperties: {'^x-': {type: string}}, additionalProperties: false}",
     "{type: object, properties: {x-a: {type: integer}}, patternProperties: {'^x-': {}}, "
     "additionalProperties: false}",
     "compat.request-type-removed", "compat.response-type-added", "{\"x-a\": \"s\"}"},
    {"{type: object, properties: {x-a: {type: integer}}}",
     "{type: object, properties: {x-a: {}}, patternProperties: {'^x-': {type: string}}}",
     "compat.request-schema-narrowed compat.request-type-removed",
     "compat.response-schema-widened compat.response-type-added", "{\"x-a\": 1}"},
    {"{type: object, properties: {x-a: {type: integer}}, additionalProperties: false}",
     "{type: object, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}", "",
     "", ""},
    {"{type: object, patternProperties: {'^x-': {type: string}}, additionalProperties: false}",
     "{type: object, additionalProperties: {type: string, maxLength: 3}}",
     "compat.request-bound-tightened", "compat.response-bound-loosened", "{\"x-a\": \"abcd\"}"},
    {"{type: object, patternProperties: {'^x-': {type: string}}, additionalProperties: false}",
     "{type: object, patternProperties: {'^x': {type: string}}, additionalProperties: false}",
     "compat.undecided", "compat.undecided", ""},
    // Parts.
    {"allOf: [{type: object}, {required: [a]}]", "{type: object, required: [a]}", "", "", ""},
    {"{type: object, required: [a]}", "allOf: [{type: object}, {required: [a, b]}]",
     "compat.request-property-required", "compat.response-property-optional", "{\"a\": 1}"},
    {"type: [string, 'null']", "anyOf: [{type: 'null'}, {type: string}]", "", "", ""},
    {"anyOf: [{type: 'null'}, {type: string}]", "type: [string, 'null']", "", "", ""},
    {"{type: object, required: [k], properties: {k: {type: string}}}",
     "anyOf: [{type: object, required: [k], properties: {k: {type: string}}}, {type: object, "
     "required: [k], properties: {k: {type: string}, z: {type: string}}}]",
     "", "", ""},
    {"oneOf: [{type: string}, {type: integer}]", "oneOf: [{type: integer}, {type: string}]", "", "",
     ""},
    {"oneOf: [{type: string}, {type: integer}]",
     "oneOf: [{type: string, maxLength: 1}, {type: "
     "integer}]",
     "compat.request-bound-tightened", "compat.response-bound-loosened", "\"ab\""},
    {"oneOf: [{title: Cat, type: object, required: [cat]}, {title: Dog, type: object, required: "
     "[dog]}, {title: Cow, type: object, required: [cow]}]",
     "oneOf: [{title: Cat, type: object, required: [cat]}, {title: Dog, type: object, required: "
     "[dog]}]",
     "compat.request-branch-removed", "compat.response-branch-added", "{\"cow\": 1}"},
    // Keywords that are compared as a whole, and decided by a value.
    {"type: integer", "{type: integer, not: {multipleOf: 2}}", "compat.request-schema-narrowed",
     "compat.response-schema-widened", "2"},
    {"{type: integer, not: {const: 5}}", "{type: integer, not: {const: 5}}", "", "", ""},
    {"{type: object, properties: {email: {type: string}, phone: {type: string}}}",
     "{type: object, properties: {email: {type: string}, phone: {type: string}}, anyOf: "
     "[{required: [email]}, {required: [phone]}]}",
     "compat.request-schema-narrowed", "compat.response-schema-widened", "{}"},
    {"type: object", "{type: object, propertyNames: {maxLength: 3}}", "compat.undecided",
     "compat.undecided", ""},
};

std::string rules_of(const Diagnostics& findings) {
  std::string ids;
  for (const Diagnostic& finding : findings)
    ids += (ids.empty() ? "" : " ") + std::string(finding.rule->id);
  return ids;
}

Diagnostics without_notes(Diagnostics findings) {
  std::erase_if(findings, [](const Diagnostic& finding) {
    return finding.rule->severity == diagnostic::Severity::Note;
  });
  return findings;
}

TEST(SchemasTest, RequestsAreNarrowed) {
  for (const Row& row : kRows) {
    const auto older = older_of(with_schema(row.narrow));
    const auto newer = newer_of(with_schema(row.wide));
    const Diagnostics findings = compare(*older, *newer);
    const std::string label = std::string(row.narrow) + " -> " + row.wide;
    if (std::string_view(row.sent) == "compat.undecided") {
      EXPECT_NE(rules_of(findings).find("compat.undecided"), std::string::npos) << label;
      continue;
    }
    EXPECT_EQ(rules_of(of_way(without_notes(findings), true)), row.sent)
        << label << "\n"
        << openapi::lines_of(findings);
    if (std::string_view(row.witness).empty()) continue;
    const auto value = json::read(row.witness);
    ASSERT_TRUE(value) << row.witness;
    EXPECT_TRUE(sent_schema(*older).accepts(value->root())) << label;
    EXPECT_FALSE(sent_schema(*newer).accepts(value->root())) << label;
  }
}

TEST(SchemasTest, AnswersAreWidened) {
  for (const Row& row : kRows) {
    const auto older = older_of(with_schema(row.wide));
    const auto newer = newer_of(with_schema(row.narrow));
    const Diagnostics findings = compare(*older, *newer);
    const std::string label = std::string(row.wide) + " -> " + row.narrow;
    if (std::string_view(row.received) == "compat.undecided") {
      EXPECT_NE(rules_of(findings).find("compat.undecided"), std::string::npos) << label;
      continue;
    }
    EXPECT_EQ(rules_of(of_way(without_notes(findings), false)), row.received)
        << label << "\n"
        << openapi::lines_of(findings);
    if (std::string_view(row.witness).empty()) continue;
    const auto value = json::read(row.witness);
    ASSERT_TRUE(value) << row.witness;
    EXPECT_TRUE(received_schema(*newer).accepts(value->root())) << label;
    EXPECT_FALSE(received_schema(*older).accepts(value->root())) << label;
  }
}

// What is not the mirror image of the other direction: properties that come and go.
TEST(SchemasTest, PropertiesComeAndGo) {
  struct Case {
    const char* before;
    const char* now;
    Lines findings;
  };
  const Case cases[] = {
      {"{type: object, properties: {a: {type: string}}, required: [a]}",
       "{type: object}",
       {"body /a: the property is not described any more, so send may lose it in silence; before "
        "at old.yaml:6:* (compat.request-property-removed)",
        "body: there is no property a any more, so the answer 200 of receive comes without it; "
        "before at old.yaml:6:* (compat.response-property-removed)"}},
      {"{type: object, properties: {a: {type: string}}}",
       "{type: object}",
       {"body /a: the property is not described any more, so send may lose it in silence; * "
        "(compat.request-property-removed)",
        "body /a: the property is not described any more, so the answer 200 of receive may come "
        "without it for ever; * (compat.response-optional-property-removed)"}},
      {"{type: object}", "{type: object, properties: {a: {type: string}}}", {}},
      {"{type: object, properties: {a: {type: string}}}",
       "{type: object, properties: {a: {type: string, readOnly: true}}}",
       {"body /a: the property is readOnly now, so send refuses requests that have it; * "
        "(compat.request-property-refused)"}},
      {"{type: object, required: [a], properties: {a: {type: string}}}",
       "{type: object, required: [a], properties: {a: {type: string, writeOnly: true}}}",
       {"body: there is no property a any more, so the answer 200 of receive comes without it; * "
        "(compat.response-property-removed)"}},
      {"{type: object, required: [a], properties: {a: {readOnly: true}}}",
       "{type: object, required: [a], properties: {a: {}}}",
       {"body: the property a is required now, so send refuses requests without it; * "
        "(compat.request-property-required)"}},
      {"{type: object, properties: {a: {default: 20}}}",
       "{type: object, properties: {a: {default: 100}}}",
       {"body /a: default is 100, and was 20, so send does something else for requests without it; "
        "before at old.yaml:6:* (compat.default-changed)"}},
      {"{type: object, properties: {a: {default: 20}}}",
       "{type: object, properties: {a: {}}}",
       {"compat.default-changed"}},
      {"{type: object, properties: {a: {}}}", "{type: object, properties: {a: {default: 20}}}", {}},
  };
  for (const Case& one : cases) {
    Diagnostics findings =
        compare(*older_of(with_schema(one.before)), *newer_of(with_schema(one.now)));
    std::ranges::stable_sort(findings, {},
                             [](const Diagnostic& finding) { return diagnostic::brief(finding); });
    EXPECT_THAT(findings, AreFindings(one.findings)) << one.before << " -> " << one.now;
  }
}

TEST(SchemasTest, SaysBothPlacesAndWhoBreaks) {
  const auto findings =
      compare(*older_of(with_schema("{type: string, maxLength: 80}")),
              *newer_of(with_schema("{type: string, description: A., maxLength: 40}")));
  EXPECT_EQ(openapi::lines_of(findings),
            "new.yaml:6:50: error: body: maxLength is 40, and was 80, so send refuses values that "
            "it accepted; before at old.yaml:6:33 (compat.request-bound-tightened)");
}

// A schema of one version of OpenAPI in the words of another is the same schema.
TEST(SchemasTest, VersionsDoNotMatter) {
  struct Case {
    const char* version;
    const char* before;  // in OpenAPI 3.0
    const char* now;
    Lines findings;
  };
  const Case cases[] = {
      {"3.1.0", "{type: string, nullable: true}", "type: [string, 'null']", {}},
      {"3.1.0", "{type: string, nullable: true}", "type: string", {"compat.request-null-removed"}},
      {"3.1.0", "type: string", "type: [string, 'null']", {"compat.response-null-added"}},
      {"3.1.0",
       "{type: integer, minimum: 0, exclusiveMinimum: true}",
       "{type: integer, exclusiveMinimum: 0}",
       {}},
      {"3.1.0",
       "{type: integer, minimum: 0, exclusiveMinimum: true}",
       "{type: integer, exclusiveMinimum: 2}",
       {"compat.request-bound-tightened"}},
      {"3.2.0", "{type: array, items: {type: string}}", "{type: array, items: {type: string}}", {}},
      {"3.1.0",
       "{type: object, required: [a], properties: {a: {type: string, enum: [x]}}}",
       "{type: object, required: [a], properties: {a: {const: x}}}",
       {}},
  };
  for (const Case& one : cases) {
    const auto findings = compare(*older_of(with_schema(one.before, "3.0.3")),
                                  *newer_of(with_schema(one.now, one.version)));
    EXPECT_THAT(findings, AreFindings(one.findings)) << one.before << " -> " << one.now;
  }
}

TEST(SchemasTest, RecursionEnds) {
  const std::string tree =
      "{type: object, properties: {name: {type: string, maxLength: 9}, children: {type: array, "
      "items: {$ref: '#/components/schemas/It'}}}}";
  std::string tighter = tree;
  tighter.replace(tighter.find('9'), 1, "5");
  EXPECT_THAT(compare(*older_of(with_schema(tree)), *newer_of(with_schema(tree))),
              AreFindings(Lines{}));
  EXPECT_THAT(compare(*older_of(with_schema(tree)), *newer_of(with_schema(tighter))),
              AreFindings(Lines{"body /name: maxLength is 5, and was 9, so send refuses values "
                                "that it accepted; * (compat.request-bound-tightened)"}));
}

// Branches: the one that is called alike says what differs.
TEST(SchemasTest, BranchesArePairedByName) {
  const auto with_branches = [](const std::string& cat, const std::string& others) {
    return with_schema(
        "{oneOf: [{$ref: '#/components/schemas/Cat'}" + others +
        "], discriminator: {propertyName: kind}}\n"
        "    Dog: {type: object, required: [kind], properties: {kind: {const: dog}}}\n"
        "    Cat: {type: object, required: [kind], properties: {kind: {const: cat}, " +
        cat + "}}");
  };
  const std::string dog = ", {$ref: '#/components/schemas/Dog'}";
  struct Case {
    std::string before;
    std::string now;
    Lines findings;
  };
  const Case cases[] = {
      {with_branches("lives: {maximum: 9}", dog), with_branches("lives: {maximum: 9}", dog), {}},
      {with_branches("lives: {maximum: 9}", dog),
       with_branches("lives: {maximum: 7}", dog),
       {"body /lives: maximum is 7, and was 9, so send refuses values that it accepted; * "
        "(compat.request-bound-tightened)"}},
      {with_branches("lives: {}", dog),
       with_branches("lives: {}", ""),
       {"compat.request-branch-removed"}},
      {with_branches("lives: {}", ""),
       with_branches("lives: {}", dog),
       {"body: Dog is a choice now, so the answer 200 of receive may have values of a kind that "
        "clients do not know; * (compat.response-branch-added)"}},
      {with_branches("lives: {}, name: {}", dog),
       with_branches("lives: {}", dog),
       {"body /name: the property is not described any more, so send may lose it in silence; * "
        "(compat.request-property-removed)",
        "body /name: the property is not described any more, so the answer 200 of receive may come "
        "without it for ever; * (compat.response-optional-property-removed)"}},
  };
  for (const Case& one : cases) {
    const auto findings = compare(*older_of(one.before), *newer_of(one.now));
    EXPECT_THAT(findings, AreFindings(one.findings)) << one.now;
  }
}

// A schema that many operations share is compared once, and said once.
TEST(SchemasTest, SharedSchemasAreSaidOnce) {
  const auto shared = [](const std::string& schema) {
    std::string text = with_schema(schema);
    for (const std::string name : {"a", "b"}) {
      text += "  /" + name + ":\n    put: {operationId: " + name +
              ", requestBody: {content: {application/json: {schema: {$ref: "
              "'#/components/schemas/It'}}}}, responses: {'204': {description: Done.}}}\n";
    }
    return text;
  };
  EXPECT_THAT(compare(*older_of(shared("maxLength: 9")), *newer_of(shared("maxLength: 5"))),
              AreFindings(Lines{"body: maxLength is 5, and was 9, so send (and 2 more) refuses "
                                "values that it accepted; * (compat.request-bound-tightened)"}));
}

// What is taken to be included while it is looked at is not known to be: C, D and E lead to each
// other, and that E is included rests on C, which is not.
TEST(SchemasTest, WhatRestsOnAnAssumptionFallsWithIt) {
  const std::string schemas =
      "components:\n"
      "  schemas:\n"
      "    C: {type: object, properties: {p: {$ref: '#/components/schemas/D'}}}\n"
      "    E: {type: object, properties: {r: {$ref: '#/components/schemas/C'}}}\n"
      "    D: {type: object, properties: {q: {$ref: '#/components/schemas/E'}, x: {type: string";
  const std::string head = "}}}\nopenapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n";
  const auto taking = [](const std::string& name, const std::string& schema) {
    return "  /" + name + ":\n    post: {operationId: " + name +
           ", requestBody: {content: {application/json: {schema: " + schema +
           "}}}, responses: {'204': {description: Done.}}}\n";
  };
  const std::string c = "{$ref: '#/components/schemas/C'}", e = "{$ref: '#/components/schemas/E'}";
  // Alone, and after C, which has a branch that takes whatever C was.
  for (const bool begins_with_c : {false, true}) {
    std::string older = schemas + head, newer = schemas + ", maxLength: 3" + head;
    if (begins_with_c) {
      older += taking("one", c);
      newer += taking("one", "{anyOf: [" + c + ", {type: object}]}");
    }
    older += taking("two", e);
    newer += taking("two", "{anyOf: [" + e + ", {type: string}]}");
    const auto findings = compare(*older_of(older), *newer_of(newer));
    const auto is_error = [](const diagnostic::Diagnostic& finding) {
      return finding.rule->severity == diagnostic::Severity::Error &&
             to_line(finding).find("two") != std::string::npos;
    };
    EXPECT_TRUE(std::ranges::any_of(findings, is_error)) << begins_with_c;
  }
}

TEST(SchemasTest, SaysWhatItCannotDecide) {
  EXPECT_THAT(
      compare(*older_of(with_schema("{type: string, pattern: '^a{1,3}$'}")),
              *newer_of(with_schema("{type: string, pattern: '^(a|aa|aaa)$'}"))),
      AreFindings(Lines{"body: pattern is \"^(a|aa|aaa)$\", and was \"^a{1,3}$\"; whether that "
                        "breaks clients was not decided; before at old.yaml:6:* "
                        "(compat.undecided)"}));
}

}  // namespace
}  // namespace holotype::compare
