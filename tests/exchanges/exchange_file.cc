#include "exchanges/exchange_file.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <stdexcept>

namespace holotype::exchanges {
namespace {

[[noreturn]] void fault(std::size_t line, std::string_view message) {
  throw std::runtime_error(fmt::format("line {}: {}", line + 1, message));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// What an option's word does to the settings. "name=value" passes the value.
struct Option {
  std::string_view name;
  void (*apply)(server::Settings& settings, std::string_view value);
};
constexpr Option kOptions[] = {
    {"errors", [](server::Settings& s, std::string_view) { s.answers_problems = true; }},
    {"dynamic", [](server::Settings& s, std::string_view) { s.is_dynamic = true; }},
    {"strict", [](server::Settings& s, std::string_view) { s.is_strict = true; }},
    {"stateful", [](server::Settings& s, std::string_view) { s.is_stateful = true; }},
    {"no-cors", [](server::Settings& s, std::string_view) { s.allows_origins = false; }},
    {"seed", [](server::Settings& s,
                std::string_view v) { std::from_chars(v.data(), v.data() + v.size(), s.seed); }},
};

// Reads lines from the top; every function leaves the cursor behind what it has read.
class Parser {
 public:
  explicit Parser(ExchangeFile& file) : file_(file) {}

  void parse() {
    while (!is_at_end() && !is_at(">>>") && !is_at("---")) parse_setting();
    while (!is_at_end()) parse_step();
    if (file_.settings.description_path.empty() && file_.settings.description_text.empty())
      fault(0, "there is no description:");
  }

 private:
  bool is_at_end() const { return next_ >= file_.lines.size(); }
  const std::string& line() const { return file_.lines[next_]; }
  bool is_at(std::string_view prefix) const { return !is_at_end() && line().starts_with(prefix); }
  bool is_at_marker() const { return is_at(">>>") || is_at("<<<") || is_at("---"); }

  void parse_setting() {
    const std::string text = line();
    if (text.empty() || text.starts_with('#')) {
      ++next_;
      return;
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) fault(next_, "expected `name: value`, `---` or `>>>`");
    const std::string name = text.substr(0, colon);
    const std::string value(trimmed(std::string_view(text).substr(colon + 1)));
    ++next_;
    if (name == "description") {
      file_.settings.description_path = value;
      if (value.empty()) file_.settings.description_text = indented();
    } else if (name == "fixtures") {
      if (!value.empty()) file_.settings.fixture_paths.push_back(value);
      if (value.empty()) file_.fixtures_text = indented();
    } else if (name == "options") {
      parse_options(value);
    } else if (name == "start") {
      file_.has_start = true;
      file_.start_begin = next_;
      for (const std::string& finding : lines_of(indented())) {
        if (!finding.empty()) file_.start.push_back(finding);
      }
      file_.start_end = next_;
    } else {
      fault(next_ - 1, "known are description, fixtures, options and start");
    }
    if (!file_.has_start) file_.start_begin = file_.start_end = next_;
  }

  void parse_options(std::string_view words) {
    while (!(words = trimmed(words)).empty()) {
      const std::string_view word = words.substr(0, words.find(' '));
      words.remove_prefix(word.size());
      const std::size_t equals = std::min(word.find('='), word.size());
      bool is_known = false;
      for (const Option& option : kOptions) {
        if (option.name != word.substr(0, equals)) continue;
        option.apply(file_.settings, word.substr(std::min(equals + 1, word.size())));
        is_known = true;
      }
      if (!is_known) fault(next_ - 1, fmt::format("there is no option {}", word));
    }
  }

  // The block of lines that are indented by two spaces, without them. Ends before the empty lines
  // behind it.
  std::string indented() {
    std::string block;
    std::size_t end = next_;
    for (std::size_t at = next_; at < file_.lines.size(); ++at) {
      const std::string& text = file_.lines[at];
      if (!text.empty() && !text.starts_with("  ")) break;
      if (!text.empty()) end = at + 1;
    }
    for (; next_ < end; ++next_) block += (line().empty() ? "" : line().substr(2)) + "\n";
    return block;
  }

  void parse_step() {
    Step step;
    while (is_at("---")) {
      step.caption += (step.caption.empty() ? "" : " ") + std::string(trimmed(line().substr(3)));
      ++next_;
      while (!is_at_end() && line().empty()) ++next_;
    }
    if (!is_at(">>>")) fault(next_, "expected `>>> METHOD TARGET`");
    step.line = next_ + 1;
    const std::string_view first = trimmed(std::string_view(line()).substr(3));
    const std::size_t space = first.find(' ');
    if (space == std::string_view::npos) fault(next_, "expected `>>> METHOD TARGET`");
    step.request.method = first.substr(0, space);
    step.request.raw_target = trimmed(first.substr(space));
    ++next_;
    parse_headers([&](http::Header h) { step.request.headers.add(h.name, h.value); });
    step.request.body = parse_body();
    if (!is_at("<<<")) fault(std::min(next_, file_.lines.size() - 1), "expected `<<< STATUS`");
    step.answer_begin = next_;
    parse_answer(step.expected);
    step.answer_end = next_;
    file_.steps.push_back(std::move(step));
    while (!is_at_end() && line().empty()) ++next_;
  }

  void parse_answer(Expected& expected) {
    const std::string_view status = trimmed(std::string_view(line()).substr(3));
    std::from_chars(status.data(), status.data() + status.size(), expected.status);
    ++next_;
    parse_headers([&](http::Header h) { expected.headers.push_back(std::move(h)); });
    expected.body = parse_body();
    if (!is_at("findings:")) return;
    ++next_;
    for (; is_at("  "); ++next_) expected.findings.emplace_back(trimmed(line()));
  }

  void parse_headers(const std::function<void(http::Header)>& add) {
    for (; !is_at_end() && !line().empty() && !is_at_marker() && !is_at("findings:"); ++next_) {
      const std::size_t colon = line().find(':');
      if (colon == std::string::npos) fault(next_, "expected a header, or an empty line");
      add({line().substr(0, colon),
           std::string(trimmed(std::string_view(line()).substr(colon + 1)))});
    }
  }

  // What stands between the empty line below the headers and the next marker, without the line ends
  // around it.
  std::string parse_body() {
    std::string body;
    for (; !is_at_end() && !is_at_marker() && !is_at("findings:"); ++next_) {
      body += line() + "\n";
    }
    while (body.ends_with('\n')) body.pop_back();
    while (body.starts_with('\n')) body.erase(0, 1);
    return body;
  }

  ExchangeFile& file_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool matches(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  for (std::size_t at = star; at <= text.size(); ++at) {
    if (matches(pattern.substr(star + 1), text.substr(at))) return true;
  }
  return false;
}

ExchangeFile parse(std::string_view text) {
  ExchangeFile file;
  file.lines = lines_of(text);
  Parser(file).parse();
  return file;
}

}  // namespace holotype::exchanges
