// Mock::check_fixtures: what each fixture would answer, checked before anybody asks.
//
// A fixture with expressions has no answer until there is a request, so one is made up that its
// `when` lets through: what the description shows of a request, every parameter included, with the
// literals of `when` put in and its schema solved. Where that does not succeed, only a fixture
// without expressions is judged; what the others answer to a real request is checked when it is
// given, as every answer is.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>

#include "base/percent.h"
#include "diagnostic/rules_fixture.h"
#include "document/library.h"
#include "json/text.h"
#include "mock/mock.h"

namespace holotype::mock {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;

// A request that a fixture could meet. The parts refer to each other, so it stays where it is.
class SampleRequest {
 public:
  SampleRequest(const fixtures::Fixture& fixture, const OperationPlan& plan,
                GeneratorSource& generators, const document::Library& library)
      : fixture_(fixture), generators_(generators) {
    const openapi::Operation& operation = plan.contract().operation();
    request_.method = operation.method;
    request_.raw_target = operation.path;
    add_values(operation);
    add_body(operation, library);
    checked_.request = &request_;
    checked_.contract = &plan.contract();
    checked_.verdict = fixture.outcome;
  }
  SampleRequest(const SampleRequest&) = delete;
  SampleRequest& operator=(const SampleRequest&) = delete;

  const contract::Checked& checked() const { return checked_; }
  json::Arena& arena() { return arena_; }
  // Whether it is one that the fixture answers.
  bool is_met() const {
    return fixtures::misses(fixture_, RequestView(checked_).subject()).empty();
  }

 private:
  // What the author shows, else what is made; nullopt where there is no schema.
  std::optional<json::Value> example_of(const std::vector<openapi::Example>& examples,
                                        const openapi::SchemaUse& schema) {
    for (const openapi::Example& example : examples) {
      if (example.value != nullptr) return *example.value;
    }
    if (schema.compiled == nullptr) return std::nullopt;
    const generate::Generated made = generators_.plan(schema.compiled)->generate({}, arena_);
    return made.value ? *made.value : made.attempt;
  }

  void add_values(const openapi::Operation& operation) {
    struct Row {
      openapi::In in;
      std::vector<fixtures::ValueCondition> fixtures::When::*conditions;
    };
    static constexpr Row kRows[] = {{openapi::In::Path, &fixtures::When::path},
                                    {openapi::In::Query, &fixtures::When::query},
                                    {openapi::In::Header, &fixtures::When::headers},
                                    {openapi::In::Cookie, &fixtures::When::cookies}};
    for (const Row& row : kRows) {
      std::vector<std::pair<std::string_view, std::string>> values;
      for (const openapi::Parameter& parameter : operation.parameters) {
        if (parameter.in != row.in) continue;
        const auto value = example_of(parameter.examples, parameter.schema);
        if (value && !is_literal(parameter, row.conditions))
          checked_.parameters.push_back({&parameter, *value});
        const bool is_scalar = value && !value->is_array() && !value->is_object();
        if (!is_scalar && row.in != openapi::In::Path) continue;
        std::string text = "example";
        if (is_scalar)
          text = value->is_string() ? std::string(value->as_string()) : json::write(*value);
        values.emplace_back(parameter.name, std::move(text));
      }
      for (const fixtures::ValueCondition& condition : fixture_.when.*row.conditions) {
        if (condition.schema != nullptr) continue;
        std::erase_if(values, [&](const auto& value) { return value.first == condition.name; });
        for (const std::string& text : texts_of(condition))
          values.emplace_back(condition.name, text);
        add_literal(operation, row.in, condition);
      }
      for (const auto& [name, text] : values) add_value(row.in, name, text);
    }
  }

  bool is_literal(const openapi::Parameter& parameter,
                  std::vector<fixtures::ValueCondition> fixtures::When::*conditions) const {
    return std::ranges::any_of(fixture_.when.*conditions, [&](const auto& condition) {
      return condition.schema == nullptr && condition.name == parameter.name;
    });
  }

  static std::vector<std::string> texts_of(const fixtures::ValueCondition& condition) {
    return condition.list.empty() ? std::vector{condition.literal} : condition.list;
  }

  // The parameter that the literals are of, as it would be read: the text, or the scalar that it
  // spells where the schema wants that; an array of them where they are a list.
  void add_literal(const openapi::Operation& operation, openapi::In in,
                   const fixtures::ValueCondition& condition) {
    for (const openapi::Parameter& parameter : operation.parameters) {
      if (parameter.in != in || parameter.name != condition.name) continue;
      std::vector<json::Value> texts, scalars;
      for (const std::string& one : texts_of(condition)) {
        texts.push_back(json::Value::string(arena_, one));
        scalars.push_back(json::read(arena_, one).value_or(texts.back()));
      }
      const bool is_list = !condition.list.empty();
      const json::Value text = is_list ? json::Value::array(arena_, texts) : texts.front();
      const json::Value scalar = is_list ? json::Value::array(arena_, scalars) : scalars.front();
      const auto& schema = parameter.schema.compiled;
      const bool is_text = schema == nullptr || schema->accepts(text);
      checked_.parameters.push_back({&parameter, is_text ? text : scalar});
    }
  }

