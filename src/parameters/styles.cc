// The styles differ in a prefix and two delimiters, which the table says. Everything else is
// common: an array is split at the delimiter, an object into name, value, name, value (not
// exploded) or name=value (exploded).
#include "parameters/styles.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace holotype::parameters {
namespace {

using openapi::Style;

struct StyleRow {
  Style style;
  std::string_view name;
  char prefix;              // '\0': none
  char delimiter;           // between elements
  char exploded_delimiter;  // between elements, exploded
  EncodedDelimiter encoded;
};

constexpr StyleRow kStyles[] = {
    {Style::Simple, "simple", '\0', ',', ',', EncodedDelimiter::IsText},
    {Style::Label, "label", '.', ',', '.', EncodedDelimiter::IsText},
    {Style::Matrix, "matrix", ';', ',', ';', EncodedDelimiter::IsText},
    {Style::Form, "form", '\0', ',', '&', EncodedDelimiter::IsText},
    // A space and a pipe cannot stand raw in a URI, so they always come encoded.
    {Style::SpaceDelimited, "spaceDelimited", '\0', ' ', ' ', EncodedDelimiter::Delimits},
    {Style::PipeDelimited, "pipeDelimited", '\0', '|', '|', EncodedDelimiter::Delimits},
    {Style::DeepObject, "deepObject", '\0', ',', ',', EncodedDelimiter::IsText},
    {Style::Cookie, "cookie", '\0', ',', '&', EncodedDelimiter::IsText},
    {Style::TabDelimited, "tsv", '\0', '\t', '\t', EncodedDelimiter::Delimits},
};

const StyleRow& row_of(Style style) {
  const auto* row = std::ranges::find(kStyles, style, &StyleRow::style);
  HOLOTYPE_CHECK(row != std::end(kStyles));
  return *row;
}

Piece trimmed(Piece piece, Coding coding) {
  if (coding != Coding::Plain) return piece;
  // RFC 9110 section 5.6.1: elements of a list field have optional white space around them.
  const std::size_t first = piece.raw.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {{}, piece.offset + piece.raw.size()};
  const std::size_t last = piece.raw.find_last_not_of(" \t");
  return {piece.raw.substr(first, last - first + 1), piece.offset + first};
}

std::vector<Piece> pieces_of(const Serialisation& serialisation, Piece text, char delimiter) {
  if (text.raw.empty()) return {};
  auto pieces =
      split(text.raw, delimiter, serialisation.coding, encoded_delimiter_of(serialisation));
  for (Piece& piece : pieces) {
    piece.offset += text.offset;
    piece = trimmed(piece, serialisation.coding);
  }
  return pieces;
}

Wire<Piece> without_prefix(const Serialisation& serialisation, std::string_view raw) {
  const char prefix = row_of(serialisation.style).prefix;
  if (prefix == '\0') return Piece{raw, 0};
  if (!raw.starts_with(prefix)) {
    return fault(
        fmt::format("must begin with \"{}\" (style {})", prefix, to_string(serialisation.style)));
  }
  return Piece{raw.substr(1), 1};
}

// "name=value" without its "name=". In matrix an empty value has no "=" either (RFC 6570 3.2.7).
Wire<Piece> without_name(const Serialisation& serialisation, Piece piece) {
  const std::string_view name = serialisation.name;
  if (piece.raw.starts_with(name)) {
    const std::string_view rest = piece.raw.substr(name.size());
    if (rest.empty()) return Piece{rest, piece.offset + name.size()};
    if (rest[0] == '=') return Piece{rest.substr(1), piece.offset + name.size() + 1};
  }
  return fault(fmt::format("must be written as ;{}=value (style matrix)", name), piece.offset);
}

NamedPiece split_member(Piece piece, std::size_t equals) {
  return {{piece.raw.substr(0, equals), piece.offset},
          {piece.raw.substr(equals + 1), piece.offset + equals + 1}};
}

Wire<std::vector<NamedPiece>> exploded_members(const Serialisation& serialisation, Piece text) {
  std::vector<NamedPiece> members;
  const char delimiter = exploded_delimiter_of(serialisation.style);
  for (const Piece& piece : pieces_of(serialisation, text, delimiter)) {
    const std::size_t equals = piece.raw.find('=');
    if (equals != std::string_view::npos) {
      members.push_back(split_member(piece, equals));
    } else if (serialisation.style == Style::Matrix) {
      members.push_back({piece, {{}, piece.offset + piece.raw.size()}});
    } else {
      return fault(fmt::format("must be name=value pairs with \"{}\" between them (style {}, "
                               "explode)",
                               delimiter, to_string(serialisation.style)),
                   piece.offset);
    }
  }
  return members;
}

std::vector<Piece> unexploded_pieces(const Serialisation& serialisation, Piece text) {
  auto pieces = pieces_of(serialisation, text, delimiter_of(serialisation.style));
  if (serialisation.has_dots && pieces.size() == 1) return pieces_of(serialisation, text, '.');
  return pieces;
}

// The value of a matrix parameter that is not exploded, or the text behind the prefix.
Wire<Piece> unexploded_text(const Serialisation& serialisation, std::string_view raw) {
  const auto text = without_prefix(serialisation, raw);
  if (!text || serialisation.style != Style::Matrix) return text;
  return without_name(serialisation, *text);
}

}  // namespace

