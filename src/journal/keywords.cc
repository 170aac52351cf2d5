#include "journal/keywords.h"

#include <algorithm>
#include <tuple>

#include "journal/declared.h"

namespace holotype::journal {
namespace {

SourceLocation place_of(const schema::Constraint& constraint) {
  return constraint.schema.file->locate_member(*constraint.keyword);
}

}  // namespace

Keywords::Keywords(std::shared_ptr<const openapi::Description> description)
    : description_(std::move(description)) {
  for (const openapi::Operation& operation : description_->operations) {
    for (const openapi::Parameter& parameter : operation.parameters) {
      add(parameter.schema);
      if (parameter.content) add(parameter.content->schema);
    }
    if (operation.request_body) add(operation.request_body->content);
    for (const openapi::Response& response : operation.responses) {
      for (const openapi::Header& header : response.headers) add(header.schema);
      add(response.content);
    }
  }
  std::ranges::stable_sort(constraints_, [](const auto& a, const auto& b) {
    const auto key = [](const schema::Constraint& one) {
      return std::tuple(std::string_view(one.schema.file->name()), one.keyword->name_offset);
    };
    return key(a) < key(b);
  });
  for (std::size_t i = 0; i < constraints_.size(); ++i) index_[constraints_[i].keyword] = i;
  counts_ = std::make_unique<Count[]>(constraints_.size());
}

void Keywords::add(const openapi::SchemaUse& schema) {
  if (schema.compiled == nullptr) return;
  for (const schema::Constraint& constraint : schema.compiled->constraints()) {
    if (index_.emplace(constraint.keyword, 0).second) constraints_.push_back(constraint);
  }
}

void Keywords::add(const std::vector<openapi::MediaType>& content) {
  for (const openapi::MediaType& media_type : content) add(media_type.schema);
}

void Keywords::observe(const openapi::SchemaUse& schema, const json::Value& value) {
  if (schema.compiled == nullptr) return;
  schema.compiled->observe(value, [this](const json::Member& keyword, bool holds) {
    const auto found = index_.find(&keyword);
    if (found == index_.end()) return;
    Count& count = counts_[found->second];
    (holds ? count.held : count.broken).fetch_add(1, std::memory_order_relaxed);
  });
}

void Keywords::observe_answer(const openapi::Operation& operation, int status,
                              const http::Headers& headers, const json::Value& body) {
  const openapi::Response* response = response_of(operation, status);
  if (response == nullptr) return;
  const openapi::MediaType* media_type = media_type_of(response->content, headers);
  if (media_type != nullptr) observe(media_type->schema, body);
}

std::vector<CoveredKeyword> Keywords::report() const {
  std::vector<CoveredKeyword> keywords;
  keywords.reserve(constraints_.size());
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    keywords.push_back({.schema = constraints_[i].schema,
                        .name = std::string(constraints_[i].keyword->name()),
                        .source = place_of(constraints_[i]),
                        .held = counts_[i].held.load(std::memory_order_relaxed),
                        .broken = counts_[i].broken.load(std::memory_order_relaxed)});
  }
  return keywords;
}

}  // namespace holotype::journal
