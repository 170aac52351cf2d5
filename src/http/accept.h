// Accept: which of the media types that are offered a client wants most.
//
// Spec: RFC 9110 sections 12.4.2 (quality values) and 12.5.1 (Accept).
// Tests: tests/http/accept_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "http/media_type.h"
#include "http/syntax.h"

namespace holotype::http {

struct AcceptedRange {
  MediaType range;               // without q and what follows it
  std::uint16_t quality = 1000;  // in thousandths: 0 is "not acceptable", 1000 the default
  Parameters extensions;         // what follows q (RFC 7231; RFC 9110 no longer defines any)

  friend bool operator==(const AcceptedRange&, const AcceptedRange&) = default;
};

struct Accept {
  std::vector<AcceptedRange> ranges;  // in the order of the field
  std::vector<SyntaxError> faults;    // elements that were left out because they could not be read
};

// Reads an Accept field (several fields joined by ","). Never fails: an element that breaks the
// grammar is left out and listed in `faults`, so that one bad element does not spoil the others
// (the default Accept of java.net sends one). "*" alone is read as */* and ".2" as 0.2. Empty
// elements are legal.
Accept parse_accept(std::string_view field);

// The index in `offered` of the type to answer with; nullopt is 406 Not Acceptable.
//
// Each offer has the quality of the most specific range that matches it; 0 excludes it. The highest
// quality wins, then the more specific range, then the earlier range, then the earlier offer: RFC
// 9110 leaves ties open, this is the order of the Node ecosystem and of Prism. An `accept` without
// ranges (no field, an empty field, only faults) accepts anything: index 0.
//
// Where nothing matches, and only then, the loose fits of media_type.h are tried (a client's
// application/json takes an application/hal+json that is offered), never for an offer that the
// client excluded. Offers may be ranges, as OpenAPI allows for keys: image/* offers what Accept:
// image/png wants.
std::optional<std::size_t> negotiate(const Accept& accept, std::span<const MediaType> offered);

// The type to write for an offer that was negotiated: the offer itself, or where it is a range, the
// most wanted concrete type in `accept` that fits it; the range unchanged where the client names
// none.
MediaType concrete_type(const Accept& accept, const MediaType& offer);

}  // namespace holotype::http
