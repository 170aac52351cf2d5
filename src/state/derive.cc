// From a description to its resources.
//
// 1. Operations are grouped by path template, parameter names aside.
// 2. A path that ends in one parameter behind a name is an item path; what is before it is the
//    collection.
// 3. The first of these that shows a representation with an id gives the resource its schema: GET,
//    PUT, PATCH of the item; POST, GET of the collection. None: no resource.
// 4. Each operation of both paths gets its role by its method, where its bodies agree with it.
// 5. A resource that nothing can change, or that nothing can ever be in, is none: the description
//    answers for it as well as before.
// 6. Parents: the longest item path that a collection is below.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "json/pointer.h"
#include "state/naming.h"
#include "state/path.h"
#include "state/resource.h"
#include "state/shape.h"

namespace holotype::state {
namespace {

using document::Node;
using openapi::Operation;

const openapi::Response* response_of(const Operation& operation, int status) {
  const auto found = std::ranges::find_if(
      operation.responses, [status](const auto& r) { return r.status == status && !r.is_range; });
  return found == operation.responses.end() ? nullptr : &*found;
}

Node body_schema(const openapi::Response* response) {
  if (response == nullptr) return {};
  const openapi::MediaType* media_type = value_media_type(response->content);
  return media_type == nullptr ? Node{} : media_type->schema.node;
}

Node request_schema(const Operation& operation) {
  if (!operation.request_body) return {};
  const openapi::MediaType* media_type = value_media_type(operation.request_body->content);
  return media_type == nullptr ? Node{} : media_type->schema.node;
}

}  // namespace

class Deriver {
 public:
  explicit Deriver(std::shared_ptr<const openapi::Description> description)
      : model_(std::make_shared<Model>()), reader_(*description) {
    model_->description_ = std::move(description);
  }

  std::shared_ptr<const Model> derive() {
    for (const Operation& operation : model_->description_->operations) {
      Path path = read_path(operation.path);
      auto& group = groups_[path.key()];
      if (group.operations.empty()) {
        group.path = path;
        order_.push_back(&group);
      }
      group.operations.push_back(&operation);
    }
    for (const Group* item : order_) {
      if (is_item(item->path)) add_resource(*item);
    }
    for (const auto& resource : model_->resources_) {
      find_parent(*resource);
      add_searches(*resource);
    }
    for (const auto& resource : model_->resources_) {
      for (const auto& other : model_->resources_) {
        if (other->parent == resource.get()) resource->children.push_back(other.get());
      }
    }
    for (std::size_t i = 0; i < model_->roles_.size(); ++i) {
      OperationRole& role = *model_->roles_[i];
      role.index = i;
      if (role.response != nullptr) role.media_type = value_media_type(role.response->content);
    }
    for (const auto& role : model_->roles_)
      model_->by_operation_.emplace(role->operation, role.get());
    return model_;
  }

 private:
  struct Group {
    Path path;
    std::vector<const Operation*> operations;

    const Operation* find(std::string_view method) const {
      const auto found = std::ranges::find(operations, method, &Operation::method);
      return found == operations.end() ? nullptr : *found;
    }
  };

  static bool is_item(const Path& path) {
    if (!path.ends_in_parameter() || path.segments.size() < 2) return false;
    const std::string& name = path.segments[path.segments.size() - 2];
    return !name.empty() && name.find("{}") == std::string::npos;
  }

  const Group* collection_of(const Group& item) const {
    Path path = item.path;
    path.segments.pop_back();
    const auto found = groups_.find(path.key());
    return found == groups_.end() ? nullptr : &found->second;
  }

  // What a link of the collection's POST says that the item's parameter is.
  static std::string link_pointer(const Operation* create, const Group& item);

  TypeSet parameter_types(const Group& item) const;
  std::optional<Place> representation(const Group& item, const Group* collection,
                                      const ItemNames& names);
  void add_resource(const Group& item);
  void find_parent(Resource& resource);
  void add_searches(const Resource& resource);

