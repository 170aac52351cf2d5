#include <rapidjson/prettywriter.h>
#include <rapidjson/writer.h>

#include <array>
#include <charconv>

#include "base/utf8.h"
#include "json/text.h"

namespace holotype::json {
namespace {

// RapidJSON writes into a std::string.
class StringStream {
 public:
  using Ch = char;
  explicit StringStream(std::string& out) : out_(out) {}
  void Put(char c) { out_ += c; }
  void Flush() {}
  void write(std::string_view bytes) { out_ += bytes; }

 private:
  std::string& out_;
};

// What a string may hold as it is: everything but the controls, the quote and the backslash (RFC
// 8259 section 7).
constexpr std::array<bool, 256> kIsPlain = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0x20; c < out.size(); ++c) out[c] = c != '"' && c != '\\';
  return out;
}();

}  // namespace
}  // namespace holotype::json

// RapidJSON's own hook for writing more than a byte at a time: runs of plain bytes go out at once.
// False at the end of the string.
template <>
inline bool rapidjson::Writer<holotype::json::StringStream>::ScanWriteUnescapedString(
    rapidjson::GenericStringStream<rapidjson::UTF8<>>& in, std::size_t length) {
  const char* const from = in.src_;
  const char* const end = in.head_ + length;
  while (in.src_ != end && holotype::json::kIsPlain[static_cast<unsigned char>(*in.src_)])
    ++in.src_;
  os_->write({from, static_cast<std::size_t>(in.src_ - from)});
  return in.src_ != end;
}

namespace holotype::json {
namespace {

// The shortest text that reads back as the same double, and as a number with a fraction: 1.0,
// never 1.
std::string_view double_text(double value, std::span<char, 40> buffer) {
  char* end = std::to_chars(buffer.data(), buffer.data() + 32, value).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  if (text.find_first_of(".e") == std::string_view::npos) {
    *end++ = '.';
    *end++ = '0';
  }
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

rapidjson::SizeType length(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

// Writes until `is_enough`, and says whether it came to the end.
template <typename Writer, typename IsEnough>
bool write_value(Writer& writer, const Value& value, const IsEnough& is_enough) {
  if (is_enough()) return false;
  switch (value.kind()) {
    case Kind::Null:
      writer.Null();
      break;
    case Kind::Boolean:
      writer.Bool(value.as_boolean());
      break;
    case Kind::Integer:
      writer.Int64(value.as_integer());
      break;
    case Kind::Double: {
      char buffer[40];
      const std::string_view text = double_text(value.as_double(), buffer);
      writer.RawValue(text.data(), text.size(), rapidjson::kNumberType);
      break;
    }
    case Kind::Decimal:
      writer.RawValue(value.decimal_text().data(), value.size(), rapidjson::kNumberType);
      break;
    case Kind::String:
      writer.String(value.as_string().data(), length(value.as_string()));
      break;
    case Kind::Array:
      writer.StartArray();
      for (const Value& element : value.elements()) {
        if (!write_value(writer, element, is_enough)) return false;
      }
      writer.EndArray();
      break;
    case Kind::Object:
      writer.StartObject();
      for (const Member& member : value.members()) {
        writer.Key(member.text, member.size);
        if (!write_value(writer, member.value, is_enough)) return false;
      }
      writer.EndObject();
      break;
  }
  return true;
}

constexpr auto kNever = [] { return false; };

}  // namespace

void append(std::string& out, const Value& value, Style style) {
  StringStream stream(out);
  if (style == Style::Compact) {
    rapidjson::Writer<StringStream> writer(stream);
    write_value(writer, value, kNever);
  } else {
    rapidjson::PrettyWriter<StringStream> writer(stream);
    writer.SetIndent(' ', 2);
    write_value(writer, value, kNever);
  }
}

std::string write(const Value& value, Style style) {
  std::string out;
  // Room for what most bodies are, instead of growing there in five steps.
  if (value.is_object() || value.is_array()) out.reserve(512);
  append(out, value, style);
  return out;
}

std::string quote(std::string_view text) {
  std::string out;
  StringStream stream(out);
  rapidjson::Writer<StringStream> writer(stream);
  writer.String(text.data(), length(text));
  return out;
}

std::string shorten(const Value& value, std::size_t max_bytes) {
  // Of a large value no more is written than can be shown.
  if (value.is_string() && value.size() > max_bytes) {
    std::string text = quote(utf8::prefix(value.as_string(), max_bytes));
    text.resize(utf8::prefix(text, max_bytes > 3 ? max_bytes - 3 : 0).size());
    return text + "...";
  }
  std::string text;
  StringStream stream(text);
  rapidjson::Writer<StringStream> writer(stream);
  const auto is_enough = [&] { return text.size() > max_bytes; };
  if (write_value(writer, value, is_enough) && text.size() <= max_bytes) return text;
  text.resize(utf8::prefix(text, max_bytes > 3 ? max_bytes - 3 : 0).size());
  return text + "...";
}

}  // namespace holotype::json
