#include "mock/request_view.h"

#include <algorithm>

#include "base/hash.h"
#include "base/percent.h"
#include "http/cookies.h"
#include "http/target.h"

namespace holotype::mock {

std::optional<std::string> RequestView::path(std::string_view name) const {
  const auto found = std::ranges::find(checked_->path_values, name, &http::RawPair::name);
  if (found == checked_->path_values.end() || !found->value) return std::nullopt;
  return percent::decode(*found->value);
}

std::optional<std::string> RequestView::query(std::string_view name) const {
  const auto raw = checked_->request->raw_query();
  if (!raw) return std::nullopt;
  for (const http::RawPair& pair : http::RawPairs(*raw)) {
    if (percent::decode(pair.name, percent::Plus::Space) == name) {
      return percent::decode(pair.value.value_or(""), percent::Plus::Space);
    }
  }
  return std::nullopt;
}

std::optional<std::string> RequestView::header(std::string_view name) const {
  return checked_->request->headers.combined(name);
}

std::optional<std::string> RequestView::cookie(std::string_view name) const {
  for (const http::Cookie& cookie : http::parse_cookies(checked_->request->headers)) {
    if (cookie.name == name) return std::string(cookie.value);
  }
  return std::nullopt;
}

std::string RequestView::url() const {
  const std::string* host = checked_->request->headers.find("Host");
  return (host == nullptr ? "" : "http://" + *host) + checked_->request->raw_target;
}

fixtures::Subject RequestView::subject() const {
  fixtures::Subject subject;
  subject.operation = checked_->operation();
  subject.verdict = checked_->verdict;
  subject.body = checked_->body ? &*checked_->body : nullptr;
  subject.path = [this](std::string_view name) { return path(name); };
  subject.query = [this](std::string_view name) { return query(name); };
  subject.header = [this](std::string_view name) { return header(name); };
  subject.cookie = [this](std::string_view name) { return cookie(name); };
  return subject;
}

fixtures::Exchange RequestView::exchange() const {
  fixtures::Exchange exchange;
  exchange.request = checked_->request;
  exchange.request_body = checked_->body ? &*checked_->body : nullptr;
  exchange.path = [this](std::string_view name) { return path(name); };
  exchange.query = [this](std::string_view name) { return query(name); };
  return exchange;
}

std::uint64_t RequestView::fingerprint() const {
  const http::Request& request = *checked_->request;
  return hash_bytes(request.body, hash_bytes(request.raw_target, hash_bytes(request.method)));
}

}  // namespace holotype::mock
