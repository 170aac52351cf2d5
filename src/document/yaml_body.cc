#include "document/yaml_body.h"

#include <algorithm>

#include "diagnostic/rules_document.h"
#include "document/yaml.h"

namespace holotype::document {
namespace {

// One thread: many bodies are read at a time.
constexpr Pieces kWhole{};

// `text` with LF for CR LF and CR, which ends its last line (see parse.cc), and the way back.
class LineFeeds {
 public:
  explicit LineFeeds(std::string_view text) : original_(text) {
    text_.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\r') {
        text_ += text[i];
      } else if (i + 1 == text.size() || text[i + 1] != '\n') {
        text_ += '\n';
      }
    }
    if (!text_.ends_with('\n')) text_ += '\n';
  }

  const std::string& text() const { return text_; }

  // Where what stands at `offset` of text() stood before.
  std::uint32_t original(std::uint32_t offset) const {
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < offset && at < original_.size(); ++i)
      at += original_.substr(at).starts_with("\r\n") ? 2 : 1;
    return static_cast<std::uint32_t>(std::min(at, original_.size()));
  }

 private:
  std::string_view original_;
  std::string text_;
};

}  // namespace

Result<json::Value, YamlBodyFault> read_yaml_body(json::Arena& arena, std::string_view text) {
  const LineFeeds lines(text);
  auto document = read_yaml(arena, lines.text(), kWhole);
  const Fault* fault = nullptr;
  if (!document) {
    fault = &document.error();
  } else {
    const auto found =
        std::ranges::find(document->faults, &diagnostic::rules::kDocumentNotJson, &Fault::rule);
    if (found != document->faults.end()) fault = &*found;
  }
  if (fault == nullptr) return document->root;
  return tl::unexpected(YamlBodyFault{lines.original(fault->offset), fault->message});
}

}  // namespace holotype::document
