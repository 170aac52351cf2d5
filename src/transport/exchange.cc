#include "transport/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "http/field.h"
#include "transport/content.h"
#include "transport/head.h"

namespace holotype::transport {
namespace {

constexpr std::size_t kReadBytes = 16u << 10;

// A server may say more in its fields than we let a client say.
constexpr std::size_t kMaxHeaderBytes = 256u << 10;
constexpr std::size_t kMaxHeaderCount = 1000;

// RFC 9112 section 3.1 and 4; the parts of a status line that matter.
struct StatusLine {
  int status = 0;
  bool speaks_http_1_0 = false;
};

std::optional<StatusLine> parse_status_line(std::string_view line) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (line.size() < 12 || line.substr(0, 7) != "HTTP/1." || !is_digit(line[7]) || line[8] != ' ' ||
      !std::all_of(line.begin() + 9, line.begin() + 12, is_digit) ||
      (line.size() > 12 && line[12] != ' ')) {
    return std::nullopt;
  }
  const int status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  return StatusLine{status, line[7] == '0'};
}

// Whether the list of that name's fields holds `option`, without case.
bool has_option(const http::Headers& headers, std::string_view name, std::string_view option) {
  const std::string list = headers.combined(name).value_or("");
  std::string_view rest = list;
  for (;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (http::equal_ignoring_case(http::trim(rest.substr(0, comma)), option)) return true;
    if (comma == rest.size()) return false;
    rest.remove_prefix(comma + 1);
  }
}

// How an answer's content ends (RFC 9112 section 6.3, for responses).
struct AnswerFraming {
  Head head;  // framing and content_length alone
  bool ends_with_connection = false;
};

Result<AnswerFraming, SendError> frame_answer(const http::Response& answer,
                                              std::string_view method) {
  AnswerFraming framing;
  if (method == "HEAD" || answer.status < 200 || answer.status == 204 || answer.status == 304) {
    return framing;
  }
  if (const std::optional<std::string> coding = answer.headers.combined("Transfer-Encoding")) {
    if (!http::equal_ignoring_case(*coding, "chunked")) {
      return fail_to_send(SendFailure::Malformed, "its Transfer-Encoding is not chunked alone");
    }
    framing.head.framing = Framing::Chunked;
    return framing;
  }
  const std::optional<std::string> length = answer.headers.combined("Content-Length");
  if (!length) {
    framing.ends_with_connection = true;
    return framing;
  }
  if (length->empty() || length->size() > 18 ||
      length->find_first_not_of("0123456789") != std::string::npos) {
    return fail_to_send(SendFailure::Malformed, "its Content-Length is no number");
  }
  framing.head.content_length = std::stoull(*length);
  if (framing.head.content_length > 0) framing.head.framing = Framing::Length;
  return framing;
}

// A fault's sentence as part of another.
std::string explain_fault(const Fault& fault) {
  std::string_view sentence = fault.message;
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return fmt::format("its answer is no HTTP: {}", sentence);
}

}  // namespace

