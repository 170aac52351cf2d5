// yaml-cpp as an event source. What it needs around it (release 0.7):
//
//   - Its marks count bytes, from the start of the stream; a node's mark is that of its properties
//   (tag, anchor)
//     where it has some. An empty node is marked where the next token begins, which may be lines
//     later: such a node gets the place of its key.
//   - It does not say whether a scalar with a tag was quoted, nor how a null was written; the text
//   at the mark does.
//   - U+0004 ends its input in silence, so control characters are looked for first; YAML allows
//   none
//     (section 5.1).
//   - It takes "[1] [2]" for two documents; between documents YAML wants a marker (section 9.2).
//   - It lets faults through in silence that change what the author said; Events refuses those.
//   - Its messages are terse; yaml_messages.h says what they mean to the author of the text.
//
// It recurses, and gives up at 500 levels. Cost: about 125 ns a byte on a 2026 machine, nearly all
// of it in its scanner, which matches regular expressions at every character of a plain or block
// scalar. Large texts are therefore cut (yaml_pieces.h) and the pieces read by several threads; the
// values, their offsets and the faults are the same, for wherever a piece is in doubt the whole
// text is read by one.
#include "document/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <atomic>
#include <istream>
#include <iterator>
#include <optional>
#include <streambuf>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "base/utf8.h"
#include "diagnostic/rules_document.h"
#include "document/yaml_messages.h"
#include "document/yaml_pieces.h"
#include "document/yaml_source.h"
#include "document/yaml_tree.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

// A stream over text that stays where it is.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a get area is not written to
    setg(begin, begin, begin + text.size());
  }
};

std::uint32_t position(std::string_view text, const YAML::Mark& mark, std::size_t begin = 0) {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(mark.pos + static_cast<std::int64_t>(begin), 0, std::ssize(text)));
}

// Thrown through yaml-cpp, whose handlers cannot stop it otherwise.
struct Stop {};

// Passes yaml-cpp's events on to the tree, and refuses what yaml-cpp lets through although the
// author would miss it: a key without a colon, an element without a value, a quote without an end.
class Events final : public YAML::EventHandler {
 public:
  // `begin` is where in the text the parser's input begins.
  Events(YamlTree& tree, std::string_view text, std::size_t begin = 0)
      : tree_(tree), text_(text), begin_(begin) {}

  const std::optional<Fault>& failure() const { return failure_ ? failure_ : tree_.failure(); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::string_view word = null_text(text_, at(mark));
    const bool is_written = !word.empty() || anchor != 0;
    const std::uint32_t offset = is_written ? at(mark) : place_of_nothing(at(mark));
    node(at(mark), word, is_written);
    go(tree_.scalar({offset, {}, anchor}, word, true));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    node(at(mark), {});
    go(tree_.alias(at(mark), anchor));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const std::uint32_t offset = at(mark);
    const bool plain = tag == "?" || (tag != "!" && is_plain(text_, offset));
    if (!plain) check_quotes(offset);
    const std::optional<std::string> mended = plain ? std::nullopt : mend(value, offset);
    const std::string& said = mended ? *mended : value;
    node(offset, said);
    go(tree_.scalar({offset, tag, anchor}, said, plain));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    node(at(mark), {});
    open_.push_back({.is_mapping = false, .is_flow = style == YAML::EmitterStyle::Flow});
    go(tree_.begin_sequence({at(mark), tag, anchor}));
  }
  void OnSequenceEnd() override {
    open_.pop_back();
    go(tree_.end());
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    node(at(mark), {});
    open_.push_back({.is_mapping = true, .is_flow = style == YAML::EmitterStyle::Flow});
    go(tree_.begin_mapping({at(mark), tag, anchor}));
  }
  void OnMapEnd() override {
    open_.pop_back();
    go(tree_.end());
  }

 private:
  struct Open {
    bool is_mapping;
    bool is_flow;
    bool has_key = false;  // and its value comes next
    std::uint32_t key_offset = 0;
    bool is_key_written = true;
    std::string key = {};  // "" where it is no scalar
  };

  std::uint32_t at(const YAML::Mark& mark) const { return position(text_, mark, begin_); }

  // A node begins: in a mapping it is a key or a value.
  void node(std::uint32_t offset, std::string_view key, bool is_written = true) {
    if (open_.empty() || !open_.back().is_mapping) return;
    Open& mapping = open_.back();
    mapping.has_key = !mapping.has_key;
    if (!mapping.has_key) return;
    mapping.key_offset = offset;
    mapping.is_key_written = is_written;
    mapping.key = key;
  }

