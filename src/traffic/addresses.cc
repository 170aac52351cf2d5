#include "traffic/addresses.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "http/field.h"
#include "json/text.h"

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

// Where in `text` the template ends, each {variable} standing for a character or more: at its end;
// for Segments at the end of a segment. npos where it is none. What is between two variables is
// taken where it stands first, which leaves the most to those behind it: so nothing is tried twice.
std::size_t end_of(std::string_view pattern, std::string_view text, Extent extent) {
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
    if (is_first && !text.starts_with(literal)) return text.npos;
    while (is_last && !is_first && found != text.npos && !may_end(found + literal.size()))
      found = text.find(literal, found + 1);
    if (found == text.npos) return text.npos;
    at = found + literal.size();
    if (is_last) return may_end(at) ? at : text.npos;
    pattern.remove_prefix(close + 1);
  }
}

// What of the target the API sees; nullopt where the URL is not below the server's. Origin with
// origin and path with path: a variable of a host stands for no "/", "?" or "#", for an origin has
// none behind its "://". One of a path may stand for several segments ("api/v1"), but for no more
// than it must. The query is not looked at.
std::optional<std::string> target_below(const Url& url, std::string_view server) {
  const std::size_t origin = std::min(origin_end(server), server.size());
  const std::string_view path = server.substr(origin);
  if (end_of(server.substr(0, origin), url.origin, Extent::Whole) == server.npos)
    return std::nullopt;
  const std::string_view target = url.target;
  const std::size_t end = end_of(path, target.substr(0, target.find('?')), Extent::Segments);
  if (end == target.npos) return std::nullopt;
  if (path.find('{') == path.npos) return url.target;
  std::string rest(target.substr(end));
  return rest.starts_with('/') ? rest : "/" + rest;
}

// The URLs that an enum of its variables makes of one; those that may be anything stay.
std::vector<std::string> with_values(const openapi::Server& server) {
  constexpr std::size_t kMost = 256;
  std::vector<std::string> urls = {server.url};
  const document::Node variables = server.node.member("variables");
  if (!variables || !variables.value->is_object()) return urls;
  for (const json::Member& variable : variables.value->members()) {
    const std::string name = fmt::format("{{{}}}", variable.name());
    const json::Value* values = variable.value.find("enum");
    const bool is_free = values == nullptr || values->elements().empty() ||
                         urls.size() * values->size() > kMost ||
                         server.url.find(name) == std::string::npos;
    if (is_free) continue;
    std::vector<std::string> filled;
    for (const std::string& url : urls) {
      for (const json::Value& value : values->elements()) {
        const std::string text =
            value.is_string() ? std::string(value.as_string()) : json::write(value);
        std::string& one = filled.emplace_back(url);
        for (std::size_t at = one.find(name); at != one.npos; at = one.find(name, at + text.size()))
          one.replace(at, name.size(), text);
      }
    }
    urls = std::move(filled);
  }
  return urls;
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
    const auto keep = [](std::vector<std::string>& list, const std::string& url) {
      auto pattern = as_pattern(url);
      if (pattern && std::ranges::find(list, *pattern) == list.end())
        list.push_back(*std::move(pattern));
    };
    for (const openapi::Server& server : servers) {
      keep(written_, server.url);
      for (const std::string& url : with_values(server)) keep(servers_, url);
    }
  };
  add(description.servers);
  for (const openapi::Operation& operation : description.operations) add(operation.servers);
  // Those of which the whole path is known go first.
  std::stable_partition(servers_.begin(), servers_.end(), [](const std::string& server) {
    return server.find('{', std::min(origin_end(server), server.size())) == server.npos;
  });
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
  if (servers_.empty()) return url.target;
  for (const std::string& server : servers_) {
    if (auto target = target_below(url, server)) return target;
  }
  return std::nullopt;
}

std::string Addresses::to_string() const {
  if (base_) return base_->origin + base_->target;
  return written_.empty() ? only_origin_ : fmt::format("{}", fmt::join(written_, ", "));
}

}  // namespace holotype::traffic
