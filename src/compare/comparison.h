// Comparison: what the comparers of one run share. Internal to compare; the first line of each
// group names the source file.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compare/changes.h"
#include "compare/compare.h"
#include "compare/inclusion.h"
#include "openapi/description.h"

namespace holotype::compare {

// What exists in one of two lists, or in both.
template <typename T>
struct Both {
  const T* before = nullptr;
  const T* now = nullptr;
};

// In which way an operation goes: called by clients, or by the API (webhooks and callbacks), whose
// requests clients receive.
enum class Caller : std::uint8_t { Client, Api };

class Comparison {
 public:
  Comparison(const openapi::Description& older, const openapi::Description& newer,
             const Options& options);

  diagnostic::Diagnostics run();

 private:
  // compare.cc
  void compare_operations();
  void compare_webhooks(const std::vector<openapi::Callback>& before,
                        const std::vector<openapi::Callback>& now, const Node& place);
  void tell_removed(const openapi::Operation& gone,
                    const std::vector<Both<openapi::Operation>>& pairs);
  void compare_operation(const openapi::Operation& before, const openapi::Operation& now,
                         Caller caller);

  // parameters.cc
  void compare_parameters(const openapi::Operation& before, const openapi::Operation& now);
  void compare_received_parameters(const openapi::Operation& before, const openapi::Operation& now);
  void compare_parameter(const openapi::Operation& operation, const openapi::Parameter& before,
                         const openapi::Parameter& now, Way way);

  // bodies.cc
  void tell_received_body(const openapi::Operation& before, const openapi::Operation& now);
  void compare_request_body(const openapi::Operation& before, const openapi::Operation& now,
                            Way way);
  void compare_content(const std::vector<openapi::MediaType>& before,
                       const std::vector<openapi::MediaType>& now, Way way, const Part& part);
  bool are_bytes(const openapi::MediaType& before, const openapi::MediaType& now);
  void compare_encodings(const openapi::MediaType& before, const openapi::MediaType& now,
                         const Part& part);
  void compare_responses(const openapi::Operation& before, const openapi::Operation& now, Way way);
  void compare_response(const openapi::Response& before, const openapi::Response& now, Way way,
                        const std::string& subject);
  void compare_headers(const openapi::Response& before, const openapi::Response& now, Way way,
                       const std::string& subject);

  // surroundings.cc
  void compare_servers();
  void compare_servers(const openapi::Operation& before, const openapi::Operation& now);
  void compare_servers(const std::vector<openapi::Server>& before,
                       const std::vector<openapi::Server>& now, const Node& place);
  void compare_variables(const openapi::Server& before,
                         const std::vector<const openapi::Server*>& now);
  void compare_security(const openapi::Operation& before, const openapi::Operation& now);

  void compare_schemas(const Node& before, const Node& now, Way way, const Part& part);
  void add(const diagnostic::Rule& rule, const Node& now, const Node& before, std::string message,
           diagnostic::Place in = diagnostic::Place::None, std::string name = {});
  // A change that breaks nobody, where those are asked for.
  void add_compatible(const Node& now, const Node& before, std::string message);

  const openapi::Description& older_;
  const openapi::Description& newer_;
  Options options_;
  Flattener of_older_;
  Flattener of_newer_;
  Changes changes_;
  Inclusion sent_;
  Inclusion received_;
  std::optional<Inclusion> sent_compatibly_;
  std::optional<Inclusion> received_compatibly_;
  // Lists of servers, by what is first in each.
  std::set<std::pair<const json::Value*, const json::Value*>> compared_servers_;
  diagnostic::Diagnostics findings_;
};

}  // namespace holotype::compare
