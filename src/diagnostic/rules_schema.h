// The rules of JSON Schema: what an instance breaks, and what is wrong with a schema itself.
//
// Rules about instances have status 422; those about schemas concern the author of the description
// and have none.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kSchemaType{
    "schema.type",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.1.1",
    "The value has one of the types that the schema names.",
    "Send a value of the expected type; in JSON, numbers and booleans have no quotes.",
    "{\"type\": \"integer\"} with \"5\"",
};
inline constexpr Rule kSchemaEnum{
    "schema.enum",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.1.2",
    "The value is one of those that the schema lists.",
    "Use one of the listed values, in the same spelling.",
    "{\"enum\": [\"daily\", \"weekly\"]} with \"dayly\"",
};
inline constexpr Rule kSchemaConst{
    "schema.const",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.1.3",
    "The value is the one that the schema gives.",
    "Use exactly that value.",
    "{\"const\": \"v1\"} with \"v2\"",
};
inline constexpr Rule kSchemaMultipleOf{
    "schema.multiple-of",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.2.1",
    "The number is a multiple of the one that the schema gives.",
    "Round the number to the step that the schema asks for.",
    "{\"multipleOf\": 0.01} with 0.001",
};
inline constexpr Rule kSchemaMaximum{
    "schema.maximum",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.2.2",
    "The number is not greater than the maximum.",
    "Use a smaller number.",
    "{\"maximum\": 100} with 101",
};
inline constexpr Rule kSchemaExclusiveMaximum{
    "schema.exclusive-maximum",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.2.3",
    "The number is less than the bound.",
    "Use a number below the bound; the bound itself is not allowed.",
    "{\"exclusiveMaximum\": 1} with 1",
};
inline constexpr Rule kSchemaMinimum{
    "schema.minimum",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.2.4",
    "The number is not less than the minimum.",
    "Use a greater number.",
    "{\"minimum\": 1} with 0",
};
inline constexpr Rule kSchemaExclusiveMinimum{
    "schema.exclusive-minimum",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.2.5",
    "The number is greater than the bound.",
    "Use a number above the bound; the bound itself is not allowed.",
    "{\"exclusiveMinimum\": 0} with 0",
};
inline constexpr Rule kSchemaMaxLength{
    "schema.max-length",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.3.1",
    "The string has at most so many characters (Unicode code points).",
    "Shorten the string.",
    "{\"maxLength\": 3} with \"four\"",
};
inline constexpr Rule kSchemaMinLength{
    "schema.min-length",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.3.2",
    "The string has at least so many characters (Unicode code points).",
    "Use a longer string; where empty means absent, leave the member out.",
    "{\"minLength\": 1} with \"\"",
};
inline constexpr Rule kSchemaPattern{
    "schema.pattern",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.3.3",
    "The string matches the regular expression.",
    "Compare the string with the expression; it matches anywhere unless ^ and $ say otherwise.",
    "{\"pattern\": \"^tsk_\"} with \"task_1\"",
};
inline constexpr Rule kSchemaFormat{
    "schema.format",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 7.3",
    "The value has the format that the schema names.",
    "Write the value as the format asks, 2024-01-15T10:30:00Z for date-time.",
    "{\"format\": \"date-time\"} with \"yesterday\"",
};
inline constexpr Rule kSchemaContentEncoding{
    "schema.content-encoding",
    Severity::Error,
    422,
    "JSON Schema Validation draft 7, section 8.3",
    "The string is encoded as the schema says.",
    "Encode the content as the schema says.",
    "{\"contentEncoding\": \"base64\"} with \"%\" (draft 7)",
};
inline constexpr Rule kSchemaContentMediaType{
    "schema.content-media-type",
    Severity::Error,
    422,
    "JSON Schema Validation draft 7, section 8.4",
    "The string holds a document of the media type.",
    "Send a document of that type.",
    "{\"contentMediaType\": \"application/json\"} with \"{\" (draft 7)",
};
inline constexpr Rule kSchemaMaxItems{
    "schema.max-items",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.4.1",
    "The array has at most so many elements.",
    "Send fewer elements.",
    "{\"maxItems\": 1} with [1, 2]",
};
inline constexpr Rule kSchemaMinItems{
    "schema.min-items",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.4.2",
    "The array has at least so many elements.",
    "Send more elements.",
    "{\"minItems\": 1} with []",
};
inline constexpr Rule kSchemaUniqueItems{
    "schema.unique-items",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.4.3",
    "No two elements of the array are equal.",
    "Remove the element that occurs twice; 1 and 1.0 are equal.",
    "{\"uniqueItems\": true} with [1, 1]",
};
inline constexpr Rule kSchemaContains{
    "schema.contains",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 10.3.1.3",
    "At least one element of the array satisfies the schema.",
    "Add an element of the kind that the schema describes.",
    "{\"contains\": {\"type\": \"string\"}} with [1]",
};
inline constexpr Rule kSchemaMinContains{
    "schema.min-contains",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.4.5",
    "At least so many elements satisfy the schema in contains.",
    "Add elements of the kind that the schema describes.",
    "{\"contains\": {\"type\": \"string\"}, \"minContains\": 2} with [\"a\"]",
};
inline constexpr Rule kSchemaMaxContains{
    "schema.max-contains",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.4.4",
    "At most so many elements satisfy the schema in contains.",
    "Remove elements of the kind that the schema describes.",
    "{\"contains\": {\"type\": \"string\"}, \"maxContains\": 1} with [\"a\", \"b\"]",
};
inline constexpr Rule kSchemaMaxProperties{
    "schema.max-properties",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.5.1",
    "The object has at most so many properties.",
    "Leave properties out.",
    "{\"maxProperties\": 1} with {\"a\": 1, \"b\": 2}",
};
inline constexpr Rule kSchemaMinProperties{
    "schema.min-properties",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.5.2",
    "The object has at least so many properties.",
    "Add properties.",
    "{\"minProperties\": 1} with {}",
};
inline constexpr Rule kSchemaRequired{
    "schema.required",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.5.3",
    "The object has every property that the schema requires.",
    "Add the property.",
    "{\"required\": [\"title\"]} with {}",
};
inline constexpr Rule kSchemaDependentRequired{
    "schema.dependent-required",
    Severity::Error,
    422,
    "JSON Schema Validation 2020-12, section 6.5.4",
    "A property that is there brings along those that the schema requires with it.",
    "Add the property, or leave out the one that requires it.",
    "{\"dependentRequired\": {\"card\": [\"address\"]}} with {\"card\": 1}",
};
inline constexpr Rule kSchemaPropertyNames{
    "schema.property-names",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 10.3.2.4",
    "The name of every property satisfies the schema.",
    "Rename the property.",
    "{\"propertyNames\": {\"pattern\": \"^[a-z]+$\"}} with {\"A\": 1}",
};
inline constexpr Rule kSchemaAdditionalProperties{
    "schema.additional-properties",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 10.3.2.3",
    "The object has only properties that the schema names.",
    "Remove the property, or correct its name.",
    "{\"properties\": {\"a\": true}, \"additionalProperties\": false} with {\"b\": 1}",
};
inline constexpr Rule kSchemaAdditionalItems{
    "schema.additional-items",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 10.3.1.2",
    "The array has only elements that the schema describes.",
    "Remove the surplus elements.",
    "{\"prefixItems\": [true], \"items\": false} with [1, 2]",
};
inline constexpr Rule kSchemaUnevaluatedProperties{
    "schema.unevaluated-properties",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 11.3",
    "The object has only properties that some part of the schema describes.",
    "Remove the property, or correct its name.",
    "{\"allOf\": [{\"properties\": {\"a\": true}}], \"unevaluatedProperties\": false} with {\"b\": "
    "1}",
};
inline constexpr Rule kSchemaUnevaluatedItems{
    "schema.unevaluated-items",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 11.2",
    "The array has only elements that some part of the schema describes.",
    "Remove the surplus elements.",
    "{\"allOf\": [{\"prefixItems\": [true]}], \"unevaluatedItems\": false} with [1, 2]",
};
inline constexpr Rule kSchemaAnyOf{
    "schema.any-of",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 10.2.1.2",
    "The value satisfies at least one of the schemas.",
    "Make the value satisfy the branch that is meant; the causes say what is missing there.",
    "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"null\"}]} with 1",
};
inline constexpr Rule kSchemaOneOf{
    "schema.one-of",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 10.2.1.3",
    "The value satisfies exactly one of the schemas.",
    "Make the value satisfy the branch that is meant and no other; the causes say what is missing "
    "there.",
    "{\"oneOf\": [{\"type\": \"number\"}, {\"type\": \"integer\"}]} with 1",
};
inline constexpr Rule kSchemaNot{
    "schema.not",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 10.2.1.4",
    "The value does not satisfy the schema.",
    "Change the value so that the schema under not no longer describes it.",
    "{\"not\": {\"type\": \"null\"}} with null",
};
inline constexpr Rule kSchemaFalse{
    "schema.false",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 4.3.2",
    "There is no value here: the schema is false.",
    "Leave the value out.",
    "{\"properties\": {\"a\": false}} with {\"a\": 1}",
};
inline constexpr Rule kSchemaReadOnly{
    "schema.read-only",
    Severity::Error,
    422,
    "OpenAPI 3.0, Schema Object",
    "A property that is readOnly is not sent in a request.",
    "Leave the property out; the server sets it.",
    "{\"properties\": {\"id\": {\"readOnly\": true}}} with {\"id\": 1} in a request",
};
inline constexpr Rule kSchemaWriteOnly{
    "schema.write-only",
    Severity::Error,
    422,
    "OpenAPI 3.0, Schema Object",
    "A property that is writeOnly is not sent in a response.",
    "Leave the property out of responses.",
    "{\"properties\": {\"password\": {\"writeOnly\": true}}} with {\"password\": \"x\"} in a "
    "response",
};
inline constexpr Rule kSchemaUnchecked{
    "schema.unchecked",
    Severity::Note,
    0,
    "JSON Schema Core 2020-12, sections 9.4 and 13",
    "Every part of the schema can be checked.",
    "Correct the part of the schema that the finding names.",
    "{\"$ref\": \"#/nowhere\"}",
};
inline constexpr Rule kSchemaTooCostly{
    "schema.too-costly",
    Severity::Error,
    422,
    "JSON Schema Core 2020-12, section 13",
    "The value satisfies the schema, and that can be found out in a bounded number of steps.",
    "Let the schema refer to each part once: references that double on every level cost 2^n steps.",
    "{\"a\": 1} with {\"allOf\": [{\"$ref\": \"#/$defs/d0\"}, {\"type\": \"array\"}]}, where each "
    "of "
    "d0 to d29 is {\"allOf\": [{\"$ref\": NEXT}, {\"$ref\": NEXT}]} and d30 {\"minProperties\": 1}",
};
inline constexpr Rule kSchemaMalformed{
    "schema.malformed",
    Severity::Error,
    0,
    "JSON Schema Core 2020-12, section 4.3",
    "Every keyword has a value of the kind that its definition asks for.",
    "Correct the value of the keyword; until then it is not checked.",
    "{\"minLength\": \"1\"}",
};
inline constexpr Rule kSchemaPatternMalformed{
    "schema.pattern-malformed",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.3.3",
    "A pattern is a regular expression of ECMA-262.",
    "Correct the expression; until then it is not checked.",
    "{\"pattern\": \"^(abc]\"}",
};
inline constexpr Rule kSchemaUnresolvedReference{
    "schema.unresolved-reference",
    Severity::Error,
    0,
    "JSON Schema Core 2020-12, section 8.2.3",
    "A reference names a schema.",
    "Correct the reference, or add what it names.",
    "{\"$ref\": \"#/$defs/nothing\"}",
};
inline constexpr Rule kSchemaReferenceLoop{
    "schema.reference-loop",
    Severity::Error,
    0,
    "JSON Schema Core 2020-12, section 9.4.1",
    "A schema does not refer to itself for the same part of the instance.",
    "Remove one of the references of the loop.",
    "{\"$ref\": \"#\"}",
};
inline constexpr Rule kSchemaUnknownDialect{
    "schema.unknown-dialect",
    Severity::Error,
    0,
    "JSON Schema Core 2020-12, section 8.1.1",
    "$schema names a metaschema that can be read.",
    "Name an official dialect, https://json-schema.org/draft/2020-12/schema for one, or make the "
    "metaschema available.",
    "{\"$schema\": \"https://example.com/unknown\"}",
};
inline constexpr Rule kSchemaUnknownVocabulary{
    "schema.unknown-vocabulary",
    Severity::Error,
    0,
    "JSON Schema Core 2020-12, section 8.1.2",
    "A vocabulary that the metaschema requires is known.",
    "Mark the vocabulary as optional (false), or use another metaschema.",
    "{\"$vocabulary\": {\"https://example.com/vocab\": true}}",
};
inline constexpr Rule kSchemaUnknownKeyword{
    "schema.unknown-keyword",
    Severity::Warning,
    0,
    "JSON Schema Core 2020-12, section 4.3.1",
    "A keyword is not a misspelling of a known one.",
    "Correct the spelling; names of extensions begin with x-.",
    "{\"requried\": [\"a\"]}",
};
inline constexpr Rule kSchemaForeignKeyword{
    "schema.foreign-keyword",
    Severity::Warning,
    0,
    "JSON Schema Core 2020-12, section 4.3.1",
    "A keyword belongs to the dialect of the schema.",
    "Use what the dialect has in its place.",
    "{\"nullable\": true} in OpenAPI 3.1",
};

