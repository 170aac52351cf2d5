// A string is found by trying: what looks best first, what is surest last, each candidate checked
// against all lengths, patterns and formats at once. The order: what stands for the format; what
// the name or the author's example suggests; strings made from each pattern, plainer ones first;
// words.

#include "generate/text.h"

#include <algorithm>
#include <vector>

#include "base/base64.h"
#include "base/utf8.h"
#include "formats/format.h"
#include "generate/pattern_text.h"
#include "generate/realistic.h"
#include "generate/samples.h"
#include "json/text.h"

namespace holotype::generate {

namespace {

constexpr std::uint64_t kLongest = 1'000'000;  // code points

// What the parts of a Demand say about strings.
struct TextRules {
  Lengths lengths;
  std::vector<const PatternShape*> patterns;
  std::vector<std::string_view> formats;
  bool is_json_text = false;
  std::string_view file = {};  // what the string is to hold
  bool is_encoded = false;
};

TextRules rules_of(const Demand& demand) {
  TextRules rules;
  for (const Shape* part : demand.parts) {
    rules.lengths.min = std::max(rules.lengths.min, part->min_length);
    rules.lengths.max = std::min(rules.lengths.max, part->max_length);
    if (part->pattern && part->pattern->pattern) rules.patterns.push_back(&*part->pattern);
    if (!part->format.empty()) rules.formats.push_back(part->format);
    rules.is_json_text = rules.is_json_text || part->is_json_text;
    if (!part->file.empty()) rules.file = part->file;
    rules.is_encoded = rules.is_encoded || part->is_encoded;
  }
  return rules;
}

bool fits(const TextRules& rules, std::string_view text) {
  const std::size_t length = utf8::length(text);
  if (length < rules.lengths.min || length > rules.lengths.max) return false;
  for (const PatternShape* pattern : rules.patterns) {
    if (pattern->pattern->matches(text) == regex::Match::No) return false;
  }
  if (rules.is_json_text && !json::read(text)) return false;
  return std::ranges::all_of(rules.formats, [&](std::string_view name) {
    const formats::Format* format = formats::find(name);
    return format == nullptr || format->predicate(text);
  });
}

// The first `count` code points.
std::string cut(std::string text, std::uint64_t count) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    const bool is_first_byte = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (is_first_byte && count-- == 0) break;
  }
  text.resize(end);
  return text;
}

// `text` made as long as `lengths` asks without giving up its format, if possible.
std::string sized(std::string text, const Lengths& lengths, std::string_view format) {
  std::size_t length = utf8::length(text);
  if (length > lengths.max) {
    const std::string_view shortest = shortest_text(format);
    if (!format.empty() && !shortest.empty()) return std::string(shortest);
    return cut(std::move(text), lengths.max);
  }
  if (length >= lengths.min) return text;
  const std::size_t missing = std::min(lengths.min, kLongest) - length;
  if (format == "email" || format == "idn-email") return std::string(missing, 'a') + text;
  if (format.empty()) {
    const std::string unit = text.empty() ? "string" : text;
    const std::size_t step = utf8::length(unit);
    const std::uint64_t wanted = std::min(lengths.min, kLongest);
    for (std::uint64_t now = length; now < wanted; now += step) text += unit;
    return cut(std::move(text), wanted);
  }
  const bool is_locator = format.starts_with("uri") || format.starts_with("iri") || format == "url";
  if (is_locator && missing > 1 && text.find('/', 8) == std::string::npos) {
    return text + "/" + std::string(missing - 1, 'a');
  }
  return text + std::string(missing, 'a');
}

// Hands out candidates until one fits.
class Search {
 public:
  explicit Search(const TextRules& rules) : rules_(rules) {}

  // Returns whether the search is over.
  bool offer(std::optional<std::string> text) {
    if (found_ || !text || !fits(rules_, *text)) return found_.has_value();
    found_ = std::move(text);
    return true;
  }
  bool is_over() const { return found_.has_value(); }
  std::optional<std::string> take() { return std::move(found_); }

 private:
  const TextRules& rules_;
  std::optional<std::string> found_;
};

