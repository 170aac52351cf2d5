// The counters of an operation lie in a row, in the order in which the description declares what
// they count: the operation itself, its parameters, the media types of its request body each with
// its examples, its responses each with its media types each with its examples. Where a counter
// lies follows from the place of what it counts; nothing is looked up by name but the status and
// the media type of an answer.
#include "journal/coverage.h"

#include <algorithm>

#include "base/check.h"
#include "http/media_type.h"
#include "journal/declared.h"

namespace holotype::journal {
namespace {

using openapi::MediaType;
using openapi::Operation;
using openapi::Response;

std::size_t size_of(const std::vector<MediaType>& content) {
  std::size_t size = 0;
  for (const MediaType& media_type : content) size += 1 + media_type.examples.size();
  return size;
}

std::size_t size_of(const Operation& operation) {
  std::size_t size = 1 + operation.parameters.size();
  if (operation.request_body) size += size_of(operation.request_body->content);
  for (const Response& response : operation.responses) size += 1 + size_of(response.content);
  return size;
}

std::string name_of(const MediaType& media_type, const openapi::Example& example) {
  return media_type.name + ": " + (example.name.empty() ? "example" : example.name);
}

// "example small" means that one, "example" the first: both are how Holotype-Source says it.
bool is_source(std::string_view source, const MediaType& media_type, std::size_t index) {
  constexpr std::string_view kWord = "example";
  if (!source.starts_with(kWord)) return false;
  if (source.size() == kWord.size()) return index == 0;
  return source.substr(kWord.size() + 1) == media_type.examples[index].name;
}

// Reads counters in the order in which they lie.
class Reading {
 public:
  explicit Reading(const std::atomic<std::uint64_t>* at) : at_(at) {}
  std::uint64_t next() { return (at_++)->load(std::memory_order_relaxed); }

