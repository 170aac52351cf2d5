// FormDecoder: a form body, urlencoded or multipart, to the JSON value that its schema describes.
//
//     {"type":"object","properties":{"id":{"type":"integer"},"tags":{"type":"array"}}}
//     id=7&tags=a&tags=b      ->  {"id":7,"tags":["a","b"]}
//
// Fields take the types that the schema allows, as parameters do (see decoder.h). A field named
// "a[b][c]" goes below "a" where the schema has no property of the full name and "a" may be an
// object or array, as browsers, PHP, Rails and Stripe's clients write it. Encoding Objects are
// followed: contentType (JSON parts are parsed), style, explode, headers of parts; an explicit
// `allowReserved: false` makes raw reserved characters a finding. Parts without names
// (multipart/mixed) have theirs by position (OpenAPI 3.2: prefixEncoding, itemEncoding).
//
// In multipart bodies the content of a part is taken by its media type: see part_content.h.
//
// Threads: immutable, share freely. Ownership: refers to the MediaType and the ShapeCompiler.
// Spec: OpenAPI 3.1.1 "Encoding Object", "Special Considerations for multipart Content"; the WHATWG
// URL Standard section 5; RFC 7578. Tests: tests/parameters/form_body_test.cc
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "http/media_type.h"
#include "json/arena.h"
#include "openapi/media_type.h"
#include "parameters/decoder.h"
#include "parameters/shape.h"

namespace holotype::parameters {

struct DecodedBody {
  json::Value value;  // an object (an array for multipart without names); null where findings are
                      // about the whole
  bool has_value =
      false;  // what is wrong with parts, but not with how they are written, is beside it
  // The same with each file that is not ASCII as one character for each of its bytes: what a schema
  // that counts them is asked about. nullopt where there is none.
  std::optional<json::Value> octets = {};
  // Pointers to parts whose values are not what the schema describes: see `unchecked`.
  std::vector<std::string> unread = {};
  // What cannot be read: request.body-malformed. What can, and is not as the Encoding Object wants
  // it: request.parameter-malformed, -repeated, -empty, -missing (of a part's headers),
  // request.media-type-unsupported, request.part-type-missing and request.charset-unsupported (of a
  // part), request.xml-name. All with pointer and offset.
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;  // rule request.body-unchecked
};

class FormDecoder {
 public:
  // `media_type` and the shapes must outlive the FormDecoder.
  FormDecoder(const openapi::MediaType& media_type, ShapeCompiler& shapes);

  // An application/x-www-form-urlencoded body (or query).
  DecodedBody decode_urlencoded(std::string_view body, json::Arena& arena) const;

  // A multipart body. `content_type` is the request's, with its boundary.
  DecodedBody decode_multipart(const http::MediaType& content_type, std::string_view body,
                               json::Arena& arena) const;

  // The body that would decode to `value`. Precondition: an object.
  Result<std::string> encode_urlencoded(const json::Value& value) const;
  // The same of a multipart body, with the Content-Type that names the boundary: form-data for an
  // object, mixed for an array, whose elements are parts without names.
  struct Multipart {
    std::string content_type;
    std::string body;
  };
  Result<Multipart> encode_multipart(const json::Value& value) const;

 private:
  friend class FormReader;
  const openapi::Encoding* encoding_of(std::string_view property) const;
  Result<Multipart> encode_row(const json::Value& elements) const;

  // An Encoding Object with its headers and media types ready.
  struct PartEncoding {
    const openapi::Encoding* encoding;
    std::vector<Decoder> headers;
    std::vector<http::MediaType> types;  // of `contentType`; what is no media type is left out
    bool has_json = false;               // one of them is JSON
    // What a part without Content-Type is read as: the only one, where that is XML or YAML.
    const http::MediaType* document() const;
    bool takes(const http::MediaType& type) const;
  };
  static PartEncoding compile(const openapi::Encoding& encoding, ShapeCompiler& shapes);
  const PartEncoding* named(std::string_view property) const;
  // That of the part with that name, or of the one at `index` where it has none; nullptr where
  // there is none.
  const PartEncoding* part_encoding(std::string_view property, std::size_t index) const;

  const openapi::MediaType* media_type_;
  const Shape* shape_;
  std::unique_ptr<const Shape> row_;  // what shape_ is where itemSchema says what its items are
  std::vector<PartEncoding> by_name_;
  std::vector<PartEncoding> by_position_;
  std::vector<PartEncoding> of_items_;  // one or none
};

}  // namespace holotype::parameters
