// HTTP messages as values: what was received and what is answered, without any I/O.
//
// A Request keeps the raw bytes that the wire carried (`raw_` is never percent-decoded); whoever
// needs a decoded form asks for it. Both types are plain structs: made once per exchange, passed by
// const&.
//
// Spec: RFC 9110 (semantics), RFC 9112 section 3 (request target).
// Tests: tests/http/message_test.cc
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holotype::http {

struct Header {
  std::string name;   // as received; names compare without case (RFC 9110 section 5.1)
  std::string value;  // without leading and trailing white space
};

// Header fields in the order received; a name may occur several times.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> fields) : fields_(fields) {}

  // The first field of that name, or nullptr.
  const std::string* find(std::string_view name) const;

  // Every value of that name joined by ", " (RFC 9110 section 5.2); nullopt where there is none.
  std::optional<std::string> combined(std::string_view name) const;

  bool contains(std::string_view name) const { return find(name) != nullptr; }
  // Whether there are several fields of that name, which few may be (RFC 9110 section 5.3).
  bool is_repeated(std::string_view name) const;
  void add(std::string name, std::string value) {
    fields_.push_back({std::move(name), std::move(value)});
  }
  // Room for that many, so that adding them moves none.
  void reserve(std::size_t count) { fields_.reserve(count); }
  // Replaces every field of that name by one.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }
  bool empty() const { return fields_.empty(); }

 private:
  std::vector<Header> fields_;
};

// Whether two texts of one length are equal but for the case of ASCII letters.
bool equal_bytes_ignoring_case(const char* a, const char* b, std::size_t size);

// Whether two header names, media types or other ASCII tokens are equal without case. Most that are
// compared differ in length, which is seen without a call.
inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && equal_bytes_ignoring_case(a.data(), b.data(), a.size());
}

struct Request {
  std::string method;      // case-sensitive token, e.g. "POST" (RFC 9110 section 9.1)
  std::string raw_target;  // origin-form, undecoded, e.g. "/v1/tasks?limit=2"
  Headers headers;
  std::string body;  // content after transfer decoding; content codings still applied
  // What stood before the target and was taken off, as the path of a session is: a link to another
  // target begins with it.
  std::string raw_prefix = {};

  // The target up to "?", undecoded.
  std::string_view raw_path() const&;
  std::string_view raw_path() && = delete;
  // The target after the first "?", undecoded; nullopt where there is no "?".
  std::optional<std::string_view> raw_query() const&;
  std::optional<std::string_view> raw_query() && = delete;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

// The reason phrase of a status code (RFC 9110 section 15 and the IANA registry), or "".
std::string_view reason_phrase(int status);

}  // namespace holotype::http
