#include "journal/journal.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/check.h"

namespace holotype::journal {
namespace {

// What an allocation costs besides its bytes, in glibc: a size word, and rounding to 16.
constexpr std::size_t kAllocation = 16;

std::size_t heap_bytes(const std::string& text) {
  static const std::size_t kInside = std::string().capacity();  // short ones are part of the object
  return text.capacity() > kInside ? text.capacity() + 1 + kAllocation : 0;
}

template <typename T>
std::size_t heap_bytes(const std::vector<T>& elements) {
  return elements.capacity() == 0 ? 0 : elements.capacity() * sizeof(T) + kAllocation;
}

std::size_t heap_bytes(const diagnostic::Diagnostics& diagnostics) {
  std::size_t bytes = diagnostics.capacity() == 0
                          ? 0
                          : diagnostics.capacity() * sizeof(diagnostic::Diagnostic) + kAllocation;
  for (const diagnostic::Diagnostic& d : diagnostics) {
    for (const std::string* text : {&d.message, &d.expected, &d.found, &d.fix, &d.name, &d.pointer,
                                    &d.schema, &d.source.file})
      bytes += heap_bytes(*text);
    bytes += heap_bytes(d.causes);
  }
  return bytes;
}

void count(Tallies& tallies, const Exchange& exchange) {
  auto found = tallies.find(exchange.operation_id);
  if (found == tallies.end()) found = tallies.emplace(exchange.operation_id, Tally{}).first;
  ++found->second.by_verdict[static_cast<std::size_t>(exchange.verdict)];
}

// Until it fits: without its body, then with the first of each kind of findings alone, at last
// without any, and without headers.
void cut(Exchange& exchange, std::size_t max_bytes) {
  const auto first_alone = [](diagnostic::Diagnostics& findings) {
    if (findings.empty()) return;
    diagnostic::Diagnostics first;
    first.push_back(std::move(findings.front()));
    first.front().causes.clear();
    findings = std::move(first);
  };
  exchange.is_cut = true;
  std::string().swap(exchange.request.body);  // assigning would keep its memory
  if (exchange.size_bytes() <= max_bytes) return;
  first_alone(exchange.findings);
  first_alone(exchange.unchecked);
  first_alone(exchange.answer_findings);
  exchange.near_miss.reset();
  if (exchange.size_bytes() <= max_bytes) return;
  exchange.request.headers = {};
  for (diagnostic::Diagnostics* findings :
       {&exchange.findings, &exchange.unchecked, &exchange.answer_findings})
    *findings = {};
}

bool matches(const Query& query, const Exchange& exchange) {
  return exchange.sequence > query.since &&
         (query.operation.empty() || exchange.operation_id == query.operation) &&
         (!query.status || exchange.status == *query.status) &&
         (!query.verdict || exchange.verdict == *query.verdict);
}

}  // namespace

std::uint64_t Tally::total() const {
  return std::accumulate(by_verdict.begin(), by_verdict.end(), std::uint64_t{0});
}

std::size_t Exchange::size_bytes() const {
  constexpr std::size_t kSharing = 2 * sizeof(long) + kAllocation;  // of the shared_ptr
  std::size_t bytes = sizeof *this + kSharing + sizeof(ExchangePointer) + sizeof(std::size_t);
  for (const std::string* text :
       {&request.method, &request.raw_target, &request.body, &operation_id, &source, &report_id})
    bytes += heap_bytes(*text);
  if (!request.headers.empty())
    bytes += request.headers.size() * sizeof(http::Header) + kAllocation;
  for (const http::Header& header : request.headers)
    bytes += heap_bytes(header.name) + heap_bytes(header.value);
  if (near_miss) bytes += heap_bytes(*near_miss);
  bytes += heap_bytes(secret_pointers);
  for (const std::string& pointer : secret_pointers) bytes += heap_bytes(pointer);
  return bytes + heap_bytes(findings) + heap_bytes(unchecked) + heap_bytes(answer_findings);
}

void Journal::add(Exchange exchange) {
  if (ledger_ != nullptr) ledger_->add(exchange);
  std::size_t bytes = exchange.size_bytes();
  if (bytes > limits_.max_bytes) {
    cut(exchange, limits_.max_bytes);
    bytes = exchange.size_bytes();
  }
  auto shared = std::make_shared<Exchange>(std::move(exchange));
  std::vector<ExchangePointer> gone;  // freed after the lock
  MutexLock lock(mutex_);
  shared->sequence = ++recorded_;
  count(received_tallies_, *shared);
  if (bytes > limits_.max_bytes) {  // others need not go for what would not stay
    count(evicted_tallies_, *shared);
    last_evicted_ = shared->sequence;
    ++evicted_;
    return;
  }
  entries_.push_back({std::move(shared), bytes});
  bytes_ += bytes;
  while (!entries_.empty() &&
         (entries_.size() > limits_.max_exchanges || bytes_ > limits_.max_bytes)) {
    Entry& oldest = entries_.front();
    bytes_ -= oldest.bytes;
    count(evicted_tallies_, *oldest.exchange);
    last_evicted_ = oldest.exchange->sequence;
    gone.push_back(std::move(oldest.exchange));
    entries_.pop_front();
    ++evicted_;
  }
}

std::vector<ExchangePointer> Journal::exchanges() const { return query({}).exchanges; }

Page Journal::query(const Query& query) const {
  Page page;
  MutexLock lock(mutex_);
  page.recorded = recorded_;
  page.evicted = evicted_;
  for (const Entry& entry : entries_) {
    if (!matches(query, *entry.exchange)) continue;
    if (page.exchanges.size() == query.limit) {
      page.has_more = true;
      break;
    }
    page.exchanges.push_back(entry.exchange);
  }
  return page;
}

Snapshot Journal::snapshot() const {
  Snapshot snapshot;
  MutexLock lock(mutex_);
  snapshot.exchanges.reserve(entries_.size());
  for (const Entry& entry : entries_) snapshot.exchanges.push_back(entry.exchange);
  snapshot.received = received_tallies_;
  snapshot.evicted = evicted_tallies_;
  snapshot.last_evicted = evicted_tallies_.empty() ? 0 : last_evicted_;
  snapshot.has_past = has_past_;
  snapshot.is_past_unknown = is_past_unknown_;
  return snapshot;
}

Past Journal::past() const {
  MutexLock lock(mutex_);
  return {received_tallies_, recorded_, is_past_unknown_};
}

void Journal::go_on_from(Past past) {
  MutexLock lock(mutex_);
  HOLOTYPE_CHECK(recorded_ == 0);
  has_past_ = !past.received.empty() || past.is_unknown;
  is_past_unknown_ = past.is_unknown;
  recorded_ = evicted_ = last_evicted_ = past.recorded;
  evicted_tallies_ = past.received;
  received_tallies_ = std::move(past.received);
}

ExchangePointer Journal::find(std::string_view report_id) const {
  MutexLock lock(mutex_);
  const auto found = std::find_if(
      entries_.rbegin(), entries_.rend(),
      [report_id](const Entry& entry) { return entry.exchange->report_id == report_id; });
  return found == entries_.rend() ? nullptr : found->exchange;
}

void Journal::clear() {
  std::deque<Entry> gone;  // freed after the lock
  MutexLock lock(mutex_);
  gone.swap(entries_);
  bytes_ = 0;
  received_tallies_.clear();
  evicted_tallies_.clear();
  has_past_ = is_past_unknown_ = false;
}

std::uint64_t Journal::recorded() const {
  MutexLock lock(mutex_);
  return recorded_;
}

std::uint64_t Journal::evicted() const {
  MutexLock lock(mutex_);
  return evicted_;
}

std::size_t Journal::bytes() const {
  MutexLock lock(mutex_);
  return bytes_;
}

}  // namespace holotype::journal
