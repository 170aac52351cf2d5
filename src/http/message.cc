#include "http/message.h"

#include <algorithm>
#include <iterator>

namespace holotype::http {
namespace {

// ASCII only: a locale must never decide what a header is called.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

struct Reason {
  int status;
  std::string_view phrase;
};

// https://www.iana.org/assignments/http-status-codes, ascending; 306 and 418 are reserved and have
// none.
constexpr Reason kReasons[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {102, "Processing"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {208, "Already Reported"},
    {226, "IM Used"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {506, "Variant Also Negotiates"},
    {507, "Insufficient Storage"},
    {508, "Loop Detected"},
    {510, "Not Extended"},
    {511, "Network Authentication Required"},
};

static_assert(std::is_sorted(std::begin(kReasons), std::end(kReasons),
                             [](const Reason& a, const Reason& b) { return a.status < b.status; }),
              "reason_phrase() searches by halves");

}  // namespace

bool equal_bytes_ignoring_case(const char* a, const char* b, std::size_t size) {
  return std::equal(a, a + size, b, [](char x, char y) { return lower(x) == lower(y); });
}

const std::string* Headers::find(std::string_view name) const {
  for (const Header& field : fields_) {
    if (equal_ignoring_case(field.name, name)) return &field.value;
  }
  return nullptr;
}

bool Headers::is_repeated(std::string_view name) const {
  const auto has_name = [name](const Header& field) {
    return equal_ignoring_case(field.name, name);
  };
  const auto first = std::ranges::find_if(fields_, has_name);
  return first != fields_.end() &&
         std::find_if(std::next(first), fields_.end(), has_name) != fields_.end();
}

std::optional<std::string> Headers::combined(std::string_view name) const {
  std::optional<std::string> joined;
  for (const Header& field : fields_) {
    if (!equal_ignoring_case(field.name, name)) continue;
    if (joined) {
      *joined += ", ";
      *joined += field.value;
    } else {
      joined = field.value;
    }
  }
  return joined;
}

void Headers::set(std::string_view name, std::string value) {
  const auto has_name = [&](const Header& field) { return equal_ignoring_case(field.name, name); };
  const auto first = std::find_if(fields_.begin(), fields_.end(), has_name);
  if (first == fields_.end()) {
    add(std::string(name), std::move(value));
    return;
  }
  first->name = name;
  first->value = std::move(value);
  fields_.erase(std::remove_if(std::next(first), fields_.end(), has_name), fields_.end());
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_,
                [&](const Header& field) { return equal_ignoring_case(field.name, name); });
}

std::string_view Request::raw_path() const& {
  return std::string_view(raw_target).substr(0, raw_target.find('?'));
}

std::optional<std::string_view> Request::raw_query() const& {
  const std::size_t mark = raw_target.find('?');
  if (mark == std::string::npos) return std::nullopt;
  return std::string_view(raw_target).substr(mark + 1);
}

std::string_view reason_phrase(int status) {
  const auto found =
      std::lower_bound(std::begin(kReasons), std::end(kReasons), status,
                       [](const Reason& row, int wanted) { return row.status < wanted; });
  return found != std::end(kReasons) && found->status == status ? found->phrase
                                                                : std::string_view();
}

}  // namespace holotype::http
