#include "transport/fault.h"

#include <gtest/gtest.h>

namespace holotype::transport {
namespace {

TEST(Fault, EveryKindHasTheStatusThatItsCommentSays) {
  struct Case {
    FaultKind kind;
    int status;
  };
  const Case cases[] = {
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
  for (const Case& c : cases) EXPECT_EQ(status_of(c.kind), c.status);
}

TEST(Fault, IsPlainTextUnlessWordedOtherwise) {
  const http::Response response = plain_fault_response({FaultKind::UriTooLong, "Too long."});
  EXPECT_EQ(response.status, 414);
  EXPECT_EQ(response.headers.combined("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(response.body, "Too long.\n");
}

}  // namespace
}  // namespace holotype::transport
