#include "proxy/upstream.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "proxy/forwarding.h"

namespace holotype::proxy {
namespace {

constexpr std::size_t kMaxIdle = 64;

bool is_idempotent(std::string_view method) {
  static constexpr std::string_view kMethods[] = {"GET",   "HEAD", "OPTIONS",
                                                  "TRACE", "PUT",  "DELETE"};
  return std::ranges::find(kMethods, method) != std::end(kMethods);
}

}  // namespace

Result<std::shared_ptr<Upstream>> Upstream::at(std::string_view url,
                                               transport::Client::Options options) {
  const std::size_t scheme_end = url.find("://");
  const std::size_t authority = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const std::size_t slash = std::min(url.find('/', authority), url.size());
  const std::string_view origin = url.substr(0, slash);
  std::string_view prefix = url.substr(slash);
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  const bool is_sendable = std::ranges::none_of(prefix, [](char c) {
    return c == '?' || c == '#' || static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
  });
  if (!is_sendable) {
    return fail(
        fmt::format("{} has something after its path; an upstream is a scheme, a host and "
                    "perhaps a port and a path.",
                    url));
  }
  const Result<transport::Client> client = transport::Client::to(origin, options);
  if (!client) return tl::unexpected(client.error());
  return std::shared_ptr<Upstream>(
      new Upstream(std::string(origin), std::string(prefix), std::move(options)));
}

Upstream::Upstream(std::string origin, std::string path_prefix, transport::Client::Options options)
    : origin_(std::move(origin)),
      path_prefix_(std::move(path_prefix)),
      url_(origin_ + path_prefix_),
      options_(std::move(options)) {}

transport::Client Upstream::connect() const {
  return std::move(*transport::Client::to(origin_, options_));  // at() has tried it
}

Result<http::Response, transport::SendError> Upstream::send(const http::Request& request) {
  const http::Request forwarded = to_upstream(request, path_prefix_);
  std::optional<transport::Client> client;
  {
    MutexLock lock(mutex_);
    if (!idle_.empty()) {
      client = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  const bool is_kept = client.has_value();
  if (!is_kept) client = connect();
  auto answer = client->send(forwarded);
  if (!answer && answer.error().failure == transport::SendFailure::Closed && is_kept &&
      is_idempotent(request.method)) {
    client = connect();
    answer = client->send(forwarded);
  }
  if (!answer) return answer;
  {
    MutexLock lock(mutex_);
    if (idle_.size() < kMaxIdle) idle_.push_back(*std::move(client));
  }
  return to_client(*std::move(answer));
}

}  // namespace holotype::proxy
