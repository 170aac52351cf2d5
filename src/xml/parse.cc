// expat reads the text and calls back; the Builder keeps the path of open elements and what
// namespaces are in scope on it. expat could resolve namespaces itself, but then refuses a prefix
// that is not declared, and descriptions have those: OpenAPI lets `prefix` stand without
// `namespace`.
#include <expat.h>

#include <memory>
#include <utility>

#include "xml/element.h"

namespace holotype::xml {
namespace {

constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

class Builder {
 public:
  Builder(XML_Parser parser, const ParseOptions& options) : parser_(parser), options_(options) {
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser,
        [](void* self, const char* name, const char** attributes) {
          static_cast<Builder*>(self)->start(name, attributes);
        },
        [](void* self, const char*) { static_cast<Builder*>(self)->end(); });
    XML_SetCharacterDataHandler(parser, [](void* self, const char* text, int size) {
      static_cast<Builder*>(self)->add_text({text, static_cast<std::size_t>(size)});
    });
    XML_SetStartDoctypeDeclHandler(
        parser, [](void* self, const char*, const char*, const char*, int) {
          static_cast<Builder*>(self)->stop(
              "a document type declaration is not read, for the entities that it could declare");
        });
  }

  std::optional<SyntaxError> fault() { return std::exchange(fault_, std::nullopt); }
  Element take_root() { return std::move(root_); }

 private:
  struct Declaration {
    std::string prefix;
    std::string uri;
  };

  void start(std::string_view name, const char** attributes) {
    if (fault_) return;
    if (open_.size() == options_.max_depth) {
      stop("elements are nested deeper than " + std::to_string(options_.max_depth) + " levels");
      return;
    }
    Element element;
    element.offset = offset();
    scopes_.push_back(declarations_.size());
    for (const char** at = attributes; *at != nullptr; at += 2) declare(at[0], at[1]);
    element.name = resolve(name, NoPrefix::DefaultNamespace);
    for (const char** at = attributes; *at != nullptr; at += 2) {
      const std::string_view attribute = at[0];
      if (attribute == "xmlns" || attribute.starts_with("xmlns:")) continue;
      element.attributes.push_back({resolve(attribute, NoPrefix::NoNamespace), at[1]});
    }
    open_.push_back(std::move(element));
  }

  void end() {
    if (fault_) return;
    Element finished = std::move(open_.back());
    open_.pop_back();
    declarations_.resize(scopes_.back());
    scopes_.pop_back();
    (open_.empty() ? root_ : open_.back().children.emplace_back()) = std::move(finished);
  }

  void add_text(std::string_view text) {
    if (!fault_ && !open_.empty()) open_.back().text += text;
  }

  void declare(std::string_view attribute, const char* uri) {
    if (attribute == "xmlns") declarations_.push_back({"", uri});
    if (attribute.starts_with("xmlns:")) {
      declarations_.push_back({std::string(attribute.substr(6)), uri});
    }
  }

  // Namespaces in XML section 6.2: the default namespace is not that of attributes.
  enum class NoPrefix { DefaultNamespace, NoNamespace };
  Name resolve(std::string_view qualified, NoPrefix no_prefix) const {
    const std::size_t colon = qualified.find(':');
    if (colon == std::string_view::npos && no_prefix == NoPrefix::NoNamespace) {
      return {"", std::string(qualified)};
    }
    Name name;
    if (colon != std::string_view::npos) name.prefix = qualified.substr(0, colon);
    name.local = colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
    for (auto one = declarations_.rbegin(); one != declarations_.rend(); ++one) {
      if (one->prefix != name.prefix) continue;
      name.uri = one->uri;
      return name;
    }
    if (name.prefix == "xml") name.uri = kXmlNamespace;
    if (!name.prefix.empty() && name.prefix != "xml") name.uri = std::nullopt;
    return name;
  }

  std::uint32_t offset() const {
    return static_cast<std::uint32_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(parser_), 0));
  }

  void stop(std::string message) {
    fault_ = SyntaxError{offset(), std::move(message)};
    XML_StopParser(parser_, XML_FALSE);
  }

  XML_Parser parser_;
  ParseOptions options_;
  Element root_;
  std::vector<Element> open_;
  std::vector<Declaration> declarations_;  // in scope, the innermost last
  std::vector<std::size_t> scopes_;        // how many declarations there were outside each element
  std::optional<SyntaxError> fault_;
};

}  // namespace

Result<Element, SyntaxError> parse(std::string_view text, const ParseOptions& options) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(options.is_utf8 ? "UTF-8" : nullptr), &XML_ParserFree);
  if (parser == nullptr) {
    return tl::unexpected(SyntaxError{0, "there is not enough memory to read it"});
  }
  Builder builder(parser.get(), options);
  const XML_Status status =
      XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
  if (auto fault = builder.fault()) return tl::unexpected(*std::move(fault));
  if (status == XML_STATUS_OK) return builder.take_root();
  const XML_Index at = XML_GetErrorCode(parser.get()) == XML_ERROR_NO_ELEMENTS
                           ? static_cast<XML_Index>(text.size())
                           : XML_GetCurrentByteIndex(parser.get());
  return tl::unexpected(SyntaxError{static_cast<std::size_t>(std::max<XML_Index>(at, 0)),
                                    XML_ErrorString(XML_GetErrorCode(parser.get()))});
}

}  // namespace holotype::xml