// The example of the formats module, for formats that have no row in our own tables.
std::optional<std::string> registered_example(std::string_view name) {
  const formats::Format* format = formats::find(name);
  if (format == nullptr || format->example.empty()) return std::nullopt;
  return std::string(format->example);
}

// contentMediaType: image/png asks for a PNG, in base64 or, where it is text (an SVG), as it is.
void offer_file(Search& search, const TextRules& rules, const ScalarContext&) {
  if (rules.is_encoded) {
    search.offer(base64::encode(rules.file));
  } else if (utf8::is_valid(rules.file)) {
    search.offer(std::string(rules.file));
  }
}

void offer_placeholders(Search& search, const TextRules& rules, const ScalarContext& context) {
  if (rules.is_json_text) {
    for (const char* text : {"{}", "[]", "0", "null"}) {
      if (search.offer(std::string(text))) return;
    }
  }
  for (const std::string_view format : rules.formats) {
    auto text = placeholder_text(format, context.now);
    if (!text) text = registered_example(format);
    if (!text) continue;
    if (search.offer(text) || search.offer(sized(*text, rules.lengths, format))) return;
  }
  search.offer(sized("string", rules.lengths, {}));
}

void offer_realistic(Search& search, const TextRules& rules, const ScalarContext& context) {
  Random random = context.random;
  for (const std::string_view format : rules.formats) {
    for (int i = 0; i < 4; ++i) {
      const auto text = formatted_text(format, context, random);
      if (!text) break;
      if (search.offer(text) || search.offer(sized(*text, rules.lengths, format))) return;
    }
  }
  if (context.example != nullptr && context.example->is_string()) {
    const std::string_view example = context.example->as_string();
    auto text = reshaped(example, random);
    // Prose: what the author wrote, every other time.
    if (!text && random.below(2) == 0) text = std::string(example);
    if (search.offer(text)) return;
  }
  for (int i = 0; i < 4; ++i) {
    const auto text = named_text(context, random);
    if (!text) break;
    if (search.offer(text)) return;
  }
}

void offer_patterns(Search& search, const TextRules& rules, const ScalarContext& context) {
  struct Round {
    Characters characters;
    int tries;
  };
  static constexpr Round kRounds[] = {
      {Characters::Plain, 8}, {Characters::Mixed, 24}, {Characters::Any, 24}};
  Random random = context.random;
  for (const Round& round : kRounds) {
    for (int i = 0; i < round.tries; ++i) {
      std::string joined;  // "^a" and "z$" ask for "a...z"
      for (const PatternShape* pattern : rules.patterns) {
        const std::string text =
            text_for(*pattern->syntax, rules.lengths, round.characters, random);
        if (search.offer(text)) return;
        joined += text;
      }
      if (rules.patterns.size() > 1 && search.offer(std::move(joined))) return;
    }
  }
}

void offer_words(Search& search, const TextRules& rules, const ScalarContext& context) {
  Random random = context.random;
  for (int i = 0; i < 4; ++i) {
    std::string text = words(1 + random.below(3), random);
    if (search.offer(text)) return;
    while (text.size() < std::min(rules.lengths.min, kLongest)) text += " " + words(1, random);
    if (search.offer(sized(std::move(text), rules.lengths, {}))) return;
  }
  for (const std::string_view format : rules.formats) {
    if (search.offer(placeholder_text(format, context.now))) return;
    if (search.offer(registered_example(format))) return;
    if (search.offer(std::string(shortest_text(format)))) return;
  }
}

