#include "generate/samples.h"

#include <fmt/format.h>

#include <chrono>

#include "generate/name_words.h"
#include "generate/numeric.h"
#include "generate/words.h"

namespace holotype::generate {
namespace {

using std::string;
using std::string_view;

string lower(string_view text) {
  string result;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') result += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) result += c;
  }
  return result;
}

}  // namespace

string letters(std::size_t count, string_view alphabet, Random& random) {
  string text;
  for (std::size_t i = 0; i < count; ++i) text += alphabet[random.below(alphabet.size())];
  return text;
}
string full_name(Random& random) {
  const string_view given = one_of(words_of::kGivenNames, random);
  return fmt::format("{} {}", given, one_of(words_of::kFamilyNames, random));
}

string user_name(Random& random) {
  const string given = lower(one_of(words_of::kGivenNames, random));
  return given + "." + lower(one_of(words_of::kFamilyNames, random));
}

string domain(Random& random) { return lower(one_of(words_of::kCompanies, random)) + ".example"; }

string email(Random& random) {
  const string user = user_name(random);
  return user + "@" + domain(random);
}

string money(Random& random) {
  const std::uint64_t whole = random.below(900) + 5;
  return fmt::format("{}.{:02}", whole, random.below(100));
}

string uuid(Random& random) {
  // RFC 9562 version 4.
  string text = letters(32, kHex, random);
  text[12] = '4';
  text[16] = "89ab"[random.below(4)];
  for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return text;
}

string slug(Random& random) {
  const string_view first = one_of(words_of::kWords, random);
  return fmt::format("{}-{}", first, one_of(words_of::kWords, random));
}

Instant moment(const ScalarContext& context, Random& random) {
  struct Row {
    string_view word;
    std::int64_t first_day;
    std::int64_t days;
  };
  static constexpr Row kRows[] = {
      {"birth", -25'000, 18'000},
      {"birthday", -25'000, 18'000},
      {"dob", -25'000, 18'000},
      {"expires", 1, 365},
      {"expiry", 1, 365},
      {"expiration", 1, 365},
      {"due", 1, 60},
      {"end", 1, 90},
      {"ends", 1, 90},
      {"next", 1, 30},
      {"deadline", 1, 60},
      {"until", 1, 180},
      {"start", -30, 30},
      {"starts", -30, 30},
      {"updated", -30, 30},
      {"modified", -30, 30},
      {"created", -365, 330},
      {"valid", -90, 90},
  };
  const string name = words_in(context.name);
  std::int64_t first_day = -180;
  std::int64_t days = 180;
  for (const Row& row : kRows) {
    if (!has_word(name, row.word)) continue;
    first_day = row.first_day;
    days = row.days;
    break;
  }
  const std::int64_t span = days * kDayMs / 1000;
  const std::int64_t seconds =
      static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(span)));
  const auto now = std::chrono::floor<std::chrono::seconds>(context.now);
  return now + std::chrono::seconds{first_day * kDayMs / 1000 + seconds};
}

using Civil = std::chrono::year_month_day;

string to_date(Instant instant) {
  const Civil day{std::chrono::floor<std::chrono::days>(instant)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}
string to_time(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(instant - day)};
  return fmt::format("{:02}:{:02}:{:02}Z", clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

string uri(const ScalarContext& context, Random& random) {
  const string name = words_in(context.name);
  const string host = domain(random);
  const bool is_picture = has_word(name, "avatar") || has_word(name, "image") ||
                          has_word(name, "photo") || has_word(name, "picture") ||
                          has_word(name, "logo") || has_word(name, "icon") ||
                          has_word(name, "thumbnail");
  return fmt::format("https://www.{}/{}{}", host, slug(random), is_picture ? ".png" : "");
}

string sentence(Random& random) { return string(one_of(words_of::kSentences, random)); }
string paragraph(Random& random) {
  const string first = sentence(random);
  return random.below(2) == 0 ? first : first + " " + sentence(random);
}

string words(std::size_t count, Random& random) {
  string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ' ';
    text += one_of(words_of::kWords, random);
  }
  return text;
}

string to_date_time(Instant instant) {
  const string time = to_time(instant);
  return to_date(instant) + "T" + time;
}

}  // namespace holotype::generate
