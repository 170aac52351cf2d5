#include "document/uri.h"

#include <algorithm>
#include <filesystem>

#include "base/percent.h"

namespace holotype::document {
namespace {

constexpr std::string_view kSubDelims = "!$&'()*+,;=";

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_unreserved(char c) {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}
char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// pchar of section 3.3.
bool is_pchar(char c) {
  return is_unreserved(c) || c == ':' || c == '@' || kSubDelims.find(c) != std::string_view::npos;
}
bool is_path(char c) { return is_pchar(c) || c == '/'; }
bool is_query(char c) { return is_path(c) || c == '?'; }  // of a fragment as well (3.4, 3.5)
bool is_authority(char c) { return (is_pchar(c)) || c == '[' || c == ']'; }

using Legal = bool (*)(char);

// `text` in the normal form of section 6.2.2: triplets in upper case, those of characters that
// `plain` takes decoded, and whatever is not `legal` encoded. nullopt for a "%" that begins no
// triplet.
std::optional<std::string> normal(std::string_view text, Legal legal, Legal plain = is_unreserved) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const auto decoded = percent::decode(text.substr(i, 3));
      if (!decoded) return std::nullopt;
      out += plain(decoded->front()) ? *decoded : percent::encode(*decoded);
      i += 2;
    } else if (legal(text[i])) {
      out += text[i];
    } else {
      out += percent::encode(text.substr(i, 1));
    }
  }
  return out;
}

// `text` with whatever is not `legal` encoded; "%" is text here.
std::string encode(std::string_view text, Legal legal) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (legal(text[i])) {
      out += text[i];
    } else {
      out += percent::encode(text.substr(i, 1));
    }
  }
  return out;
}

// Section 5.2.4, with one difference: a path without a leading slash does not gain one, so that
// "../b.yaml" seen from "memory:specs/a.yaml" is "memory:b.yaml".
std::string remove_dot_segments(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::string out;
  std::string_view rest = rooted ? path.substr(1) : path;
  bool more = true;
  while (more) {
    const std::size_t slash = rest.find('/');
    more = slash != std::string_view::npos;
    const std::string_view segment = rest.substr(0, slash);
    if (segment == "..") {
      // `out` is "" or ends with "/": drop that segment.
      if (!out.empty()) out.pop_back();
      const std::size_t parent = out.rfind('/');
      out.erase(parent == std::string::npos ? 0 : parent + 1);
    } else if (segment != ".") {
      out += segment;
      if (more) out += '/';
    }
    if (more) rest.remove_prefix(slash + 1);
  }
  return (rooted ? "/" : "") + out;
}

