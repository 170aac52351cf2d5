// What is met is green with a tick, what is not is red with a cross and in words for who cannot see
// either. Rows become cards on narrow screens; the roles keep them a table for screen readers.
#include "report/html_coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <span>

#include "json/pointer.h"
#include "report/wording.h"
#include "xml/element.h"

namespace holotype::report {
namespace {

using journal::Aspect;
using journal::CoverageReport;
using journal::Covered;
using journal::CoveredKeyword;
using journal::OperationCoverage;
using journal::Share;
using xml::escape;

std::string_view class_of(const Share& share) {
  if (share.met == share.declared) return "met";
  return share.met == 0 ? "unmet" : "partly";
}

std::string bar(const Share& share) {
  return fmt::format(
      "<span class=\"bar {}\" aria-hidden=\"true\"><span style=\"width:{}%\"></span></span>",
      class_of(share), percent_text(percent(share)));
}

std::string share_row(std::string_view title, const Share& share, std::string_view css) {
  return fmt::format(
      "<tr{}><th scope=\"row\">{}</th><td class=\"wide\">{}</td><td class=\"n\">{} %</td>"
      "<td class=\"n dim\">{} of {}</td></tr>\n",
      css, title, bar(share), percent_text(percent(share)), share.met, share.declared);
}

std::string mark(bool is_met, std::string_view text, std::string_view hint) {
  return fmt::format(
      "<li class=\"{}\" title=\"{}\"><span aria-hidden=\"true\">{}</span> {}<span "
      "class=\"unseen\">, {}</span></li>",
      is_met ? "met" : "unmet", escape(hint), is_met ? "\u2713" : "\u2717", text, escape(hint));
}

std::string times(std::uint64_t count) {
  return count == 0 ? std::string("not met") : counted(count, "time");
}

std::string marks_of(const OperationCoverage& operation, Aspect aspect) {
  std::string marks;
  for (const Covered& item : operation.items) {
    if (item.aspect != aspect) continue;
    std::string text = "<code>" + escape(item.name) + "</code>";
    if (!item.where.empty())
      text = fmt::format("<span class=\"dim\">{}</span> {}", escape(item.where), text);
    marks += mark(item.is_met(), text, times(item.count));
  }
  return marks.empty() ? "<span class=\"dim\">none</span>"
                       : "<ul class=\"marks\">" + marks + "</ul>";
}

Share share_of(const OperationCoverage& operation) {
  Share share{.met = operation.count > 0 ? 1u : 0u, .declared = 1};
  for (const Covered& item : operation.items) {
    if (item.aspect == Aspect::Example) continue;
    ++share.declared;
    share.met += item.is_met() ? 1 : 0;
  }
  return share;
}

constexpr Aspect kColumns[] = {Aspect::Status, Aspect::MediaType, Aspect::Parameter,
                               Aspect::Example};

std::string operation_row(const OperationCoverage& operation, std::span<const Aspect> columns) {
  const Share share = share_of(operation);
  std::string row = fmt::format(
      "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"method\">{}</span> "
      "<span class=\"path\">{}</span><br><span class=\"dim\">{}{}</span>{}</th>",
      escape(operation.operation->method), escape(operation.operation->path),
      operation.operation->has_operation_id ? escape(operation.operation->id) + ", " : "",
      operation.count == 0 ? "<strong class=\"unmet\">never called</strong>"
                           : counted(operation.count, "call"),
      bar(share));
  for (const Aspect aspect : columns) {
    row += fmt::format("<td role=\"cell\" data-label=\"{}\">{}</td>", title_of(aspect),
                       marks_of(operation, aspect));
  }
  return row + "</tr>\n";
}

// What a schema is called by whoever wrote the description, and the way from there to one keyword.
struct Way {
  std::string owner;  // "Task", "POST /v1/tasks"
  std::string rest;   // "steps[].title", "request title", "query limit"
};

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

// "query limit" of the parameter at those tokens.
std::string parameter_name(const json::Value& root, std::span<const std::string> tokens) {
  std::string pointer;
  for (const std::string& token : tokens) json::append_token(pointer, token);
  const json::Value* parameter = json::resolve(root, pointer);
  std::string text;
  for (const char* member : {"in", "name"}) {
    const json::Value* value = parameter == nullptr ? nullptr : parameter->find(member);
    if (value != nullptr && value->is_string())
      text += (text.empty() ? "" : " ") + std::string(value->as_string());
  }
  return text.empty() ? "parameter" : text;
}

// The owner, and how many tokens it takes; the others lead through the schema alone.
std::pair<Way, std::size_t> owner_of(const CoveredKeyword& keyword,
                                     const std::vector<std::string>& tokens) {
  const std::size_t size = tokens.size();
  if (size >= 3 && tokens[0] == "components") return {{.owner = tokens[2]}, 3};
  if (size >= 2 && (tokens[0] == "definitions" || tokens[0] == "$defs"))
    return {{.owner = tokens[1]}, 2};
  if (size < 3 || tokens[0] != "paths") return {{.owner = keyword.source.file}, 0};
  std::size_t at = 2;
  Way way{.owner = tokens[1]};
  if (tokens[at] != "parameters") way.owner = upper(tokens[at++]) + " " + tokens[1];
  if (at + 1 < size && tokens[at] == "parameters") {
    way.rest = parameter_name(keyword.schema.file->root(), std::span(tokens).first(at + 2));
    return {way, at + 2};
  }
  if (at + 1 < size && tokens[at] == "responses") {
    way.rest = tokens[at + 1];
    return {way, at + 2};
  }
  if (at < size && tokens[at] == "requestBody") way.rest = "request";
  return {way, way.rest.empty() ? at : at + 1};
}

Way way_to(const CoveredKeyword& keyword) {
  const std::vector<std::string> tokens =
      json::tokens(keyword.schema.pointer()).value_or(std::vector<std::string>());
  auto [way, at] = owner_of(keyword, tokens);
  std::string path;
  for (; at < tokens.size(); ++at) {
    const bool names_next = at + 1 < tokens.size();
    if (tokens[at] == "content" && names_next) {
      ++at;  // the media type: the table of operations has it
    } else if (tokens[at] == "items") {
      path += "[]";
    } else if (tokens[at] != "schema" && (tokens[at] != "properties" || !names_next)) {
      path += (path.empty() ? "" : ".") + tokens[at];
    }
  }
  if (!path.empty()) way.rest += (way.rest.empty() ? "" : " ") + path;
  return way;
}

}  // namespace

std::string shares_html(const CoverageReport& coverage) {
  std::string rows;
  const auto add = [&](Aspect aspect) {
    const Share share = coverage.share(aspect);
    if (share.declared > 0) rows += share_row(title_of(aspect), share, "");
  };
  for (const Aspect aspect : journal::kAspects) {
    if (aspect != Aspect::Example) add(aspect);
  }
  rows += share_row("Together", coverage.total(), " class=\"total\"");
  add(Aspect::Example);  // they do not count
  return "<table class=\"shares\"><caption class=\"unseen\">How much of what is declared was met"
         "</caption><thead class=\"unseen\"><tr><th scope=\"col\">Of</th><th scope=\"col\">Bar</th>"
         "<th scope=\"col\">Percent</th><th scope=\"col\">Number</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

std::string operations_html(const CoverageReport& coverage) {
  std::vector<Aspect> columns;
  for (const Aspect aspect : kColumns) {
    if (coverage.share(aspect).declared > 0) columns.push_back(aspect);
  }
  std::string text =
      "<table class=\"operations\" role=\"table\"><caption class=\"unseen\">Operations and what of "
      "them was met</caption><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
      "scope=\"col\">Operation</th>";
  for (const Aspect aspect : columns)
    text += fmt::format("<th role=\"columnheader\" scope=\"col\">{}</th>", title_of(aspect));
  text += "</tr></thead><tbody role=\"rowgroup\">\n";
  for (const OperationCoverage& operation : coverage.operations)
    text += operation_row(operation, columns);
  return text + "</tbody></table>\n";
}

std::string keywords_html(const CoverageReport& coverage) {
  if (!coverage.keywords || coverage.keywords->empty()) return "";
  struct Owner {
    std::string name;
    Share share;
    std::string marks;
  };
  std::vector<Owner> owners;
  for (const CoveredKeyword& keyword : *coverage.keywords) {
    const Way way = way_to(keyword);
    auto owner = std::ranges::find(owners, way.owner, &Owner::name);
    if (owner == owners.end()) owner = owners.insert(owners.end(), Owner{way.owner, {}, {}});
    ++owner->share.declared;
    owner->share.met += keyword.is_met() ? 1 : 0;
    const std::string text = fmt::format("<span class=\"dim\">{}</span> <code>{}</code>",
                                         escape(way.rest), escape(keyword.name));
    const std::string hint = keyword.is_met()
                                 ? fmt::format("held {}, broken {}", counted(keyword.held, "time"),
                                               counted(keyword.broken, "time"))
                                 : "not met";
    owner->marks += mark(keyword.is_met(), text, hint + " (" + keyword.source.to_string() + ")");
  }
  std::string text;
  for (const Owner& owner : owners) {
    text += fmt::format(
        "<details><summary><span class=\"owner\">{}</span> {} <span class=\"dim\">{} of "
        "{}</span></summary><ul class=\"marks\">{}</ul></details>\n",
        escape(owner.name), bar(owner.share), owner.share.met, owner.share.declared, owner.marks);
  }
  return text;
}

}  // namespace holotype::report
