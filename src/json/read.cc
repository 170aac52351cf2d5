// The idea: the text is copied into the arena once and RapidJSON parses that copy in place, so
// strings without a copy of their own point into it and every token's address is its offset.
// RapidJSON hands numbers over as text, since its own conversion rounds.
//
// Values under construction wait on two stacks (elements, members); closing a container moves its
// part of the stack into the arena. The parser is the iterative one: depth costs heap, never stack.
//
// What RapidJSON does not see is checked before it runs: UTF-8 validity, byte order marks, NUL; and
// of each string with escapes, that none is the second half of a surrogate pair alone.
// What it refuses although RFC 8259 allows it, numbers beyond the range of double, is blanked out
// of the copy and put back when its place comes (blank_huge_numbers); that costs a second pass, and
// only then.
#include <fmt/format.h>
#include <rapidjson/error/error.h>
#include <rapidjson/reader.h>

#include <cstring>
#include <optional>

#include "base/utf8.h"
#include "json/text.h"

namespace holotype::json {
namespace {

constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                            rapidjson::kParseNumbersAsStringsFlag;

// A number that RapidJSON cannot hold, and where it stands.
struct HugeNumber {
  std::uint32_t offset;
  std::string_view text;
};

// Receives RapidJSON's events and builds values.
class Builder {
 public:
  // `source` is what `text`, which the parser overwrites, was before.
  Builder(Arena& arena, const char* text, std::string_view source, const ReadOptions& options,
          std::vector<std::uint32_t>* duplicates, std::span<const HugeNumber> huge_numbers)
      : arena_(arena),
        text_(text),
        source_(source),
        max_depth_(options.max_depth),
        begin_(options.begin),
        duplicates_(duplicates),
        huge_numbers_(huge_numbers) {}

  void follow(const rapidjson::InsituStringStream& stream) { stream_ = &stream; }

  bool Null() { return put(Value(), before(4)); }
  bool Bool(bool value) { return put(Value::boolean(value), before(value ? 4 : 5)); }
  bool RawNumber(const char* digits, rapidjson::SizeType size, bool) {
    const std::uint32_t at = offset(digits);
    if (!huge_numbers_.empty() && huge_numbers_.front().offset == at) {
      const std::string_view text = huge_numbers_.front().text;
      huge_numbers_ = huge_numbers_.subspan(1);
      return put(Value::number(arena_, text), at);
    }
    return put(Value::number(arena_, {digits, size}), at);
  }
  bool String(const char* bytes, rapidjson::SizeType size, bool) {
    if (!is_unicode(bytes, size)) return false;
    return put(Value::string_view({bytes, size}), offset(bytes) - 1);
  }
  bool Key(const char* bytes, rapidjson::SizeType size, bool) {
    if (!is_unicode(bytes, size)) return false;
    members_.emplace_back(HashedName(std::string_view(bytes, size)), Value(),
                          begin_ + offset(bytes) - 1);
    return true;
  }
  bool StartObject() { return open(true); }
  bool StartArray() { return open(false); }

  bool EndObject(rapidjson::SizeType count) {
    const std::span<const Member> closed(members_.data() + members_.size() - count, count);
    const Value object = Value::object(arena_, closed);
    if (object.size() != count && duplicates_ != nullptr) report_duplicates(closed);
    members_.resize(members_.size() - count);
    return close(object);
  }
  bool EndArray(rapidjson::SizeType count) {
    const Value array = Value::array(arena_, {values_.data() + values_.size() - count, count});
    values_.resize(values_.size() - count);
    return close(array);
  }

  // Numbers come as text (kParseNumbersAsStringsFlag), so these are never called.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  const Value& root() const { return root_; }
  bool is_too_deep() const { return too_deep_; }
  // Where the string begins that has half of a surrogate pair, if one has.
  std::optional<std::uint32_t> half_pair() const { return half_pair_; }

 private:
  struct Open {
    bool is_object;
    std::uint32_t offset;
  };

  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text_); }
  // The offset of a literal of that length which the parser has just passed.
  std::uint32_t before(std::uint32_t length) const {
    return static_cast<std::uint32_t>(stream_->src_ - text_) - length;
  }

  // RFC 3629 section 3: surrogates have no UTF-8. Only an escape can bring one, and a string
  // without escapes is as long as its source.
  bool is_unicode(const char* bytes, std::size_t size) {
    const std::size_t end_of_plain = offset(bytes) + size;
    if (source_[end_of_plain] == '"' && source_[end_of_plain - 1] != '\\') [[likely]]
      return true;
    const char* const end = bytes + size;
    for (const char* at = bytes; at + 1 < end; ++at) {
      at = static_cast<const char*>(std::memchr(at, 0xED, static_cast<std::size_t>(end - at)));
      if (at == nullptr || at + 1 == end) break;
      if (static_cast<unsigned char>(at[1]) < 0xA0) continue;
      half_pair_ = offset(bytes);
      return false;
    }
    return true;
  }

