// Build: the compilation of one schema object, as its keywords see it.
//
// Internal to the module: one function a keyword, listed in keywords.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "diagnostic/rule.h"
#include "json/value.h"
#include "schema/assembler.h"
#include "schema/dialects.h"
#include "schema/program.h"

namespace holotype::schema {

class Build {
 public:
  Build(Assembler& assembler, Subschema& target);

  // Compiles every keyword of the schema object.
  void run();
  // The schema is neither an object nor a boolean.
  void not_a_schema();

  // The keyword that is being compiled, and its value.
  const json::Member& keyword() const { return *keyword_; }
  const json::Value& value() const { return keyword_->value; }
  // The schema object, for keywords that are read together with others.
  const json::Value& schema() const { return *target_.place.value; }
  // The sibling keyword, nullptr where it is absent or unknown to the dialect.
  const json::Member* sibling(std::string_view name) const;
  const DialectRow& dialect() const { return row_of(target_.resource->dialect); }
  bool has_vocabulary(Vocabulary vocabulary) const {
    return (target_.resource->vocabularies & vocabulary) != 0;
  }
  const Options& options() const { return assembler_.options(); }
  document::Node node_of(const json::Value& value) const { return {target_.place.file, &value}; }
  Assembler& assembler() { return assembler_; }
  Subschema& target() { return target_; }

  // Adds a requirement whose findings point at the keyword, or at another.
  void add(Op op, Operand operand) { add(op, std::move(operand), *keyword_); }
  void add(Op op, Operand operand, const json::Member& at);
  template <typename T>
  const T* keep(T operand) {
    return assembler_.unit().keep(std::move(operand));
  }

  // Whether `value` is a schema; a finding where it is none, or one that the dialect does not have
  // there (a boolean in draft 4).
  bool expect_schema(const json::Value& value);
  // The sub-schema that `value`, inside the schema object, is. Where it is no schema: a fault, and
  // nullptr.
  const Subschema* subschema(const json::Value& value);
  // The sub-schemas in an array; nullopt after a fault.
  std::optional<Subschemas> subschemas(const json::Value& array);

  // The operands that `properties` and `patternProperties` share with their siblings; nullptr where
  // absent.
  const PropertyMap* properties();
  const PatternMap* patterns();

  // The keyword's value is not what its definition asks for ("a non-negative integer"): a finding,
  // and the keyword is not checked.
  void malformed(std::string_view expected) { malformed(expected, keyword_->value); }
  void malformed(std::string_view expected, const json::Value& at);
  // The same for a keyword that has no say in what is valid, or one that has a meaning all the
  // same: a finding alone.
  void report_malformed(std::string_view expected, const json::Value& at);
  // A finding about the schema at `at`.
  diagnostic::Diagnostic fault(const diagnostic::Rule& rule, const json::Value& at,
                               std::string message) const;
  void report(diagnostic::Diagnostic finding) { assembler_.report(std::move(finding)); }
  // The keyword is not checked, because of `reason`.
  void unchecked(std::string reason);

  // `looping` leads back to this schema, or on and on, without going into the instance: a finding,
  // and it is not checked, because it does what `why` says.
  void break_loop(Keyword& looping, std::string_view why);

  // Whether the property whose schema is `property` is not sent in the direction of the options.
  bool withholds(const document::Node& property) const;

 private:
  void compile_keywords();
  void compile_keyword(const json::Member& member);
  void warn_unknown(const json::Member& member);
  void note_malformed();

  Assembler& assembler_;
  Subschema& target_;
  const json::Member* keyword_ = nullptr;
  std::vector<Keyword> keywords_;  // so far
  std::optional<const PropertyMap*> properties_;
  std::optional<const PatternMap*> patterns_;
};

// The count that a keyword such as minLength gives: a non-negative integer, 2.0 included. nullopt
// otherwise.
std::optional<std::uint64_t> count_of(const json::Value& value);

// The keywords, in build_scalar.cc, build_array.cc, build_object.cc, build_logic.cc, build_oas.cc
// and build_annotation.cc.
void build_type(Build& build);
void build_nullable_type(Build& build);
void build_enum(Build& build);
void build_const(Build& build);
void build_multiple_of(Build& build);
void build_maximum(Build& build);
void build_minimum(Build& build);
void build_maximum_with_flag(Build& build);
void build_minimum_with_flag(Build& build);
void build_exclusive_maximum(Build& build);
void build_exclusive_minimum(Build& build);
void build_flag(Build& build);
void build_max_length(Build& build);
void build_min_length(Build& build);
void build_pattern(Build& build);
void build_format(Build& build);
void build_content_encoding(Build& build);
void build_content_media_type(Build& build);
void build_content_schema(Build& build);
void build_discriminator(Build& build);
void build_xml(Build& build);
void build_external_docs(Build& build);
void build_write_only(Build& build);
void build_max_items(Build& build);
void build_min_items(Build& build);
void build_unique_items(Build& build);
void build_prefix_items(Build& build);
void build_items(Build& build);
void build_items_or_list(Build& build);
void build_additional_items(Build& build);
void build_contains(Build& build);
void build_unevaluated_items(Build& build);
void build_max_properties(Build& build);
void build_min_properties(Build& build);
void build_required(Build& build);
void build_properties(Build& build);
void build_pattern_properties(Build& build);
void build_additional_properties(Build& build);
void build_property_names(Build& build);
void build_dependent_required(Build& build);
void build_dependent_schemas(Build& build);
void build_dependencies(Build& build);
void build_unevaluated_properties(Build& build);
void build_all_of(Build& build);
void build_any_of(Build& build);
void build_one_of(Build& build);
void build_not(Build& build);
void build_if(Build& build);
void build_ref(Build& build);
void build_dynamic_ref(Build& build);
void build_recursive_ref(Build& build);
void build_text(Build& build);
void build_truth(Build& build);
void build_list(Build& build);
void build_uri(Build& build);
void build_id(Build& build);
void build_anchor(Build& build);
void build_vocabulary(Build& build);
void build_definitions(Build& build);
void build_branch_of_if(Build& build);
void build_bound_of_contains(Build& build);
void build_described_schema(Build& build);

}  // namespace holotype::schema
