// The idea: every option is one row of kOptions, with its short and long name and a function that
// notes its argument; what the notes amount to is decided once, at the end, as curl does, because
// its options come in any order.
#include "curl_command.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/base64.h"
#include "base/percent.h"

namespace holotype::conformance {
namespace {

constexpr std::string_view kBoundary = "------------------------d74496d66958873e";

// What the options of one command say.
struct Notes {
  std::string method;
  std::string url;
  http::Headers headers;
  std::vector<std::string> removed;  // "-H Accept:" takes out one of curl's own fields
  std::optional<std::string> data;
  std::vector<std::string> parts;
  bool is_head = false;
  bool is_get = false;
};

void add_data(Notes& notes, std::string_view text) {
  if (notes.data) {
    *notes.data += "&" + std::string(text);
  } else {
    notes.data = text;
  }
}

void note_nothing(Notes&, const std::string&) {}
void note_method(Notes& notes, const std::string& text) { notes.method = text; }
void note_url(Notes& notes, const std::string& text) { notes.url = text; }
void note_data(Notes& notes, const std::string& text) { add_data(notes, text); }
void note_part(Notes& notes, const std::string& text) { notes.parts.push_back(text); }
void note_head(Notes& notes, const std::string&) { notes.is_head = true; }
void note_get(Notes& notes, const std::string&) { notes.is_get = true; }
void note_cookie(Notes& notes, const std::string& text) { notes.headers.add("Cookie", text); }
void note_agent(Notes& notes, const std::string& text) { notes.headers.add("User-Agent", text); }

void note_user(Notes& notes, const std::string& text) {
  notes.headers.add("Authorization", "Basic " + base64::encode(text));
}

void note_header(Notes& notes, const std::string& text) {
  const std::size_t colon = text.find_first_of(":;");
  std::string name = text.substr(0, colon);
  const std::size_t value =
      colon == std::string::npos ? colon : text.find_first_not_of(' ', colon + 1);
  if (value != std::string::npos) {
    notes.headers.add(std::move(name), text.substr(value));
  } else if (text[colon] == ';') {  // "-H 'Accept;'" sends the field empty
    notes.headers.add(std::move(name), "");
  } else {
    notes.removed.push_back(std::move(name));
  }
}

// "name=content" encodes the content alone, "=content" and "content" all of it.
void note_encoded_data(Notes& notes, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return add_data(notes, percent::encode(text));
  const std::string name = text.substr(0, equals);
  add_data(notes, (name.empty() ? "" : name + "=") + percent::encode(text.substr(equals + 1)));
}

struct Option {
  char short_name;  // 0: none
  std::string_view long_name;
  bool has_argument;
  void (*note)(Notes&, const std::string& argument);
};

constexpr Option kOptions[] = {
    {'X', "--request", true, note_method},
    {'H', "--header", true, note_header},
    {'d', "--data", true, note_data},
    {0, "--data-raw", true, note_data},
    {0, "--data-ascii", true, note_data},
    {0, "--data-binary", true, note_data},
    {0, "--data-urlencode", true, note_encoded_data},
    {'F', "--form", true, note_part},
    {'b', "--cookie", true, note_cookie},
    {'u', "--user", true, note_user},
    {'A', "--user-agent", true, note_agent},
    {'I', "--head", false, note_head},
    {'G', "--get", false, note_get},
    {0, "--url", true, note_url},
    {'i', "--include", false, note_nothing},
    {'s', "--silent", false, note_nothing},
    {'S', "--show-error", false, note_nothing},
    {'v', "--verbose", false, note_nothing},
    {'k', "--insecure", false, note_nothing},
    {'L', "--location", false, note_nothing},
};

// Notes the options of one word, "-sIXGET" or "--data", with the argument that may follow it.
// Returns how many words were used; 0 where an option is not known or lacks its argument.
std::size_t note_options(const std::vector<std::string>& words, std::size_t at, Notes& notes) {
  const std::string& word = words[at];
  const bool has_next = at + 1 < words.size();
  if (word.starts_with("--")) {
    const auto option = std::ranges::find(kOptions, std::string_view(word), &Option::long_name);
    if (option == std::end(kOptions) || (option->has_argument && !has_next)) return 0;
    option->note(notes, option->has_argument ? words[at + 1] : "");
    return option->has_argument ? 2 : 1;
  }
  for (std::size_t i = 1; i < word.size(); ++i) {
    const auto option = std::ranges::find(kOptions, word[i], &Option::short_name);
    if (option == std::end(kOptions)) return 0;
    if (!option->has_argument) {
      option->note(notes, "");
      continue;
    }
    const bool is_attached = i + 1 < word.size();
    if (!is_attached && !has_next) return 0;
    option->note(notes, is_attached ? word.substr(i + 1) : words[at + 1]);
    return is_attached ? 1 : 2;
  }
  return 1;
}

// One -F: "name=content", with ";type=..." at its end. Files are not read.
std::string part_text(const std::string& text) {
  const std::size_t equals = std::min(text.find('='), text.size() - 1);
  std::string content = text.substr(equals + 1);
  std::string type;
  if (const std::size_t at = content.rfind(";type="); at != std::string::npos) {
    type = "Content-Type: " + content.substr(at + 6) + "\r\n";
    content.resize(at);
  }
  return "--" + std::string(kBoundary) + "\r\nContent-Disposition: form-data; name=\"" +
         text.substr(0, equals) + "\"\r\n" + type + "\r\n" + content + "\r\n";
}

void set_content(Notes& notes, http::Request& request) {
  if (!notes.parts.empty()) {
    for (const std::string& part : notes.parts) request.body += part_text(part);
    request.body += "--" + std::string(kBoundary) + "--\r\n";
    const std::string* given = request.headers.find("Content-Type");
    const std::string type = given == nullptr ? "multipart/form-data" : *given;
    request.headers.set("Content-Type", type + "; boundary=" + std::string(kBoundary));
  } else if (notes.data) {
    request.body = *notes.data;
    if (!request.headers.contains("Content-Type")) {
      request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    }
  } else {
    return;
  }
  request.headers.add("Content-Length", std::to_string(request.body.size()));
}

}  // namespace

std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool has_next = i + 1 < line.size();
    if (quote == '\'') {
      if (c == quote) {
        quote = 0;
      } else {
        *word += c;
      }
    } else if (c == '\\' && has_next) {
      const char next = line[++i];
      if (next == '\n') continue;  // a line continued
      if (!word) word.emplace();
      // Between double quotes a backslash escapes only what is special there.
      if (quote != 0 && std::string_view("\"\\$`").find(next) == std::string_view::npos) *word += c;
      *word += next;
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        *word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      if (!word) word.emplace();
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (word) words.push_back(*std::move(word));
      word.reset();
    } else if (c == '&' || c == ';' || c == '|') {
      break;
    } else {
      if (!word) word.emplace();
      *word += c;
    }
  }
  if (word) words.push_back(*std::move(word));
  return words;
}

