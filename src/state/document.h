// Document: one stored representation of a resource, immutable. A change makes a new one.
//
// Threads: share freely.
#pragma once

#include <memory>
#include <string>

#include "base/lazy.h"
#include "json/value.h"

namespace holotype::state {

struct Document {
  std::string id;
  json::Tree tree;  // the representation, in memory of its own

  const json::Value& value() const { return tree.root(); }
  // The same as compact JSON. Written when it is first asked for: what is created may never be
  // read.
  const std::string& text() const { return words().text; }
  // Of the text, as an entity-tag (RFC 9110 section 8.8.3), quotes included.
  const std::string& etag() const { return words().etag; }

 private:
  struct Words {
    std::string text;
    std::string etag;
  };
  const Words& words() const;

  Lazy<Words> words_;
};

using DocumentPtr = std::shared_ptr<const Document>;

// A document that holds a copy of `value`.
DocumentPtr make_document(std::string id, const json::Value& value);

// The text of an id: a string itself, a whole number in decimal ("20" of 20.0), everything else as
// JSON.
std::string id_text(const json::Value& id);

// `value` with `part` at a pointer; what is missing on the way is made (an object; an array of one
// element for "0").
json::Value with_part(const json::Value& value, std::string_view pointer, const json::Value& part,
                      json::Arena& arena);

}  // namespace holotype::state