Result<std::string, SendError> write_request(const http::Request& request, std::string_view host) {
  const bool is_line =
      request.raw_target.find_first_of(std::string_view(" \r\n\0", 4)) == std::string::npos &&
      !request.raw_target.empty() && parse_field_line(request.method + ":").has_value();
  if (!is_line) return fail_to_send(SendFailure::Unsendable, "its method or target cannot be sent");
  std::string text = fmt::format("{} {} HTTP/1.1\r\n", request.method, request.raw_target);
  if (!request.headers.contains("Host")) text += fmt::format("Host: {}\r\n", host);
  for (const http::Header& field : request.headers) {
    if (http::equal_ignoring_case(field.name, "Content-Length") ||
        http::equal_ignoring_case(field.name, "Transfer-Encoding")) {
      continue;
    }
    const std::string line = fmt::format("{}: {}", field.name, field.value);
    if (!parse_field_line(line))
      return fail_to_send(SendFailure::Unsendable,
                          fmt::format("its field {} cannot be sent", field.name));
    text += line + "\r\n";
  }
  // RFC 9110 section 8.6: a length wherever the method gives content a meaning.
  const bool wants_content =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (wants_content || !request.body.empty()) {
    text += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  text += "\r\n";
  text += request.body;
  return text;
}

Exchange::Exchange(Channel& channel, std::size_t max_body_bytes) : channel_(channel) {
  limits_.max_body_bytes = max_body_bytes;
  limits_.max_header_bytes = kMaxHeaderBytes;
  limits_.max_header_count = kMaxHeaderCount;
}

Result<http::Response, SendError> Exchange::run(std::string_view bytes, std::string_view method) {
  while (!bytes.empty()) {
    const ssize_t count = channel_.write(bytes);
    if (count <= 0) break;  // an early answer may say why
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  for (;;) {
    Result<http::Response, SendError> answer = read_head();
    if (!answer) return answer;
    // RFC 9110 section 15.2: interim answers come before the one that counts.
    if (answer->status < 200 && answer->status != 101) continue;
    if (!bytes.empty()) keeps_alive_ = false;
    return read_content(*std::move(answer), method);
  }
}

Result<bool, SendError> Exchange::read_more() {
  char bytes[kReadBytes];
  ssize_t count;
  do {
    errno = 0;
    count = channel_.read(bytes, sizeof bytes);
  } while (count < 0 && errno == EINTR);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    return fail_to_send(SendFailure::TimedOut, "it did not answer in time");
  }
  if (count < 0)
    return fail_to_send(buffer_.empty() ? SendFailure::Closed : SendFailure::Broken,
                        "the connection broke");
  buffer_.append(bytes, static_cast<std::size_t>(count));
  return count > 0;
}

Result<http::Response, SendError> Exchange::read_head() {
  HeadScanner scanner;
  std::size_t end = 0;
  for (;;) {
    const Result<std::size_t, Fault> found = scanner.scan(buffer_, limits_);
    if (!found) return fail_to_send(SendFailure::Malformed, explain_fault(found.error()));
    end = *found;
    if (end != 0) break;
    const Result<bool, SendError> more = read_more();
    if (!more) return tl::unexpected(more.error());
    if (!*more)
      return fail_to_send(SendFailure::Closed, "it closed the connection without an answer");
  }
  std::string_view head(buffer_.data() + scanner.begin(), end - scanner.begin());
  const std::size_t line_end = head.find("\r\n");
  const std::optional<StatusLine> line = parse_status_line(head.substr(0, line_end));
  if (!line)
    return fail_to_send(SendFailure::Malformed,
                        "its answer does not begin with an HTTP/1 status line");
  http::Response answer;
  answer.status = line->status;
  head = head.substr(line_end + 2, head.size() - line_end - 4);
  while (!head.empty()) {
    const std::size_t field_end = head.find("\r\n");
    Result<http::Header, Fault> field = parse_field_line(head.substr(0, field_end));
    if (!field) return fail_to_send(SendFailure::Malformed, explain_fault(field.error()));
    answer.headers.add(std::move(field->name), std::move(field->value));
    head.remove_prefix(field_end + 2);
  }
  buffer_.erase(0, end);
  keeps_alive_ = !has_option(answer.headers, "Connection", "close") &&
                 (!line->speaks_http_1_0 || has_option(answer.headers, "Connection", "keep-alive"));
  return answer;
}

Result<http::Response, SendError> Exchange::read_content(http::Response answer,
                                                         std::string_view method) {
  const Result<AnswerFraming, SendError> framing = frame_answer(answer, method);
  if (!framing) return tl::unexpected(framing.error());
  if (framing->ends_with_connection) return read_to_end(std::move(answer));
  if (framing->head.content_length > limits_.max_body_bytes) return too_large();
  Content content(framing->head, limits_);
  for (;;) {
    const Result<std::size_t, Fault> taken = content.take(buffer_);
    if (!taken && taken.error().kind == FaultKind::PayloadTooLarge) return too_large();
    if (!taken) return fail_to_send(SendFailure::Malformed, explain_fault(taken.error()));
    buffer_.erase(0, *taken);
    if (content.is_complete()) break;
    const Result<bool, SendError> more = read_more();
    if (!more) return tl::unexpected(more.error());
    if (!*more)
      return fail_to_send(SendFailure::Broken,
                          "it closed the connection in the middle of its answer");
  }
  if (!buffer_.empty()) keeps_alive_ = false;  // nobody asked for that
  answer.body = content.release();
  return answer;
}

Result<http::Response, SendError> Exchange::read_to_end(http::Response answer) {
  keeps_alive_ = false;
  for (;;) {
    if (buffer_.size() > limits_.max_body_bytes) return too_large();
    const Result<bool, SendError> more = read_more();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
  }
  answer.body = std::move(buffer_);
  return answer;
}

Result<http::Response, SendError> Exchange::too_large() const {
  return fail_to_send(SendFailure::TooLarge,
                      fmt::format("its answer is longer than {} bytes", limits_.max_body_bytes));
}

}  // namespace holotype::transport
