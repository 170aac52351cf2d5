// Router: from the method and path of a request to the operation that describes it, or why there is
// none.
//
// A path matches with the base path of any of its operation's servers and without one. Where
// several paths match, the best one that has the method is taken; best is, in this order: read with
// a base path; the more concrete segment, from the left; declared first. A path that is concrete
// but lacks the method gives way to a templated one that has it, as does one that fails further
// right. Only where no matching path has the method is it UnknownMethod.
//
//     /pets/mine before /pets/{id}.json before /pets/{kind}-{id} before /pets/{id}
//
// Segments are compared after percent-decoding, so %7E is "~" and %2F is a character of a segment,
// never the end of one. A parameter is at least one character long; among several in a segment the
// earlier ones are as short as possible. A trailing slash counts, unless nothing else matches.
// HEAD is answered by GET where no HEAD is described. Methods are case-sensitive (RFC 9110 section
// 9.1).
//
// Ownership: the Router points into the Description, which must outlive it, and a Match into both
// and into the path that it was given. Threads: immutable, share freely. Determinism: the answer
// depends on the description and the request alone.
//
// Spec: OpenAPI 3.1.1 "Paths Object", "Path Templating", "Server Object"; RFC 3986 section 6.2.2.
// Tests: tests/routing/router_test.cc, tests/routing/descriptions_test.cc
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/target.h"
#include "openapi/description.h"

namespace holotype::routing {

struct Match {
  const openapi::Operation* operation = nullptr;
  // One for each parameter of the template, in its order: name from the template, value undecoded,
  // a view into the path, and where in the path it stands. Values are always set. Style prefixes
  // (".", ";x=") are part of them.
  std::vector<http::RawPair> values;
  bool is_head_from_get = false;        // a HEAD request matched to a GET operation
  bool ignores_trailing_slash = false;  // the path has a slash at its end that the template has
                                        // not, or the other way round
};

// A path of the description that is close to the one requested.
struct NearPath {
  std::string path;                  // the template, with the base path where the request had one
  std::vector<std::string> methods;  // sorted; HEAD only where it is described

  friend bool operator==(const NearPath&, const NearPath&) = default;
};

// No path of the description matches.
struct UnknownPath {
  std::vector<NearPath> nearest;  // at most 3, the nearest first; empty where none is alike
};

// A path matches, and no operation on it has the method.
struct UnknownMethod {
  std::string path;                  // the template that matches best
  std::vector<std::string> allowed;  // sorted, of every matching path; HEAD wherever GET is
};

// A "%" in the path is not followed by two hexadecimal digits.
struct MalformedPath {
  std::size_t offset = 0;  // of the "%", in bytes
};

using Outcome = std::variant<Match, UnknownPath, UnknownMethod, MalformedPath>;

// Two operations that answer the same requests; the second is never matched.
struct Clash {
  const openapi::Operation* kept = nullptr;
  const openapi::Operation* shadowed = nullptr;
};

class Router {
 public:
  explicit Router(const openapi::Description& description);
  // Several descriptions on one port; earlier ones go first.
  explicit Router(std::span<const openapi::Description* const> descriptions);
  explicit Router(openapi::Description&&) = delete;  // a Match points into the description
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // `raw_path` is undecoded and without the query. `raw_query` decides between templates that have
  // a query of their own. NON-STANDARD: OpenAPI allows no query in a template;
  // "/responses?beta=true" occurs all the same.
  Outcome match(std::string_view method, std::string_view raw_path,
                std::string_view raw_query = {}) const;

  // Operations that no request reaches because another has the same method and an equivalent
  // template ("/a/{x}" and "/a/{y}"), in the order of the descriptions. For the findings of a load.
  const std::vector<Clash>& clashes() const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace holotype::routing
