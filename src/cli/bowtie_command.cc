#include "cli/bowtie_command.h"

#include <fmt/format.h>

#include <memory>
#include <string>

#include "cli/cli.h"
#include "cli/console.h"
#include "document/library.h"
#include "document/reader.h"
#include "json/text.h"
#include "schema/compiler.h"

namespace holotype::cli {
namespace {

using json::Member;
using json::Value;

constexpr std::string_view kStarted =
    R"({"version":1,"implementation":{"name":"holotype","language":"c++","version":")" HOLOTYPE_VERSION
    R"(","homepage":"urn:holotype","issues":"urn:holotype:issues",)"
    R"("source":"urn:holotype:source","dialects":["https://json-schema.org/draft/2020-12/schema",)"
    R"("https://json-schema.org/draft/2019-09/schema","http://json-schema.org/draft-07/schema#",)"
    R"("http://json-schema.org/draft-06/schema#","http://json-schema.org/draft-04/schema#"]}})";

class Harness {
 public:
  Harness(schema::Format format, std::ostream& out) : format_(format), out_(out) {}

  // Answers one request. Returns kFine to go on, -1 to stop, or an exit code.
  int answer(const std::string& line) {
    json::Arena arena;
    const auto request = json::read(arena, line, {.max_depth = 100'000});
    const Value* command = request ? request->find("cmd") : nullptr;
    if (command == nullptr || !command->is_string()) {
      print_error("A line of stdin is no Bowtie request: a JSON object with cmd is expected.");
      return kUsage;
    }
    const std::string_view name = command->as_string();
    if (name == "stop") return -1;
    if (name == "start") {
      say(kStarted);
    } else if (name == "dialect") {
      set_dialect(*request);
    } else if (name == "run") {
      run(*request, arena);
    } else {
      print_error(
          fmt::format("{} is no Bowtie command; known are start, dialect, run and stop.", name));
      return kUsage;
    }
    return kFine;
  }

 private:
  void say(std::string_view text) { out_ << text << '\n' << std::flush; }

  void set_dialect(const Value& request) {
    const Value* uri = request.find("dialect");
    const auto dialect =
        uri != nullptr && uri->is_string() ? schema::dialect_of(uri->as_string()) : std::nullopt;
    if (dialect) dialect_ = *dialect;
    say(dialect ? R"({"ok":true})" : R"({"ok":false})");
  }

  void run(const Value& request, json::Arena& arena) {
    const Value* seq = request.find("seq");
    const Value* one = request.find("case");
    const Value* schema = one == nullptr ? nullptr : one->find("schema");
    const Value* tests = one == nullptr ? nullptr : one->find("tests");
    if (seq == nullptr || schema == nullptr || tests == nullptr || !tests->is_array()) {
      return fail(seq == nullptr ? Value() : *seq, "a run needs seq and case with schema and tests",
                  arena);
    }
    auto reader = std::make_shared<document::MemoryReader>();
    if (const Value* registry = one->find("registry")) {
      for (const Member& member : registry->members())
        reader->put(member.name(), json::write(member.value));
    }
    document::Library library(reader);
    const auto file = library.add("memory:schema.json", "schema", json::write(*schema));
    if (!file) return fail(*seq, file.error().front().message, arena);
    schema::Compiler compiler(library);
    const schema::Compiled compiled =
        compiler.compile({*file, &(*file)->root()}, {.dialect = dialect_, .format = format_});
    // A verdict of a schema that could not be compiled as it is would say nothing.
    for (const diagnostic::Diagnostic& finding : compiled.findings) {
      if (finding.rule->severity == diagnostic::Severity::Error)
        return fail(*seq, finding.message, arena);
    }
    std::vector<Value> results;
    for (const Value& test : tests->elements()) {
      const Value* instance = test.find("instance");
      if (instance == nullptr) return fail(*seq, "a test needs an instance", arena);
      results.push_back(result_of(compiled.schema->check(*instance), arena));
    }
    const Member members[] = {{"seq", *seq}, {"results", Value::array(arena, results)}};
    say(json::write(Value::object(arena, members)));
  }

  // Of one test. The protocol lets a test be errored by itself: a value without a fault, of which
  // something was not checked, is neither known to be valid nor invalid. A fault stays one.
  static Value result_of(const schema::Outcome& outcome, json::Arena& arena) {
    if (outcome.valid() && !outcome.unchecked.empty()) {
      const Member members[] = {{"errored", Value::boolean(true)},
                                {"context", context(outcome.unchecked.front().message, arena)}};
      return Value::object(arena, members);
    }
    const Member valid("valid", Value::boolean(outcome.valid()));
    return Value::object(arena, {&valid, 1});
  }

  void fail(const Value& seq, std::string_view message, json::Arena& arena) {
    const Member members[] = {
        {"seq", seq}, {"errored", Value::boolean(true)}, {"context", context(message, arena)}};
    say(json::write(Value::object(arena, members)));
  }

  static Value context(std::string_view message, json::Arena& arena) {
    const Member text("message", Value::string(arena, message));
    return Value::object(arena, {&text, 1});
  }

  schema::Format format_;
  std::ostream& out_;
  schema::Dialect dialect_ = schema::Dialect::Draft2020;
};

}  // namespace

int bowtie(const BowtieArguments& arguments, std::istream& in, std::ostream& out) {
  Harness harness(arguments.asserts_format ? schema::Format::Assert : schema::Format::Annotate,
                  out);
  for (std::string line; std::getline(in, line);) {
    const int code = harness.answer(line);
    if (code == -1) return kFine;
    if (code != kFine) return code;
  }
  return kFine;
}

}  // namespace holotype::cli