inline constexpr const Rule* kSchemaRules[] = {
    &kSchemaType,
    &kSchemaEnum,
    &kSchemaConst,
    &kSchemaMultipleOf,
    &kSchemaMaximum,
    &kSchemaExclusiveMaximum,
    &kSchemaMinimum,
    &kSchemaExclusiveMinimum,
    &kSchemaMaxLength,
    &kSchemaMinLength,
    &kSchemaPattern,
    &kSchemaFormat,
    &kSchemaContentEncoding,
    &kSchemaContentMediaType,
    &kSchemaMaxItems,
    &kSchemaMinItems,
    &kSchemaUniqueItems,
    &kSchemaContains,
    &kSchemaMinContains,
    &kSchemaMaxContains,
    &kSchemaMaxProperties,
    &kSchemaMinProperties,
    &kSchemaRequired,
    &kSchemaDependentRequired,
    &kSchemaPropertyNames,
    &kSchemaAdditionalProperties,
    &kSchemaAdditionalItems,
    &kSchemaUnevaluatedProperties,
    &kSchemaUnevaluatedItems,
    &kSchemaAnyOf,
    &kSchemaOneOf,
    &kSchemaNot,
    &kSchemaFalse,
    &kSchemaReadOnly,
    &kSchemaWriteOnly,
    &kSchemaUnchecked,
    &kSchemaTooCostly,
    &kSchemaMalformed,
    &kSchemaPatternMalformed,
    &kSchemaUnresolvedReference,
    &kSchemaReferenceLoop,
    &kSchemaUnknownDialect,
    &kSchemaUnknownVocabulary,
    &kSchemaUnknownKeyword,
    &kSchemaForeignKeyword,
};

}  // namespace holotype::diagnostic::rules
