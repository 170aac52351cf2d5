// An answer that an operation documents.
#pragma once

#include <string>
#include <vector>

#include "openapi/header.h"
#include "openapi/media_type.h"

namespace holotype::openapi {

// Spec: Link Object (https://spec.openapis.org/oas/v3.1.1#link-object)
struct Link {
  std::string name;
  std::string operation_id;   // or
  std::string operation_ref;  // a URI-reference to an Operation Object
  std::vector<std::pair<std::string, const json::Value*>>
      parameters;  // name -> expression or constant
  const json::Value* request_body = nullptr;
  document::Node node;
};

// Spec: Response Object (https://spec.openapis.org/oas/v3.1.1#response-object)
struct Response {
  // The key of `responses`: 100..599, or a range as its first status with is_range ("4XX": 400), or
  // 0 for `default`.
  int status = 0;
  bool is_range = false;
  std::string key;  // "201", "4XX", "default"
  std::string description;
  std::vector<Header> headers;
  std::vector<MediaType> content;
  std::vector<Link> links;
  document::Node node;

  bool is_default() const { return status == 0; }
  bool is_interim() const { return status / 100 == 1; }  // RFC 9110 section 15.2
  // Whether an answer of that status is described by this response (exact or range; `default`
  // covers all).
  bool covers(int actual) const {
    return is_default() || actual == status || (is_range && actual / 100 == status / 100);
  }
};

}  // namespace holotype::openapi
