#include "contract/contract.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi_forms.h"
#include "diagnostic/rules_request.h"

namespace holotype::contract {
namespace {

const openapi::Response* success_of(const openapi::Operation& operation) {
  if (const openapi::Response* success = openapi::success_response(operation)) return success;
  const auto redirect = std::ranges::find_if(
      operation.responses, [](const openapi::Response& r) { return r.status / 100 == 3; });
  if (redirect != operation.responses.end()) return &*redirect;
  // An operation that describes nothing but errors answers with the first of them. A response of
  // 1xx is no answer: it comes before one (RFC 9110 section 15.2).
  const auto error = std::ranges::find_if_not(operation.responses, &openapi::Response::is_interim);
  return error == operation.responses.end() ? nullptr : &*error;
}

openapi::Parameter as_parameter(const openapi::Header& header) {
  openapi::Parameter parameter;
  parameter.name = header.name;
  parameter.in = openapi::In::Header;
  parameter.is_required = header.is_required;
  parameter.style = openapi::Style::Simple;
  parameter.explodes = header.explodes;
  parameter.schema = header.schema;
  if (!header.content_type.empty()) {
    openapi::MediaType content;
    content.name = header.content_type;
    content.schema = header.schema;
    content.node = header.node;
    parameter.content = std::move(content);
    parameter.schema = {};
  }
  parameter.node = header.node;
  return parameter;
}

}  // namespace

ResponseContract::ResponseContract(const openapi::Response& response,
                                   parameters::ShapeCompiler& shapes)
    : described(&response), body(response.content, shapes) {
  header_parameters.reserve(response.headers.size());  // decoders point at the elements
  for (const openapi::Header& header : response.headers) {
    // OpenAPI "Response Object": a header named Content-Type is ignored, content says it.
    if (http::equal_ignoring_case(header.name, "Content-Type")) continue;
    header_parameters.push_back(as_parameter(header));
    headers.push_back(parameters::Decoder::compile(header_parameters.back(), shapes));
  }
}

OperationContract::OperationContract(const openapi::Operation& operation,
                                     parameters::ShapeCompiler& shapes)
    : operation_(&operation),
      shapes_(&shapes),
      unchecked_(operation.unchecked),
      security_(operation) {
  if (unchecked_.empty()) return;
  for (const openapi::SecurityRequirement& requirement : operation.security) {
    for (const openapi::SecurityUse& use : requirement.uses) {
      std::erase_if(unchecked_, [&use](const diagnostic::Diagnostic& note) {
        return note.rule == &diagnostic::rules::kSecurityUnchecked &&
               note.source == use.node.source();
      });
    }
  }
}

OperationContract::Parts::Parts(const openapi::Operation& described,
                                parameters::ShapeCompiler& shapes)
    : parameters(described, shapes) {
  for (const openapi::SecurityRequirement& requirement : described.security) {
    for (const openapi::SecurityUse& use : requirement.uses) {
      const bool is_query_key = use.scheme != nullptr &&
                                use.scheme->type == openapi::SecurityScheme::Type::ApiKey &&
                                use.scheme->in == openapi::In::Query;
      if (is_query_key) parameters.accept_query_name(use.scheme->parameter_name);
    }
  }
  if (described.request_body) request_body.emplace(described.request_body->content, shapes);
  const openapi::Response* success_response = success_of(described);
  for (const openapi::Response& response : described.responses) {
    responses.push_back(std::make_unique<ResponseContract>(response, shapes));
    if (&response == success_response) success = responses.back().get();
  }
}

secrets::Subject Checked::secret_subject() const {
  return {.request = *request,
          .operation = operation(),
          .path = &path_values,
          .media_type = body_media_type,
          .body = body ? &*body : nullptr};
}

const ResponseContract* OperationContract::response_for(int status) const {
  const ResponseContract* best = nullptr;
  const auto rank = [](const openapi::Response& r) {
    return r.is_default() ? 0 : r.is_range ? 1 : 2;
  };
  for (const auto& response : responses()) {
    const bool is_better = best == nullptr || rank(*response->described) > rank(*best->described);
    if (response->described->covers(status) && is_better) best = response.get();
  }
  return best;
}

Contract::Contract(std::shared_ptr<const openapi::Description> description, const Options& options)
    : description_(std::move(description)),
      options_(options),
      secrets_(*description_),
      router_(*description_),
      shapes_(std::make_unique<parameters::ShapeCompiler>(
          *description_->compiler,
          [this](const document::Node& node) { return description_->dialect_of(node); })) {
  operations_.reserve(description_->operations.size());
  for (const openapi::Operation& operation : description_->operations) {
    operations_.push_back(std::make_unique<OperationContract>(operation, *shapes_));
    by_operation_.emplace(&operation, operations_.back().get());
  }
}

diagnostic::Diagnostics Contract::clashes() const {
  diagnostic::Diagnostics findings;
  if (description_->parts.empty()) return findings;  // they were found when it was read
  // The operations are those of the parts, one part after the other.
  const auto part_of = [this](const openapi::Operation& operation) {
    auto index = static_cast<std::size_t>(&operation - description_->operations.data());
    auto part = description_->parts.begin();
    for (; index >= (*part)->operations.size(); ++part) index -= (*part)->operations.size();
    return part->get();
  };
  std::vector<const openapi::Description*> repeated;
  for (const routing::Clash& clash : router_.clashes()) {
    const document::Node& kept = clash.kept->node;
    const document::Node& shadowed = clash.shadowed->node;
    const openapi::Description* first = part_of(*clash.kept);
    const openapi::Description* second = part_of(*clash.shadowed);
    if (first == second) continue;  // as above
    if (first->entry == second->entry) {
      if (std::ranges::find(repeated, second) != repeated.end()) continue;
      repeated.push_back(second);
      findings.push_back({.rule = &diagnostic::rules::kOpenApiOperationClash,
                          .message = "the description is named twice, so that each of its "
                                     "operations is there again and is never reached",
                          .fix = "name it once",
                          .schema = shadowed.location(),
                          .source = shadowed.source()});
      continue;
    }
    findings.push_back(
        {.rule = &diagnostic::rules::kOpenApiOperationClash,
         .message = fmt::format("{} {} is never reached: another description that is served on "
                                "this port has an operation for the same requests",
                                clash.shadowed->method, clash.shadowed->path),
         .fix = fmt::format("see {}", kept.source().to_string()),
         .schema = shadowed.location(),
         .source = shadowed.source()});
  }
  return findings;
}

const OperationContract* Contract::find(const openapi::Operation& operation) const {
  const auto found = by_operation_.find(&operation);
  return found == by_operation_.end() ? nullptr : found->second;
}

void Contract::shorten_locations(diagnostic::Diagnostics& findings) const {
  if (description_->entry == nullptr) return;
  const std::string& uri = description_->entry->uri();
  const std::string_view folder = std::string_view(uri).substr(0, uri.rfind('/') + 1);
  for (diagnostic::Diagnostic& finding : findings) {
    if (finding.schema.starts_with(uri + "#")) {
      finding.schema.erase(0, uri.size());
    } else if (!folder.empty() && finding.schema.starts_with(folder)) {
      finding.schema.erase(0, folder.size());
    }
    shorten_locations(finding.causes);
  }
}

}  // namespace holotype::contract
