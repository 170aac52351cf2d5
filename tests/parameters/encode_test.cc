#include "parameters/encode.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

TEST(EncodeTest, WritesEveryStyle) {
  struct Row {
    const char* serialisation;
    const char* value;
    const char* text;  // nullptr: has no form
  };
  const Row rows[] = {
      {"path simple", "5", "5"},
      {"path simple", R"("a/b c")", "a%2Fb%20c"},
      {"path simple", R"(["a","b,c"])", "a,b%2Cc"},
      {"path simple", R"({"R":100,"G":200})", "R,100,G,200"},
      {"path simple*", R"({"R":100,"G":200})", "R=100,G=200"},
      {"path simple", R"("")", nullptr},
      {"path simple", "[]", nullptr},
      {"path simple", R"([[1]])", nullptr},
      {"path label", "5", ".5"},
      {"path label", R"(["a.b","c"])", ".a%2Eb,c"},
      {"path label*", R"(["a.b","c"])", ".a%2Eb.c"},
      {"path label*", R"({"R":1,"G":2})", ".R=1.G=2"},
      {"path matrix", "5", ";color=5"},
      {"path matrix", R"("")", ";color"},
      {"path matrix", "[1,2]", ";color=1,2"},
      {"path matrix*", "[1,2]", ";color=1;color=2"},
      {"path matrix*", R"({"R":1,"G":2})", ";R=1;G=2"},
      {"path matrix", R"({"R":1,"G":2})", ";color=R,1,G,2"},
      {"query form*", "5", "color=5"},
      {"query form*", "null", "color=null"},
      {"query form*", "true", "color=true"},
      {"query form*", R"("a b+c&d")", "color=a%20b%2Bc%26d"},
      {"query form*", "[1,2]", "color=1&color=2"},
      {"query form*", "[]", ""},
      {"query form*", R"({"R":1,"tags":[1,2]})", "R=1&tags=1&tags=2"},
      {"query form*", R"({"R":{"x":1}})", nullptr},
      {"query form", "[1,2]", "color=1,2"},
      {"query form", "[]", "color="},
      {"query form", R"([""])", nullptr},
      {"query form", R"({"R":1})", "color=R,1"},
      {"query spaceDelimited", "[1,2]", "color=1%202"},
      {"query spaceDelimited", R"(["a b"])", nullptr},
      {"query pipeDelimited", "[1,2]", "color=1%7C2"},
      {"query tsv", "[1,2]", "color=1%092"},
      {"query deepObject*", R"({"a":1,"b":{"c":[1,2]},"d":[{"e":1}]})",
       "color%5Ba%5D=1&color%5Bb%5D%5Bc%5D%5B%5D=1&color%5Bb%5D%5Bc%5D%5B%5D=2"
       "&color%5Bd%5D%5B0%5D%5Be%5D=1"},
      {"query deepObject*", R"({"a":[]})", nullptr},
      {"header simple", R"("a b%")", "a b%"},
      {"header simple", "[1,2]", "1,2"},
      {"header simple", R"(["a,b"])", nullptr},
      {"header simple", R"("a\u0000")", nullptr},
      {"header simple*", R"({"R":1})", "R=1"},
      {"cookie form*", "5", "color=5"},
      {"cookie form", "[1,2]", "color=1,2"},
      {"cookie form*", "[1,2]", "color=1; color=2"},
      {"cookie form*", R"("a;b")", "color=a%3Bb"},
      {"cookie cookie*", R"("a%2Cb/=")", "color=a%2Cb/="},
      {"cookie cookie*", R"(["a","%"])", "color=a; color=%"},
      {"cookie cookie*", R"("a;b")", nullptr},
      {"cookie cookie*", R"("a b")", nullptr},
  };
  for (const Row& row : rows) {
    const auto value = json::read(row.value);
    ASSERT_TRUE(value) << row.value;
    const auto parameter = make_parameter("color", row.serialisation, {});
    const auto text = encode(parameter, value->root());
    ASSERT_EQ(text.has_value(), row.text != nullptr) << row.serialisation << " " << row.value;
    if (text) EXPECT_EQ(*text, row.text) << row.serialisation << " " << row.value;
  }
}

