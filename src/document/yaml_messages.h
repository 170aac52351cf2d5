// What yaml-cpp's errors mean to the author of a text. Internal to document.
//
// Tests: tests/document/yaml_test.cc
#pragma once

#include <string_view>

namespace holotype::document {

// A message as in Diagnostic, and what to do about it; `fix` is "" where the message says all.
struct YamlMessage {
  std::string_view message;
  std::string_view fix;
};

// For the text of a YAML::Exception; where it is not known, that text itself.
YamlMessage yaml_message(std::string_view theirs);

// For a line that is indented with a tab, whatever yaml-cpp makes of it.
YamlMessage tab_message();

}  // namespace holotype::document
