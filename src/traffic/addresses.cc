#include "traffic/addresses.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

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

enum class Extent : std::uint8_t { Whole, Segments };

// Whether `text` is the template, each {variable} standing for a character or more; for Segments,
// whether it begins so and goes on with a new segment. What is between two variables is taken where
// it stands first, which leaves the most to those behind it: so nothing is tried twice.
bool fits(std::string_view pattern, std::string_view text, Extent extent) {
  const auto may_end = [&](std::size_t at) {
    return at == text.size() || (extent == Extent::Segments && ends_segment(text.substr(at)));
  };
  std::size_t at = 0;
  for (bool is_first = true;; is_first = false) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == pattern.npos ? open : pattern.find('}', open);
    const bool is_last = close == pattern.npos;
    const std::string_view literal = is_last ? pattern : pattern.substr(0, open);
    std::size_t found = is_first ? 0 : text.find(literal, at + 1);
    if (is_first && !text.starts_with(literal)) return false;
    while (is_last && !is_first && found != text.npos && !may_end(found + literal.size()))
      found = text.find(literal, found + 1);
    if (found == text.npos) return false;
    at = found + literal.size();
    if (is_last) return may_end(at);
    pattern.remove_prefix(close + 1);
  }
}

// Origin with origin and path with path: a variable of a host stands for no "/", "?" or "#", for an
// origin has none behind its "://". One of a path may stand for several segments ("api/v1"). The
// query is not looked at.
bool is_below(const Url& url, std::string_view server) {
  const std::size_t end = std::min(origin_end(server), server.size());
  const std::string_view target = url.target;
  return fits(server.substr(0, end), url.origin, Extent::Whole) &&
         fits(server.substr(end), target.substr(0, target.find('?')), Extent::Segments);
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
    const bool is_based = url.origin == base_->origin && url.target.starts_with(base_->target) &&
                          ends_segment(std::string_view(url.target).substr(base_->target.size()));
    if (!is_based) return std::nullopt;
    std::string target = url.target.substr(base_->target.size());
    if (!target.starts_with('/')) target.insert(0, "/");
    return target;
  }
  const bool belongs =
      servers_.empty() || std::ranges::any_of(servers_, [&url](const std::string& server) {
        return is_below(url, server);
      });
  return belongs ? std::optional(url.target) : std::nullopt;
}

std::string Addresses::to_string() const {
  if (base_) return base_->origin + base_->target;
  return servers_.empty() ? only_origin_ : fmt::format("{}", fmt::join(servers_, ", "));
}

}  // namespace holotype::traffic
