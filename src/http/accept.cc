// Negotiation ranks offers, not ranges: a range that a more specific one overrides for an offer
// must have no say in it, or "text/*, text/html;q=0" would still offer HTML. So each offer looks
// for its most specific range first, and only the winners are compared.
#include "http/accept.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace holotype::http {
namespace {

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths.
// NON-STANDARD: the leading "0" may be left out, as java.net does.
std::optional<std::uint16_t> parse_quality(std::string_view text) {
  const bool is_one = text.starts_with('1');
  if (is_one || text.starts_with('0')) {
    text.remove_prefix(1);
  } else if (!text.starts_with('.') || text.size() == 1) {
    return std::nullopt;
  }
  if (text.empty()) return is_one ? 1000 : 0;
  if (text.size() > 4 || text[0] != '.') return std::nullopt;
  std::uint16_t thousandths = 0;
  for (std::size_t i = 1; i < 4; ++i) {
    const char digit = i < text.size() ? text[i] : '0';
    if (digit < '0' || digit > '9') return std::nullopt;
    thousandths = static_cast<std::uint16_t>(thousandths * 10 + (digit - '0'));
  }
  if (is_one && thousandths != 0) return std::nullopt;
  return is_one ? 1000 : thousandths;
}

// Moves the parameters from the first q on from the range to quality and extensions.
Parsed<AcceptedRange> split_at_quality(MediaType range, std::size_t offset) {
  AcceptedRange accepted;
  auto& parameters = range.parameters;
  auto at = parameters.begin();
  while (at != parameters.end() && at->name != "q") ++at;
  if (at != parameters.end()) {
    const std::optional<std::uint16_t> quality = parse_quality(at->value);
    if (!quality) {
      return malformed(offset, "The weight q is a number from 0 to 1 with at most three decimals.");
    }
    accepted.quality = *quality;
    accepted.extensions.assign(std::make_move_iterator(at + 1),
                               std::make_move_iterator(parameters.end()));
    parameters.erase(at, parameters.end());
  }
  accepted.range = std::move(range);
  return accepted;
}

// NON-STANDARD: "*" where */* is meant.
bool consume_lone_wildcard(FieldReader& reader) {
  FieldReader ahead = reader;
  if (ahead.token() != "*" || ahead.peek() == '/') return false;
  reader = ahead;
  return true;
}

Parsed<AcceptedRange> read_element(FieldReader& reader) {
  const std::size_t start = reader.offset();
  Parsed<MediaType> range;
  if (consume_lone_wildcard(reader)) {
    Parsed<Parameters> parameters = reader.parameters(FieldReader::BareName::Allowed);
    if (!parameters) return tl::unexpected(std::move(parameters.error()));
    range = MediaType{"*", "*", std::move(*parameters)};
  } else {
    range = read_media_range(reader, FieldReader::BareName::Allowed);
  }
  if (!range) return tl::unexpected(std::move(range.error()));
  if (!reader.at_end() && reader.peek() != ',') {
    return malformed(reader.offset(), "A media range is followed by \",\" or by parameters.");
  }
  return split_at_quality(std::move(*range), start);
}

using Fitting = Fit (*)(const MediaType& range, const MediaType& type);

// How an offer stands: by which range, how closely, how much wanted. Greater is better.
struct Standing {
  std::uint16_t quality = 0;
  Fit fit;
  std::size_t range = 0;

  bool is_better_than(const Standing& other) const {
    return std::tie(quality, fit, other.range) > std::tie(other.quality, other.fit, range);
  }
};

// The standing that the most specific range gives to `offer`; nullopt where no range matches.
std::optional<Standing> standing_of_type(const Accept& accept, const MediaType& offer,
                                         Fitting fitting) {
  std::optional<Standing> best;
  for (std::size_t i = 0; i < accept.ranges.size(); ++i) {
    const Fit next = fitting(accept.ranges[i].range, offer);
    if (next && (!best || next > best->fit)) best = Standing{accept.ranges[i].quality, next, i};
  }
  return best;
}

// An offer that is a range can become any type in it, so the most wanted range that overlaps it
// decides.
std::optional<Standing> standing_of_range(const Accept& accept, const MediaType& offer,
                                          Fitting fitting) {
  std::optional<Standing> best;
  for (std::size_t i = 0; i < accept.ranges.size(); ++i) {
    const MediaType& wanted = accept.ranges[i].range;
    const Fit next = std::max(fitting(wanted, offer), fitting(offer, wanted));
    const Standing standing{accept.ranges[i].quality, next, i};
    if (next && (!best || standing.is_better_than(*best))) best = standing;
  }
  return best;
}

std::optional<Standing> standing(const Accept& accept, const MediaType& offer, Fitting fitting) {
  return offer.is_range() ? standing_of_range(accept, offer, fitting)
                          : standing_of_type(accept, offer, fitting);
}

}  // namespace

Accept parse_accept(std::string_view field) {
  Accept accept;
  FieldReader reader(field);
  while (true) {
    reader.skip_whitespace();
    if (reader.at_end()) return accept;
    if (reader.consume(',')) continue;
    Parsed<AcceptedRange> element = read_element(reader);
    if (element) {
      accept.ranges.push_back(std::move(*element));
    } else {
      accept.faults.push_back(std::move(element.error()));
      reader.skip_list_element();
    }
  }
}

std::optional<std::size_t> negotiate(const Accept& accept, std::span<const MediaType> offered) {
  if (offered.empty()) return std::nullopt;
  if (accept.ranges.empty()) return 0;
  std::optional<std::size_t> best;
  Standing best_standing;
  for (const Fitting fitting : {&fit, &loose_fit}) {
    for (std::size_t i = 0; i < offered.size(); ++i) {
      // What the standard decides for an offer, its exclusion above all, no loose fit overturns.
      if (fitting == &loose_fit && standing(accept, offered[i], &fit)) continue;
      const std::optional<Standing> next = standing(accept, offered[i], fitting);
      if (!next || next->quality == 0) continue;
      if (!best || next->is_better_than(best_standing)) {
        best = i;
        best_standing = *next;
      }
    }
    if (best) return best;
  }
  return std::nullopt;
}

MediaType concrete_type(const Accept& accept, const MediaType& offer) {
  if (!offer.is_range()) return offer;
  const AcceptedRange* best = nullptr;
  for (const AcceptedRange& wanted : accept.ranges) {
    if (wanted.quality == 0 || wanted.range.is_range() || !fit(offer, wanted.range)) continue;
    if (best == nullptr || wanted.quality > best->quality) best = &wanted;
  }
  return best == nullptr ? offer : best->range;
}

}  // namespace holotype::http
