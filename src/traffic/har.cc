#include "traffic/har.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "base/percent.h"
#include "diagnostic/rules_traffic.h"
#include "http/form.h"
#include "http/media_type.h"
#include "http/multipart.h"
#include "json/number.h"
#include "json/text.h"

namespace holotype::traffic {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using document::Node;

Diagnostic malformed(const Node& where, std::string message) {
  Diagnostic finding{.rule = &diagnostic::rules::kTrafficMalformed,
                     .message = std::move(message),
                     .schema = where.location(),
                     .source = where.source()};
  if (where) finding.found = json::shorten(*where.value);
  return finding;
}

std::string text_of(const Node& object, std::string_view name) {
  const Node found = object.member(name);
  return found && found.value->is_string() ? std::string(found.value->as_string()) : std::string();
}

std::optional<std::int64_t> number_of(const Node& object, std::string_view name) {
  const Node found = object.member(name);
  if (!found || !found.value->is_number()) return std::nullopt;
  return json::to_int64(*found.value);
}

// {name, value} pairs of a list; what is none is passed over.
std::vector<http::Header> pairs_of(const Node& list) {
  std::vector<http::Header> pairs;
  if (!list) return pairs;
  for (std::size_t i = 0; i < list.value->elements().size(); ++i) {
    const Node pair = list.element(i);
    const std::string name = text_of(pair, "name");
    if (!name.empty()) pairs.push_back({name, text_of(pair, "value")});
  }
  return pairs;
}

http::Headers headers_of(const Node& message) {
  http::Headers headers;
  for (http::Header& pair : pairs_of(message.member("headers"))) {
    // RFC 9113 section 8.3: ":method" and its like say what the request line says.
    if (pair.name.starts_with(':')) continue;
    // Fields of one name are one pair with line feeds between the values (Chrome's Set-Cookie).
    std::string_view rest = pair.value;
    for (;;) {
      const std::size_t end = rest.find('\n');
      headers.add(pair.name, std::string(rest.substr(0, end)));
      if (end == rest.npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  return headers;
}

// Whether `body` still has the coding that the field names, though HAR wants it undone.
bool is_still_coded(std::string_view coding, std::string_view body) {
  const auto byte = [&body](std::size_t i) { return static_cast<unsigned char>(body[i]); };
  if (body.size() < 2) return false;
  if (coding.find("gzip") != coding.npos) return byte(0) == 0x1f && byte(1) == 0x8b;
  // RFC 1950 section 2.2: the two bytes of a zlib header are a multiple of 31.
  if (coding.find("deflate") != coding.npos)
    return (byte(0) & 0x0f) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
  return false;
}

// Takes out of the fields what no longer holds for the body as it was recorded.
void describe_as_recorded(http::Headers& headers, std::string_view body, bool is_text) {
  const auto coding = headers.combined("Content-Encoding");
  if (coding && (is_text || !is_still_coded(*coding, body))) headers.remove("Content-Encoding");
  const std::string* field = headers.find("Content-Type");
  if (!is_text || field == nullptr) return;
  auto type = http::parse_media_type(*field);
  if (!type || !type->charset()) return;
  std::erase_if(type->parameters, [](const auto& parameter) {
    return http::equal_ignoring_case(parameter.name, "charset");
  });
  headers.set("Content-Type", type->to_string());
}

// The media type where the fields have none. "x-unknown" is what Chrome writes for none.
void add_media_type(http::Headers& headers, const Node& body) {
  const std::string type = text_of(body, "mimeType");
  if (type.empty() || type == "x-unknown" || headers.contains("Content-Type")) return;
  headers.add("Content-Type", type);
}

std::string form_of(const Node& params) {
  const std::vector<http::Header> pairs = pairs_of(params);
  std::vector<http::NameValue> fields;
  for (const http::Header& pair : pairs) fields.push_back({pair.name, pair.value});
  return http::encode_form(fields);
}

std::string multipart_of(const Node& params, http::Headers& headers, http::MediaType type) {
  std::vector<http::Part> parts;
  std::vector<std::string> values;
  const std::size_t count = params.value->elements().size();
  values.reserve(count);  // parts are views of them
  for (std::size_t i = 0; i < count; ++i) {
    const Node param = params.element(i);
    http::Part part;
    part.name = text_of(param, "name");
    if (const std::string file = text_of(param, "fileName"); !file.empty()) part.filename = file;
    if (auto its = http::parse_media_type(text_of(param, "contentType")))
      part.content_type = *std::move(its);
    part.content = values.emplace_back(text_of(param, "value"));
    parts.push_back(std::move(part));
  }
  const std::string boundary = http::choose_boundary(parts);
  std::erase_if(type.parameters,
                [](const auto& one) { return http::equal_ignoring_case(one.name, "boundary"); });
  type.parameters.push_back({"boundary", boundary});
  headers.set("Content-Type", type.to_string());
  return http::encode_multipart(parts, boundary);
}

// HAR 1.2: a form is recorded as its text or as its fields.
std::string body_of_params(const Node& params, http::Headers& headers) {
  const std::string* field = headers.find("Content-Type");
  auto type = http::parse_media_type(field == nullptr ? "" : *field);
  if (type && http::is_multipart(*type)) return multipart_of(params, headers, *std::move(type));
  return form_of(params);
}

struct Body {
  std::string bytes;
  bool is_text = true;
};

// `text` with its `encoding`: base64, or none.
Result<Body, Diagnostic> bytes_of(const Node& content) {
  Body body{.bytes = text_of(content, "text"), .is_text = true};
  if (!http::equal_ignoring_case(text_of(content, "encoding"), "base64")) return body;
  std::erase_if(body.bytes, [](char c) { return c == '\n' || c == '\r'; });
  auto decoded = base64::decode(body.bytes);
  if (!decoded)
    return tl::unexpected(malformed(content.member("text"), "text in base64 must be base64"));
  return Body{.bytes = *std::move(decoded), .is_text = false};
}

bool says_length(const http::Headers& headers) {
  const std::string* length = headers.find("Content-Length");
  return length != nullptr && !length->empty() && *length != "0";
}

Result<void, Diagnostic> read_request_body(const Node& recorded, Exchange& exchange) {
  http::Request& request = exchange.request;
  const Node data = recorded.member("postData");
  if (!data || !data.value->is_object()) {
    exchange.is_request_body_lost =
        number_of(recorded, "bodySize").value_or(0) > 0 || says_length(request.headers);
    return {};
  }
  add_media_type(request.headers, data);
  auto body = bytes_of(data);
  if (!body) return tl::unexpected(std::move(body.error()));
  const Node params = data.member("params");
  const bool has_params = params && !params.value->elements().empty();
  if (body->bytes.empty() && has_params) {
    request.body = body_of_params(params, request.headers);
    return {};
  }
  request.body = std::move(body->bytes);
  exchange.is_request_body_lost =
      request.body.empty() && number_of(recorded, "bodySize").value_or(0) > 0;
  describe_as_recorded(request.headers, request.body, body->is_text);
  return {};
}

Result<void, Diagnostic> read_response_body(const Node& recorded, Exchange& exchange) {
  http::Response& response = *exchange.response;
  const Node content = recorded.member("content");
  if (content && content.value->is_object()) {
    add_media_type(response.headers, content);
    auto body = bytes_of(content);
    if (!body) return tl::unexpected(std::move(body.error()));
    response.body = std::move(body->bytes);
    describe_as_recorded(response.headers, response.body, body->is_text);
  }
  if (!response.body.empty()) return {};
  // A size that is not known (-1, or none) says nothing; an empty text says that it was empty.
  const auto size = content ? number_of(content, "size") : std::nullopt;
  const bool is_told_empty =
      size == 0 || number_of(recorded, "bodySize") == 0 || (!size && content.member("text"));
  exchange.is_response_body_lost = !is_told_empty || says_length(response.headers);
  return {};
}

void add_cookies(const Node& recorded, http::Headers& headers) {
  if (headers.contains("Cookie")) return;
  std::string field;
  for (const http::Header& cookie : pairs_of(recorded.member("cookies")))
    field += fmt::format("{}{}={}", field.empty() ? "" : "; ", cookie.name, cookie.value);
  if (!field.empty()) headers.add("Cookie", std::move(field));
}

// The URL with the query that is recorded beside it alone.
std::string with_query(std::string url, const Node& recorded) {
  if (url.find('?') != std::string::npos) return url;
  std::string query;
  for (const http::Header& pair : pairs_of(recorded.member("queryString"))) {
    query += fmt::format("{}{}={}", query.empty() ? "?" : "&", percent::encode(pair.name),
                         percent::encode(pair.value));
  }
  return url.insert(std::min(url.find('#'), url.size()), query);
}

}  // namespace

Result<Recording, Diagnostics> read_recording(std::shared_ptr<document::Library> library,
                                              const std::string& path) {
  const auto file = library->open(path);
  if (!file) return tl::unexpected(file.error());
  Recording recording{.library = library,
                      .name = path,
                      .root = {*file, &(*file)->root()},
                      .entries = {},
                      .findings = {}};
  const Node log = recording.root.member("log");
  const Node entries = log.member("entries");
  if (!entries || !entries.value->is_array()) {
    Diagnostics findings;
    findings.push_back(malformed(log ? log : recording.root,
                                 "a HAR file must be an object with a list in log.entries"));
    return tl::unexpected(std::move(findings));
  }
  for (std::size_t i = 0; i < entries.value->size(); ++i)
    recording.entries.push_back(entries.element(i));
  recording.findings = library->findings();
  return recording;
}

Result<Exchange, Diagnostic> read_exchange(const Node& entry) {
  Exchange exchange{.node = entry, .url = {}, .request = {}, .response = std::nullopt};
  const Node request = entry.member("request");
  exchange.request.method = text_of(request, "method");
  exchange.url = text_of(request, "url");
  if (exchange.request.method.empty() || exchange.url.empty()) {
    return tl::unexpected(malformed(request ? request : entry,
                                    "an entry must have a request with its method and url"));
  }
  exchange.url = with_query(std::move(exchange.url), request);
  const Node response = entry.member("response");
  const auto status = response ? number_of(response, "status") : std::nullopt;
  if (!status || *status < 0 || *status > 999) {
    return tl::unexpected(malformed(response ? response : entry,
                                    "an entry must have a response with its status, a number"));
  }
  exchange.request.headers = headers_of(request);
  add_cookies(request, exchange.request.headers);
  if (auto read = read_request_body(request, exchange); !read) return tl::unexpected(read.error());
  if (*status == 0) return exchange;  // blocked, broken off, or answered by nobody
  exchange.response.emplace();
  exchange.response->status = static_cast<int>(*status);
  exchange.response->headers = headers_of(response);
  if (auto read = read_response_body(response, exchange); !read)
    return tl::unexpected(read.error());
  return exchange;
}

}  // namespace holotype::traffic
