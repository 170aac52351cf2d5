// Rules about generated values.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kGenerateNoInstance{
    "generate.no-instance",
    Severity::Error,
    0,
    "JSON Schema core 2020-12, section 4.2",
    "A schema that an answer is generated from must have an instance that can be found.",
    "Give the schema an example, or mend the keywords that contradict each other.",
    "{\"type\": \"integer\", \"minimum\": 2, \"maximum\": 1}"};
inline constexpr Rule kGenerateExampleInvalid{
    "generate.example-invalid",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Schema Object, example; JSON Schema Validation 2020-12, sections 9.2 and 9.5",
    "An example or a default should satisfy the schema it stands in.",
    "Correct the example, or the keyword of the schema that it breaks.",
    "a value generated from {\"type\": \"integer\", \"example\": \"12\"}; check says "
    "example.invalid"};

inline constexpr const Rule* kGenerateRules[] = {
    &kGenerateNoInstance,
    &kGenerateExampleInvalid,
};

}  // namespace holotype::diagnostic::rules