TEST(EncodeTest, KeepsReservedCharactersWhereAllowed) {
  auto parameter = make_parameter("q", "query form", {});
  parameter.allows_reserved = true;
  const auto value = json::read(R"("a/b?c:d&e+f#g[h],=")");
  EXPECT_EQ(*encode(parameter, value->root()), "q=a/b?c:d%26e%2Bf%23g%5Bh%5D,=");
  const auto list = json::read(R"(["a,b","c/d"])");
  EXPECT_EQ(*encode(parameter, list->root()), "q=a%2Cb,c/d");
}

// decode(encode(v)) == v, for random values of each type in every location, style and explode.
class RoundTrip {
 public:
  explicit RoundTrip(std::uint64_t seed) : random_(seed) {}

  std::string text() {
    static constexpr std::string_view kPieces[] = {
        "a", "7",  " ", "%", ",",  ".",   ";",    "=",    "&", "/",  "|", "+", "é",
        "€", "\\", "[", "]", "\"", "%41", "null", "true", "-", "\t", "#", "?", ":"};
    std::string text;
    for (std::uint64_t n = random_.below(5); n > 0; --n) {
      text += kPieces[random_.below(std::size(kPieces))];
    }
    return json::quote(text);
  }
  std::string integer() { return std::to_string(static_cast<std::int64_t>(random_.next()) >> 20); }
  std::string scalar(std::string_view type) {
    if (type == "integer") return integer();
    if (type == "boolean") return random_.below(2) == 0 ? "true" : "false";
    if (type == "number") return integer() + "." + std::to_string(1 + random_.below(9));
    return text();
  }
  std::string array(std::string_view type) {
    std::string text = "[";
    for (std::uint64_t i = 0, n = random_.below(4); i < n; ++i) {
      text += (i > 0 ? "," : "") + scalar(type);
    }
    return text + "]";
  }
  std::string object() {
    std::string text;
    for (const std::string_view name : {"integer", "boolean", "string", "number"}) {
      if (random_.below(3) == 0) continue;
      text += (text.empty() ? "" : ",") + json::quote(name) + ":" + scalar(name);
    }
    return "{" + text + "}";
  }

 private:
  Random random_;
};

TEST(EncodeTest, DecodesWhatItWrites) {
  const char* serialisations[] = {
      "path simple",   "path simple*",     "path label",           "path label*",
      "path matrix",   "path matrix*",     "query form",           "query form*",
      "header simple", "header simple*",   "query spaceDelimited", "query spaceDelimited*",
      "cookie form",   "cookie form*",     "query pipeDelimited",  "query pipeDelimited*",
      "query tsv",     "query deepObject*"};
  int encoded = 0;
  RoundTrip make(42);
  const auto expect = [&](const char* serialisation, const SchemaFixture& fixture,
                          const openapi::Parameter& parameter, const Decoder& decoder,
                          const std::string& text) {
    const auto value = json::read(text);
    ASSERT_TRUE(value) << text;
    const auto wire = encode(parameter, value->root());
    if (!wire) return;
    ++encoded;
    const RawRequest request(parameter, *wire);
    json::Arena arena;
    const Decoded decoded = decoder.decode(request.raw(arena), arena);
    const bool is_empty = value->root().size() == 0 && wire->empty();
    if (is_empty && !decoded.is_present) return;  // an exploded array of nothing is not there
    ASSERT_TRUE(decoded.findings.empty()) << serialisation << " " << *wire << describe(decoded);
    ASSERT_TRUE(decoded.value) << serialisation << " " << *wire << " of " << text;
    EXPECT_TRUE(json::equal(*decoded.value, value->root()))
        << serialisation << " " << json::write(fixture.root().file->root()) << "\n  value " << text
        << "\n  wire  " << *wire << "\n  found " << json::write(*decoded.value);
  };
  for (const char* serialisation : serialisations) {
    for (const std::string_view type : {"integer", "boolean", "string", "number"}) {
      SchemaFixture scalar(R"({"type":")" + std::string(type) + R"("})");
      SchemaFixture array(R"({"type":"array","items":{"type":")" + std::string(type) + R"("}})");
      const auto p = make_parameter("color", serialisation, scalar.root());
      const auto q = make_parameter("color", serialisation, array.root());
      const auto scalars = Decoder::compile(p, scalar.shapes());
      const auto arrays = Decoder::compile(q, array.shapes());
      for (int i = 0; i < 200; ++i) {
        expect(serialisation, scalar, p, scalars, make.scalar(type));
        expect(serialisation, array, q, arrays, make.array(type));
      }
    }
    SchemaFixture object(R"({"type":"object","properties":{"integer":{"type":"integer"},
        "boolean":{"type":"boolean"},"string":{"type":"string"},"number":{"type":"number"}}})");
    const auto p = make_parameter("color", serialisation, object.root());
    const auto objects = Decoder::compile(p, object.shapes());
    for (int i = 0; i < 200; ++i) expect(serialisation, object, p, objects, make.object());
  }
  EXPECT_GT(encoded, 20000);
}

}  // namespace
}  // namespace holotype::parameters
