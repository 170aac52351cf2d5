// Small files of the media types whose bodies are bytes: images, audio, video, fonts, archives,
// documents. What is answered as image/png is a PNG.
//
// Threads: pure. Determinism: the same bytes always. Tests: tests/generate/sample_file_test.cc
#pragma once

#include <optional>
#include <string_view>

namespace holotype::generate {

// A file of that media type, as small as the format allows: sample_file("image/png") is a PNG of
// one pixel. nullopt for types that are not known, and for those that are written from values
// (JSON, plain text). `media_type` is in lower case, without parameters.
std::optional<std::string_view> sample_file(std::string_view media_type);

}  // namespace holotype::generate
