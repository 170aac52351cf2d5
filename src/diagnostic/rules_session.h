// Rules about sessions: the isolated worlds of one server.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kSessionNameMalformed{
    "session.name-malformed",
    Severity::Error,
    400,
    "Holotype, Sessions",
    "The name of a session must be 1 to 64 letters, digits, \".\", \"_\" or \"-\", and begin with "
    "a "
    "letter or digit.",
    "Name the session after the test that uses it, for example checkout-3.",
    "Holotype-Session: my test"};
inline constexpr Rule kSessionLimitReached{
    "session.limit-reached",
    Severity::Error,
    503,
    "Holotype, Sessions; RFC 9110, section 15.6.4",
    "There must not be more sessions in use than the limit.",
    "Raise --max-sessions, or send the request again when another one has been answered.",
    "--max-sessions 1, and a second session while the first is answering"};

inline constexpr Rule kFaultUndeclared{
    "fault.undeclared-status",
    Severity::Error,
    0,
    "Holotype, Faults",
    "An error that is answered on purpose must be one that some operation of the description "
    "declares.",
    "Use one of the statuses that the message lists, or declare the response.",
    "--fault 418@10%"};

inline constexpr const Rule* kSessionRules[] = {
    &kFaultUndeclared,
    &kSessionNameMalformed,
    &kSessionLimitReached,
};

}  // namespace holotype::diagnostic::rules
