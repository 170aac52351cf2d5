#include "cli/validate_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/cli.h"
#include "cli/console.h"
#include "document/library.h"
#include "document/line_index.h"
#include "document/named_file.h"
#include "document/reader.h"
#include "json/text.h"
#include "schema/compiler.h"
#include "schema/output.h"
#include "server/remote_reader.h"

namespace holotype::cli {
namespace {

// Deep enough for any instance that a machine wrote, and bounded for those that an attacker did.
constexpr std::uint32_t kMaxDepth = 100'000;

// One instance with what is needed to name places in it.
struct Instance {
  std::string path;
  std::string_view text;                 // of this instance, for lines and columns; empty for YAML
  std::size_t line = 0;                  // JSON Lines: where the instance stands
  const document::File* file = nullptr;  // YAML: knows its own places
  json::Value value;

  // "file.json", "file.jsonl:3"
  std::string name() const { return line == 0 ? path : fmt::format("{}:{}", path, line); }
};

// Instances and the memory they live in.
class Instances {
 public:
  explicit Instances(document::Library& library) : library_(library) {}

  // Reads a file's instances. Failures are printed; returns whether there were none.
  bool read(const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension == ".yaml" || extension == ".yml") return read_yaml(path);
    if (std::filesystem::is_directory(path)) {
      print_error(fmt::format("{}: error: this is a folder; name the files in it.", path));
      return false;
    }
    auto bytes = document::read_named_file(path);
    if (!bytes) {
      print_error(fmt::format("{}: error: {}.", path, bytes.error().message));
      return false;
    }
    texts_.push_back(std::make_unique<std::string>(*std::move(bytes)));
    const std::string_view text = *texts_.back();
    const bool has_lines = extension == ".jsonl" || extension == ".ndjson";
    return has_lines ? read_lines(path, text) : read_json(path, text, 0);
  }

  const std::vector<Instance>& all() const { return instances_; }

 private:
  bool read_json(const std::string& name, std::string_view text, std::size_t line) {
    const auto value = json::read(arena_, text, {.max_depth = kMaxDepth});
    if (!value) {
      const json::SyntaxError& error = value.error();
      print_error(fmt::format("{}:{}:{}: error: {}", name, line == 0 ? error.line : line,
                              error.column, error.message));
      return false;
    }
    instances_.push_back({name, text, line, nullptr, *value});
    return true;
  }

  bool read_lines(const std::string& path, std::string_view text) {
    bool is_fine = true;
    for (std::size_t line = 1; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view one = text.substr(0, end);
      if (one.find_first_not_of(" \t\r") != std::string_view::npos)
        is_fine &= read_json(path, one, line);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return is_fine;
  }

  // What is no JSON value in it is left out of the value, which is then not the one to judge.
  bool read_yaml(const std::string& path) {
    const std::size_t before = library_.findings().size();
    const auto file = library_.open(path);
    if (!file) {
      print_findings(file.error());
      return false;
    }
    const diagnostic::Diagnostics& all = library_.findings();
    const diagnostic::Diagnostics own(all.begin() + static_cast<std::ptrdiff_t>(before), all.end());
    print_findings(own);
    if (diagnostic::has_errors(own)) return false;
    instances_.push_back({path, {}, 0, *file, (*file)->root()});
    return true;
  }

  document::Library& library_;
  json::Arena arena_{1 << 16};
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<Instance> instances_;
};

// Writes findings about one instance; where its lines begin is found out at the first of them.
class Places {
 public:
  explicit Places(const Instance& instance) : instance_(instance) {}

  // "instance.json:3:5", or the instance's name for a value without a place.
  std::string of(std::optional<std::uint32_t> offset) {
    if (!offset) return instance_.name();
    if (instance_.file != nullptr) return instance_.file->locate(*offset).to_string();
    if (!lines_) lines_.emplace(instance_.text);
    const json::LineColumn at = lines_->locate(*offset);
    const std::size_t line = instance_.line == 0 ? at.line : instance_.line;
    return fmt::format("{}:{}:{}", instance_.path, line, at.column);
  }

