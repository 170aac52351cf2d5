// What of an answer a recording keeps: the `respond` of a fixture, and the secrets it goes without.
//
// Kept are the status, the header fields but those of one transfer, and the body with its content
// coding undone. An answer without a body, where the description has one, says that it has none:
// the fixture would be given the description's otherwise.
//
// What is secret is "(redacted)". Where the description does not allow that word (a pattern, an
// enumeration), the value stands there that the description shows or would be given by the mock.
//
// Internal to the module. Threads: any. Tests: tests/proxy/recorder_test.cc
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "contract/contract.h"
#include "http/message.h"
#include "json/arena.h"
#include "json/value.h"
#include "mock/mock.h"
#include "proxy/left_out.h"
#include "secrets/secret_shape.h"

namespace holotype::proxy {

// What nobody may read of the answers of one description.
class AnswerSecrets {
 public:
  explicit AnswerSecrets(std::shared_ptr<const openapi::Description> description);

  const std::shared_ptr<const openapi::Description>& description() const { return description_; }

  // Whether a field of that name is a key by custom, by a security scheme (of either direction: a
  // service may send a key back) or by the schema of `response`, which may be nullptr.
  bool is_secret_field(std::string_view name, const contract::ResponseContract* response) const;

  // The value of a body without what anybody calls secret.
  json::Value hide(const json::Value& value, const contract::ResponseContract* response,
                   json::Arena& arena) const;

 private:
  const std::shared_ptr<const openapi::Description> description_;
  std::vector<std::string> key_names_;  // header fields of API keys
  secrets::Shapes shapes_;
  std::unordered_map<const openapi::MediaType*, const secrets::SecretShape*> by_media_type_;
  std::unordered_set<const openapi::Header*> fields_;
};

// One answer, ready to write.
struct RecordedAnswer {
  std::string respond;               // YAML, what follows "respond:"
  std::string body_name;             // of the file that holds the body; "" where the YAML does
  std::string body_bytes;            // of that file
  std::size_t unwritten_fields = 0;  // those that YAML cannot say: their values are not UTF-8
};

// `answer` is one to a request that an operation of `contract` matched, as `mock` has it, too.
Result<RecordedAnswer, LeftOut> recorded_answer(const AnswerSecrets& secrets,
                                                const contract::Contract& contract,
                                                const mock::Mock& mock,
                                                const contract::Checked& checked,
                                                const http::Response& answer);

// The operation's name as a file's, without an extension.
std::string file_name_of(const openapi::Operation& operation);

}  // namespace holotype::proxy
