#include "tester/candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "http/media_type.h"
#include "tester/variations.h"

namespace holotype::tester {
namespace {

constexpr std::size_t kMaxOfParameter = 40;
constexpr std::uint64_t kSeededCases = 3;

std::string_view place_of(openapi::In in) {
  switch (in) {
    case openapi::In::Path:
      return "path";
    case openapi::In::Query:
    case openapi::In::QueryString:
      return "query";
    case openapi::In::Header:
      return "header";
    case openapi::In::Cookie:
      return "cookie";
  }
  return "";
}

class Collecting {
 public:
  Collecting(Drafter& drafter, const openapi::Operation& operation, std::uint64_t seed,
             json::Arena& arena)
      : drafter_(drafter), operation_(operation), seed_(seed), arena_(arena) {
    base_ = drafter.draft(operation, {.seed = seed}, arena);
  }

  void plain() {
    add("the first examples", base_);
    std::set<std::string> names;
    const auto collect = [&names](const std::vector<openapi::Example>& examples) {
      for (const openapi::Example& example : examples)
        if (!example.name.empty()) names.insert(example.name);
    };
    for (const openapi::Parameter& parameter : operation_.parameters) collect(parameter.examples);
    if (base_.media_type != nullptr) collect(base_.media_type->examples);
    for (const std::string& name : names) {
      Draft draft = drafter_.draft(operation_, {.seed = seed_, .example = name}, arena_);
      draft.paired_status = paired_status(name);
      add("example " + name, draft);
    }
    add("every parameter",
        drafter_.draft(operation_, {.seed = seed_, .breadth = Breadth::AllParameters}, arena_));
    for (std::uint64_t i = 0; i < kSeededCases; ++i) {
      add(fmt::format("generated {}", i + 1),
          drafter_.draft(
              operation_,
              {.seed = generate::seed_for(seed_, operation_.id, i + 1),
               .mode = generate::Mode::Dynamic,
               .breadth = i % 2 == 0 ? Breadth::AllParameters : Breadth::RequiredParameters},
              arena_));
    }
  }

  // Of the response with an example of that name, where it is no success.
  int paired_status(std::string_view name) const {
    for (const openapi::Response& response : operation_.responses) {
      if (response.status / 100 < 3 || response.is_range) continue;
      for (const openapi::MediaType& media_type : response.content) {
        if (std::ranges::find(media_type.examples, name, &openapi::Example::name) !=
            media_type.examples.end())
          return response.status;
      }
    }
    return 0;
  }

  // Each media type of the body, and each that is offered.
  void media_types() {
    if (operation_.request_body) {
      for (const openapi::MediaType& media_type : operation_.request_body->content) {
        if (&media_type == base_.media_type || is_range(media_type)) continue;
        for (const generate::Mode mode : {generate::Mode::Static, generate::Mode::Dynamic}) {
          const bool is_static = mode == generate::Mode::Static;
          add("body as " + media_type.name + (is_static ? "" : ", generated"),
              drafter_.draft(operation_, {.seed = seed_, .mode = mode, .media_type = &media_type},
                             arena_),
              media_type.node);
        }
      }
    }
    for (const openapi::Response& response : operation_.responses) {
      if (response.status / 100 != 2 || response.content.size() < 2) continue;
      for (const openapi::MediaType& media_type : response.content) {
        if (is_range(media_type)) continue;
        Draft draft = base_;
        draft.accept = media_type.name;
        add("answer as " + media_type.name, draft, media_type.node);
      }
    }
  }

  void without_credentials() {
    Draft draft = base_;
    draft.has_credentials = false;
    if (!operation_.security.empty()) add("no credentials", draft);
  }

  void parameters() {
    for (const openapi::Parameter& parameter : operation_.parameters) {
      const std::string name = fmt::format("{} {}", place_of(parameter.in), parameter.name);
      Draft with = base_;
      if (with.argument(parameter) == nullptr)
        with.arguments.push_back({&parameter, drafter_.value_of(parameter, {}, arena_)});
      add(name + " given", with, parameter.node, &parameter);
      Draft without = base_;
      without.remove(parameter);
      if (parameter.in != openapi::In::Path) {
        add(name + " left out", without, parameter.node, &parameter);
      }
      const document::Node schema =
          parameter.content ? parameter.content->schema.node : parameter.schema.node;
      for (Variation& variation :
           variations(drafter_, schema, with.argument(parameter)->value, kMaxOfParameter, arena_)) {
        Draft draft = with;
        draft.argument(parameter)->value = variation.value;
        add(name + ": " + variation.what, draft, variation.keyword, &parameter, variation.rank);
      }
    }
  }

  void body(std::size_t max_variations) {
    if (base_.media_type == nullptr) return;
    const document::Node& node = operation_.request_body->node;
    Draft without = base_;
    without.media_type = nullptr;
    add("body left out", without, node);
    const auto type = http::parse_media_range(base_.media_type->name);
    if (type && http::is_json(*type)) {
      Draft broken = base_;
      broken.raw_body = "{\"unfinished\": ";
      add("body that is no JSON", broken, base_.media_type->node);
    }
    // The body itself is a valid one, or there would be two reasons to refuse it.
    Draft foreign = base_;
    foreign.content_type = "application/x-holotype-test";
    add("body of another media type", foreign, node);
    // From the example, which may lack what is optional, and from what the schema alone gives.
    for (const generate::Mode mode : {generate::Mode::Static, generate::Mode::Dynamic}) {
      const json::Value value =
          drafter_.value_of(*base_.media_type, {.seed = seed_, .mode = mode}, arena_);
      for (Variation& variation :
           variations(drafter_, base_.media_type->schema.node, value, max_variations, arena_)) {
        Draft draft = base_;
        draft.body = variation.value;
        add("body " + variation.what, draft, variation.keyword, nullptr, variation.rank);
      }
    }
  }

  void undescribed(const std::string& method) {
    if (method.empty()) return;
    Draft draft = base_;
    draft.method = method;
    draft.media_type = nullptr;
    add("method " + method, draft, operation_.path_item);
  }

  std::vector<Candidate> take() {
    std::ranges::stable_sort(made_, {}, &Candidate::rank);
    return std::move(made_);
  }

 private:
  static bool is_range(const openapi::MediaType& media_type) {
    const auto type = http::parse_media_range(media_type.name);
    return !type || type->is_range();
  }

  void add(std::string what, Draft draft, const document::Node& about = {},
           const openapi::Parameter* varied = nullptr, std::size_t rank = 0) {
    if (!names_.insert(what).second) return;
    made_.push_back({std::move(what), std::move(draft), about, varied, rank});
  }

  Drafter& drafter_;
  const openapi::Operation& operation_;
  const std::uint64_t seed_;
  json::Arena& arena_;
  Draft base_;
  std::vector<Candidate> made_;
  std::set<std::string> names_;
};

}  // namespace

std::vector<Candidate> candidates(Drafter& drafter, const openapi::Operation& operation,
                                  const CandidateOptions& options, json::Arena& arena) {
  Collecting collecting(drafter, operation, options.seed, arena);
  collecting.plain();
  collecting.media_types();
  collecting.without_credentials();
  collecting.undescribed(options.undescribed_method);
  collecting.parameters();
  collecting.body(options.max_variations);
  return collecting.take();
}

}  // namespace holotype::tester
