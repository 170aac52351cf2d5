// Resource: what the paths of a description are about, and what each operation does to it.
//
//     POST /v1/tasks            creates        a resource of the collection /v1/tasks
//     GET /v1/tasks             lists
//     GET /v1/tasks/{taskId}    reads          the one whose /id is taskId
//     PATCH, PUT, DELETE        merge, replace, delete
//
// A collection is a path that ends in a name, with an item path below it that ends in one
// parameter; the item's representation must have a property that the parameter names. What is none
// of this (actions such as /tasks/{taskId}/approve, /tasks/bulk) has no role and is answered by the
// description alone. Parameters before the collection are its scope: /tasks/1/attachments and
// /tasks/2/attachments are two collections of one resource.
//
// Threads: immutable. Ownership: a Model keeps the description that it was derived from.
// Spec: RFC 9110 section 9.3 (methods), RFC 7396, RFC 5789. Tests: tests/state/derive_test.cc
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "openapi/description.h"
#include "schema/schema.h"
#include "state/fields.h"
#include "state/paging.h"

namespace holotype::state {

enum class Role : std::uint8_t { Create, List, Read, Merge, Replace, Delete };

std::string_view to_string(Role role);

struct Resource {
  std::size_t index = 0;             // in Model::resources()
  std::string collection;            // the path template, "/v1/tasks"
  std::string item;                  // "/v1/tasks/{taskId}"
  std::string singular;              // "task"
  std::string id_parameter;          // "taskId"
  std::string id_pointer;            // where a representation has its id: "/id"
  bool has_numeric_ids = false;      // the id's schema says integer
  const Resource* parent = nullptr;  // whose item path the collection is below
  std::vector<const Resource*> children;
  std::string parent_property;  // what names the parent in a representation; "" for nothing
  std::size_t scope_size = 0;   // path parameters of the collection

  // The representation that is stored, and what judges it.
  std::shared_ptr<const Fields> fields;
  std::shared_ptr<const schema::Schema> schema;
  document::Node identity;  // of the schema, see FieldReader::identity

  bool is_creatable = false;  // by a POST to the collection, or a PUT to the item
};

// What one operation does.
struct OperationRole {
  std::size_t index = 0;  // in Model::roles()
  const openapi::Operation* operation = nullptr;
  Role role = Role::Read;
  const Resource* resource = nullptr;
  // Names of the path parameters, in the order of the path: the scope's, then the item's.
  std::vector<std::string> path_names;
  bool has_id_in_body = false;   // the item is named by the request's body (PUT /pet)
  bool creates_missing = false;  // PUT: creates what is not there yet

  // The success response, and where in its body the representation (or the list of them) is;
  // nullopt where the body does not show it.
  const openapi::Response* response = nullptr;
  const openapi::Response* created_response = nullptr;  // of a PUT that creates
  std::optional<std::string> pointer;
  const openapi::MediaType* media_type = nullptr;  // of `response`, that `pointer` is about
  // Of what `pointer` names (the elements of a list): its fields, and whether it is the stored one.
  std::shared_ptr<const Fields> fields;
  bool shows_stored = false;

  std::shared_ptr<const Fields> request_fields;  // of the request's body; nullptr without one
  std::string request_pointer;                   // where the representation is in it: "" or "/data"

  ListParameters list;             // Role::List
  bool declares_conflict = false;  // 409
};

class Model {
 public:
  // The resources of a description. Uses the description's compiler: at load alone.
  static std::shared_ptr<const Model> derive(
      std::shared_ptr<const openapi::Description> description);

  // nullptr where the operation has no role.
  const OperationRole* role_of(const openapi::Operation& operation) const;

  // In the order of the description; parents may come later.
  const std::vector<std::unique_ptr<Resource>>& resources() const { return resources_; }
  const std::vector<std::unique_ptr<OperationRole>>& roles() const { return roles_; }
  // The resource of that collection template; nullptr where there is none.
  const Resource* find(std::string_view collection) const;

  // A line for each resource and operation, for people and tests.
  std::string to_text() const;

 private:
  friend class Deriver;
  std::shared_ptr<const openapi::Description> description_;
  std::vector<std::unique_ptr<Resource>> resources_;
  std::vector<std::unique_ptr<OperationRole>> roles_;
  std::unordered_map<const openapi::Operation*, const OperationRole*> by_operation_;
};

}  // namespace holotype::state