  void add_value(openapi::In in, std::string_view name, const std::string& text) {
    switch (in) {
      case openapi::In::Path:
        texts_.push_back(percent::encode(text));
        checked_.path_values.push_back({name, texts_.back(), 0});
        break;
      case openapi::In::Header:
        request_.headers.add(std::string(name), text);
        break;
      case openapi::In::Cookie:
        cookies_ += fmt::format("{}{}={}", cookies_.empty() ? "" : "; ", name, text);
        request_.headers.set("Cookie", cookies_);
        break;
      default:
        request_.raw_target += fmt::format("{}{}={}", request_.raw_query() ? "&" : "?",
                                           percent::encode(name), percent::encode(text));
    }
  }

  void add_body(const openapi::Operation& operation, const document::Library& library) {
    if (!operation.request_body || operation.request_body->content.empty()) return;
    const openapi::MediaType& media_type = operation.request_body->content.front();
    json::Value body = example_of(media_type.examples, media_type.schema).value_or(json::Value());
    const fixtures::When& when = fixture_.when;
    if (when.body != nullptr) body = json::merge_patch(arena_, body, *when.body);
    // A schema of a text that was added at run time is not the description's to plan.
    const document::File& file = *fixture_.node.file;
    const bool is_ours = library.find(file.uri()) == &file;
    if (when.schema != nullptr && is_ours && !when.schema->accepts(body)) {
      const generate::Generated made = generators_.plan(when.schema)->generate({}, arena_);
      if (made.value) body = json::merge_patch(arena_, body, *made.value);
    }
    checked_.body = body;
    request_.body = json::write(body);
    request_.headers.add("Content-Type", media_type.name);
  }

  const fixtures::Fixture& fixture_;
  GeneratorSource& generators_;
  http::Request request_;
  std::deque<std::string> texts_;  // stable addresses
  std::string cookies_;
  json::Arena arena_;
  contract::Checked checked_;
};

// Whether what is answered depends on the request.
bool has_expressions(const fixtures::Respond& respond) {
  const auto varies = [](const auto& part) { return part && !part->is_constant(); };
  return varies(respond.body) || varies(respond.merge) || varies(respond.text) ||
         respond.status_template || std::ranges::any_of(respond.headers, [](const auto& field) {
           return !std::ranges::all_of(field.values, &fixtures::TextTemplate::is_constant);
         });
}

// Of which of its answers a fixture's finding is, where it has several: " in its answer 2".
std::string which(const fixtures::Fixture& fixture, std::size_t answer) {
  return fixture.responds.size() == 1 ? "" : fmt::format(" in its answer {}", answer + 1);
}

Diagnostic breach(const fixtures::Fixture& fixture, std::size_t answer,
                  const openapi::Operation& operation, Diagnostics&& found) {
  const Diagnostic& first = found.front();
  const std::string place =
      first.pointer.empty() ? std::string(to_string(first.in)) : first.pointer;
  Diagnostic finding{.rule = &diagnostic::rules::kFixtureBreaksContract,
                     .message = fmt::format(
                         "the fixture {} breaks {}{}: {} {}{}", fixture.name, operation.id,
                         which(fixture, answer), place, first.message,
                         found.size() > 1 ? fmt::format(" (and {} more)", found.size() - 1) : ""),
                     .found = first.found,
                     .schema = first.schema,
                     .source = fixture.node.source()};
  finding.causes = std::move(found);
  return finding;
}

}  // namespace

Diagnostics Mock::check_fixtures(const fixtures::FixtureSet& set) const {
  Diagnostics findings;
  for (const fixtures::Fixture& fixture : set.fixtures()) {
    // "*" is for what descriptions leave unsaid; it is checked where an operation does say
    // something.
    if (fixture.operation == nullptr) continue;
    std::uint64_t turn = 0;
    for (std::size_t answer = 0; answer < fixture.responds.size(); ++answer) {
      Diagnostics found = check_answer(fixture, turn);
      if (!found.empty())
        findings.push_back(breach(fixture, answer, *fixture.operation, std::move(found)));
      turn += fixture.responds[answer].turns;
    }
  }
  return findings;
}

Diagnostics Mock::check_answer(const fixtures::Fixture& fixture, std::uint64_t turn) const {
  session::Session session("", {.seed = options_.seed, .now = options_.now});
  const contract::OperationContract* contract = contract_->find(*fixture.operation);
  const OperationPlan& plan = plan_for(*contract);
  SampleRequest sample(fixture, plan, *generators_, *contract_->description().library);
  const bool is_telling = sample.is_met() || !has_expressions(fixture.respond(turn));
  if (!is_telling) return {};
  const RequestView view(sample.checked());
  const Answer answer =
      from_fixture({&fixture, turn}, {sample.checked(), session, sample.arena(), &plan}, view);
  const bool is_described = contract->response_for(answer.response.status) != nullptr;
  if (!is_described && fixture.outcome != diagnostic::Verdict::Valid) return {};
  return contract_
      ->check_response(*contract, fixture.operation->method, answer.response, sample.arena(),
                       answer.body ? &*answer.body : nullptr)
      .findings;
}

Result<std::vector<std::string>, Diagnostics> Mock::add_fixtures(session::Session& session,
                                                                 std::string text) const {
  const auto set = fixtures::load_text(contract_->shared_description(), "added fixtures", text);
  if (!set) return tl::unexpected(set.error());
  Diagnostics breaches = check_fixtures(*set);
  if (!breaches.empty()) return tl::unexpected(std::move(breaches));
  std::vector<std::string> names;
  for (const fixtures::Fixture& fixture : set->fixtures()) {
    names.push_back(fixture.name);
    if (fixture.counter) session.tally().forget(*fixture.counter);
  }
  session.added_fixtures().add(std::move(text), *set);
  return names;
}

}  // namespace holotype::mock