  // Where a value that is not there should be. `mark` is where yaml-cpp noticed, maybe lines later.
  std::uint32_t place_of_nothing(std::uint32_t mark) {
    if (open_.empty()) return mark;
    const Open& parent = open_.back();
    if (!parent.is_mapping && parent.is_flow) {
      refuse(mark, "an element of a list must have a value", "remove the comma, or write null");
    }
    if (!parent.is_mapping || !parent.has_key) return mark;
    if (parent.is_flow && !parent.is_key_written) {
      refuse(parent.key_offset, "a member must stand between two commas", "remove one comma");
    }
    if (!parent.is_flow && !parent.key.empty() &&
        !is_marked_as_key(text_, parent.key_offset, parent.key)) {
      refuse(parent.key_offset, "a key must be followed by a colon",
             "add the colon, or indent the line if it goes on the value above");
    }
    return parent.key_offset;
  }

  void check_quotes(std::uint32_t offset) {
    const std::size_t content = content_offset(text_, offset);
    if (is_quote(text_, content) && !end_of_quoted(text_, content)) {
      const YamlMessage ours = yaml_message(YAML::ErrorMsg::EOF_IN_SCALAR);
      refuse(offset, ours.message, ours.fix);
    }
  }

  // What a scalar says where yaml-cpp reads it wrong; nullopt where it does not. Of a folded scalar
  // that keeps its final line ends it drops one, and the escapes \N and \_ it gives as the bytes 85
  // and A0, which are no UTF-8.
  std::optional<std::string> mend(const std::string& value, std::uint32_t offset) const {
    if (!is_quote(text_, content_offset(text_, offset))) {
      // Of one without content, what looks like its first line is the next thing.
      const std::size_t content = value.find_last_not_of('\n') + 1;
      const auto line_ends = content == 0 ? std::nullopt : final_line_ends(text_, offset);
      if (!line_ends) return std::nullopt;
      return value.substr(0, content) + std::string(*line_ends, '\n');
    }
    std::size_t valid = utf8::valid_prefix(value);
    if (valid == value.size()) return std::nullopt;
    std::string out;
    std::string_view rest = value;
    for (; valid < rest.size(); valid = utf8::valid_prefix(rest)) {
      out += rest.substr(0, valid);
      utf8::append(out, static_cast<unsigned char>(rest[valid]));
      rest.remove_prefix(valid + 1);
    }
    return out += rest;
  }

  [[noreturn]] void refuse(std::uint32_t offset, std::string_view message, std::string_view fix) {
    failure_ = Fault{&rules::kDocumentSyntax, offset, std::string(message), {}, std::string(fix)};
    throw Stop{};
  }
  static void go(bool may_go_on) {
    if (!may_go_on) throw Stop{};
  }

  YamlTree& tree_;
  std::string_view text_;
  std::size_t begin_;
  std::vector<Open> open_;
  std::optional<Fault> failure_;
};

// Notes whether a document has content, and where.
class Peek final : public YAML::EventHandler {
 public:
  explicit Peek(std::string_view text) : text_(text) {}

  std::uint32_t position = 0;

