#include "traffic/addresses.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/field.h"

namespace holotype::traffic {
namespace {

// RFC 9110 sections 4.2.1 and 4.2.2.
std::string without_default_port(std::string origin) {
  const auto drop = [&origin](std::string_view scheme, std::string_view port) {
    if (origin.starts_with(scheme) && origin.ends_with(port))
      origin.resize(origin.size() - port.size());
  };
  drop("http:", ":80");
  drop("https:", ":443");
  return origin;
}

// Where the origin of an absolute URL ends; npos where it is none.
std::size_t origin_end(std::string_view url) {
  const std::size_t begin = url.find("://");
  if (begin == url.npos) return url.npos;
  return std::min(url.find_first_of("/?#", begin + 3), url.size());
}

bool ends_segment(std::string_view rest) {
  return rest.empty() || rest.front() == '/' || rest.front() == '?';
}

// Whether `text` begins with the template, each {variable} standing for a character or more, and
// goes on with a new segment.
bool begins_with(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return ends_segment(text);
  const std::size_t close = pattern.front() == '{' ? pattern.find('}') : pattern.npos;
  if (close == pattern.npos) {
    return !text.empty() && pattern.front() == text.front() &&
           begins_with(pattern.substr(1), text.substr(1));
  }
  for (std::size_t length = 1; length <= text.size(); ++length) {
    if (begins_with(pattern.substr(close + 1), text.substr(length))) return true;
  }
  return false;
}

// The URL of a server in the form in which URLs are compared; nullopt where it names no host.
std::optional<std::string> as_pattern(std::string_view url) {
  const std::size_t end = origin_end(url);
  if (end == url.npos) return std::nullopt;
  std::string origin = without_default_port(http::to_lower(url.substr(0, end)));
  std::string path(url.substr(end, url.find_first_of("?#", end) - end));
  while (path.ends_with('/')) path.pop_back();
  return origin + path;
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  const std::size_t end = origin_end(text);
  if (end == text.npos) return std::nullopt;
  std::string origin = http::to_lower(text.substr(0, end));
  if (!origin.starts_with("http://") && !origin.starts_with("https://")) return std::nullopt;
  // RFC 9110 section 4.2.4: userinfo is no part of what is asked for.
  const std::size_t host = origin.find("://") + 3;
  if (const std::size_t at = origin.rfind('@'); at != origin.npos)
    origin.erase(host, at + 1 - host);
  Url url{.origin = without_default_port(std::move(origin)),
          .target = std::string(text.substr(end, text.find('#') - end))};
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

Addresses::Addresses(const openapi::Description& description, std::string_view base,
                     const std::vector<std::string>& origins) {
  if (!base.empty()) {
    base_ = Url::parse(base);
    if (base_) base_->target.erase(std::min(base_->target.find('?'), base_->target.size()));
    while (base_ && base_->target.ends_with('/')) base_->target.pop_back();
    return;
  }
  const auto add = [this](const std::vector<openapi::Server>& servers) {
    for (const openapi::Server& server : servers) {
      auto pattern = as_pattern(server.url);
      if (pattern && std::ranges::find(servers_, *pattern) == servers_.end())
        servers_.push_back(*std::move(pattern));
    }
  };
  add(description.servers);
  for (const openapi::Operation& operation : description.operations) add(operation.servers);
  if (!servers_.empty()) return;
  if (origins.size() == 1) only_origin_ = origins.front();
  is_certain_ = origins.size() <= 1;
}

std::optional<std::string> Addresses::target_of(const Url& url) const {
  if (base_) {
    const bool is_below = url.origin == base_->origin && url.target.starts_with(base_->target) &&
                          ends_segment(std::string_view(url.target).substr(base_->target.size()));
    if (!is_below) return std::nullopt;
    std::string target = url.target.substr(base_->target.size());
    if (!target.starts_with('/')) target.insert(0, "/");
    return target;
  }
  const std::string whole = url.origin + url.target;
  const bool belongs =
      servers_.empty() || std::ranges::any_of(servers_, [&whole](const std::string& server) {
        return begins_with(server, whole);
      });
  return belongs ? std::optional(url.target) : std::nullopt;
}

std::string Addresses::to_string() const {
  if (base_) return base_->origin + base_->target;
  return servers_.empty() ? only_origin_ : fmt::format("{}", fmt::join(servers_, ", "));
}

}  // namespace holotype::traffic