 private:
  const std::atomic<std::uint64_t>* at_;
};

void read_content(const std::vector<MediaType>& content, const std::string& where, Reading& reading,
                  std::vector<Covered>& items) {
  for (const MediaType& media_type : content) {
    items.push_back({Aspect::MediaType, where, media_type.name, reading.next()});
    for (const openapi::Example& example : media_type.examples)
      items.push_back({Aspect::Example, where, name_of(media_type, example), reading.next()});
  }
}

std::string_view place_of(openapi::In in) {
  static constexpr std::string_view kPlaces[] = {"path", "query", "query", "header", "cookie"};
  return kPlaces[static_cast<std::size_t>(in)];
}

}  // namespace

// OpenAPI 3.1.1, Responses Object: an exact code goes before a range, a range before `default`.
const Response* response_of(const Operation& operation, int status) {
  const Response* best = nullptr;
  const auto rank = [](const Response& r) { return r.is_default() ? 0 : r.is_range ? 1 : 2; };
  for (const Response& response : operation.responses) {
    if (response.covers(status) && (best == nullptr || rank(response) > rank(*best)))
      best = &response;
  }
  return best;
}

const MediaType* media_type_of(const std::vector<MediaType>& content,
                               const http::Headers& headers) {
  const std::string* field = headers.find("Content-Type");
  if (field == nullptr) return nullptr;
  for (const MediaType& media_type : content) {
    if (media_type.name == *field) return &media_type;
  }
  const auto parsed = http::parse_media_type(*field);
  if (!parsed) return nullptr;
  std::vector<http::MediaType> ranges;
  for (const MediaType& media_type : content)
    ranges.push_back(http::parse_media_range(media_type.name).value_or(http::MediaType{}));
  const auto index = http::most_specific(ranges, *parsed);
  return index ? &content[*index] : nullptr;
}

std::string_view to_string(Aspect aspect) {
  static constexpr std::string_view kNames[] = {"operations", "statuses", "mediaTypes",
                                                "parameters", "keywords", "examples"};
  return kNames[static_cast<std::size_t>(aspect)];
}

Share CoverageReport::share(Aspect aspect) const {
  Share share;
  for (const OperationCoverage& operation : operations) {
    if (aspect == Aspect::Operation) {
      ++share.declared;
      share.met += operation.count > 0 ? 1 : 0;
    }
    for (const Covered& item : operation.items) {
      if (item.aspect != aspect) continue;
      ++share.declared;
      share.met += item.is_met() ? 1 : 0;
    }
  }
  if (aspect == Aspect::Keyword && keywords) {
    share.declared = keywords->size();
    share.met = static_cast<std::size_t>(std::ranges::count_if(*keywords, &CoveredKeyword::is_met));
  }
  return share;
}

Share CoverageReport::total() const {
  Share total;
  for (const Aspect aspect : kAspects) {
    if (aspect == Aspect::Example) continue;
    const Share one = share(aspect);
    total.met += one.met;
    total.declared += one.declared;
  }
  return total;
}

Coverage::Coverage(std::shared_ptr<const openapi::Description> description,
                   std::shared_ptr<Coverage> total)
    : description_(std::move(description)), total_(std::move(total)) {
  HOLOTYPE_CHECK(total_ == nullptr || total_->description_ == description_);
  std::size_t size = 0;
  first_.reserve(description_->operations.size());
  for (const Operation& operation : description_->operations) {
    first_.push_back(size);
    size += size_of(operation);
  }
  counters_ = std::make_unique<std::atomic<std::uint64_t>[]>(size);
}

Coverage::Counts Coverage::of(const Operation& operation) {
  const auto index = static_cast<std::size_t>(&operation - description_->operations.data());
  std::atomic<std::uint64_t>* total =
      total_ == nullptr ? nullptr : total_->counters_.get() + first_[index];
  return {operation, counters_.get() + first_[index], total};
}

void Coverage::Counts::parameter(const openapi::Parameter& parameter) {
  const auto index = static_cast<std::size_t>(&parameter - operation_.parameters.data());
  if (index < operation_.parameters.size()) add(1 + index);
}

void Coverage::Counts::request_body(const MediaType& media_type, const json::Value* body) {
  if (!operation_.request_body) return;
  std::size_t at = 1 + operation_.parameters.size();
  for (const MediaType& declared : operation_.request_body->content) {
    if (&declared == &media_type) {
      add(at);
      for (std::size_t i = 0; body != nullptr && i < declared.examples.size(); ++i) {
        const json::Value* example = declared.examples[i].value;
        // Compared until it is met; afterwards there is nothing left to learn.
        const bool is_met = counters_[at + 1 + i].load(std::memory_order_relaxed) > 0;
        if (!is_met && example != nullptr && json::equal(*example, *body)) add(at + 1 + i);
      }
      return;
    }
    at += 1 + declared.examples.size();
  }
}

void Coverage::Counts::response(int status, const http::Headers& headers, std::string_view source) {
  const Response* response = response_of(operation_, status);
  if (response == nullptr) return;
  std::size_t at = 1 + operation_.parameters.size();
  if (operation_.request_body) at += size_of(operation_.request_body->content);
  for (const Response& earlier : operation_.responses) {
    if (&earlier == response) break;
    at += 1 + size_of(earlier.content);
  }
  add(at++);
  const MediaType* media_type = media_type_of(response->content, headers);
  for (const MediaType& declared : response->content) {
    if (&declared != media_type) {
      at += 1 + declared.examples.size();
      continue;
    }
    add(at++);
    for (std::size_t i = 0; i < declared.examples.size(); ++i) {
      if (is_source(source, declared, i)) add(at + i);
    }
    return;
  }
}

CoverageReport Coverage::report() const {
  CoverageReport report;
  report.description = description_;
  for (std::size_t i = 0; i < first_.size(); ++i) {
    const Operation& operation = description_->operations[i];
    Reading reading(counters_.get() + first_[i]);
    OperationCoverage covered{&operation, reading.next(), {}};
    for (const openapi::Parameter& parameter : operation.parameters)
      covered.items.push_back(
          {Aspect::Parameter, std::string(place_of(parameter.in)), parameter.name, reading.next()});
    if (operation.request_body)
      read_content(operation.request_body->content, "request", reading, covered.items);
    for (const Response& response : operation.responses) {
      covered.items.push_back({Aspect::Status, "", response.key, reading.next()});
      read_content(response.content, response.key, reading, covered.items);
    }
    report.operations.push_back(std::move(covered));
  }
  return report;
}

}  // namespace holotype::journal
