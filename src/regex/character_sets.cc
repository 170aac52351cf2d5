#include "regex/character_sets.h"

namespace holotype::regex {

const CodePoints& digits() {
  static const CodePoints set{{'0', '9'}};
  return set;
}

const CodePoints& word_characters() {
  static const CodePoints set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  return set;
}

// WhiteSpace and LineTerminator of ECMA-262 sections 12.2 and 12.3: Space_Separator, U+FEFF and
// controls.
const CodePoints& white_space() {
  static const CodePoints set{
      {0x09, 0x0D},     {0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
      {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
  return set;
}

const CodePoints& line_terminators() {
  static const CodePoints set{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};
  return set;
}

}  // namespace holotype::regex