  // Whether the last document began behind the one before.
  bool has_advanced() const { return has_advanced_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    const std::uint32_t start = document::position(text_, mark);
    has_advanced_ = is_first_ || start > position;
    is_first_ = false;
    position = start;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { note(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string&) override {
    note(mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    note(mark);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    note(mark);
  }
  void OnMapEnd() override {}

 private:
  void note(const YAML::Mark& mark) {
    position = document::position(text_, mark);
    throw Stop{};
  }

  std::string_view text_;
  bool is_first_ = true;
  bool has_advanced_ = true;
};

// Where the fault is. That of an escape is noticed behind all that belongs to it.
std::uint32_t place_of(std::string_view text, const YAML::Exception& error) {
  const std::uint32_t offset = position(text, error.mark);
  using namespace YAML::ErrorMsg;
  for (const char* of_escape : {INVALID_ESCAPE, INVALID_HEX, INVALID_UNICODE}) {
    if (!std::string_view(error.msg).starts_with(of_escape)) continue;
    const std::size_t backslash = text.substr(0, offset).rfind('\\');
    if (backslash != std::string_view::npos) return static_cast<std::uint32_t>(backslash);
  }
  return offset;
}

Fault syntax_fault(std::string_view text, const YAML::Exception& error) {
  const std::uint32_t offset = place_of(text, error);
  const auto tab = indenting_tab(text, offset);
  const YamlMessage ours = tab ? tab_message() : yaml_message(error.msg);
  return {&rules::kDocumentSyntax,
          tab ? static_cast<std::uint32_t>(*tab) : offset,
          std::string(ours.message),
          {},
          std::string(ours.fix)};
}

// A control character that YAML does not allow (section 5.1).
std::optional<Fault> control_character(std::string_view text) {
  const auto at = std::find_if(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
  });
  if (at == text.end()) return std::nullopt;
  return Fault{&rules::kDocumentSyntax, static_cast<std::uint32_t>(at - text.begin()),
               "a text must not hold control characters other than tab and line ends",
               fmt::format("U+{:04X}", static_cast<unsigned>(*at)),
               "remove it, or write it as an escape in double quotes"};
}

// What is wrong with a second document that begins at `offset`: it is one, or it is text without a
// marker.
Fault second_document(std::string_view text, std::uint32_t offset) {
  constexpr std::size_t kMarkerBytes = 4;
  const std::string_view before = text.substr(0, offset + kMarkerBytes);
  for (const std::string_view marker : {"\n---", "\n..."}) {
    const std::size_t at = before.rfind(marker);
    if (at == std::string_view::npos || content_offset(text, at + kMarkerBytes) < offset) continue;
    return {&rules::kDocumentSeveral, static_cast<std::uint32_t>(at + 1),
            "a file must hold one YAML document"};
  }
  return {&rules::kDocumentSyntax,
          offset,
          "nothing must follow the value of the file",
          {},
          "remove it, or close the brackets later"};
}

// yaml-cpp's own errors become faults here; what it throws that is no error of the text is not
// caught.
Result<YamlDocument, Fault> parse(YamlTree& tree, std::string_view text) {
  TextBuffer buffer(text);
  std::istream stream(&buffer);
  Events events(tree, text);
  Peek peek(text);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(events)) return YamlDocument{};
    while (parser.HandleNextDocument(peek)) {
      // A token that no node begins with (a comma) makes empty documents for ever.
      if (!peek.has_advanced()) return tl::unexpected<Fault>(second_document(text, peek.position));
    }
  } catch (const Stop&) {
    if (events.failure()) return tl::unexpected<Fault>(*events.failure());
    return tl::unexpected<Fault>(second_document(text, peek.position));
  } catch (const YAML::DeepRecursion& error) {
    return tl::unexpected<Fault>(Fault{&rules::kDocumentTooDeep, position(text, error.mark),
                                       "values must nest at most about 500 deep in YAML"});
  } catch (const YAML::Exception& error) {
    return tl::unexpected<Fault>(syntax_fault(text, error));
  }
  return YamlDocument{tree.root(), tree.faults()};
}

// One piece of a text, read into an arena of its own.
struct ReadPiece {
  json::Arena arena;
  std::optional<YamlDocument> document;  // of a mapping or sequence; nullopt where it is none
  std::uint64_t nodes = 0;               // in it, aliases expanded
};

// yaml-cpp refuses about 500 levels, in pieces as in whole texts, where each has a few more: near
// that, the whole text decides.
constexpr std::uint32_t kSurelyAllowed = 400;

ReadPiece read_piece(std::string_view text, const YamlPiece& piece) {
  const std::string_view part = text.substr(piece.begin, piece.end - piece.begin);
  ReadPiece read{json::Arena(part.size() + 64), std::nullopt};
  YamlTree tree(read.arena, text.size());
  TextBuffer buffer(part);
  std::istream stream(&buffer);
  // What is not in the piece is not there: a quote has its end in it, or was cut.
  Events events(tree, text.substr(0, piece.end), piece.begin);
  Peek peek(part);
  try {
    YAML::Parser parser(stream);
    // A parser is true while something is left.
    const bool is_whole =
        parser.HandleNextDocument(events) && !parser.HandleNextDocument(peek) && !parser;
    const bool is_collection = tree.root().is_object() || tree.root().is_array();
    // How many faults are told, and in which order, is a matter of the whole text.
    const bool is_clear = tree.faults().empty() && tree.height() < kSurelyAllowed;
    if (is_whole && is_collection && is_clear) read.document = YamlDocument{tree.root(), {}};
    read.nodes = tree.nodes();
  } catch (const Stop&) {
  } catch (const YAML::Exception&) {
    // Whatever it is: reading the whole text tells it better.
  }
  return read;
}

// The pieces of a tree of pieces, in the order of the text.
void flatten(const std::vector<YamlPiece>& pieces, std::vector<const YamlPiece*>& flat) {
  for (const YamlPiece& piece : pieces) {
    flat.push_back(&piece);
    flatten(piece.inner, flat);
  }
}

