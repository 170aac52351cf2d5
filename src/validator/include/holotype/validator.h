// holotype::Validator: JSON Schema, drafts 4 to 2020-12 and OpenAPI's dialects, for C++ programs.
//
//     const auto validator = holotype::Validator::compile(R"({"type": "integer"})");
//     if (!validator.accepts("5.5")) std::cout << validator.check("5.5").findings[0].to_string();
//
// accepts() stops at the first failure; check() names them all, with the rule, the place in the
// instance and the place of the deciding keyword. The two never disagree. What cannot be checked (a
// pattern over its step budget, nesting beyond Options::max_depth) does not fail an instance;
// check() lists it under `unchecked`.
//
// Ownership: a Validator holds all that it needs; copies share it. Threads: a Validator and an
// Instance are immutable and may be used by any number of threads. Network: none; a schema of
// another file or URI is read only where Options name it. Failures: a schema that cannot be
// compiled throws SchemaError, an instance that is no JSON text throws InstanceError.
//
// Spec: JSON Schema core and validation of each draft. Tests: tests/validator, tests/package
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holotype {

class Validator {
 public:
  // Of schemas that do not name theirs by $schema.
  enum class Dialect : std::uint8_t {
    Draft4,
    Draft6,
    Draft7,
    Draft2019_09,
    Draft2020_12,
    OpenApi31,  // of OpenAPI 3.2, too
    OpenApi30,
    Swagger20,
  };

  // Whether `format` rejects values or only describes them.
  enum class Format : std::uint8_t { Annotate, Assert };

  // What an instance travels in: OpenAPI forbids readOnly properties in requests and writeOnly ones
  // in responses. None ignores both.
  enum class Direction : std::uint8_t { None, Request, Response };

  // JSON Schema's own output formats (core 2020-12 section 12.4).
  enum class Output : std::uint8_t { Flag, Basic, Detailed };

  // A place in a text; line and column count from 1, columns in code points. line 0: not known.
  struct Place {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
  };

  struct Finding {
    std::string rule;               // a stable id: "schema.required"
    std::string message;            // what was expected: "must have property title"
    std::string found;              // what was there, shortened: "object with name"; may be empty
    std::string fix;                // what to write instead
    std::string pointer;            // JSON Pointer into the instance; "" is the whole
    Place instance_place;           // where that stands in the instance's text
    std::string schema_location;    // absolute: "file:///schemas/task.json#/properties/title/type"
    Place schema_place;             // where the deciding keyword stands
    std::vector<Finding> causes{};  // for anyOf, oneOf and the like: why the nearest branch failed

    // One line: where, what was expected, what was found, what to do, and the rule.
    std::string to_string() const;
  };

  struct Report {
    std::vector<Finding> findings;   // empty: the instance is valid
    std::vector<Finding> unchecked;  // parts that could not be checked, and why

    bool is_valid() const { return findings.empty(); }
  };

  struct Options {
    Dialect dialect = Dialect::Draft2020_12;
    Format format = Format::Assert;
    Direction direction = Direction::None;
    // The texts of schemas that others refer to, by absolute URI.
    std::map<std::string, std::string> registry = {};
    // Asked for the text of an absolute URI that the registry lacks; nullopt where there is none.
    std::function<std::optional<std::string>(const std::string& uri)> reader = {};
    // Folders that $ref may read files from, besides the folder of compile_file()'s own.
    std::vector<std::string> folders = {};
    // Parts of an instance that are nested deeper are not checked.
    std::uint32_t max_depth = 1000;
  };

  // An instance that was read once, to be validated several times. Copies share the value.
  class Instance {
   public:
    // Reads JSON text. `name` is what findings call it.
    static Instance parse(std::string text, std::string name = "instance");
    // Reads a file: YAML where it ends in .yaml or .yml, else JSON.
    static Instance read_file(const std::string& path);

   private:
    friend class Validator;
    struct State;
    explicit Instance(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
  };

  // Compiles a schema, JSON or YAML, from a text.
  static Validator compile(std::string schema, Options options);
  static Validator compile(std::string schema) { return compile(std::move(schema), Options()); }
  // Compiles a schema from a file.
  static Validator compile_file(const std::string& path, Options options);
  static Validator compile_file(const std::string& path) { return compile_file(path, Options()); }

  // Whether the instance satisfies the schema.
  bool accepts(const Instance& instance) const;
  bool accepts(std::string_view json) const;

  // Everything that is wrong with the instance, in the order of the instance.
  Report check(const Instance& instance) const;
  Report check(std::string_view json) const;

  // The same as JSON text, in one of the standard formats.
  std::string output(const Instance& instance, Output format) const;

  // What is suspicious about the schema and did not keep it from being compiled: misspelt keywords,
  // keywords of another dialect.
  std::vector<Finding> warnings() const;

 private:
  struct State;
  explicit Validator(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

// Why a schema cannot be used. what() has a line for each fault.
class SchemaError : public std::runtime_error {
 public:
  explicit SchemaError(std::vector<Validator::Finding> faults);
  const std::vector<Validator::Finding>& faults() const { return faults_; }

 private:
  std::vector<Validator::Finding> faults_;
};

// Why an instance cannot be read: "tasks.json:3:7: error: ..."
class InstanceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace holotype
