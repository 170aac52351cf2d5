#include "transport/answer_head.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/field.h"
#include "transport/character_set.h"

namespace holotype::transport {
namespace {

// All but CR, LF and NUL.
constexpr CharacterSet kSendable = [] {
  CharacterSet set{};
  set.fill(true);
  for (const unsigned char c : {'\r', '\n', '\0'}) set[c] = false;
  return set;
}();

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (;;) {
    const std::size_t sendable = std::min(find_outside(kSendable, value), value.size());
    out += value.substr(0, sendable);
    if (sendable == value.size()) break;
    out += ' ';
    value.remove_prefix(sendable + 1);
  }
  out += "\r\n";
}

void append_status_line(std::string& out, int status) {
  out += "HTTP/1.1 ";
  for (const int unit : {100, 10, 1}) out += static_cast<char>('0' + status / unit % 10);
  out += ' ';
  out += http::reason_phrase(status);
  out += "\r\n";
}

}  // namespace

std::optional<std::string> find_unsendable(const http::Response& response) {
  if (response.status < 100 || response.status > 999) {
    return fmt::format("The answer has the status {}, which is not three digits.", response.status);
  }
  for (const http::Header& field : response.headers) {
    if (!http::is_token(field.name)) {
      return fmt::format(
          "The answer has a header field whose name is no token (RFC 9110 section "
          "5.1) but {} bytes long.",
          field.name.size());
    }
  }
  return std::nullopt;
}

bool is_framing_field(std::string_view name) {
  constexpr std::string_view kNames[] = {"Content-Length", "Transfer-Encoding", "Connection",
                                         "Keep-Alive"};
  for (std::string_view framing : kNames) {
    if (http::equal_ignoring_case(name, framing)) return true;
  }
  return false;
}

bool says_close(const http::Headers& headers) {
  const std::string* connection = headers.find("Connection");
  return connection != nullptr && http::equal_ignoring_case(*connection, "close");
}

void append_answer_head(std::string& out, const http::Response& response,
                        const HeadOptions& options) {
  append_status_line(out, response.status);
  for (const http::Header& field : response.headers) {
    if (!is_framing_field(field.name)) append_field(out, field.name, field.value);
  }
  switch (options.framing.kind) {
    case AnswerFraming::Kind::Length:
      append_field(out, "Content-Length", std::to_string(options.framing.length));
      break;
    case AnswerFraming::Kind::Chunked:
      append_field(out, "Transfer-Encoding", "chunked");
      break;
    case AnswerFraming::Kind::None:
      if (!options.announced_length.empty())
        append_field(out, "Content-Length", options.announced_length);
      break;
    case AnswerFraming::Kind::UntilClose:
      break;
  }
  if (options.after == After::Close) {
    append_field(out, "Connection", "close");
  } else if (options.speaks_http_1_0) {
    append_field(out, "Connection", "keep-alive");
  }
  out += "\r\n";
}

}  // namespace holotype::transport