  bool open(bool is_object) {
    if (open_.size() >= max_depth_) {
      too_deep_ = true;
      return false;
    }
    open_.push_back({is_object, before(0)});  // the bracket is taken after the event
    return true;
  }

  bool close(const Value& container) {
    const std::uint32_t begin = open_.back().offset;
    open_.pop_back();
    return put(container, begin);
  }

  bool put(const Value& value, std::uint32_t at) {
    at += begin_;
    if (open_.empty()) {
      root_ = value.with_offset(at);
    } else if (open_.back().is_object) {
      members_.back().value = value.with_offset(at);
    } else {
      values_.push_back(value.with_offset(at));
    }
    return true;
  }

  void report_duplicates(std::span<const Member> members) {
    const Value seen = Value::object(arena_, members);
    for (const Member& member : members) {
      const Member* kept = seen.find_member(HashedName(member.name(), member.hash));
      if (kept->name_offset != member.name_offset) duplicates_->push_back(member.name_offset);
    }
  }

  Arena& arena_;
  const char* text_;
  std::string_view source_;
  std::uint32_t max_depth_;
  std::uint32_t begin_;
  std::vector<std::uint32_t>* duplicates_;
  std::span<const HugeNumber> huge_numbers_;  // those still to come, by offset
  std::optional<std::uint32_t> half_pair_;
  const rapidjson::InsituStringStream* stream_ = nullptr;
  Value root_;
  std::vector<Open> open_;
  std::vector<Value> values_;
  std::vector<Member> members_;
  bool too_deep_ = false;
};

// What RapidJSON's codes mean to the author of the text.
std::string_view message_of(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return "The text is empty; a JSON value is expected.";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "Something follows the JSON value; a JSON text holds exactly one value.";
    case rapidjson::kParseErrorValueInvalid:
      return "A JSON value is expected here: an object, array, string, number, true, false or "
             "null.";
    case rapidjson::kParseErrorObjectMissName:
      return "A member name in double quotes, or the end of the object, is expected here.";
    case rapidjson::kParseErrorObjectMissColon:
      return "A colon is expected after the member name.";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "A comma or a closing brace is expected after the member.";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "A comma or a closing bracket is expected after the element.";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return "\\u must be followed by four hexadecimal digits.";
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return "The \\u escape is half of a surrogate pair; its other half is missing.";
    case rapidjson::kParseErrorStringEscapeInvalid:
      return "This is no escape of JSON; allowed are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and "
             "\\uXXXX.";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "The string does not end; a closing double quote is missing.";
    case rapidjson::kParseErrorStringInvalidEncoding:
      return "A control character inside a string must be escaped.";
    case rapidjson::kParseErrorNumberMissFraction:
      return "A digit is expected after the decimal point.";
    case rapidjson::kParseErrorNumberMissExponent:
      return "A digit is expected in the exponent.";
    default:
      return "This is no JSON text.";
  }
}

tl::unexpected<SyntaxError> syntax_error(std::string_view text, std::size_t offset,
                                         std::string message) {
  const LineColumn place = line_column(text, offset);
  return tl::unexpected<SyntaxError>(
      SyntaxError{offset, place.line, place.column, std::move(message)});
}

// The length of the number (RFC 8259 section 6) that `text` begins with; 0 where it begins with
// none.
std::size_t number_length(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - begin;
  };
  const auto take = [&](std::string_view any_of) {
    const bool is_there = i < text.size() && any_of.find(text[i]) != std::string_view::npos;
    if (is_there) ++i;
    return is_there;
  };
  take("-");
  if (!take("0") && digits() == 0) return 0;
  if (take(".") && digits() == 0) return 0;
  if (take("eE")) {
    take("+-");
    if (digits() == 0) return 0;
  }
  return i;
}

// Whether RapidJSON might find a number of that text too large. Generous: what is blanked out
// without need is put back all the same.
bool is_huge(std::string_view number) {
  const std::size_t exponent = number.find_first_of("eE");
  return number.size() > 100 ||
         (exponent != std::string_view::npos && number.size() - exponent > 3);
}

// Overwrites in `copy` each huge number of `text` by 0 and spaces, and lists them in order.
// Malformed numbers stay, for RapidJSON to refuse.
std::vector<HugeNumber> blank_huge_numbers(char* copy, std::string_view text) {
  std::vector<HugeNumber> numbers;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      const std::size_t length = number_length(text.substr(i));
      const std::string_view number = text.substr(i, length);
      if (length > 0 && is_huge(number)) {
        numbers.push_back({static_cast<std::uint32_t>(i), number});
        std::memset(copy + i, ' ', length);
        copy[i] = '0';
      }
      i += length > 0 ? length - 1 : 0;
    }
  }
  return numbers;
}

