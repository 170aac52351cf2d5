// SARIF 2.1.0, for code reviews: each finding at its file:line, each rule with its help.
//
// Section numbers are those of the standard. Paths are relative to the root where they lie below
// it, with uriBaseId %SRCROOT% (3.4.4), as code hosts want them. Columns count code points
// (3.14.17), as everywhere in Holotype. A fingerprint (3.27.17) tells a host that a finding is the
// one of the run before although lines were added above it: it holds no line numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/hash.h"
#include "diagnostic/problem.h"
#include "diagnostic/severity.h"
#include "document/uri.h"
#include "json/members.h"
#include "json/text.h"
#include "report/report.h"
#include "report/wording.h"

namespace holotype::report {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Rule;
using json::Members;
using json::Value;

constexpr std::string_view kRoot = "%SRCROOT%";

// SARIF's levels have the names of our severities (3.27.10).
std::string_view level_of(const Rule& rule) { return diagnostic::to_string(rule.severity); }

// "schema.max-length" -> "SchemaMaxLength" (3.49.7: for people, where the id is opaque).
std::string friendly_name(const Rule& rule) {
  std::string name;
  bool is_start = true;
  for (const char c : rule.id) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_letter)
      name += is_start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    is_start = !is_letter;
  }
  return name;
}

class Writer {
 public:
  Writer(const Report& report, const WriteOptions& options)
      : report_(report), root_uri_(document::file_uri(options.root.empty() ? "." : options.root)) {
    while (root_uri_.ends_with('/')) root_uri_.pop_back();
    root_uri_ += '/';
    for (const Finding& finding : report.findings) {
      const Rule* rule = finding.diagnostic.rule;
      if (std::ranges::find(rules_, rule) == rules_.end()) rules_.push_back(rule);
    }
  }

  std::string write() {
    Members run(arena_);
    run.add("tool", tool())
        .add("columnKind", "unicodeCodePoints")
        .add("originalUriBaseIds", base_ids())
        .add("invocations", invocations());
    std::vector<Value> results;
    for (const Finding& finding : report_.findings) results.push_back(result(finding));
    run.add("results", Value::array(arena_, results));
    const Value log = Members(arena_)
                          .add("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                          .add("version", "2.1.0")
                          .add("runs", array({run.finish()}))
                          .finish();
    return json::write(log, json::Style::Pretty) + "\n";
  }

 private:
  Value array(std::initializer_list<Value> elements) {
    return Value::array(arena_, std::vector<Value>(elements));
  }
  Value text(std::string_view words) {
    return Members(arena_).add("text", std::string_view(diagnostic::as_utf8(words))).finish();
  }

  Value tool() {
    std::vector<Value> rules;
    for (const Rule* rule : rules_) rules.push_back(rule_json(*rule));
    const Value driver = Members(arena_)
                             .add("name", "Holotype")
                             .add("semanticVersion", HOLOTYPE_VERSION)
                             .add("rules", Value::array(arena_, rules))
                             .finish();
    return Members(arena_).add("driver", driver).finish();
  }

  Value rule_json(const Rule& rule) {
    std::string help = fmt::format("{}\n\n{}", rule.summary, rule.advice);
    std::string markdown = fmt::format("{}\n\n**What to do:** {}", rule.summary, rule.advice);
    if (!rule.example.empty()) {
      help += fmt::format("\n\nBreaks it: {}", rule.example);
      markdown += fmt::format("\n\n**Breaks it:**\n\n```\n{}\n```", rule.example);
    }
    help += fmt::format("\n\nSee {}.", rule.section);
    markdown += fmt::format("\n\nSee {}.", rule.section);
    const Value level = Members(arena_).add("level", level_of(rule)).finish();
    return Members(arena_)
        .add("id", rule.id)
        .add("name", std::string_view(friendly_name(rule)))
        .add("shortDescription", text(rule.summary))
        .add("fullDescription", text(fmt::format("{} ({})", rule.summary, rule.section)))
        .add("help", Members(arena_)
                         .add("text", std::string_view(help))
                         .add("markdown", std::string_view(markdown))
                         .finish())
        .add("defaultConfiguration", level)
        .finish();
  }

  // 3.14.14: where the root lies is the business of who reads the log.
  Value base_ids() {
    const Value description =
        Members(arena_)
            .add("description", text("The folder that paths in this log are relative to."))
            .finish();
    return Members(arena_).add(kRoot, description).finish();
  }

  Value invocations() {
    std::vector<Value> notes;
    const auto note = [&](std::string_view level, std::string_view words) {
      notes.push_back(Members(arena_).add("level", level).add("message", text(words)).finish());
    };
    for (const Gate& gate : report_.gates) note(gate.is_met() ? "note" : "error", sentence(gate));
    for (const std::string& remark : report_.remarks) note("note", remark);
    Members invocation(arena_);
    invocation.add("executionSuccessful", true)
        .add("exitCode", std::uint64_t{report_.has_failed() ? 1u : 0u});
    if (!notes.empty()) invocation.add("toolExecutionNotifications", Value::array(arena_, notes));
    return array({invocation.finish()});
  }

  Value artifact(const std::string& file) {
    if (file.find("://") != std::string::npos)
      return Members(arena_).add("uri", std::string_view(file)).finish();
    const std::string uri = document::file_uri(file);
    if (!uri.starts_with(root_uri_))
      return Members(arena_).add("uri", std::string_view(uri)).finish();
    return Members(arena_)
        .add("uri", std::string_view(uri).substr(root_uri_.size()))
        .add("uriBaseId", kRoot)
        .finish();
  }

  // Code hosts drop a result without a region, so what is about a whole file is at its first line.
  Value physical_location(const SourceLocation& at) {
    Members region(arena_);
    region.add("startLine", std::uint64_t{std::max(at.line, 1u)});
    if (at.line != 0 && at.column != 0) region.add("startColumn", std::uint64_t{at.column});
    return Members(arena_)
        .add("artifactLocation", artifact(at.file))
        .add("region", region.finish())
        .finish();
  }

  SourceLocation place_of(const Finding& finding) const {
    SourceLocation at = finding.diagnostic.source;
    if (at.file.empty() && !report_.descriptions.empty()) at = {report_.descriptions.front(), 1, 1};
    return at;
  }

  Value location(const Finding& finding) {
    Members members(arena_);
    const SourceLocation at = place_of(finding);
    if (!at.file.empty()) members.add("physicalLocation", physical_location(at));
    if (!finding.subject.empty() && finding.subject != at.file) {
      members.add("logicalLocations",
                  array({Members(arena_)
                             .add("fullyQualifiedName", std::string_view(finding.subject))
                             .add("kind", "function")
                             .finish()}));
    }
    return members.finish();
  }

  std::vector<Value> related(const Diagnostic& diagnostic) {
    std::vector<Value> locations;
    const auto add = [&](const SourceLocation& at, std::string_view words) {
      if (at.file.empty()) return;
      locations.push_back(Members(arena_)
                              .add("physicalLocation", physical_location(at))
                              .add("message", text(words))
                              .finish());
    };
    if (diagnostic.related) add(diagnostic.related->source, diagnostic.related->message);
    for (const Diagnostic& cause : diagnostic.causes) add(cause.source, statement(cause));
    return locations;
  }

  std::string fingerprint(const Finding& finding) const {
    const Diagnostic& one = finding.diagnostic;
    return fmt::format("{:016x}",
                       hash_bytes(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", one.rule->id,
                                              to_string(finding.about), finding.subject,
                                              to_string(one.in), one.name, one.schema, one.message,
                                              one.schema.empty() ? one.pointer : std::string())));
  }

