// Subject: the text that a pattern is searched in, and its places: offsets in bytes, between code
// points.
//
// Tests: tests/regex/stepper_test.cc
#pragma once

#include <cstdint>
#include <string_view>

#include "base/utf8.h"
#include "regex/character_sets.h"
#include "regex/syntax.h"

namespace holotype::regex {

class Subject {
 public:
  using Place = std::uint32_t;

  // Precondition: `utf8` is valid, and a Place holds its size. It outlives the subject.
  explicit Subject(std::string_view utf8) : text_(utf8) {}

  Place end() const { return static_cast<Place>(text_.size()); }

  // The code point that begins at `place`. Precondition: place < end().
  utf8::CodePoint at(Place place) const { return utf8::decode(text_.substr(place)); }

  // Where the code point in front of `place` begins. Precondition: place > 0.
  Place before(Place place) const {
    do --place;
    while ((static_cast<unsigned char>(text_[place]) & 0xC0) == 0x80);
    return place;
  }

  std::string_view text(Place begin, Place size) const { return text_.substr(begin, size); }

  bool holds(Anchor anchor, Place at) const {
    switch (anchor) {
      case Anchor::Start:
        return at == 0;
      case Anchor::End:
        return at == end();
      case Anchor::WordBoundary:
      case Anchor::NoWordBoundary:
        break;
    }
    const bool is_boundary = (at > 0 && begins_word(before(at))) != begins_word(at);
    return is_boundary == (anchor == Anchor::WordBoundary);
  }

 private:
  // Whether a word character begins there; all of them are ASCII.
  bool begins_word(Place place) const {
    return place < end() && word_characters().contains(at(place).value);
  }

  std::string_view text_;
};

}  // namespace holotype::regex
