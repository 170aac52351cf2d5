// One operation: a method on a path template, with everything that applies to it resolved.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "openapi/parameter.h"
#include "openapi/request_body.h"
#include "openapi/response.h"
#include "openapi/security.h"

namespace holotype::openapi {

// Spec: Server Object (https://spec.openapis.org/oas/v3.1.1#server-object)
struct Server {
  std::string url;  // as written, with {variables}
  // The path of the URL with each variable's default in place, without a trailing slash: "" or
  // "/v1".
  std::string base_path;
  // Those of every combination of the variables' `enum` values (at most 64), `base_path` first; a
  // variable of the path without enum is a parameter as well: "/{version}".
  std::vector<std::string> base_paths;
  document::Node node;
};

struct Operation;

// A request that the API makes itself (callbacks, webhooks).
struct Callback {
  std::string name;
  std::string expression;             // the runtime expression that gives the URL; "" for a webhook
  std::vector<Operation> operations;  // their path is the expression
  document::Node node;
};

// Spec: Operation Object (https://spec.openapis.org/oas/v3.1.1#operation-object)
struct Operation {
  std::string id;  // operationId; where there is none: "GET /v1/tasks"
  bool has_operation_id = false;
  std::string method;  // upper case for the fixed fields; as written for additionalOperations (3.2)
  std::string path;    // the template, "/v1/tasks/{taskId}"
  std::string summary;
  std::vector<std::string> tags;
  bool is_deprecated = false;
  std::vector<Parameter> parameters;  // the path item's, overridden by the operation's own
  std::optional<RequestBody> request_body;
  std::vector<Response> responses;            // in the order of the description
  std::vector<SecurityRequirement> security;  // alternatives (OR); empty: open to everybody
  std::vector<Server> servers;  // the nearest of operation, path item, description; never empty
  std::vector<Callback> callbacks;
  document::Node node;
  document::Node path_item;
  // What of this operation cannot be checked, and why (Severity::Note): a parameter that is no
  // Parameter Object, a security scheme that is not defined. Faults inside schemas come with each
  // check instead.
  diagnostic::Diagnostics unchecked;
};

// "createTask (POST /v1/tasks)"; "GET /v1/tasks" where the author gives no operationId.
std::string full_name(const Operation& operation);

// Whether it describes a response that can end an exchange. RFC 9110 section 15.2: those of 1xx
// come before the one that does.
bool describes_end(const Operation& operation);

// The response of a request that is fine: the lowest 2xx but `unwanted`, else "2XX", else
// `default`; nullptr where none is described. The first by status, for the order of the members of
// an object says nothing (RFC 8259 section 4).
const Response* success_response(const Operation& operation, int unwanted = 0);

}  // namespace holotype::openapi