std::string_view to_string(Style style) { return row_of(style).name; }
char delimiter_of(Style style) { return row_of(style).delimiter; }
char exploded_delimiter_of(Style style) { return row_of(style).exploded_delimiter; }

EncodedDelimiter encoded_delimiter_of(const Serialisation& serialisation) {
  return serialisation.delimiters == Reading::Delimiters::Encoded
             ? EncodedDelimiter::Delimits
             : row_of(serialisation.style).encoded;
}

Wire<Piece> scalar_text(const Serialisation& serialisation, std::string_view raw) {
  return unexploded_text(serialisation, raw);
}

Wire<std::vector<Piece>> array_elements(const Serialisation& serialisation, std::string_view raw) {
  if (!serialisation.explodes) {
    const auto text = unexploded_text(serialisation, raw);
    if (!text) return tl::unexpected(text.error());
    return unexploded_pieces(serialisation, *text);
  }
  const auto text = without_prefix(serialisation, raw);
  if (!text) return tl::unexpected(text.error());
  auto pieces = pieces_of(serialisation, *text, exploded_delimiter_of(serialisation.style));
  if (serialisation.style == Style::Matrix) {
    for (Piece& piece : pieces) {
      const auto value = without_name(serialisation, piece);
      if (!value) return tl::unexpected(value.error());
      piece = *value;
    }
  }
  // "color=blue&color=black" as one cookie: the first name is the cookie's own.
  if (serialisation.style == Style::Form) {
    for (Piece& piece : pieces) {
      const bool has_name = piece.raw.starts_with(serialisation.name) &&
                            piece.raw.substr(serialisation.name.size()).starts_with('=');
      if (has_name) piece = without_name(serialisation, piece).value_or(piece);
    }
  }
  return pieces;
}

Wire<std::vector<NamedPiece>> object_members(const Serialisation& serialisation,
                                             std::string_view raw) {
  if (serialisation.explodes) {
    const auto text = without_prefix(serialisation, raw);
    if (!text) return tl::unexpected(text.error());
    return exploded_members(serialisation, *text);
  }
  const auto text = unexploded_text(serialisation, raw);
  if (!text) return tl::unexpected(text.error());
  const auto pieces = unexploded_pieces(serialisation, *text);
  if (pieces.size() % 2 != 0) {
    return fault(fmt::format("must be name, value, name, value with \"{}\" between them (style {})",
                             delimiter_of(serialisation.style), to_string(serialisation.style)));
  }
  std::vector<NamedPiece> members;
  for (std::size_t i = 0; i < pieces.size(); i += 2) members.push_back({pieces[i], pieces[i + 1]});
  return members;
}

}  // namespace holotype::parameters
