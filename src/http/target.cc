#include "http/target.h"

#include <algorithm>

namespace holotype::http {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_scheme_character(char c) {
  return is_alpha(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

// Where the authority of an absolute-form begins, behind "scheme://" (RFC 3986 section 3); 0 for
// other forms.
std::size_t authority_start(std::string_view target) {
  if (target.empty() || !is_alpha(target[0])) return 0;
  std::size_t i = 1;
  while (i < target.size() && is_scheme_character(target[i])) ++i;
  return target.substr(i).starts_with("://") ? i + 3 : 0;
}

// The first character that no request target holds: controls, space, DEL and "#".
std::size_t find_forbidden(std::string_view target) {
  const auto is_forbidden = [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '#';
  };
  return static_cast<std::size_t>(std::ranges::find_if(target, is_forbidden) - target.begin());
}

}  // namespace

Parsed<Target> parse_target(std::string_view raw_target) {
  if (raw_target.empty()) return malformed(0, "The request target is empty.");
  if (const std::size_t at = find_forbidden(raw_target); at < raw_target.size()) {
    return malformed(at, raw_target[at] == '#'
                             ? "A request target holds no fragment; \"#\" is written %23."
                             : "A request target holds no white space or control characters.");
  }
  Target target;
  if (raw_target == "*") {
    target.path = raw_target;
    return target;
  }
  std::string_view rest = raw_target;
  if (const std::size_t start = authority_start(raw_target); start > 0) {
    const std::size_t end = std::min(raw_target.find_first_of("/?", start), raw_target.size());
    if (end == start) return malformed(start, "An absolute request target names a host.");
    target.authority = raw_target.substr(start, end - start);
    rest = raw_target.substr(end);
  } else if (raw_target[0] != '/') {
    return malformed(0, "A request target begins with \"/\" or is an absolute URL.");
  }
  const std::size_t question = rest.find('?');
  target.path = rest.substr(0, question);
  // RFC 9112 section 3.2.1: a target URI without a path is requested as "/".
  if (target.path.empty()) target.path = "/";
  if (question != std::string_view::npos) target.query = rest.substr(question + 1);
  return target;
}

std::vector<std::string_view> path_segments(std::string_view raw_path) {
  std::vector<std::string_view> segments;
  if (raw_path.empty() || raw_path == "*") return segments;
  if (raw_path.starts_with('/')) raw_path.remove_prefix(1);
  while (true) {
    const std::size_t end = raw_path.find('/');
    segments.push_back(raw_path.substr(0, end));
    if (end == std::string_view::npos) return segments;
    raw_path.remove_prefix(end + 1);
  }
}

void RawPairs::Iterator::advance() {
  while (next_ < text_.size() && text_[next_] == '&') ++next_;
  is_done_ = next_ >= text_.size();
  if (is_done_) return;
  const std::size_t end = std::min(text_.find('&', next_), text_.size());
  const std::string_view text = text_.substr(next_, end - next_);
  const std::size_t equals = text.find('=');
  pair_.name = text.substr(0, equals);
  pair_.value =
      equals == std::string_view::npos ? std::nullopt : std::optional(text.substr(equals + 1));
  pair_.offset = next_;
  next_ = end + 1;
}

}  // namespace holotype::http