  Value result(const Finding& finding) {
    const Diagnostic& one = finding.diagnostic;
    const auto rule = std::ranges::find(rules_, one.rule);
    Members members(arena_);
    members.add("ruleId", one.rule->id)
        .add("ruleIndex", static_cast<std::uint64_t>(rule - rules_.begin()))
        .add("level", level_of(*one.rule))
        .add("message", text(message(finding)))
        .add("locations", array({location(finding)}));
    if (const auto locations = related(one); !locations.empty())
      members.add("relatedLocations", Value::array(arena_, locations));
    members
        .add("partialFingerprints",
             Members(arena_)
                 .add("holotypeFinding/v1", std::string_view(fingerprint(finding)))
                 .finish())
        .add("occurrenceCount", finding.count);
    if (!finding.method.empty()) members.add("webRequest", web_request(finding));
    if (finding.status != 0) {
      members.add(
          "webResponse",
          Members(arena_).add("statusCode", static_cast<std::uint64_t>(finding.status)).finish());
    }
    return members.finish();
  }

  Value web_request(const Finding& finding) {
    return Members(arena_)
        .add("method", std::string_view(diagnostic::as_utf8(finding.method)))
        .add("target", std::string_view(diagnostic::as_utf8(finding.raw_target)))
        .finish();
  }

  // Self-sufficient: a code host shows it alone, in plain text.
  std::string message(const Finding& finding) const {
    std::string words = statement(finding.diagnostic) + ". ";
    if (const std::string exchange = exchange_of(finding); !exchange.empty())
      words += fmt::format("Found in the {} {}. ",
                           finding.about == About::Answer ? "answer to" : "request", exchange);
    return words + advice(finding.diagnostic);
  }

  const Report& report_;
  std::string root_uri_;
  json::Arena arena_;
  std::vector<const Rule*> rules_;  // of the findings, in their order
};

}  // namespace

std::string to_sarif(const Report& report, const WriteOptions& options) {
  return Writer(report, options).write();
}

}  // namespace holotype::report
