// Contract: does this request, does this answer satisfy this operation? The one implementation of
// it.
//
// A Contract is a description made ready to check exchanges against: routes, parameter decoders,
// security checks and media types are compiled when it is made, so a check looks nothing up by
// name.
//
//     contract::Contract contract(description);
//     json::Arena arena;
//     contract::Checked checked = contract.check_request(request, arena);
//     if (checked.verdict == contract::Verdict::Valid) ...
//
// Findings come in a fixed order: security, path, query, headers, cookies, media type, body,
// Accept; inside each in the order of the description. Nothing is left out because something before
// it failed, unless it cannot be told (a body of an unknown media type has no schema).
//
// Threads: immutable, share freely; one arena per call. The values in a Checked live as long as the
// arena and the request.
// Spec: OpenAPI 3.2.0 and earlier, RFC 9110. Tests: tests/contract/, tests/exchanges/
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/lazy.h"
#include "contract/body.h"
#include "contract/security.h"
#include "diagnostic/diagnostic.h"
#include "diagnostic/verdict.h"
#include "http/message.h"
#include "openapi/description.h"
#include "parameters/decoder.h"
#include "parameters/parameters.h"
#include "parameters/shape.h"
#include "routing/router.h"
#include "secrets/secrets.h"

namespace holotype::contract {

using diagnostic::Verdict;

// A response of an operation, ready to check.
struct ResponseContract {
  ResponseContract(const openapi::Response& response, parameters::ShapeCompiler& shapes);

  const openapi::Response* described;
  BodyContract body;
  // Headers as parameters in style simple; the decoders point into it.
  std::vector<openapi::Parameter> header_parameters;
  std::vector<parameters::Decoder> headers;
};

// One operation, ready to check. What reads and checks its messages is made on first use.
class OperationContract {
 public:
  // Both outlive it.
  OperationContract(const openapi::Operation& operation, parameters::ShapeCompiler& shapes);
  OperationContract(const OperationContract&) = delete;  // pointed at
  OperationContract& operator=(const OperationContract&) = delete;

  const openapi::Operation& operation() const { return *operation_; }
  // What the description leaves unchecked for every request. Credentials are not among it: what was
  // not checked of them depends on the request, and security() says it.
  const diagnostic::Diagnostics& unchecked() const { return unchecked_; }
  const SecurityCheck& security() const { return security_; }

  const parameters::Parameters& parameters() const { return parts().parameters; }
  // nullptr where the operation describes no request body.
  const BodyContract* request_body() const {
    return parts().request_body ? &*parts().request_body : nullptr;
  }
  // In the order of the description.
  const std::vector<std::unique_ptr<ResponseContract>>& responses() const {
    return parts().responses;
  }
  // The response of a valid request: the lowest 2xx, "2XX", `default`, the first 3xx, the first of
  // all; nullptr where none is described.
  const ResponseContract* success() const { return parts().success; }
  // The response described for a status: exact, then range, then default; nullptr where there is
  // none.
  const ResponseContract* response_for(int status) const;

 private:
  struct Parts {
    Parts(const openapi::Operation& operation, parameters::ShapeCompiler& shapes);

    parameters::Parameters parameters;
    std::optional<BodyContract> request_body;
    std::vector<std::unique_ptr<ResponseContract>> responses;
    const ResponseContract* success = nullptr;
  };
  const Parts& parts() const {
    return parts_.get([this] { return Parts(*operation_, *shapes_); });
  }

  const openapi::Operation* operation_;
  parameters::ShapeCompiler* shapes_;
  diagnostic::Diagnostics unchecked_;
  SecurityCheck security_;
  Lazy<Parts> parts_;
};

// One request as it was matched and checked.
struct Checked {
  const http::Request* request = nullptr;
  const OperationContract* contract = nullptr;  // nullptr where no operation matched
  bool is_head_of_get = false;
  std::vector<http::RawPair> path_values;          // undecoded, views into the request
  std::vector<parameters::NamedValue> parameters;  // those that are there and could be read
  std::optional<json::Value> body;
  const openapi::MediaType* body_media_type = nullptr;
  diagnostic::Diagnostics findings;  // errors, and warnings
  diagnostic::Diagnostics unchecked;
  Verdict verdict = Verdict::Valid;
  std::string allow;  // MethodNotAllowed: the value of Allow

  const openapi::Operation* operation() const {
    return contract == nullptr ? nullptr : &contract->operation();
  }
  // What of it may be written down: see secrets/secrets.h. Refers to this.
  secrets::Subject secret_subject() const;
};

// One answer as it was checked.
struct CheckedResponse {
  const ResponseContract* response = nullptr;  // what it was checked against
  std::optional<json::Value> body;
  // Of the headers that it describes, those that are there and could be decoded; may view the
  // answer.
  std::vector<parameters::NamedValue> headers;
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;
};

// Whether a status that the description does not mention is no breach of it: the answer to a
// request that was not valid, or HTTP's own word about a field of the request that may be sent to
// any resource (RFC 9110 sections 13 and 14): 304 and 412 on a precondition, 206 and 416 on a
// Range.
bool may_be_undescribed(const Checked& checked, int status);

struct Options {
  // Undeclared query parameters and other warnings count as errors.
  bool is_strict = false;
  // What a body with a content coding may expand to.
  std::size_t max_body_bytes = std::size_t{10} << 20;
};

class Contract {
 public:
  explicit Contract(std::shared_ptr<const openapi::Description> description,
                    const Options& options = {});
  Contract(const Contract&) = delete;  // OperationContracts are pointed at
  Contract& operator=(const Contract&) = delete;

  // What of a request is there to be checked.
  enum class Parts { All, Head };
  Checked check_request(const http::Request& request, json::Arena& arena,
                        Parts parts = Parts::All) const;

  // Checks status, media type, headers and body of an answer to a request of that operation and
  // method. `body` is the instance that the answer's body writes, where the caller has it already.
  CheckedResponse check_response(const OperationContract& operation, std::string_view method,
                                 const http::Response& response, json::Arena& arena,
                                 const json::Value* body = nullptr) const;

  const openapi::Description& description() const { return *description_; }
  const secrets::Secrets& secrets() const { return secrets_; }
  const std::shared_ptr<const openapi::Description>& shared_description() const {
    return description_;
  }
  const std::vector<std::unique_ptr<OperationContract>>& operations() const { return operations_; }
  // Operations that no request reaches because another description on the same port answers first
  // (rule openapi.operation-clash).
  diagnostic::Diagnostics clashes() const;
  const OperationContract* find(const openapi::Operation& operation) const;

 private:
  void check_parameters(Checked& checked, json::Arena& arena) const;
  void check_body(Checked& checked, json::Arena& arena) const;
  void check_accept(Checked& checked) const;
  CheckedResponse check_response_parts(const OperationContract& operation, std::string_view method,
                                       const http::Response& response, json::Arena& arena,
                                       const json::Value* known_body) const;
  // Schema locations as seen from the entry document: "#/components/..." and "other.yaml#/...", so
  // that answers do not depend on where the description lies.
  void shorten_locations(diagnostic::Diagnostics& findings) const;

  std::shared_ptr<const openapi::Description> description_;
  Options options_;
  secrets::Secrets secrets_;
  routing::Router router_;
  std::unique_ptr<parameters::ShapeCompiler> shapes_;
  std::vector<std::unique_ptr<OperationContract>> operations_;
  std::unordered_map<const openapi::Operation*, const OperationContract*> by_operation_;
};

}  // namespace holotype::contract