Result<CurlCommand, std::string> parse_curl(std::string_view line) {
  const std::vector<std::string> words = shell_words(line);
  if (words.empty() || words.front() != "curl")
    return tl::unexpected(std::string("is no curl command"));
  Notes notes;
  for (std::size_t i = 1; i < words.size();) {
    if (!words[i].starts_with('-')) {
      notes.url = words[i++];
      continue;
    }
    const std::size_t used = note_options(words, i, notes);
    if (used == 0) return tl::unexpected("has an option that is not known: " + words[i]);
    i += used;
  }
  const std::size_t host = notes.url.find("://");
  if (host == std::string::npos) return tl::unexpected(std::string("has no URL"));
  const std::size_t target = notes.url.find_first_of("/?", host + 3);

  CurlCommand command;
  command.prints_body = !notes.is_head;
  http::Request& request = command.request;
  request.raw_target = target == std::string::npos ? "/" : notes.url.substr(target);
  if (request.raw_target.starts_with('?')) request.raw_target.insert(0, "/");
  request.headers = {{"Host", notes.url.substr(host + 3, target - host - 3)}};
  for (const http::Header& own : {http::Header{"User-Agent", "curl/7.88.1"}, {"Accept", "*/*"}}) {
    const bool is_removed = std::ranges::any_of(notes.removed, [&own](const std::string& name) {
      return http::equal_ignoring_case(name, own.name);
    });
    if (!is_removed && !notes.headers.contains(own.name)) request.headers.add(own.name, own.value);
  }
  for (const http::Header& header : notes.headers) request.headers.add(header.name, header.value);
  if (notes.is_get && notes.data) {
    request.raw_target += (request.raw_target.find('?') == std::string::npos ? "?" : "&");
    request.raw_target += *std::exchange(notes.data, std::nullopt);
  }
  set_content(notes, request);
  const bool has_content = notes.data || !notes.parts.empty();
  request.method = !notes.method.empty() ? notes.method
                   : notes.is_head       ? "HEAD"
                   : has_content         ? "POST"
                                         : "GET";
  return command;
}

}  // namespace holotype::conformance