// Section 5.2.3.
std::string merge(const Uri& base, const std::string& path) {
  if (base.authority && base.path.empty()) return "/" + path;
  const std::size_t slash = base.path.rfind('/');
  return (slash == std::string::npos ? "" : base.path.substr(0, slash + 1)) + path;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_alpha(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

// Sections 6.2.2.1 and 6.2.3: the host in lower case, no empty or default port.
std::string normal_authority(const std::string& authority, std::string_view scheme) {
  const std::size_t at = authority.rfind('@');
  std::string out = authority;
  const auto host = out.begin() + static_cast<std::ptrdiff_t>(at == std::string::npos ? 0 : at + 1);
  std::transform(host, out.end(), host, to_lower);
  const std::string_view port = scheme == "http" ? ":80" : scheme == "https" ? ":443" : ":";
  if (out.ends_with(port)) out.erase(out.size() - port.size());
  if (out.ends_with(':')) out.pop_back();
  return out;
}

// What depends on the scheme: nothing to do for a relative reference. A file: path has one spelling
// for each path of the machine, so that a file is read once however it is referred to.
void normalise_by_scheme(Uri& uri) {
  if (!uri.scheme) return;
  if (uri.authority) uri.authority = normal_authority(*uri.authority, *uri.scheme);
  if (*uri.scheme == "file") {
    if (!uri.authority || *uri.authority == "localhost") uri.authority = "";
    if (auto path = normal(uri.path, is_path, is_pchar)) uri.path = std::move(*path);
  }
  uri.path = remove_dot_segments(uri.path);
  if (uri.authority && uri.path.empty() && *uri.scheme != "file") uri.path = "/";
}

// The part of `rest` behind the first `mark`, which is cut off with it.
std::optional<std::string_view> cut_behind(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view tail = rest.substr(at + 1);
  rest = rest.substr(0, at);
  return tail;
}

}  // namespace

std::optional<Uri> Uri::parse(std::string_view text) {
  Uri uri;
  // The order of RFC 3986 appendix B: the first "#", then the first "?", then scheme and authority.
  const auto fragment = cut_behind(text, '#');
  const auto query = cut_behind(text, '?');
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon < text.find('/')) {
    if (!is_scheme(text.substr(0, colon))) return std::nullopt;  // section 4.2, last paragraph
    uri.scheme = std::string(text.substr(0, colon));
    std::transform(uri.scheme->begin(), uri.scheme->end(), uri.scheme->begin(), to_lower);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const std::size_t end = std::min(text.find('/'), text.size());
    uri.authority = normal(text.substr(0, end), is_authority);
    if (!uri.authority) return std::nullopt;
    text.remove_prefix(end);
  }
  const auto path = normal(text, is_path);
  if (!path) return std::nullopt;
  uri.path = *path;
  if (query && !(uri.query = normal(*query, is_query))) return std::nullopt;
  if (fragment && !(uri.fragment = normal(*fragment, is_query))) return std::nullopt;
  normalise_by_scheme(uri);
  return uri;
}

Uri Uri::resolved_against(const Uri& base) const {
  // Section 5.2.2: Transform References.
  Uri target = *this;
  if (!scheme) {
    target.scheme = base.scheme;
    if (!authority) {
      target.authority = base.authority;
      if (path.empty()) {
        target.path = base.path;
        if (!query) target.query = base.query;
      } else if (!path.starts_with('/')) {
        target.path = merge(base, path);
      }
    }
  }
  normalise_by_scheme(target);
  return target;
}

Uri Uri::without_fragment() const {
  Uri uri = *this;
  uri.fragment.reset();
  return uri;
}

std::string Uri::to_string() const {
  // Section 5.3: Component Recomposition.
  std::string out;
  if (scheme) out += *scheme + ":";
  if (authority) out += "//" + *authority;
  out += path;
  if (query) out += "?" + *query;
  if (fragment) out += "#" + *fragment;
  return out;
}

std::string encode_fragment(std::string_view text) { return encode(text, is_query); }

std::optional<std::string> resolve_uri(std::string_view base, std::string_view reference) {
  const auto parsed_base = Uri::parse(base);
  const auto parsed = Uri::parse(reference);
  if (!parsed_base || !parsed_base->is_absolute() || !parsed) return std::nullopt;
  return parsed->resolved_against(*parsed_base).to_string();
}

std::string file_uri(std::string_view path) {
  std::error_code failure;  // no working directory: the path stays relative to "/"
  const std::filesystem::path absolute = std::filesystem::absolute(path, failure);
  const auto normal_path = (failure ? "/" / std::filesystem::path(path) : absolute);
  return "file://" + encode(normal_path.lexically_normal().string(), is_path);
}

std::optional<std::string> path_of(std::string_view uri) {
  const auto parsed = Uri::parse(uri);
  if (!parsed || parsed->scheme != "file" || parsed->authority != "") return std::nullopt;
  auto path = percent::decode(parsed->path);
  // No path of the machine holds NUL; what follows it would be cut off in silence by the system.
  if (!path || path->find('\0') != std::string::npos || !path->starts_with('/')) {
    return std::nullopt;
  }
  return path;
}

}  // namespace holotype::document
