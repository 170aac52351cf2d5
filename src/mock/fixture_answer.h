// Mock::FixtureAnswer: an answer from a fixture's templates over the description's own answer, in
// two steps: what its body says, then everything that depends on what it says.
//
// Between them stands state, which stores what a fixture says that was created, and may give it an
// id of its own.
//
// Internal to the module. Ownership: refers to the Mock, the Call and what owns the fixture.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "fixtures/expression.h"
#include "fixtures/fixture_set.h"
#include "mock/mock.h"
#include "mock/request_view.h"

namespace holotype::mock {

class Mock::FixtureAnswer {
 public:
  FixtureAnswer(const Mock& mock, const fixtures::Found& found, const Call& call,
                const RequestView& view);
  FixtureAnswer(const FixtureAnswer&) = delete;
  FixtureAnswer& operator=(const FixtureAnswer&) = delete;

  // The instance that the body will be written from, in the arena of the Call; nullopt where the
  // fixture has a text instead, or the answer no content.
  const std::optional<json::Value>& body() const { return answer_.body; }
  void set_body(const json::Value& body) { answer_.body = body; }

  // The answer with its body written and its header fields, which may name members of the body. To
  // be called once.
  Answer finish();

 private:
  // Which body of the response the answer is written as, and under which name.
  struct Written {
    const BodyPlan* body = nullptr;  // nullptr where the response describes none of that type
    std::string content_type;
  };

  int status() const;
  Written written_as(const ResponsePlan* response) const;
  json::Value base() const;
  void render();
  void set_header(const fixtures::FieldTemplate& field);

  const Mock& mock_;
  const Call& call_;
  const fixtures::Respond& respond_;
  fixtures::Exchange exchange_;
  const std::string url_;
  const std::uint64_t seed_;  // of what is generated and drawn for it
  Written written_;
  std::optional<std::string> text_;
  Answer answer_;
};

}  // namespace holotype::mock
