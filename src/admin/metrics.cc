// Counts in Prometheus' text format.
//
// Spec: https://prometheus.io/docs/instrumenting/exposition_formats/ (version 0.0.4)
#include "journal/metrics.h"

#include <fmt/format.h>

#include "admin/answers.h"
#include "admin/pages.h"
#include "diagnostic/verdict.h"

namespace holotype::admin {
namespace {

using journal::Metrics;

// A label's value: backslash, quote and line feed are escaped.
std::string label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

void add_heading(std::string& out, std::string_view name, std::string_view type,
                 std::string_view help) {
  out += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

void add_number(std::string& out, std::string_view name, std::string_view type,
                std::string_view help, std::uint64_t value) {
  add_heading(out, name, type, help);
  out += fmt::format("{} {}\n", name, value);
}

void add_requests(std::string& out, const Metrics& metrics) {
  add_heading(out, "holotype_requests_total", "counter",
              "Requests by operation (empty: none matched), status of the answer and verdict.");
  for (const Metrics::Row& row : metrics.rows()) {
    out +=
        fmt::format("holotype_requests_total{{operation=\"{}\",status=\"{}\",verdict=\"{}\"}} {}\n",
                    label(row.operation), row.status == 0 ? "other" : std::to_string(row.status),
                    diagnostic::to_string(row.verdict), row.count);
  }
}

void add_durations(std::string& out, const Metrics& metrics) {
  constexpr std::string_view kName = "holotype_request_duration_seconds";
  const Metrics::Histogram histogram = metrics.durations();
  add_heading(out, kName, "histogram", "Time from a whole request to its answer, without delays.");
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < Metrics::kBounds.size(); ++i) {
    cumulative += histogram.counts[i];
    out += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", kName, Metrics::kBounds[i], cumulative);
  }
  out += fmt::format("{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2:.6f}\n{0}_count {1}\n", kName,
                     histogram.total, histogram.seconds);
}

}  // namespace

http::Response get_metrics(const Call& call) {
  const Metrics& metrics = call.parts.session.metrics();
  std::string out;
  add_requests(out, metrics);
  add_durations(out, metrics);
  add_number(out, "holotype_unchecked_total", "counter",
             "What was not checked, because the description or a limit did not allow it.",
             metrics.unchecked());
  add_number(out, "holotype_invalid_answers_total", "counter",
             "Answers that break the description.", metrics.invalid_answers());
  const journal::Journal& journal = call.parts.session.journal();
  add_number(out, "holotype_journal_recorded_total", "counter",
             "Exchanges recorded in the journal of this session.", journal.recorded());
  add_number(out, "holotype_journal_evicted_total", "counter",
             "Exchanges that gave way to later ones in the journal of this session.",
             journal.evicted());
  add_number(out, "holotype_journal_bytes", "gauge", "What the journal of this session takes.",
             journal.bytes());
  const session::Sessions::Counts counts = call.parts.sessions.counts();
  add_number(out, "holotype_sessions", "gauge", "Sessions besides the default one.", counts.live);
  add_number(out, "holotype_sessions_created_total", "counter", "Sessions that were created.",
             counts.created);
  add_number(out, "holotype_sessions_evicted_total", "counter",
             "Sessions that gave way to another or were idle for too long.",
             counts.evicted + counts.expired);
  return text_response("text/plain; version=0.0.4", std::move(out));
}

}  // namespace holotype::admin