 private:
  const Instance& instance_;
  std::optional<document::LineIndex> lines_;
};

// A pointer that a person can read: of one that is long, its ends.
std::string shortened(const std::string& pointer) {
  constexpr std::size_t kLongest = 200;
  constexpr std::size_t kEnd = 60;
  if (pointer.size() <= kLongest) return pointer;
  const std::size_t head = pointer.rfind('/', kEnd);
  const std::size_t tail = pointer.find('/', pointer.size() - kEnd);
  // Of names that are long themselves, bytes; UTF-8 is not torn.
  std::size_t from = tail == std::string::npos ? pointer.size() - kEnd : tail;
  std::size_t to = head == 0 || head == std::string::npos ? kEnd : head;
  const auto continues = [&pointer](std::size_t at) {
    return (static_cast<unsigned char>(pointer[at]) & 0xC0) == 0x80;
  };
  while (to > 0 && continues(to)) --to;
  while (from < pointer.size() && continues(from)) ++from;
  return fmt::format("{}...{} ({} levels)", pointer.substr(0, to), pointer.substr(from),
                     std::ranges::count(pointer, '/'));
}

// "instance.json:3:5: error: /items/0: must be integer; found "x" (schema.type) [schema.json:10:5]"
std::string finding_line(Places& places, const diagnostic::Diagnostic& finding) {
  diagnostic::Diagnostic copy = finding;
  copy.source = {};
  copy.in = diagnostic::Place::None;
  copy.pointer = shortened(finding.pointer);
  std::string line = fmt::format("{}: {}", places.of(finding.offset), to_line(copy));
  if (!finding.source.file.empty()) line += fmt::format(" [{}]", finding.source.to_string());
  return line;
}

void print_causes(const diagnostic::Diagnostic& finding, std::size_t depth) {
  for (const diagnostic::Diagnostic& cause : finding.causes) {
    diagnostic::Diagnostic copy = cause;
    copy.in = diagnostic::Place::None;
    copy.pointer = shortened(cause.pointer);
    print_out(std::string(2 * depth, ' ') + to_line(copy));
    print_causes(cause, depth + 1);
  }
}

// Valid, and nothing is left that could have been an error.
bool is_known_valid(const schema::Outcome& outcome) {
  return outcome.valid() && outcome.unchecked.empty();
}

void print_outcome(const Instance& instance, const schema::Outcome& outcome,
                   ValidateOutput output) {
  if (output == ValidateOutput::Text) {
    if (is_known_valid(outcome)) {
      print_out(fmt::format("{}: valid", instance.name()));
    } else if (outcome.valid()) {
      print_out(
          fmt::format("{}: not checked in full; no error was found in the rest", instance.name()));
    }
    Places places(instance);
    for (const auto* list : {&outcome.findings, &outcome.unchecked}) {
      for (const diagnostic::Diagnostic& finding : *list) {
        print_out(finding_line(places, finding));
        print_causes(finding, 1);
      }
    }
    return;
  }
  const schema::Output format = output == ValidateOutput::Flag    ? schema::Output::Flag
                                : output == ValidateOutput::Basic ? schema::Output::Basic
                                                                  : schema::Output::Detailed;
  const json::Tree unit = schema::to_output(outcome, format);
  print_out(json::write(unit.root()));
}

using Microseconds = std::chrono::duration<double, std::micro>;

Microseconds since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::steady_clock::now() - begin;
}

void run_benchmark(const schema::Schema& schema, const std::vector<Instance>& instances,
                   std::uint32_t loops) {
  std::size_t accepted = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (std::uint32_t loop = 0; loop < loops; ++loop) {
    for (const Instance& instance : instances) accepted += schema.accepts(instance.value) ? 1 : 0;
  }
  const Microseconds elapsed = since(begin);
  print_out(fmt::format("valid: {} of {}", accepted / loops, instances.size()));
  print_out(fmt::format("total: {} instances, {:.1f} us per pass", instances.size(),
                        elapsed.count() / loops));
}

std::filesystem::path folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? std::filesystem::path(".") : folder;
}

// What is wrong with a schema, what to write instead, and what that comes from.
void print_faults(const diagnostic::Diagnostics& findings) {
  for (diagnostic::Diagnostic finding : findings) {
    if (finding.fix.empty()) finding.fix = finding.rule->advice;
    print_error(to_line(finding));
    for (const diagnostic::Diagnostic& cause : finding.causes) print_error("  " + to_line(cause));
  }
}

}  // namespace

int validate(const ValidateArguments& arguments) {
  auto files = std::make_shared<document::FolderReader>(
      std::vector<std::filesystem::path>{folder_of(arguments.schema)});
  for (const std::string& path : arguments.allowed_paths) files->allow(path);
  for (const std::string& path : arguments.instances) files->allow(folder_of(path));
  std::shared_ptr<document::Reader> reader = std::move(files);
  if (arguments.allows_remote_refs) reader = std::make_shared<server::RemoteReader>(reader);
  document::Library library(reader);
  const auto begin = std::chrono::steady_clock::now();
  const auto file = library.open(arguments.schema);
  if (!file) {
    print_faults(file.error());
    return kUsage;
  }
  schema::Compiler compiler(library);
  const schema::Compiled compiled =
      compiler.compile({*file, &(*file)->root()},
                       {.dialect = schema::Dialect::Draft2020, .format = arguments.format});
  const Microseconds compilation = since(begin);
  diagnostic::Diagnostics faults = library.findings();
  faults.insert(faults.end(), compiled.findings.begin(), compiled.findings.end());
  print_faults(faults);
  if (diagnostic::has_errors(faults)) {
    print_error(fmt::format("{}: {}. What is faulty cannot be checked.", arguments.schema,
                            summary(faults)));
    return kUsage;
  }
  Instances instances(library);
  bool is_readable = true;
  for (const std::string& path : arguments.instances) is_readable &= instances.read(path);
  if (arguments.is_benchmark) {
    if (!is_readable) return kUsage;
    print_out(fmt::format("compilation: {:.1f} ms, reading included", compilation.count() / 1000));
    run_benchmark(*compiled.schema, instances.all(), std::max(arguments.loops, 1u));
    return kFine;
  }
  bool is_valid = true;  // all of them, as far as is known
  for (const Instance& instance : instances.all()) {
    const bool is_text = arguments.output == ValidateOutput::Text;
    const schema::Outcome outcome =
        is_text ? compiled.schema->check(instance.value) : compiled.schema->trace(instance.value);
    print_outcome(instance, outcome, arguments.output);
    is_valid &= is_known_valid(outcome);
  }
  if (!is_readable) return kUsage;
  return is_valid ? kFine : kFindings;
}

}  // namespace holotype::cli