// A text of the format with one of a pattern grafted in: "^10\\." in an IPv4 address, "\\.pdf$" at
// the end of a URI. Only where both are asked for and neither alone will do.
void offer_grafts(Search& search, const TextRules& rules, const ScalarContext& context) {
  constexpr int kTries = 3;
  constexpr std::size_t kLongestStock = 80;
  Random random = context.random;
  for (const std::string_view format : rules.formats) {
    for (int i = 0; i < kTries; ++i) {
      auto stock =
          i == 0 ? placeholder_text(format, context.now) : formatted_text(format, context, random);
      if (!stock) stock = registered_example(format);
      if (!stock || stock->size() > kLongestStock) continue;
      for (const PatternShape* pattern : rules.patterns) {
        const std::string graft =
            text_for(*pattern->syntax, rules.lengths, Characters::Plain, random);
        for (std::size_t kept = 0; kept <= stock->size(); ++kept) {
          const std::size_t at = stock->size() - kept;
          const std::string head = stock->substr(0, at);
          const std::string tail = stock->substr(at);
          if (search.offer(graft + tail) || search.offer(head + graft)) return;
          if (search.offer(head + graft + tail)) return;
          if (graft.size() < tail.size() && search.offer(head + graft + tail.substr(graft.size())))
            return;
        }
      }
    }
  }
}

// Characters of all kinds by turns, of several lengths: what lookaheads ask for ("a capital and a
// digit"), and what a `not` that is about the first character leaves.
void offer_mixtures(Search& search, const TextRules& rules, const ScalarContext& context) {
  static constexpr std::string_view kCycles[] = {"Aa1!", "1Aa-", "!1aA", "Ab2_", "7", "Q", "_"};
  for (std::size_t i = 0; i < std::size(kCycles); ++i) {
    const std::string_view cycle = kCycles[(context.variant + i) % std::size(kCycles)];
    for (const std::uint64_t length : {0, 4, 8, 12, 16, 24, 40, 64}) {
      const std::uint64_t wanted = std::min(std::max(length, rules.lengths.min), kLongest);
      if (wanted > rules.lengths.max || wanted == 0) continue;
      std::string text;
      while (text.size() < wanted) text += cycle[text.size() % cycle.size()];
      if (search.offer(std::move(text))) return;
    }
  }
}

// Letters at random: the last way to something that differs from what was there before.
void offer_letters(Search& search, const TextRules& rules, const ScalarContext& context) {
  Random random = context.random;
  const std::uint64_t least = std::min(std::max<std::uint64_t>(rules.lengths.min, 1), kLongest);
  const std::uint64_t length = std::min(std::max<std::uint64_t>(least, 6), rules.lengths.max);
  std::string text;
  for (std::uint64_t i = 0; i < length; ++i) text += static_cast<char>('a' + random.below(26));
  search.offer(std::move(text));
}

}  // namespace

std::optional<std::string> make_text(const Demand& demand, const ScalarContext& context) {
  const TextRules rules = rules_of(demand);
  // Whoever wants yet another text has had many that were of no use.
  constexpr std::uint64_t kMostTexts = 64;
  if (context.variant > kMostTexts) return std::nullopt;
  if (rules.lengths.min > rules.lengths.max || rules.lengths.min > kLongest) return std::nullopt;
  const bool is_plain = context.mode == Mode::Static && context.variant == 0;
  using Stage = void (*)(Search&, const TextRules&, const ScalarContext&);
  std::vector<Stage> stages;
  // Words begin with small letters all, which a `not` may be about.
  const bool is_negated =
      std::ranges::any_of(demand.parts, [](const Shape* part) { return part->negated != nullptr; });
  if (is_negated && context.variant >= 3 && context.variant <= 5) stages.push_back(offer_mixtures);
  if (!rules.file.empty() && context.variant == 0) stages.push_back(offer_file);
  if (is_plain) stages.push_back(offer_placeholders);
  // A pattern tells more than a name does where the value must differ from one before.
  if (!is_plain && (context.variant == 0 || rules.patterns.empty())) {
    stages.push_back(offer_realistic);
  }
  stages.push_back(offer_patterns);
  if (context.variant > 4) stages.push_back(offer_letters);
  stages.insert(stages.end(),
                {offer_words, offer_letters, offer_placeholders, offer_grafts, offer_mixtures});
  Search search(rules);
  TextRules offered = rules;  // a format from around is tried, and not insisted upon
  const bool is_hinted = !context.format.empty() && rules.formats.empty() && rules.patterns.empty();
  if (is_hinted) offered.formats.push_back(context.format);
  for (const Stage stage : stages) {
    stage(search, offered, context);
    if (search.is_over()) break;
  }
  return search.take();
}

}  // namespace holotype::generate