  std::unique_ptr<OperationRole> role(const Operation& operation, Role role, const Resource& of,
                                      const ItemNames& names);
  void show(OperationRole& role, const Place& place);
  std::unique_ptr<OperationRole> create_role(const Operation& operation, const Resource& of,
                                             const ItemNames& names);
  std::unique_ptr<OperationRole> list_role(const Operation& operation, const Resource& of,
                                           const ItemNames& names);
  std::unique_ptr<OperationRole> item_role(const Operation& operation, const Resource& of,
                                           const ItemNames& names);
  std::unique_ptr<OperationRole> body_role(const Operation& operation, const Resource& of,
                                           const ItemNames& names);
  // Whether a request's body is about the resource: half of its properties are the resource's.
  bool is_about(const OperationRole& role, const Resource& resource) const;

  std::shared_ptr<Model> model_;
  FieldReader reader_;
  std::map<std::string, Group> groups_;
  std::vector<const Group*> order_;
};

std::string Deriver::link_pointer(const Operation* create, const Group& item) {
  if (create == nullptr) return {};
  constexpr std::string_view kBody = "$response.body#";
  for (const openapi::Response& response : create->responses) {
    for (const openapi::Link& link : response.links) {
      const bool is_of_item = std::ranges::any_of(item.operations, [&link](const Operation* o) {
        return !link.operation_id.empty() && o->id == link.operation_id;
      });
      if (!is_of_item) continue;
      for (const auto& [name, value] : link.parameters) {
        const std::string_view bare =
            name.starts_with("path.") ? std::string_view(name).substr(5) : name;
        if (bare != item.path.names.back() || value == nullptr || !value->is_string()) continue;
        std::string_view text = value->as_string();
        if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
        if (text.starts_with(kBody)) return std::string(text.substr(kBody.size()));
      }
    }
  }
  return {};
}

TypeSet Deriver::parameter_types(const Group& item) const {
  for (const openapi::Parameter& parameter : item.operations.front()->parameters) {
    if (parameter.in == openapi::In::Path && parameter.name == item.path.names.back())
      return reader_.types_of(parameter.schema.node);
  }
  return {};
}

std::optional<Place> Deriver::representation(const Group& item, const Group* collection,
                                             const ItemNames& names) {
  for (const std::string_view method : {"GET", "PUT", "PATCH"}) {
    const Operation* operation = item.find(method);
    if (operation == nullptr) continue;
    if (auto place =
            find_single(body_schema(openapi::success_response(*operation)), names, reader_))
      return place;
  }
  if (collection == nullptr) return std::nullopt;
  if (const Operation* create = collection->find("POST")) {
    if (auto place = find_single(body_schema(openapi::success_response(*create)), names, reader_))
      return place;
  }
  if (const Operation* list = collection->find("GET"))
    return find_list(body_schema(openapi::success_response(*list)), names, reader_);
  return std::nullopt;
}

void Deriver::add_resource(const Group& item) {
  const Group* collection = collection_of(item);
  const std::string link =
      link_pointer(collection == nullptr ? nullptr : collection->find("POST"), item);
  const ItemNames names{
      .parameter = item.path.names.back(),
      .singular = folded_singular(item.path.segments[item.path.segments.size() - 2]),
      .link_pointer = link,
      .types = parameter_types(item)};
  auto place = representation(item, collection, names);
  if (!place || place->id.empty()) return;

  auto resource = std::make_unique<Resource>();
  resource->item = item.operations.front()->path;
  resource->collection = collection != nullptr
                             ? collection->operations.front()->path
                             : resource->item.substr(0, resource->item.rfind('/'));
  resource->singular = names.singular;
  resource->id_parameter = names.parameter;
  resource->id_pointer = place->id;
  resource->scope_size = item.path.names.size() - 1;
  resource->fields = place->fields;
  resource->identity = reader_.identity(place->schemas.front());
  const Field* id = field_at(*place->fields, place->id);
  resource->has_numeric_ids = id != nullptr && id->types.has_integer && !id->types.has_string;

  std::vector<std::unique_ptr<OperationRole>> roles;
  const auto add = [&roles](std::unique_ptr<OperationRole> role) {
    if (role != nullptr) roles.push_back(std::move(role));
  };
  if (collection != nullptr) {
    for (const Operation* operation : collection->operations) {
      if (operation->method == "POST") add(create_role(*operation, *resource, names));
      if (operation->method == "GET") add(list_role(*operation, *resource, names));
      if (operation->method == "PUT" || operation->method == "PATCH")
        add(body_role(*operation, *resource, names));
    }
  }
  const auto is = [&roles](Role wanted) {
    return std::ranges::any_of(roles, [wanted](const auto& r) { return r->role == wanted; });
  };
  const bool has_create = is(Role::Create);
  const bool has_list = is(Role::List);
  for (const Operation* operation : item.operations) {
    auto role = item_role(*operation, *resource, names);
    if (role == nullptr) continue;
    // Where nothing else puts a resource there, a PUT must.
    if (role->role == Role::Replace && !has_create && !has_list) role->creates_missing = true;
    add(std::move(role));
  }
  const bool has_writes = has_create || is(Role::Merge) || is(Role::Replace) || is(Role::Delete);
  resource->is_creatable = std::ranges::any_of(
      roles, [](const auto& r) { return r->role == Role::Create || r->creates_missing; });
  if (!has_writes || !(resource->is_creatable || has_list)) return;

  const openapi::Description& description = *model_->description_;
  resource->schema =
      description.compiler
          ->compile(place->schemas.front(), {.dialect = description.dialect,
                                             .format = schema::Format::Assert,
                                             .direction = schema::Direction::Response})
          .schema;
  std::ranges::move(roles, std::back_inserter(model_->roles_));
  resource->index = model_->resources_.size();
  model_->resources_.push_back(std::move(resource));
}

std::unique_ptr<OperationRole> Deriver::role(const Operation& operation, Role role,
                                             const Resource& of, const ItemNames& names) {
  auto out = std::make_unique<OperationRole>();
  out->operation = &operation;
  out->role = role;
  out->resource = &of;
  out->path_names = read_path(operation.path).names;
  out->response = openapi::success_response(operation);
  out->declares_conflict = response_of(operation, 409) != nullptr;
  if (const Node schema = request_schema(operation)) {
    out->request_fields = reader_.read(schema);
    // {"data": {...}} in a request, as in the answer.
    if (out->request_fields->members.size() == 1 && !of.id_pointer.empty()) {
      const Field& only = out->request_fields->members.front();
      if (only.types.has_object && of.fields->find(only.name) == nullptr) {
        out->request_pointer = json::join("", only.name);
        out->request_fields = reader_.read(only.schemas);
      }
    }
  }
  if (role != Role::List) {
    if (const auto place = find_single(body_schema(out->response), names, reader_)) {
      show(*out, *place);
    } else if (role == Role::Read) {
      // "GET /pets/{petId}: Pets" of an old example that many copy: a list of the one.
      auto list = find_list(body_schema(out->response), names, reader_);
      if (list && !list->id.empty()) {
        list->pointer += "/0";
        show(*out, *list);
      }
    }
  }
  return out;
}

void Deriver::show(OperationRole& role, const Place& place) {
  if (place.id.empty()) {  // anything, so the resource, too
    role.pointer = place.pointer;
    role.fields = role.resource->fields;
    role.shows_stored = true;
    return;
  }
  if (place.id != role.resource->id_pointer) return;
  role.pointer = place.pointer;
  role.fields = place.fields;
  role.shows_stored = reader_.identity(place.schemas.front()) == role.resource->identity;
}

bool Deriver::is_about(const OperationRole& role, const Resource& resource) const {
  if (role.request_fields == nullptr || role.request_fields->members.empty()) return false;
  const auto& members = role.request_fields->members;
  const auto shared = std::ranges::count_if(members, [&resource](const Field& field) {
    return resource.fields->find(field.name) != nullptr;
  });
  return static_cast<std::size_t>(shared) * 2 >= members.size();
}

std::unique_ptr<OperationRole> Deriver::create_role(const Operation& operation, const Resource& of,
                                                    const ItemNames& names) {
  auto out = role(operation, Role::Create, of, names);
  if (const openapi::Response* created = response_of(operation, 201);
      created != nullptr && created != out->response) {
    out->response = created;
    out->pointer.reset();
    if (const auto place = find_single(body_schema(created), names, reader_)) show(*out, *place);
  }
  const bool takes_list = out->request_fields != nullptr && !out->request_fields->items.empty();
  // "201, no content": what is created is said by the status alone.
  const bool says_created = out->response != nullptr && out->response->status == 201 &&
                            out->response->content.empty() && out->request_fields == nullptr;
  if (takes_list || !(out->pointer || says_created || is_about(*out, of))) return nullptr;
  return out;
}

std::unique_ptr<OperationRole> Deriver::list_role(const Operation& operation, const Resource& of,
                                                  const ItemNames& names) {
  auto out = role(operation, Role::List, of, names);
  const auto place = find_list(body_schema(out->response), names, reader_);
  if (!place) return nullptr;
  show(*out, *place);
  if (!out->pointer) return nullptr;
  out->list = list_parameters(operation, *out->fields, reader_);
  return out;
}

std::unique_ptr<OperationRole> Deriver::item_role(const Operation& operation, const Resource& of,
                                                  const ItemNames& names) {
  if (operation.method == "GET") return role(operation, Role::Read, of, names);
  if (operation.method == "DELETE") return role(operation, Role::Delete, of, names);
  if (operation.method == "PATCH") return role(operation, Role::Merge, of, names);
  if (operation.method == "PUT") {
    auto out = role(operation, Role::Replace, of, names);
    const openapi::Response* created = response_of(operation, 201);
    out->creates_missing = created != nullptr;
    out->created_response = created;
    if (created != nullptr && out->response == created) {
      if (const openapi::Response* other = openapi::success_response(operation, 201))
        out->response = other;
    }
    return out;
  }
  if (operation.method != "POST") return nullptr;
  // Stripe's update. A POST that answers with something else is an action.
  auto out = role(operation, Role::Merge, of, names);
  return out->shows_stored || is_about(*out, of) ? std::move(out) : nullptr;
}

std::unique_ptr<OperationRole> Deriver::body_role(const Operation& operation, const Resource& of,
                                                  const ItemNames& names) {
  auto out = role(operation, operation.method == "PUT" ? Role::Replace : Role::Merge, of, names);
  const bool names_item =
      out->request_fields != nullptr && field_at(*out->request_fields, of.id_pointer) != nullptr;
  if (!names_item || !(out->shows_stored || is_about(*out, of))) return nullptr;
  out->has_id_in_body = true;
  return out;
}

void Deriver::find_parent(Resource& resource) {
  const Path own = read_path(resource.collection);
  std::size_t longest = 0;
  for (const auto& other : model_->resources_) {
    const Path item = read_path(other->item);
    const bool is_above =
        item.segments.size() < own.segments.size() &&
        std::equal(item.segments.begin(), item.segments.end(), own.segments.begin());
    if (!is_above || item.segments.size() <= longest) continue;
    longest = item.segments.size();
    resource.parent = other.get();
    const std::string parameter = folded(own.names[other->scope_size]);
    resource.parent_property.clear();
    for (const Field& field : resource.fields->members) {
      const std::string name = folded(field.name);
      const bool names_parent = (parameter != "id" && name == parameter) ||
                                name == other->singular + "id" || name == other->singular;
      const std::string pointer = json::join("", field.name);
      const bool may_be_id = field.types.has_string || field.types.has_integer;
      if (names_parent && may_be_id && pointer != resource.id_pointer &&
          resource.parent_property.empty())
        resource.parent_property = field.name;
    }
  }
}

// GET /pet/findByStatus?status=sold: a list of the same representation, by a declared property.
void Deriver::add_searches(const Resource& resource) {
  const Path collection = read_path(resource.collection);
  for (const Group* group : order_) {
    const Path& path = group->path;
    const bool is_below = path.segments.size() == collection.segments.size() + 1 &&
                          path.ends_in_name() && path.is_below(collection);
    const Operation* operation = is_below ? group->find("GET") : nullptr;
    if (operation == nullptr) continue;
    const ItemNames names{.parameter = resource.id_parameter,
                          .singular = resource.singular,
                          .link_pointer = resource.id_pointer,
                          .types = {}};
    auto out = list_role(*operation, resource, names);
    const bool filters = out != nullptr && std::ranges::any_of(out->list, [](const auto& p) {
                           return p.use == ListUse::Filter;
                         });
    if (filters && out->shows_stored) model_->roles_.push_back(std::move(out));
  }
}

std::shared_ptr<const Model> Model::derive(
    std::shared_ptr<const openapi::Description> description) {
  return Deriver(std::move(description)).derive();
}

}  // namespace holotype::state