// Where the first \u escape stands that is the second half of a surrogate pair without a first, in
// the rest of a string that has one.
std::size_t half_pair_at(std::string_view rest) {
  const auto nibble = [&](std::size_t i) { return i < rest.size() ? rest[i] | 0x20 : 0; };
  for (std::size_t i = 0; i < rest.size(); i += rest[i] == '\\' ? 2 : 1) {
    if (rest[i] != '\\' || nibble(i + 1) != 'u' || nibble(i + 2) != 'd') continue;
    if (nibble(i + 3) >= 'c') return i;
    if (nibble(i + 3) == '8' || nibble(i + 3) == '9' || nibble(i + 3) >= 'a') i += 6;  // a pair
  }
  return 0;
}

// One pass of RapidJSON over `copy`, which it changes.
struct Pass {
  Value root;
  rapidjson::ParseResult result;
  std::size_t end = 0;
  bool is_too_deep = false;
  std::optional<std::uint32_t> half_pair;
};

Pass run_parser(Arena& arena, char* copy, std::string_view text, const ReadOptions& options,
                std::vector<std::uint32_t>* duplicates, std::span<const HugeNumber> huge_numbers) {
  Builder builder(arena, copy, text, options, duplicates, huge_numbers);
  rapidjson::InsituStringStream stream(copy);
  builder.follow(stream);
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  return {builder.root(), result, stream.Tell(), builder.is_too_deep(), builder.half_pair()};
}

}  // namespace

LineColumn line_column(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  LineColumn place;
  std::size_t line_begin = 0;
  for (std::size_t at = text.find('\n'); at < offset; at = text.find('\n', line_begin)) {
    ++place.line;
    line_begin = at + 1;
  }
  place.column =
      static_cast<std::uint32_t>(utf8::length(text.substr(line_begin, offset - line_begin))) + 1;
  return place;
}

Result<Value, SyntaxError> read(Arena& arena, std::string_view text, const ReadOptions& options,
                                std::vector<std::uint32_t>* duplicates) {
  if (text.size() >= (std::size_t{1} << 28)) {
    return syntax_error(
        {}, 0, "The text is longer than 268,435,455 bytes, which is as much as can be read.");
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    return syntax_error(text, 0,
                        "The text begins with a byte order mark, which JSON does not allow.");
  }
  if (const std::size_t at = utf8::valid_prefix(text); at != text.size()) {
    return syntax_error(text, at, "The bytes here are no UTF-8, which JSON must be written in.");
  }
  char* copy = arena.allocate_array<char>(text.size() + 1);
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';

  Pass pass = run_parser(arena, copy, text, options, duplicates, {});
  if (pass.result.Code() == rapidjson::kParseErrorNumberTooBig) {
    std::memcpy(copy, text.data(), text.size());
    const std::vector<HugeNumber> huge_numbers = blank_huge_numbers(copy, text);
    if (duplicates != nullptr) duplicates->clear();
    pass = run_parser(arena, copy, text, options, duplicates, huge_numbers);
  }
  if (pass.is_too_deep) {
    return syntax_error(text, pass.end,
                        fmt::format("Arrays and objects nest deeper than {} levels, the limit.",
                                    options.max_depth));
  }
  if (pass.half_pair) {
    return syntax_error(
        text, *pass.half_pair + half_pair_at(text.substr(*pass.half_pair)),
        std::string(message_of(rapidjson::kParseErrorStringUnicodeSurrogateInvalid)));
  }
  if (pass.result.IsError()) {
    const std::size_t at = pass.result.Offset();
    const bool is_control = at < text.size() && static_cast<unsigned char>(text[at]) < 0x20;
    auto code = pass.result.Code();
    // RapidJSON takes a NUL for the end of the text.
    const bool ends_early = code == rapidjson::kParseErrorStringMissQuotationMark ||
                            code == rapidjson::kParseErrorDocumentEmpty;
    if (ends_early && is_control && text[at] == '\0') {
      code = code == rapidjson::kParseErrorDocumentEmpty
                 ? rapidjson::kParseErrorValueInvalid
                 : rapidjson::kParseErrorStringInvalidEncoding;
    }
    if (code == rapidjson::kParseErrorStringEscapeInvalid && is_control)
      code = rapidjson::kParseErrorStringInvalidEncoding;
    return syntax_error(text, at, std::string(message_of(code)));
  }
  // RapidJSON takes a NUL for the end of the text.
  if (pass.end != text.size())
    return syntax_error(text, pass.end, "A NUL byte stands outside a string.");
  return pass.root;
}

Result<Tree, SyntaxError> read(std::string_view text, const ReadOptions& options) {
  auto arena = std::make_unique<Arena>(text.size() + 256);
  Result<Value, SyntaxError> value = read(*arena, text, options);
  if (!value) return tl::unexpected<SyntaxError>(std::move(value.error()));
  return Tree(std::move(arena), *value);
}

}  // namespace holotype::json
