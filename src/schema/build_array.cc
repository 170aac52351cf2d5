// Keywords about the elements of an array.
#include "schema/build.h"

namespace holotype::schema {
namespace {

void add_prefix(Build& build, const json::Value& array) {
  if (auto prefix = build.subschemas(array))
    build.add(Op::PrefixItems, build.keep(std::move(*prefix)));
}

void add_items(Build& build, std::size_t first) {
  if (const Subschema* subschema = build.subschema(build.value())) {
    build.add(Op::Items, build.keep(Items{subschema, first}));
  }
}

}  // namespace

void build_unique_items(Build& build) {
  if (!build.value().is_boolean()) return build.malformed("true or false");
  if (build.value().as_boolean()) build.add(Op::UniqueItems, std::monostate());
}

void build_prefix_items(Build& build) { add_prefix(build, build.value()); }

void build_items(Build& build) {
  const json::Member* prefix = build.sibling("prefixItems");
  add_items(build, prefix == nullptr ? 0 : prefix->value.elements().size());
}

// Before 2020-12 an array here is what prefixItems is now.
void build_items_or_list(Build& build) {
  if (build.value().is_array()) {
    add_prefix(build, build.value());
  } else {
    add_items(build, 0);
  }
}

void build_additional_items(Build& build) {
  const json::Member* items = build.sibling("items");
  // Without an array in `items` it has no meaning (2019-09 core section 9.3.1.2).
  if (items == nullptr || !items->value.is_array()) {
    build.expect_schema(build.value());
    return;
  }
  add_items(build, items->value.elements().size());
}

void build_contains(Build& build) {
  const Subschema* subschema = build.subschema(build.value());
  if (subschema == nullptr) return;
  Contains contains{subschema,
                    1,
                    std::nullopt,
                    build.sibling("minContains"),
                    build.sibling("maxContains"),
                    (only(build.target().resource->dialect) &
                     from_to(Dialect::Draft2020, Dialect::OpenApi31)) != 0};
  if (contains.min_keyword != nullptr) {
    const auto min = count_of(contains.min_keyword->value);
    if (!min) return build.malformed("a schema beside a non-negative minContains");
    contains.min = *min;
  }
  if (contains.max_keyword != nullptr) {
    contains.max = count_of(contains.max_keyword->value);
    if (!contains.max) return build.malformed("a schema beside a non-negative maxContains");
  }
  build.add(Op::Contains, build.keep(contains));
}

void build_unevaluated_items(Build& build) {
  if (const Subschema* subschema = build.subschema(build.value())) {
    build.target().tracks = true;
    build.add(Op::UnevaluatedItems, subschema);
  }
}

}  // namespace holotype::schema
