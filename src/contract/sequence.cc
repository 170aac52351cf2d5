#include "contract/sequence.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "contract/event_stream.h"
#include "json/text.h"

namespace holotype::contract {
namespace {

constexpr std::uint32_t kMaxDepth = 512;
constexpr char kRecordSeparator = '\x1e';  // RFC 7464 section 2.1

struct Values {
  std::vector<json::Value> values;
  std::vector<std::uint32_t> offsets;

  void add(json::Value value, std::size_t offset) {
    values.push_back(value);
    offsets.push_back(static_cast<std::uint32_t>(offset));
  }
};

// Reads the JSON text in `body` from `begin` to `end` and puts it behind `values`.
std::optional<SequenceError> add_json(std::string_view body, std::size_t begin, std::size_t end,
                                      json::Arena& arena, Values& values) {
  const auto value = json::read(arena, body.substr(begin, end - begin), {.max_depth = kMaxDepth});
  if (!value) {
    std::string message = value.error().message;
    if (message.ends_with('.')) message.pop_back();
    return SequenceError{
        begin + value.error().offset,
        fmt::format("must hold JSON, value {}: {}", values.values.size() + 1, message)};
  }
  values.add(*value, begin);
  return std::nullopt;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::optional<SequenceError> read_lines(std::string_view body, json::Arena& arena, Values& values) {
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    if (!is_blank(body.substr(at, end - at))) {
      if (auto error = add_json(body, at, end, arena, values)) return error;
    }
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<SequenceError> read_records(std::string_view body, json::Arena& arena,
                                          Values& values) {
  std::size_t at = std::min(body.find(kRecordSeparator), body.size());
  if (!is_blank(body.substr(0, at))) {
    return SequenceError{0, "must begin each JSON text with a record separator (0x1E)"};
  }
  while (at < body.size()) {
    const std::size_t end = std::min(body.find(kRecordSeparator, at + 1), body.size());
    // RFC 7464 section 2.1: several separators in a row are one.
    if (!is_blank(body.substr(at + 1, end - at - 1))) {
      if (auto error = add_json(body, at + 1, end, arena, values)) return error;
    }
    at = end;
  }
  return std::nullopt;
}

std::optional<SequenceError> read_events(std::string_view body, json::Arena& arena,
                                         Values& values) {
  for (const Event& event : parse_events(body)) values.add(event.to_value(arena), event.offset);
  return std::nullopt;
}

void write_line(const json::Value& value, std::string& out) {
  json::append(out, value);
  out += '\n';
}

void write_record(const json::Value& value, std::string& out) {
  out += kRecordSeparator;
  write_line(value, out);
}

// A row: which media types, and how they are read and written.
struct Syntax {
  bool (*is_this)(const http::MediaType&);
  std::optional<SequenceError> (*read)(std::string_view, json::Arena&, Values&);
  void (*write)(const json::Value&, std::string&);
};

bool is_json_lines(const http::MediaType& type) {
  static constexpr std::string_view kNames[] = {"jsonl",      "x-jsonl",      "jsonlines",
                                                "json-lines", "x-jsonlines",  "ndjson",
                                                "x-ndjson",   "x-json-stream"};
  return type.type == "application" && std::ranges::find(kNames, type.subtype) != std::end(kNames);
}

bool is_json_sequence(const http::MediaType& type) {
  return type.essence() == "application/json-seq" || type.suffix() == "json-seq";
}

constexpr Syntax kSyntaxes[] = {
    {is_json_lines, read_lines, write_line},
    {is_json_sequence, read_records, write_record},
    {is_event_stream, read_events, write_event},
};

const Syntax* find_syntax(const http::MediaType& type) {
  const auto* found =
      std::ranges::find_if(kSyntaxes, [&](const Syntax& row) { return row.is_this(type); });
  return found == std::end(kSyntaxes) ? nullptr : found;
}

}  // namespace

bool is_sequence(const http::MediaType& type) { return find_syntax(type) != nullptr; }

Result<Sequence, SequenceError> read_sequence(const http::MediaType& type, std::string_view body,
                                              json::Arena& arena) {
  const Syntax* syntax = find_syntax(type);
  HOLOTYPE_CHECK(syntax != nullptr);
  Values values;
  if (auto error = syntax->read(body, arena, values)) return tl::unexpected(*std::move(error));
  return Sequence{json::Value::array(arena, values.values).with_offset(0),
                  std::move(values.offsets)};
}

std::string write_sequence(const http::MediaType& type, const json::Value& values) {
  const Syntax* syntax = find_syntax(type);
  HOLOTYPE_CHECK(syntax != nullptr);
  std::string out;
  if (!values.is_array()) syntax->write(values, out);
  for (const json::Value& value : values.elements()) syntax->write(value, out);
  return out;
}

std::optional<json::Value> make_instance(const openapi::MediaType& media_type,
                                         const http::MediaType& type, const MakeValue& make,
                                         json::Arena& arena) {
  const auto& whole = media_type.schema.compiled;
  // OpenAPI 3.2.0 "Special Considerations for multipart Content": itemSchema is for parts by
  // position, which form-data does not have.
  const bool has_parts = http::is_multipart(type) && type.subtype != "form-data";
  const bool has_items =
      media_type.item_schema.compiled != nullptr && (is_sequence(type) || has_parts);
  if (whole == nullptr && !has_items) return std::nullopt;
  if (whole == nullptr) return json::Value::array(arena, {{make(media_type.item_schema)}});
  const json::Value value = make(media_type.schema);
  if (!has_items || !value.is_array()) return value;
  if (value.size() == 0) {
    const json::Value row = json::Value::array(arena, {{make(media_type.item_schema)}});
    return whole->accepts(row) ? row : value;
  }
  std::vector<json::Value> elements;
  for (const json::Value& element : value.elements()) {
    const bool fits = media_type.item_schema.compiled->accepts(element);
    elements.push_back(fits ? element : make(media_type.item_schema));
  }
  const json::Value row = json::Value::array(arena, elements);
  return whole->accepts(row) ? row : value;
}

}  // namespace holotype::contract
