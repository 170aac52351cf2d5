// Mock::StatefulExchange: one request to an operation that has a role, from its target to its
// answer.
//
// Internal to the module: state_answer.cc has the steps, state_show.cc what is shown of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "diagnostic/rule.h"
#include "mock/fixture_answer.h"
#include "mock/mock.h"
#include "mock/mock_state.h"
#include "state/draft.h"
#include "state/paging.h"
#include "state/resource.h"
#include "state/store.h"

namespace holotype::mock {

class Mock::StatefulExchange {
 public:
  StatefulExchange(const Mock& mock, const Call& call, const RequestView& view,
                   const Choice& choice, const state::OperationRole& role);

  // nullopt where a fixture, or the description alone, answers.
  std::optional<Answer> answer();

 private:
  // Scope and id, from the path or the body. Whether there are such.
  bool find_target();
  state::World world() const;

  std::optional<Answer> create();
  std::optional<Answer> list();
  std::optional<Answer> read();
  std::optional<Answer> merge();
  bool sends(std::string_view essence) const;
  std::optional<Answer> replace();
  std::optional<Answer> remove();
  std::optional<Answer> change(const state::Edit& edit);
  // Why a patch cannot be applied; no rule: what cannot be shown is the reason.
  struct Misfit {
    const diagnostic::Rule* rule = nullptr;
    std::string why;
  };
  using Patch = std::function<holotype::Result<json::Value, Misfit>(
      const json::Value& old, const state::Changes& fixed, json::Arena& arena)>;
  static Misfit misfit_of(const diagnostic::Diagnostics& findings);
  std::optional<Answer> change_whole(const Patch& patch);
  holotype::Result<json::Value, Misfit> patched(const json::Value& old, const state::Changes& fixed,
                                                json::Arena& arena) const;
  bool describes(int status) const;

  // What the request carries.
  json::Value body() const;
  const json::Value* sent_representation() const;
  void take_query(state::Changes& changes) const;
  std::optional<json::Value> client_id() const;
  const std::string* header_parameter(std::string_view name) const;
  // Whether the client has it already (RFC 9110 section 13.1.2).
  bool is_known(const state::Document& document) const;
  state::Precondition precondition() const;

  // What a resource becomes.
  std::optional<json::Value> new_document(const std::optional<json::Value>& base,
                                          const json::Value& id, Instant now,
                                          json::Arena& arena) const;
  // What `said` says, as far as the schema allows. Whether all of it is there goes to `is_as_said`.
  std::optional<json::Value> said_as(const json::Value& said,
                                     const std::optional<json::Value>& base, const json::Value& id,
                                     json::Arena& arena, bool& is_as_said) const;
  std::optional<json::Value> changed(const json::Value& old, const state::Changes& wanted,
                                     Instant now, json::Arena& arena) const;
  std::optional<json::Value> literal_id(const json::Value& said, const json::Value* written) const;
  json::Value id_value(const std::string& text) const;
  json::Value mint(const std::optional<json::Value>& like, std::uint64_t seed, int attempt,
                   json::Arena& arena) const;

  // What is answered (state_show.cc).
  std::optional<Answer> shown(const openapi::Response* response,
                              const state::DocumentPtr& document);
  std::optional<Answer> created(const openapi::Response* response,
                                const state::DocumentPtr& document);
  // What a fixture or a pair says of what was stored, under the id that it was stored under.
  struct Stored {
    state::DocumentPtr document;
    bool is_as_said = false;  // but for its id
  };
  Answer said_about(FixtureAnswer& said, const Stored& stored) const;
  Answer said_about(Answer pair, const Stored& stored) const;
  struct Renamed {
    json::Value body;
    std::string old_id;
    std::shared_ptr<const void> owner;
  };
  std::optional<Renamed> renamed(const std::optional<json::Value>& body,
                                 const Stored& stored) const;
  enum class Step : std::uint8_t { Creation, Change };
  Answer with_own_fields(Answer said, const state::Document& document, Step step) const;
  bool is_said(std::string_view header) const;
  void put_location(const openapi::Response& response, const state::Document& document,
                    Answer& answer) const;
  // nullopt: the description alone answers.
  std::optional<Answer> refused(state::Outcome outcome);
  Answer say_no(const diagnostic::Rule& rule, const std::string& detail);
  Answer not_shown(Answer answer, std::string_view why) const;
  json::Value echoed(const BodyPlan& body, const json::Value& whole, const json::Value& part) const;
  std::optional<json::Value> body_with(const BodyPlan& body, const state::Document& document);
  void put_page_headers(const openapi::Response& response, const state::PageFacts& facts,
                        Answer& answer) const;
  const fixtures::Fixture* missing_words() const;
  json::Value with_named_ids(const json::Value& own, const state::Document& document) const;

  const Mock& mock_;
  const Call& call_;
  const RequestView& view_;
  const Choice& choice_;
  const state::OperationRole& role_;
  state::Target target_;
  bool is_background_ = false;  // the chosen fixture says what is there, not what is answered
};

}  // namespace holotype::mock
