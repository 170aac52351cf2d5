// ExchangeFile: one .exchange file as values: a service to open, requests, and what each must be
// answered.
//
// The format is described at the top of exchange_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "server/service.h"

namespace holotype::exchanges {

// What must come back. A header's value may hold "*" for any run of characters.
struct Expected {
  int status = 0;
  std::vector<http::Header> headers;
  std::string body;                   // "" is no body; "*" is any
  std::vector<std::string> findings;  // a line each: to_line(), or the rule's id alone
};

struct Step {
  std::string caption;
  std::size_t line = 0;  // of ">>>", from 1
  http::Request request;
  Expected expected;
  // The lines of the answer, [begin, end), from 0: what an update replaces.
  std::size_t answer_begin = 0;
  std::size_t answer_end = 0;
};

struct ExchangeFile {
  std::vector<std::string> lines;
  server::Settings settings;
  std::string fixtures_text;       // inline fixtures, where there are any
  std::vector<std::string> start;  // the findings of the start
  bool has_start = false;          // whether there is a "start:"
  std::size_t start_begin = 0;     // its lines, [begin, end), below "start:", or where it would be
  std::size_t start_end = 0;
  std::vector<Step> steps;
};

// Throws std::runtime_error("line N: ...") where the text does not have the format.
ExchangeFile parse(std::string_view text);

// The lines of text, without their line ends.
std::vector<std::string> lines_of(std::string_view text);

// Whether `text` is `pattern`, where each "*" stands for any run of characters.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace holotype::exchanges
