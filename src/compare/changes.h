// Changes: what a comparison finds, put together and said once.
//
// A schema that many operations share is compared once for each direction; a change in it is one
// finding that names the first operation and how many others have it too.
//
// Internal to compare. Determinism: in the order in which the changes were met.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "document/file.h"

namespace holotype::compare {

using document::Node;

// How values are written on the wire. In a text 5 and "5" are the same.
enum class Wire : std::uint8_t {
  Json,
  Form,   // an object whose properties are fields: urlencoded, or the parts of multipart
  Field,  // text; a list is written as its elements, and an object as JSON
  Text,
  List,  // text; a list is written as its elements, so one of one as a scalar (explode)
};

// The part of an exchange that is compared, in the words of findings.
struct Part {
  std::string subject;  // who refuses, or what has it: "createTask", "the answer 200 of createTask"
  diagnostic::Place in = diagnostic::Place::None;
  std::string name;
  Node now;  // where it stands: for findings whose own place is no place in a file
  Node before;
  Wire wire = Wire::Json;
};

// A finding whose message goes "BEFORE_SUBJECT, so SUBJECT AFTER_SUBJECT".
struct Change {
  const diagnostic::Rule* rule = nullptr;
  std::string what;         // "maxLength is 40, and was 80"
  std::string consequence;  // "refuses values that it accepted"; "" where `what` says it all
  std::string pointer = {};
  Node now = {};
  Node before = {};
};

class Changes {
 public:
  // Adds the change, or the part to the change that is there already; its index.
  std::size_t add(Change change, const Part& part);
  // The same change is one of that part, too.
  void add_part(std::size_t index, const Part& part);

  diagnostic::Diagnostics take();

 private:
  struct Entry {
    Change change;
    Part part;
    std::vector<std::string> subjects;
  };
  std::vector<Entry> entries_;
};

// A change that stands by itself, at two places.
diagnostic::Diagnostic finding_of(const diagnostic::Rule& rule, const Node& now, const Node& before,
                                  std::string message);

}  // namespace holotype::compare
