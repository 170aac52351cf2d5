// Where a body has the representation of a resource, or a list of them, and where a representation
// has its id: guesses by names, made once at load.
//
// Threads: as FieldReader. Tests: tests/state/derive_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "openapi/description.h"
#include "state/fields.h"

namespace holotype::state {

// What an item path calls its id, and what one item is called.
struct ItemNames {
  std::string_view parameter;     // "taskId"
  std::string singular;           // "task"
  std::string_view link_pointer;  // what a link says that the parameter is: "/id"; "" for nothing
  TypeSet types = {};             // of the parameter; empty: any
};

// The pointer of the id in a representation: "/id", "/taskId", "/metadata/name"; nullopt where no
// property looks like it.
std::optional<std::string> id_pointer(const Fields& fields, const ItemNames& names,
                                      FieldReader& reader);

// A part of a body.
struct Place {
  std::string pointer;  // "" is the whole body
  std::vector<document::Node> schemas;
  std::shared_ptr<const Fields> fields;
  std::string id;  // pointer of the id inside it; "" where the schema says nothing of its members
};

// The representation in a body of that schema: the body itself, or one of its members ("data",
// "task", the only object with an id).
std::optional<Place> find_single(const document::Node& schema, const ItemNames& names,
                                 FieldReader& reader);

// The list of representations in a body: the body itself, or one of its members. The place's
// schemas and fields are those of the elements.
std::optional<Place> find_list(const document::Node& schema, const ItemNames& names,
                               FieldReader& reader);

// The media type of a body that values are written in: the first that is JSON, else the first with
// a schema; nullptr where there is none.
const openapi::MediaType* value_media_type(const std::vector<openapi::MediaType>& content);

// The field that a pointer of one or two tokens names; nullptr where there is none.
const Field* field_at(const Fields& fields, std::string_view pointer);

}  // namespace holotype::state
