#include "holotype/validator.h"

#include <fmt/format.h>

#include <filesystem>

#include "diagnostic/diagnostic.h"
#include "document/library.h"
#include "document/line_index.h"
#include "document/named_file.h"
#include "document/reader.h"
#include "json/text.h"
#include "schema/compiler.h"
#include "schema/output.h"
#include "schema/schema.h"

namespace holotype {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using Finding = Validator::Finding;

// Deep enough for any instance that a machine wrote, and bounded for those that an attacker did.
constexpr std::uint32_t kMaxTextDepth = 100'000;

constexpr const char* kTextUri = "memory:schema";

static_assert(static_cast<int>(Validator::Dialect::Draft4) ==
              static_cast<int>(schema::Dialect::Draft4));
static_assert(static_cast<int>(Validator::Dialect::Draft2020_12) ==
              static_cast<int>(schema::Dialect::Draft2020));
static_assert(static_cast<int>(Validator::Dialect::OpenApi31) ==
              static_cast<int>(schema::Dialect::OpenApi31));
static_assert(static_cast<int>(Validator::Dialect::OpenApi30) ==
              static_cast<int>(schema::Dialect::OpenApi30));
static_assert(static_cast<int>(Validator::Dialect::Swagger20) ==
              static_cast<int>(schema::Dialect::Swagger20));

schema::Options options_of(const Validator::Options& options) {
  return {.dialect = static_cast<schema::Dialect>(options.dialect),
          .format = options.format == Validator::Format::Assert ? schema::Format::Assert
                                                                : schema::Format::Annotate,
          .direction =
              options.direction == Validator::Direction::Request    ? schema::Direction::Request
              : options.direction == Validator::Direction::Response ? schema::Direction::Response
                                                                    : schema::Direction::None,
          .max_depth = options.max_depth};
}

std::filesystem::path folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? std::filesystem::path(".") : folder;
}

// What the caller's options let a schema refer to: the registry, then the reader, then files.
class OptionsReader final : public document::Reader {
 public:
  explicit OptionsReader(const Validator::Options& options)
      : registry_(options.registry), reader_(options.reader), files_({}) {
    for (const std::string& folder : options.folders) files_.allow(folder);
  }

  void allow(const std::filesystem::path& folder) { files_.allow(folder); }

  Result<std::string, document::ReadFailure> read(const std::string& uri) override {
    auto registered = registry_.read(uri);
    if (registered) return registered;
    if (reader_) {
      if (std::optional<std::string> text = reader_(uri)) return *std::move(text);
    }
    if (uri.starts_with("file:")) return files_.read(uri);
    return tl::unexpected(document::ReadFailure{
        document::ReadFailure::Reason::Missing,
        uri + " is not in Options::registry, and nothing is fetched; add its text there"});
  }

 private:
  document::MemoryReader registry_;
  std::function<std::optional<std::string>(const std::string&)> reader_;
  document::FolderReader files_;
};

Validator::Place place_of(const SourceLocation& source) {
  return {source.file, source.line, source.column};
}

// Where a byte offset of the instance is.
using Locate = std::function<Validator::Place(std::uint32_t offset)>;

