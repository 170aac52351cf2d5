// How a body is cut. The only thing that ends a part is a delimiter: a line that is "--", the
// boundary, for the last one "--", and padding. So the delimiters are found first, one search over
// the body; what lies between two of them, less the line break that belongs to the second, is a
// part:
//
//     preamble CRLF --b CRLF [headers CRLF CRLF content] CRLF --b-- CRLF epilogue
//                           \____ one region ________/
//
// Parts are views, so the cost is the search and one Headers per part. Nested multiparts are left
// to the caller, who finds them by their Content-Type.
#include "http/multipart.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/hash.h"
#include "http/field.h"

namespace holotype::http {
namespace {

constexpr std::size_t kMaxBoundarySize = 70;  // RFC 2046 section 5.1.1

// The bytes of `body` from `begin` to `end`.
struct Region {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A delimiter line, from its "--" to behind its line break.
struct Delimiter {
  Region line;
  bool is_last = false;
};

// bchars of RFC 2046 section 5.1.1.
bool is_boundary_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

Parsed<std::string> boundary_of(const MediaType& type) {
  const std::string* boundary = type.parameter("boundary");
  if (boundary == nullptr) {
    return malformed(0, "The media type of a multipart body names its boundary.");
  }
  bool is_valid =
      !boundary->empty() && boundary->size() <= kMaxBoundarySize && boundary->back() != ' ';
  for (const char c : *boundary) is_valid = is_valid && is_boundary_character(c);
  if (!is_valid) {
    return malformed(0, "A boundary is 1 to 70 letters, digits or characters of '()+_,-./:=?.");
  }
  return *boundary;
}

// The offset behind the line break at `at`, or `at` where there is none.
std::size_t skip_line_break(std::string_view body, std::size_t at) {
  if (body.substr(at).starts_with("\r\n")) return at + 2;
  return body.substr(at).starts_with('\n') ? at + 1 : at;
}

// The first delimiter at or behind `from`. A longer line that begins like one is content.
std::optional<Delimiter> find_delimiter(std::string_view body, std::string_view dashed,
                                        std::size_t from) {
  for (std::size_t at = body.find(dashed, from); at != std::string_view::npos;
       at = body.find(dashed, at + 1)) {
    if (at != 0 && body[at - 1] != '\n') continue;
    std::size_t end = at + dashed.size();
    const bool is_last = body.substr(end).starts_with("--");
    if (is_last) end += 2;
    end = std::min(body.find_first_not_of(" \t", end), body.size());
    const std::size_t next = skip_line_break(body, end);
    if (next != end || (is_last && end == body.size())) return Delimiter{{at, next}, is_last};
  }
  return std::nullopt;
}

// What lies between two delimiters, without the line break that belongs to the second.
Region region_between(std::string_view body, const Delimiter& first, const Delimiter& second) {
  const std::size_t begin = first.line.end;
  std::size_t end = second.line.begin;
  if (end > begin && body[end - 1] == '\n') --end;
  if (end > begin && body[end - 1] == '\r') --end;
  return {begin, end};
}

Parsed<Header> read_header_line(std::string_view line, std::size_t offset) {
  FieldReader reader(line);
  const std::string_view name = reader.token();
  if (name.empty() || !reader.consume(':')) {
    return malformed(offset, "A header line of a part is a name, \":\" and a value.");
  }
  return Header{std::string(name), std::string(trim(line.substr(reader.offset())))};
}

// The header fields at the start of a region, and where its content begins.
struct PartHead {
  Headers headers;
  std::size_t content = 0;
};

Parsed<PartHead> read_head(std::string_view body, Region region, std::size_t max_bytes) {
  std::vector<Header> fields;
  std::size_t at = region.begin;
  while (at < region.end) {
    const std::string_view rest = body.substr(at, region.end - at);
    const std::size_t line_break = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, line_break);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t next = std::min(at + line_break + 1, region.end);
    if (line.empty()) {
      at = next;
      break;
    }
    if (next - region.begin > max_bytes) {
      return malformed(at, fmt::format("The headers of a part exceed {} bytes.", max_bytes));
    }
    const bool is_folded = line.front() == ' ' || line.front() == '\t';
    if (is_folded && !fields.empty()) {  // RFC 5322 section 2.2.3
      fields.back().value.append(" ").append(trim(line));
    } else {
      Parsed<Header> header = read_header_line(line, at);
      if (!header) return tl::unexpected(std::move(header.error()));
      fields.push_back(std::move(*header));
    }
    at = next;
  }
  PartHead head{{}, at};
  for (Header& field : fields) head.headers.add(std::move(field.name), std::move(field.value));
  return head;
}

// Sets name and filename. RFC 7578 section 4.2 forbids filename* in form-data, some clients send
// it.
Parsed<Part> with_disposition(Part part, const std::string& field, std::size_t offset) {
  FieldReader reader(field);
  const bool has_type = !reader.token().empty();
  Parsed<Parameters> parameters = reader.parameters();
  if (!has_type || !parameters || !reader.at_end()) {
    return malformed(offset,
                     "Content-Disposition is a type and parameters, as in form-data; name=\"a\".");
  }
  const auto optional_parameter = [&](std::string_view name) -> std::optional<std::string> {
    const std::string* value = find_parameter(*parameters, name);
    return value == nullptr ? std::nullopt : std::optional(*value);
  };
  part.name = optional_parameter("name");
  part.filename = optional_parameter("filename");
  if (const std::string* extended = find_parameter(*parameters, "filename*")) {
    Parsed<std::string> filename = decode_extended_value(*extended);
    if (!filename) return malformed(offset, "filename*: " + filename.error().reason);
    part.filename = std::move(*filename);
  }
  return part;
}

Parsed<Part> read_part(std::string_view body, Region region, std::size_t max_header_bytes) {
  Parsed<PartHead> head = read_head(body, region, max_header_bytes);
  if (!head) return tl::unexpected(std::move(head.error()));
  Part part;
  part.headers = std::move(head->headers);
  part.offset = head->content;
  part.content = body.substr(head->content, region.end - head->content);
  if (const std::string* field = part.headers.find("Content-Type")) {
    Parsed<MediaType> type = parse_media_type(*field);
    if (!type) return malformed(region.begin, "Content-Type of a part: " + type.error().reason);
    part.content_type = std::move(*type);
  }
  if (const std::string* field = part.headers.find("Content-Transfer-Encoding")) {
    part.transfer_encoding = to_lower(*field);
  }
  if (const std::string* field = part.headers.find("Content-Disposition")) {
    const std::string disposition = *field;  // the part that holds it moves
    return with_disposition(std::move(part), disposition, region.begin);
  }
  return part;
}

}  // namespace

Parsed<std::vector<Part>> parse_multipart(const MediaType& type, std::string_view body,
                                          MultipartLimits limits) {
  HOLOTYPE_CHECK(is_multipart(type));
  Parsed<std::string> boundary = boundary_of(type);
  if (!boundary) return tl::unexpected(std::move(boundary.error()));
  const std::string dashed = "--" + *boundary;
  std::optional<Delimiter> delimiter = find_delimiter(body, dashed, 0);
  if (!delimiter) return malformed(body.size(), "The boundary never occurs in the body.");
  std::vector<Part> parts;
  while (!delimiter->is_last) {
    const std::optional<Delimiter> next = find_delimiter(body, dashed, delimiter->line.end);
    if (!next) {
      return malformed(body.size(),
                       "The body ends before its closing boundary, which ends in \"--\".");
    }
    if (parts.size() == limits.max_parts) {
      return malformed(delimiter->line.begin,
                       fmt::format("The body has more than {} parts.", limits.max_parts));
    }
    const Region region = region_between(body, *delimiter, *next);
    Parsed<Part> part = read_part(body, region, limits.max_header_bytes);
    if (!part) return tl::unexpected(std::move(part.error()));
    if (!part->name && type.subtype == "form-data") {
      return malformed(
          region.begin,
          "A part of form-data is named by Content-Disposition: form-data; name=\"...\".");
    }
    parts.push_back(std::move(*part));
    delimiter = next;
  }
  return parts;
}

std::string choose_boundary(std::span<const Part> parts) {
  std::uint64_t hash = parts.size();
  for (const Part& part : parts) hash = hash_bytes(part.content, hash);
  while (true) {
    const std::string boundary = fmt::format("holotype-{:016x}", hash);
    bool is_free = true;
    for (const Part& part : parts) {
      is_free = is_free && part.content.find(boundary) == std::string_view::npos;
    }
    if (is_free) return boundary;
    hash = hash_mix(hash, 1);
  }
}

std::string encode_multipart(std::span<const Part> parts, std::string_view boundary) {
  std::string out;
  for (const Part& part : parts) {
    out.append("--").append(boundary).append("\r\n");
    if (part.name && !part.headers.contains("Content-Disposition")) {
      out += "Content-Disposition: form-data; name=" + quote(*part.name);
      if (part.filename) out += "; filename=" + quote(*part.filename);
      out += "\r\n";
    }
    if (part.content_type && !part.headers.contains("Content-Type")) {
      out += "Content-Type: " + part.content_type->to_string() + "\r\n";
    }
    for (const Header& header : part.headers) out += header.name + ": " + header.value + "\r\n";
    out.append("\r\n").append(part.content).append("\r\n");
  }
  return out.append("--").append(boundary).append("--\r\n");
}

}  // namespace holotype::http
