#include "transport/fault.h"

#include "base/check.h"

namespace holotype::transport {
namespace {

struct Row {
  FaultKind kind;
  int status;
};

constexpr Row kStatuses[] = {
    {FaultKind::BadRequest, 400},
    {FaultKind::RequestTimeout, 408},
    {FaultKind::PayloadTooLarge, 413},
    {FaultKind::UriTooLong, 414},
    {FaultKind::ExpectationFailed, 417},
    {FaultKind::HeaderFieldsTooLarge, 431},
    {FaultKind::HandlerFailed, 500},
    {FaultKind::UnsupportedMethod, 501},
    {FaultKind::UnsupportedTransferCoding, 501},
    {FaultKind::TooManyConnections, 503},
    {FaultKind::VersionNotSupported, 505},
};

}  // namespace

int status_of(FaultKind kind) {
  for (const Row& row : kStatuses) {
    if (row.kind == kind) return row.status;
  }
  HOLOTYPE_CHECK(!"an enumerator of FaultKind without a row");
  return 500;
}

http::Response plain_fault_response(const Fault& fault) {
  http::Response response;
  response.status = fault.status();
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body = fault.message + "\n";
  return response;
}

}  // namespace holotype::transport