std::vector<Finding> findings_of(const Diagnostics& diagnostics, const Locate& locate) {
  std::vector<Finding> findings;
  for (const Diagnostic& diagnostic : diagnostics) {
    Finding finding{
        .rule = std::string(diagnostic.rule->id),
        .message = diagnostic.message,
        .found = diagnostic.found,
        .fix = diagnostic.fix.empty() ? std::string(diagnostic.rule->advice) : diagnostic.fix,
        .pointer = diagnostic.pointer,
        .instance_place = {},
        .schema_location = diagnostic.schema,
        .schema_place = place_of(diagnostic.source),
        .causes = findings_of(diagnostic.causes, locate)};
    if (locate && diagnostic.offset) finding.instance_place = locate(*diagnostic.offset);
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::string text_of(const Validator::Place& place) {
  return SourceLocation{place.file, place.line, place.column}.to_string();
}

// A line each, causes below what they explain.
std::string lines_of(const std::vector<Finding>& findings, const std::string& indent = {}) {
  std::string lines;
  for (const Finding& finding : findings) {
    if (!lines.empty()) lines += '\n';
    lines += indent + finding.to_string();
    if (!finding.causes.empty()) lines += '\n' + lines_of(finding.causes, indent + "  ");
  }
  return lines;
}

// A schema or an instance that cannot be read at all has its place in the finding itself.
std::string lines_of(const Diagnostics& diagnostics) {
  return lines_of(findings_of(diagnostics, {}));
}

}  // namespace

std::string Finding::to_string() const {
  const bool is_about_schema = instance_place.file.empty();
  const std::string place = text_of(is_about_schema ? schema_place : instance_place);
  std::string line = place.empty() ? "" : place + ": ";
  if (!pointer.empty()) line += pointer + ": ";
  line += message;
  if (!found.empty()) line += "; found " + found;
  if (!fix.empty()) line += "; " + fix;
  line += fmt::format(" ({})", rule);
  if (!is_about_schema && !schema_place.file.empty())
    line += fmt::format(" [{}]", text_of(schema_place));
  return line;
}

SchemaError::SchemaError(std::vector<Finding> faults)
    : std::runtime_error(lines_of(faults)), faults_(std::move(faults)) {}

// --- Instances ---------------------------------------------------------------------------------

struct Validator::Instance::State {
  std::string name;
  std::optional<json::Tree> tree;              // JSON
  std::optional<document::LineIndex> lines;    // JSON
  std::unique_ptr<document::Library> library;  // YAML: knows its own places
  const document::File* file = nullptr;

  const json::Value& value() const { return file != nullptr ? file->root() : tree->root(); }

  Place locate(std::uint32_t offset) const {
    if (file != nullptr) return place_of(file->locate(offset));
    const json::LineColumn at = lines->locate(offset);
    return {name, at.line, at.column};
  }
};

Validator::Instance::Instance(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Validator::Instance Validator::Instance::parse(std::string text, std::string name) {
  auto tree = json::read(text, {.max_depth = kMaxTextDepth});
  if (!tree) {
    const json::SyntaxError& error = tree.error();
    throw InstanceError(
        fmt::format("{}:{}:{}: error: {}", name, error.line, error.column, error.message));
  }
  auto state = std::make_shared<State>();
  state->name = std::move(name);
  state->tree.emplace(*std::move(tree));
  state->lines.emplace(text);
  return Instance(std::move(state));
}

Validator::Instance Validator::Instance::read_file(const std::string& path) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension == ".yaml" || extension == ".yml") {
    auto state = std::make_shared<State>();
    state->library = std::make_unique<document::Library>(std::make_shared<document::FolderReader>(
        std::vector<std::filesystem::path>{folder_of(path)}));
    const auto file = state->library->open(path);
    if (!file) throw InstanceError(lines_of(file.error()));
    state->name = path;
    state->file = *file;
    return Instance(std::move(state));
  }
  auto bytes = document::read_named_file(path);
  if (!bytes) throw InstanceError(fmt::format("{}: error: {}.", path, bytes.error().message));
  return parse(*std::move(bytes), path);
}

// --- Schemas -----------------------------------------------------------------------------------

struct Validator::State {
  std::shared_ptr<OptionsReader> reader;
  std::unique_ptr<document::Library> library;  // outlives the schema, which refers to it
  std::shared_ptr<const schema::Schema> schema;
  std::vector<Finding> warnings;

  explicit State(const Options& options)
      : reader(std::make_shared<OptionsReader>(options)),
        library(std::make_unique<document::Library>(reader)) {}

  void compile(const Result<const document::File*, Diagnostics>& file, const Options& options) {
    if (!file) throw SchemaError(findings_of(file.error(), {}));
    schema::Compiler compiler(*library);
    schema::Compiled compiled = compiler.compile({*file, &(*file)->root()}, options_of(options));
    Diagnostics findings = library->findings();
    diagnostic::append(findings, std::move(compiled.findings));
    if (diagnostic::has_errors(findings)) throw SchemaError(findings_of(findings, {}));
    warnings = findings_of(findings, {});
    schema = std::move(compiled.schema);
  }
};

Validator::Validator(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Validator Validator::compile(std::string schema, Options options) {
  auto state = std::make_shared<State>(options);
  state->compile(state->library->add(kTextUri, "schema", std::move(schema)), options);
  return Validator(std::move(state));
}

Validator Validator::compile_file(const std::string& path, Options options) {
  auto state = std::make_shared<State>(options);
  state->reader->allow(folder_of(path));
  state->compile(state->library->open(path), options);
  return Validator(std::move(state));
}

bool Validator::accepts(const Instance& instance) const {
  return state_->schema->accepts(instance.state_->value());
}

bool Validator::accepts(std::string_view json) const {
  return accepts(Instance::parse(std::string(json)));
}

Validator::Report Validator::check(const Instance& instance) const {
  const schema::Outcome outcome = state_->schema->check(instance.state_->value());
  const Locate locate = [&instance](std::uint32_t offset) {
    return instance.state_->locate(offset);
  };
  return {findings_of(outcome.findings, locate), findings_of(outcome.unchecked, locate)};
}

Validator::Report Validator::check(std::string_view json) const {
  return check(Instance::parse(std::string(json)));
}

std::string Validator::output(const Instance& instance, Output format) const {
  const schema::Outcome outcome = state_->schema->trace(instance.state_->value());
  const json::Tree unit =
      schema::to_output(outcome, format == Output::Flag    ? schema::Output::Flag
                                 : format == Output::Basic ? schema::Output::Basic
                                                           : schema::Output::Detailed);
  return json::write(unit.root());
}

std::vector<Validator::Finding> Validator::warnings() const { return state_->warnings; }

}  // namespace holotype
