#include "report/coverage_json.h"

namespace holotype::report {
namespace {

using journal::Aspect;
using journal::CoverageReport;
using journal::Covered;
using journal::CoveredKeyword;
using journal::OperationCoverage;
using json::Members;
using json::Value;

// The aspects that an operation's items have, in the order of the page.
constexpr Aspect kItemAspects[] = {Aspect::Status, Aspect::MediaType, Aspect::Parameter,
                                   Aspect::Example};

Value item_json(const Covered& item, json::Arena& arena) {
  return Members(arena)
      .add_unless_empty("in", item.where)
      .add("name", std::string_view(item.name))
      .add("count", item.count)
      .finish();
}

Value operation_json(const OperationCoverage& covered, json::Arena& arena) {
  Members members(arena);
  members.add("operation", std::string_view(covered.operation->id))
      .add("method", std::string_view(covered.operation->method))
      .add("path", std::string_view(covered.operation->path))
      .add("count", covered.count);
  for (const Aspect aspect : kItemAspects) {
    std::vector<Value> items;
    for (const Covered& item : covered.items) {
      if (item.aspect == aspect) items.push_back(item_json(item, arena));
    }
    members.add(to_string(aspect), Value::array(arena, items));
  }
  return members.finish();
}

Value keyword_json(const CoveredKeyword& keyword, json::Arena& arena) {
  return Members(arena)
      .add("name", std::string_view(keyword.name))
      .add("schema", std::string_view(keyword.schema.pointer()))
      .add("source", std::string_view(keyword.source.to_string()))
      .add("held", keyword.held)
      .add("broken", keyword.broken)
      .finish();
}

}  // namespace

Members coverage_members(const CoverageReport& coverage, json::Arena& arena) {
  Members members(arena);
  for (const Aspect aspect : journal::kAspects) {
    if (aspect == Aspect::Keyword && !coverage.keywords) continue;
    const journal::Share share = coverage.share(aspect);
    members.add(to_string(aspect), Members(arena)
                                       .add("met", std::uint64_t{share.met})
                                       .add("declared", std::uint64_t{share.declared})
                                       .finish());
  }
  std::vector<Value> details;
  for (const OperationCoverage& operation : coverage.operations)
    details.push_back(operation_json(operation, arena));
  members.add("details", Value::array(arena, details));
  if (coverage.keywords) {
    std::vector<Value> keywords;
    for (const CoveredKeyword& keyword : *coverage.keywords)
      keywords.push_back(keyword_json(keyword, arena));
    members.add("keywordDetails", Value::array(arena, keywords));
  }
  return members;
}

}  // namespace holotype::report
