// Whether the answer of a schema depends on a part that is not known.
#include "admin/dependence.h"

#include <gtest/gtest.h>

#include <string>

#include "document/library.h"
#include "document/reader.h"
#include "json/pointer.h"

namespace holotype::admin {
namespace {

TEST(DependenceTest, IsFoundAlongTheWayToThePart) {
  constexpr Dependence kNone = Dependence::None;
  constexpr Dependence kPart = Dependence::Part;
  constexpr Dependence kWhole = Dependence::Whole;
  struct Row {
    std::string schema;
    std::string part;
    Dependence dependence;
  };
  const Row rows[] = {
      {"true", "/pw", kNone},
      {"{}", "/pw", kNone},
      {"{type: object, required: [pw], minProperties: 1, title: pw}", "/pw", kNone},
      {"{properties: {pw: {}, title: {minLength: 5}}}", "/pw", kNone},
      {"{properties: {pw: {description: A., writeOnly: true}}}", "/pw", kNone},
      {"{properties: {pw: {minLength: 5}}}", "/pw", kPart},
      {"{properties: {pw: {anyOf: [{minLength: 5}]}}}", "/pw", kPart},
      {"{properties: {pw: {x-unknown: 1}}}", "/pw", kPart},
      {"{patternProperties: {'^x': {minLength: 5}}}", "/pw", kPart},
      {"{additionalProperties: {minLength: 5}, properties: {title: true}}", "/pw", kPart},
      {"{additionalProperties: {minLength: 5}, properties: {pw: true}}", "/pw", kNone},
      {"{additionalProperties: false}", "/pw", kNone},
      {"{unevaluatedProperties: {minLength: 5}}", "/pw", kWhole},
      {"{properties: {pw: {minLength: 5}}, unevaluatedProperties: false}", "/pw", kWhole},
      {"{properties: {pw: true}, unevaluatedProperties: false}", "/pw", kNone},
      {"{propertyNames: {minLength: 5}, dependentRequired: {pw: [a]}}", "/pw", kNone},
      {"{dependentSchemas: {title: {properties: {pw: {minLength: 5}}}}}", "/pw", kPart},
      {"{dependencies: {title: [pw], n: {properties: {pw: {minLength: 5}}}}}", "/pw", kPart},
      // All of it is compared.
      {"{const: {title: a, pw: b}}", "/pw", kWhole},
      {"{enum: [{title: a}]}", "/pw", kWhole},
      {"{properties: {title: {const: a}}}", "/pw", kNone},
      // Other schemas for the same value.
      {"{allOf: [true, {properties: {pw: {const: a}}}]}", "/pw", kPart},
      {"{anyOf: [{required: [a]}, {properties: {pw: {const: a}}}]}", "/pw", kWhole},
      {"{oneOf: [{required: [a]}, {required: [b]}]}", "/pw", kNone},
      {"{not: {properties: {pw: {const: a}}}}", "/pw", kWhole},
      {"{if: {properties: {pw: {const: a}}}, then: {required: [b]}}", "/pw", kWhole},
      {"{if: {required: [b]}, then: {properties: {pw: {const: a}}}}", "/pw", kWhole},
      {"{$ref: '#/$defs/a', $defs: {a: {}}}", "/pw", kWhole},
      {"{$defs: {a: {properties: {pw: {const: a}}}}}", "/pw", kNone},
      // Lists.
      {"{properties: {codes: {items: {minLength: 8}}}}", "/codes/1", kPart},
      {"{properties: {codes: {items: [true, {minLength: 8}]}}}", "/codes/1", kPart},
      {"{properties: {codes: {prefixItems: [{minLength: 8}]}}}", "/codes/0", kPart},
      {"{properties: {codes: {contains: {minLength: 8}}}}", "/codes/0", kWhole},
      {"{properties: {codes: {unevaluatedItems: {minLength: 8}}}}", "/codes/0", kWhole},
      {"{properties: {codes: {uniqueItems: true}}}", "/codes/0", kWhole},
      {"{properties: {codes: {uniqueItems: false}}}", "/codes/0", kNone},
      {"{properties: {codes: {minItems: 2, items: true}}}", "/codes/0", kNone},
      {"{properties: {codes: {items: {minLength: 8}}}}", "/codes/a", kNone},
      {"{properties: {list: {items: {properties: {pw: {const: a}}}}}}", "/list/0/pw", kPart},
      // The value itself.
      {"{minLength: 5}", "", kPart},
  };
  for (const Row& row : rows) {
    document::Library library(std::make_shared<document::MemoryReader>());
    const auto file = library.add("test:schema", "schema", row.schema);
    ASSERT_TRUE(file) << row.schema;
    const auto tokens = json::tokens(row.part);
    ASSERT_TRUE(tokens) << row.part;
    EXPECT_EQ(static_cast<int>(dependence_of((*file)->root(), *tokens)),
              static_cast<int>(row.dependence))
        << row.schema << " " << row.part;
  }
}

}  // namespace
}  // namespace holotype::admin