std::vector<ReadPiece> read_side_by_side(std::string_view text,
                                         const std::vector<const YamlPiece*>& pieces,
                                         unsigned threads) {
  std::vector<ReadPiece> read(pieces.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> is_sound{true};
  const auto work = [&] {
    for (std::size_t i = next++; i < pieces.size() && is_sound; i = next++) {
      read[i] = read_piece(text, *pieces[i]);
      if (!read[i].document) is_sound = false;
    }
  };
  std::vector<std::jthread> others;  // joined where they end
  try {
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  } catch (const std::system_error&) {
    // There are no more threads to be had: those that there are do the work.
  }
  work();
  others.clear();
  return read;
}

// Puts together what was read of the pieces; `next` is the first of them that is not used yet.
class Joiner {
 public:
  Joiner(json::Arena& arena, const std::vector<ReadPiece>& read) : arena_(arena), read_(read) {}

  // The mapping or sequence of those pieces; nullopt where that is not what they are, or where a
  // name occurs in two of them.
  std::optional<json::Value> join(const std::vector<YamlPiece>& pieces) {
    return read_[next_].document->root.is_array() ? join_sequence(pieces) : join_mapping(pieces);
  }

 private:
  std::optional<json::Value> join_sequence(const std::vector<YamlPiece>& pieces) {
    const std::uint32_t offset = read_[next_].document->root.offset();
    std::vector<json::Value> elements;
    for (const YamlPiece& piece : pieces) {
      const json::Value& part = read_[next_++].document->root;
      if (!part.is_array() || !piece.inner.empty()) return std::nullopt;
      elements.insert(elements.end(), part.elements().begin(), part.elements().end());
    }
    return json::Value::array(arena_, elements).with_offset(offset);
  }

  std::optional<json::Value> join_mapping(const std::vector<YamlPiece>& pieces) {
    std::vector<json::Member> members;
    for (const YamlPiece& piece : pieces) {
      const json::Value& mapping = read_[next_++].document->root;
      if (!mapping.is_object()) return std::nullopt;
      members.insert(members.end(), mapping.members().begin(), mapping.members().end());
      if (piece.inner.empty()) continue;
      const auto inner = mapping.size() == 1 ? join(piece.inner) : std::nullopt;
      if (!inner) return std::nullopt;
      members.back().value = *inner;
    }
    const json::Value whole = json::Value::object(arena_, members);
    if (whole.size() != members.size() || members.empty()) return std::nullopt;
    return whole.with_offset(members.front().name_offset);
  }

  json::Arena& arena_;
  const std::vector<ReadPiece>& read_;
  std::size_t next_ = 0;
};

}  // namespace

std::optional<YamlDocument> read_yaml_in_pieces(json::Arena& arena, std::string_view text,
                                                const Pieces& options) {
  // yaml-cpp drops a byte order mark where its input begins, which in a piece is inside the text.
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.find(kByteOrderMark, 1) != std::string_view::npos) return std::nullopt;
  const std::vector<YamlPiece> pieces = yaml_pieces(text, options.bytes);
  if (pieces.empty()) return std::nullopt;
  std::vector<const YamlPiece*> flat;
  flatten(pieces, flat);
  std::vector<ReadPiece> read = read_side_by_side(text, flat, options.threads);
  const bool is_sound =
      std::ranges::all_of(read, [](const ReadPiece& piece) { return piece.document.has_value(); });
  std::uint64_t nodes = 0;
  for (const ReadPiece& piece : read) nodes += piece.nodes;
  if (!is_sound || nodes > YamlTree::most_nodes(text.size())) return std::nullopt;
  const auto root = Joiner(arena, read).join(pieces);
  if (!root) return std::nullopt;
  for (ReadPiece& piece : read) arena.absorb(std::move(piece.arena));
  return YamlDocument{*root, {}};
}

Pieces Pieces::of(std::size_t text_bytes) {
  constexpr std::size_t kWorthAThread = 4 * 1024;
  constexpr unsigned kMaxThreads = 8, kPiecesAThread = 4;
  const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads);
  if (threads == 1 || text_bytes < 2 * kWorthAThread) return {};
  const std::size_t bytes =
      std::max(text_bytes / (std::size_t{threads} * kPiecesAThread), kWorthAThread / 2);
  return {.bytes = bytes, .threads = threads};
}

Result<YamlDocument, Fault> read_yaml(json::Arena& arena, std::string_view text,
                                      const Pieces& pieces) {
  if (auto fault = control_character(text)) return tl::unexpected<Fault>(std::move(*fault));
  if (pieces.threads > 0) {
    if (auto document = read_yaml_in_pieces(arena, text, pieces)) return std::move(*document);
  }
  YamlTree tree(arena, text.size());
  return parse(tree, text);
}

}  // namespace holotype::document
