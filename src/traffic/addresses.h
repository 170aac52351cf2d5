// Which URLs of a recording are the API's, and which part of them the API sees.
//
// By --base where it is given: the URL begins with it, and what follows is the target. Else by the
// servers of the description and of its operations: a URL belongs to it where the server's URL is
// its beginning, a variable standing for one of its enum, or for anything where it has none. The
// target is the whole path; or, where a variable of the server's path may be anything, what follows
// it, as nobody can list all the paths that it makes. A server without a host
// ("/v1") tells nothing; where there are no others the recording's only host is the API's, and
// of several every one may be (is_certain() says so).
//
// Spec: OpenAPI 3.1.1 "Server Object" and "Server Variable Object"; RFC 3986 section 6.2 (scheme
// and host compare without case, a default port is none).
// Tests: tests/traffic/addresses_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "openapi/description.h"

namespace holotype::traffic {

// An absolute URL without its fragment; the target as it was written.
struct Url {
  std::string origin;  // "http://localhost:3000", in normal form
  std::string target;  // "/v1/tasks?limit=2"; "/" where there is none

  // nullopt where `text` is no http or https URL.
  static std::optional<Url> parse(std::string_view text);
};

class Addresses {
 public:
  // `base` is empty where it is not given; else an absolute URL. `origins` are the recording's.
  Addresses(const openapi::Description& description, std::string_view base,
            const std::vector<std::string>& origins);

  // The target that the API sees of `url`; nullopt where the URL is of something else.
  std::optional<std::string> target_of(const Url& url) const;

  // Whether target_of() decides; otherwise a target that matches no operation may be of something
  // else.
  bool is_certain() const { return is_certain_; }

  // What was looked for, as it is written in the description: "https://api.example.com/v1,
  // https://eu.example.com".
  std::string to_string() const;

 private:
  std::optional<Url> base_;
  std::vector<std::string>
      servers_;  // URLs with {variables} that may be anything; none: every host
  std::vector<std::string> written_;  // with every variable
  std::string only_origin_;
  bool is_certain_ = true;
};

}  // namespace holotype::traffic
