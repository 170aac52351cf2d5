#include "server/remote_reader.h"

#include <fmt/format.h>

#include <utility>

#include "document/uri.h"
#include "http/content_coding.h"
#include "transport/client.h"

namespace holotype::server {
namespace {

using document::ReadFailure;
using Reason = ReadFailure::Reason;

tl::unexpected<ReadFailure> failure(Reason reason, std::string message) {
  return tl::unexpected<ReadFailure>(ReadFailure{reason, std::move(message)});
}

bool is_remote(const document::Uri& uri) { return uri.scheme == "http" || uri.scheme == "https"; }

// What an answer other than 200 means to who wrote the reference.
tl::unexpected<ReadFailure> refused(const document::Uri& uri, const http::Response& answer) {
  const std::string text = uri.to_string();
  const std::string* location = answer.headers.find("Location");
  if (answer.status / 100 == 3 && location != nullptr) {
    const std::string target = document::resolve_uri(text, *location).value_or(*location);
    return failure(Reason::Broken, fmt::format("{} was moved to {}; refer to that", text, target));
  }
  const bool is_missing = answer.status == 404 || answer.status == 410;
  return failure(is_missing ? Reason::Missing : Reason::Broken,
                 fmt::format("{} was answered with status {}", text, answer.status));
}

}  // namespace

RemoteReader::RemoteReader(std::shared_ptr<document::Reader> others, Options options)
    : others_(std::move(others)), options_(std::move(options)) {}

RemoteReader::RemoteReader(std::shared_ptr<document::Reader> others)
    : RemoteReader(std::move(others), Options()) {}

Result<std::string, ReadFailure> RemoteReader::read(const std::string& text) {
  const auto uri = document::Uri::parse(text);
  if (!uri || !is_remote(*uri)) return others_->read(text);
  auto client =
      transport::Client::to(fmt::format("{}://{}", *uri->scheme, uri->authority.value_or("")),
                            {.connect_timeout = options_.connect_timeout,
                             .read_timeout = options_.read_timeout,
                             .max_body_bytes = options_.max_bytes,
                             .ca_file = options_.ca_file});
  if (!client) {
    return failure(Reason::Broken,
                   fmt::format("{} cannot be fetched: {}", text, client.error().message));
  }
  http::Request request;
  request.method = "GET";
  request.raw_target = uri->path.empty() ? "/" : uri->path;
  if (uri->query) request.raw_target += "?" + *uri->query;
  request.headers = {{"Accept", "application/json, application/yaml, */*;q=0.5"},
                     {"Accept-Encoding", "identity"},
                     {"User-Agent", "holotype"}};
  auto answer = client->send(request);
  if (!answer) {
    const bool is_large = answer.error().failure == transport::SendFailure::TooLarge;
    return failure(is_large ? Reason::TooLarge : Reason::Broken,
                   fmt::format("{} cannot be fetched: {}", text, answer.error().reason));
  }
  if (answer->status != 200) return refused(*uri, *answer);
  const auto coding = answer->headers.combined("Content-Encoding");
  if (!coding) return std::move(answer->body);
  auto decoded = http::decode_content(*coding, answer->body, options_.max_bytes);
  if (!decoded) {
    return failure(Reason::Broken,
                   fmt::format("{} cannot be read: {}", text, decoded.error().reason));
  }
  return std::move(*decoded);
}

}  // namespace holotype::server
