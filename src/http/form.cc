#include "http/form.h"

#include <optional>

#include "base/percent.h"
#include "http/target.h"

namespace holotype::http {
namespace {

// `raw` decoded, or the place of its first incomplete triplet; `offset` is where `raw` begins.
Parsed<std::string> decode(std::string_view raw, std::size_t offset) {
  std::optional<std::string> decoded = percent::decode(raw, percent::Plus::Space);
  if (decoded) return std::move(*decoded);
  std::size_t at = raw.find('%');
  while (percent::decode(raw.substr(at, 3))) at = raw.find('%', at + 1);
  return malformed(offset + at,
                   "\"%\" is followed by two hexadecimal digits; alone it is written %25.");
}

// Percent-encoding with "+" for a space.
std::string encode(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t space = text.find(' ');
    out += percent::encode(text.substr(0, space));
    if (space == std::string_view::npos) return out;
    out += '+';
    text.remove_prefix(space + 1);
  }
}

}  // namespace

Parsed<std::vector<FormField>> decode_form(std::string_view text) {
  std::vector<FormField> fields;
  for (const RawPair& pair : RawPairs(text)) {
    Parsed<std::string> name = decode(pair.name, pair.offset);
    if (!name) return tl::unexpected(std::move(name.error()));
    const std::string_view raw_value = pair.value.value_or(std::string_view());
    Parsed<std::string> value = decode(raw_value, pair.offset + pair.name.size() + 1);
    if (!value) return tl::unexpected(std::move(value.error()));
    fields.push_back({std::move(*name), std::move(*value), raw_value, pair.offset});
  }
  return fields;
}

std::string encode_form(std::span<const NameValue> fields) {
  std::string out;
  for (const NameValue& field : fields) {
    if (!out.empty()) out += '&';
    out += encode(field.name) + '=' + encode(field.value);
  }
  return out;
}

}  // namespace holotype::http
