#include "http/content_coding.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "http/field.h"

namespace holotype::http {
namespace {

constexpr std::size_t kMaxCodings = 4;

using Decoded = Result<std::string, CodingError>;

tl::unexpected<CodingError> refuse(CodingError::Kind kind, std::string reason) {
  return tl::unexpected<CodingError>(CodingError{kind, std::move(reason)});
}

// What zlib is told of the wrapper around the deflate data, as its windowBits.
enum class Wrapper { Gzip = 15 + 16, Zlib = 15, None = -15 };

// One zlib inflation, released with the scope.
class Inflation {
 public:
  explicit Inflation(Wrapper wrapper) {
    is_ready_ = inflateInit2(&stream_, static_cast<int>(wrapper)) == Z_OK;
  }
  ~Inflation() {
    if (is_ready_) inflateEnd(&stream_);
  }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;

  bool is_ready() const { return is_ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool is_ready_ = false;
};

// Inflates all of `content`: one stream, or, of gzip, one or more members (RFC 1952 section 2.2).
Decoded inflate_all(std::string_view content, Wrapper wrapper, std::string_view name,
                    std::size_t max_bytes) {
  Inflation inflation(wrapper);
  z_stream& stream = inflation.stream();
  const std::size_t size = content.size();
  const auto broken = [&] {
    auto failure =
        refuse(CodingError::Kind::Malformed, fmt::format("The content is not valid {}.", name));
    failure.value().offset = size - content.size() - stream.avail_in;
    return failure;
  };
  if (!inflation.is_ready()) return broken();
  std::string out;
  std::array<char, 16 * 1024> chunk;
  while (true) {
    if (stream.avail_in == 0) {
      // zlib counts in unsigned int, so a huge content is fed in pieces.
      const std::size_t piece = std::min<std::size_t>(content.size(), 1u << 30);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
      stream.avail_in = static_cast<uInt>(piece);
      content.remove_prefix(piece);
    }
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = chunk.size();
    const int status = inflate(&stream, Z_NO_FLUSH);
    const std::size_t written = chunk.size() - stream.avail_out;
    if (written > max_bytes - out.size()) {
      return refuse(CodingError::Kind::TooLarge,
                    fmt::format("The decoded content exceeds {} bytes.", max_bytes));
    }
    out.append(chunk.data(), written);
    const bool is_consumed = stream.avail_in == 0 && content.empty();
    if (status == Z_STREAM_END) {
      if (is_consumed) return out;
      if (wrapper != Wrapper::Gzip || inflateReset(&stream) != Z_OK) return broken();
    } else if (status != Z_OK || (is_consumed && written < chunk.size())) {
      return broken();  // damaged, or at its end too early
    }
  }
}

Decoded decode_gzip(std::string_view content, std::size_t max_bytes) {
  return inflate_all(content, Wrapper::Gzip, "gzip", max_bytes);
}

// RFC 1950 section 2.2: the low four bits of the first byte are 8, the first two bytes a multiple
// of 31.
bool has_zlib_header(std::string_view content) {
  if (content.size() < 2) return false;
  const unsigned method = static_cast<unsigned char>(content[0]);
  const unsigned flags = static_cast<unsigned char>(content[1]);
  return (method & 15) == 8 && (method << 8 | flags) % 31 == 0;
}

Decoded decode_deflate(std::string_view content, std::size_t max_bytes) {
  // NON-STANDARD: bare RFC 1951 data; RFC 9110 section 8.4.1.2 notes that it occurs.
  const Wrapper wrapper = has_zlib_header(content) ? Wrapper::Zlib : Wrapper::None;
  return inflate_all(content, wrapper, "deflate", max_bytes);
}

struct Coding {
  std::string_view name;
  Decoded (*decode)(std::string_view content, std::size_t max_bytes);
};

constexpr std::array<Coding, 3> kCodings = {
    {{"gzip", decode_gzip}, {"x-gzip", decode_gzip}, {"deflate", decode_deflate}}};

// The codings that a field lists, in the order they were applied, without identity.
Result<std::vector<const Coding*>, CodingError> parse_codings(std::string_view field) {
  std::vector<const Coding*> codings;
  while (!field.empty()) {
    const std::size_t comma = field.find(',');
    const std::string name = to_lower(trim(field.substr(0, comma)));
    field.remove_prefix(comma == std::string_view::npos ? field.size() : comma + 1);
    if (name.empty() || name == "identity") continue;
    const auto known =
        std::ranges::find_if(kCodings, [&](const Coding& coding) { return coding.name == name; });
    if (known == kCodings.end()) {
      return refuse(
          CodingError::Kind::Unsupported,
          fmt::format("The content coding {} is not one of {}.", quote(name), kSupportedCodings));
    }
    codings.push_back(&*known);
  }
  if (codings.size() > kMaxCodings) {
    return refuse(CodingError::Kind::Unsupported,
                  fmt::format("More than {} content codings are applied.", kMaxCodings));
  }
  return codings;
}

}  // namespace

Result<std::string, CodingError> decode_content(std::string_view content_encoding,
                                                std::string_view content, std::size_t max_bytes) {
  const auto codings = parse_codings(content_encoding);
  if (!codings) return tl::unexpected(codings.error());
  std::string decoded(content);
  for (auto coding = codings->rbegin(); coding != codings->rend() && !decoded.empty(); ++coding) {
    Decoded next = (*coding)->decode(decoded, max_bytes);
    if (!next) {
      if (coding != codings->rbegin()) next.error().offset.reset();
      return next;
    }
    decoded = std::move(*next);
  }
  if (decoded.size() > max_bytes) {
    return refuse(CodingError::Kind::TooLarge,
                  fmt::format("The content exceeds {} bytes.", max_bytes));
  }
  return decoded;
}

}  // namespace holotype::http
