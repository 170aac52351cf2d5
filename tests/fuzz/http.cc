// What is inside an HTTP message: media types, forms, multipart, cookies, targets, content codings
// and the fields with a grammar of their own. The first byte is part of the text for all of them.
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "http/accept.h"
#include "http/auth.h"
#include "http/content_coding.h"
#include "http/cookies.h"
#include "http/form.h"
#include "http/media_type.h"
#include "http/multipart.h"
#include "http/prefer.h"
#include "http/target.h"

using namespace holotype;

namespace {

void read_media_type(std::string_view text) {
  const auto type = http::parse_media_type(text);
  if (!type) return FUZZ_REQUIRE(type.error().offset <= text.size());
  const auto again = http::parse_media_type(type->to_string());
  FUZZ_REQUIRE(again.has_value() && *again == *type);
}

void read_multipart(std::string_view text) {
  static const auto kType = http::parse_media_type("multipart/form-data; boundary=b");
  const auto parts = http::parse_multipart(*kType, text);
  if (!parts) return FUZZ_REQUIRE(parts.error().offset <= text.size());
  for (const http::Part& part : *parts) {
    FUZZ_REQUIRE(part.offset + part.content.size() <= text.size());
    FUZZ_REQUIRE(text.substr(part.offset, part.content.size()) == part.content);
  }
}

void read_form(std::string_view text) {
  const auto fields = http::decode_form(text);
  if (!fields) return FUZZ_REQUIRE(fields.error().offset <= text.size());
  for (const http::FormField& field : *fields) FUZZ_REQUIRE(field.offset <= text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_media_type(text);
  read_multipart(text);
  read_form(text);
  static_cast<void>(http::parse_media_range(text));
  static_cast<void>(http::parse_accept(text));
  static_cast<void>(http::parse_cookies(text));
  static_cast<void>(http::parse_prefer(text));
  static_cast<void>(http::parse_target(text));
  if (const auto credentials = http::parse_credentials(text)) {
    static_cast<void>(http::parse_digest(*credentials));
  }
  constexpr std::size_t kMaxBytes = 1 << 16;
  for (const std::string_view coding : {"gzip", "deflate"}) {
    const auto decoded = http::decode_content(coding, text, kMaxBytes);
    FUZZ_REQUIRE(!decoded || decoded->size() <= kMaxBytes);
  }
  return 0;
}
