#include "mock/request_view.h"

#include <algorithm>

#include "base/hash.h"
#include "base/percent.h"
#include "http/cookies.h"
#include "http/target.h"

namespace holotype::mock {

std::vector<std::string> RequestView::texts(openapi::In in, std::string_view name) const {
  std::vector<std::string> out;
  const auto add = [&out](std::optional<std::string> text) {
    if (text) out.push_back(std::move(*text));
  };
  const http::Request& request = *checked_->request;
  switch (in) {
    case openapi::In::Path:
      for (const http::RawPair& pair : checked_->path_values) {
        if (pair.name == name && pair.value) add(percent::decode(*pair.value));
      }
      break;
    case openapi::In::Header:
      add(request.headers.combined(name));
      break;
    case openapi::In::Cookie:
      for (const http::Cookie& cookie : http::parse_cookies(request.headers)) {
        if (cookie.name == name) out.emplace_back(cookie.value);
      }
      break;
    case openapi::In::Query:
    case openapi::In::QueryString:
      for (const http::RawPair& pair : http::RawPairs(request.raw_query().value_or(""))) {
        if (percent::decode(pair.name, percent::Plus::Space) == name)
          add(percent::decode(pair.value.value_or(""), percent::Plus::Space));
      }
      break;
  }
  return out;
}

namespace {

std::optional<std::string> first(std::vector<std::string> texts) {
  if (texts.empty()) return std::nullopt;
  return std::move(texts.front());
}

}  // namespace

std::optional<std::string> RequestView::path(std::string_view name) const {
  return first(texts(openapi::In::Path, name));
}
std::optional<std::string> RequestView::query(std::string_view name) const {
  return first(texts(openapi::In::Query, name));
}
std::optional<std::string> RequestView::header(std::string_view name) const {
  return first(texts(openapi::In::Header, name));
}
std::optional<std::string> RequestView::cookie(std::string_view name) const {
  return first(texts(openapi::In::Cookie, name));
}

const json::Value* RequestView::parameter(openapi::In in, std::string_view name) const {
  const auto found =
      std::ranges::find_if(checked_->parameters, [&](const parameters::NamedValue& value) {
        if (value.parameter == nullptr || value.parameter->in != in) return false;
        return in == openapi::In::Header ? http::equal_ignoring_case(value.parameter->name, name)
                                         : value.parameter->name == name;
      });
  return found == checked_->parameters.end() ? nullptr : &found->value;
}

std::string RequestView::url() const {
  const http::Request& request = *checked_->request;
  const std::string* host = request.headers.find("Host");
  return (host == nullptr ? "" : "http://" + *host) + request.raw_prefix + request.raw_target;
}

fixtures::Subject RequestView::subject() const {
  fixtures::Subject subject;
  subject.operation = checked_->operation();
  subject.verdict = checked_->verdict;
  subject.body = checked_->body ? &*checked_->body : nullptr;
  using openapi::In;
  subject.path = [this](std::string_view name) { return texts(In::Path, name); };
  subject.query = [this](std::string_view name) { return texts(In::Query, name); };
  subject.header = [this](std::string_view name) { return texts(In::Header, name); };
  subject.cookie = [this](std::string_view name) { return texts(In::Cookie, name); };
  subject.parameter = [this](In in, std::string_view name) { return parameter(in, name); };
  return subject;
}

fixtures::Exchange RequestView::exchange() const {
  fixtures::Exchange exchange;
  exchange.request = checked_->request;
  exchange.request_body = checked_->body ? &*checked_->body : nullptr;
  exchange.parameter = [this](openapi::In in, std::string_view name) {
    return parameter(in, name);
  };
  exchange.path = [this](std::string_view name) { return path(name); };
  exchange.query = [this](std::string_view name) { return query(name); };
  return exchange;
}

std::uint64_t RequestView::fingerprint() const {
  const http::Request& request = *checked_->request;
  return hash_bytes(request.body, hash_bytes(request.raw_target, hash_bytes(request.method)));
}

}  // namespace holotype::mock
