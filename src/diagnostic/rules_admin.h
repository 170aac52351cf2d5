// Rules about who may use the pages below /__holotype/.
//
// Tests: tests/admin/access_test.cc
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kAdminTokenMissing{
    "admin.token-missing",
    Severity::Error,
    401,
    "RFC 6750, section 2.1",
    "A request for a page that shows or changes what the server holds must carry the admin token.",
    "Send Authorization: Bearer with the token that --admin-token or HOLOTYPE_ADMIN_TOKEN gave.",
    "GET /__holotype/requests"};
inline constexpr Rule kAdminOff{
    "admin.off",
    Severity::Error,
    403,
    "RFC 9110, section 15.5.4",
    "The pages that show or change what the server holds must be switched on to be used.",
    "Start the server without --admin=false; on an address that is not loopback also with "
    "--admin-token.",
    "GET /__holotype/requests"};
inline constexpr Rule kAdminForeignOrigin{
    "admin.foreign-origin",
    Severity::Error,
    403,
    "Fetch Standard, section 3.1, Origin",
    "Without a token, a browser's page of another machine must not use the server's own pages.",
    "Start the server with --admin-token TOKEN and let the page send it.",
    "Origin: https://example.com"};

inline constexpr const Rule* kAdminRules[] = {&kAdminTokenMissing, &kAdminOff,
                                              &kAdminForeignOrigin};

}  // namespace holotype::diagnostic::rules
