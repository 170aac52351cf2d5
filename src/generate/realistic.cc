#include "generate/realistic.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>

#include "base/base64.h"
#include "generate/name_words.h"
#include "generate/numeric.h"
#include "generate/samples.h"
#include "generate/words.h"

namespace holotype::generate {

namespace {

using std::string;
using std::string_view;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

using Maker = string (*)(const ScalarContext& context, Random& random);

struct NameRow {
  string_view words;  // that the name ends with
  Maker make;
};

#define HOLOTYPE_FROM(list) \
  [](const ScalarContext&, Random& random) { return string(one_of(words_of::list, random)); }

// The first row that fits wins: longer endings before shorter ones.
constexpr NameRow kNames[] = {
    {"email", [](const ScalarContext&, Random& r) { return email(r); }},
    {"email address", [](const ScalarContext&, Random& r) { return email(r); }},
    {"mail", [](const ScalarContext&, Random& r) { return email(r); }},
    {"first name", HOLOTYPE_FROM(kGivenNames)},
    {"firstname", HOLOTYPE_FROM(kGivenNames)},
    {"given name", HOLOTYPE_FROM(kGivenNames)},
    {"last name", HOLOTYPE_FROM(kFamilyNames)},
    {"lastname", HOLOTYPE_FROM(kFamilyNames)},
    {"family name", HOLOTYPE_FROM(kFamilyNames)},
    {"surname", HOLOTYPE_FROM(kFamilyNames)},
    {"full name", [](const ScalarContext&, Random& r) { return full_name(r); }},
    {"user name", [](const ScalarContext&, Random& r) { return user_name(r); }},
    {"username", [](const ScalarContext&, Random& r) { return user_name(r); }},
    {"login", [](const ScalarContext&, Random& r) { return user_name(r); }},
    {"handle", [](const ScalarContext&, Random& r) { return user_name(r); }},
    {"nickname", HOLOTYPE_FROM(kGivenNames)},
    {"company name", HOLOTYPE_FROM(kCompanies)},
    {"company", HOLOTYPE_FROM(kCompanies)},
    {"organization", HOLOTYPE_FROM(kCompanies)},
    {"organisation", HOLOTYPE_FROM(kCompanies)},
    {"organization name", HOLOTYPE_FROM(kCompanies)},
    {"vendor", HOLOTYPE_FROM(kCompanies)},
    {"product name", HOLOTYPE_FROM(kProducts)},
    {"product", HOLOTYPE_FROM(kProducts)},
    {"file name",
     [](const ScalarContext&, Random& r) {
       const string stem = slug(r);
       return stem + "." + string(one_of(words_of::kExtensions, r));
     }},
    {"filename",
     [](const ScalarContext&, Random& r) {
       const string stem = slug(r);
       return stem + "." + string(one_of(words_of::kExtensions, r));
     }},
    {"host name", [](const ScalarContext&, Random& r) { return domain(r); }},
    {"hostname", [](const ScalarContext&, Random& r) { return domain(r); }},
    {"domain", [](const ScalarContext&, Random& r) { return domain(r); }},
    {"phone", [](const ScalarContext&, Random& r) { return "+1555" + letters(7, kDigits, r); }},
    {"phone number", [](const ScalarContext&, Random& r) { return "+1555" + letters(7, kDigits, r); }},
    {"mobile", [](const ScalarContext&, Random& r) { return "+1555" + letters(7, kDigits, r); }},
    {"telephone", [](const ScalarContext&, Random& r) { return "+1555" + letters(7, kDigits, r); }},
    {"fax", [](const ScalarContext&, Random& r) { return "+1555" + letters(7, kDigits, r); }},
    {"ip address", [](const ScalarContext&, Random& r) { return fmt::format("192.0.2.{}", r.below(254) + 1); }},
    {"ip", [](const ScalarContext&, Random& r) { return fmt::format("192.0.2.{}", r.below(254) + 1); }},
    {"address",
     [](const ScalarContext&, Random& r) {
       const auto number = r.below(180) + 1;
       return fmt::format("{} {}", number, one_of(words_of::kStreets, r));
     }},
    {"street",
     [](const ScalarContext&, Random& r) {
       const auto number = r.below(180) + 1;
       return fmt::format("{} {}", number, one_of(words_of::kStreets, r));
     }},
    {"line", [](const ScalarContext&, Random& r) { return string(one_of(words_of::kStreets, r)); }},
    {"city", HOLOTYPE_FROM(kCities)},
    {"town", HOLOTYPE_FROM(kCities)},
    {"region", HOLOTYPE_FROM(kRegions)},
    {"province", HOLOTYPE_FROM(kRegions)},
    {"state code", HOLOTYPE_FROM(kRegionCodes)},
    {"postal code", [](const ScalarContext&, Random& r) { return letters(5, kDigits, r); }},
    {"postcode", [](const ScalarContext&, Random& r) { return letters(5, kDigits, r); }},
    {"zip code", [](const ScalarContext&, Random& r) { return letters(5, kDigits, r); }},
    {"zip", [](const ScalarContext&, Random& r) { return letters(5, kDigits, r); }},
    {"country code", HOLOTYPE_FROM(kCountryCodes)},
    {"country", HOLOTYPE_FROM(kCountries)},
    {"currency", HOLOTYPE_FROM(kCurrencies)},
    {"currency code", HOLOTYPE_FROM(kCurrencies)},
    {"time zone", HOLOTYPE_FROM(kTimeZones)},
    {"timezone", HOLOTYPE_FROM(kTimeZones)},
    {"tz", HOLOTYPE_FROM(kTimeZones)},
    {"locale", HOLOTYPE_FROM(kLocales)},
    {"language", HOLOTYPE_FROM(kLanguages)},
    {"lang", HOLOTYPE_FROM(kLanguages)},
    {"color", HOLOTYPE_FROM(kColors)},
    {"colour", HOLOTYPE_FROM(kColors)},
    {"content type", HOLOTYPE_FROM(kMediaTypes)},
    {"mime type", HOLOTYPE_FROM(kMediaTypes)},
    {"media type", HOLOTYPE_FROM(kMediaTypes)},
    {"user agent", HOLOTYPE_FROM(kUserAgents)},
    {"job title", HOLOTYPE_FROM(kJobs)},
    {"occupation", HOLOTYPE_FROM(kJobs)},
    {"department", HOLOTYPE_FROM(kDepartments)},
    {"role", HOLOTYPE_FROM(kRoles)},
    {"status", HOLOTYPE_FROM(kStatuses)},
    {"type", HOLOTYPE_FROM(kWords)},
    {"kind", HOLOTYPE_FROM(kWords)},
    {"tag", HOLOTYPE_FROM(kWords)},
    {"category", HOLOTYPE_FROM(kWords)},
    {"group", HOLOTYPE_FROM(kWords)},
    {"code", HOLOTYPE_FROM(kWords)},
    {"title", HOLOTYPE_FROM(kTitles)},
    {"subject", HOLOTYPE_FROM(kTitles)},
    {"headline", HOLOTYPE_FROM(kTitles)},
    {"description", [](const ScalarContext&, Random& r) { return paragraph(r); }},
    {"summary", [](const ScalarContext&, Random& r) { return sentence(r); }},
    {"message", [](const ScalarContext&, Random& r) { return sentence(r); }},
    {"comment", [](const ScalarContext&, Random& r) { return sentence(r); }},
    {"note", [](const ScalarContext&, Random& r) { return sentence(r); }},
    {"notes", [](const ScalarContext&, Random& r) { return paragraph(r); }},
    {"body", [](const ScalarContext&, Random& r) { return paragraph(r); }},
    {"text", [](const ScalarContext&, Random& r) { return sentence(r); }},
    {"content", [](const ScalarContext&, Random& r) { return paragraph(r); }},
    {"reason", [](const ScalarContext&, Random& r) { return sentence(r); }},
    {"detail", [](const ScalarContext&, Random& r) { return sentence(r); }},
    {"bio", [](const ScalarContext&, Random& r) { return paragraph(r); }},
    {"url", uri},
    {"uri", uri},
    {"link", uri},
    {"href", uri},
    {"website", uri},
    {"homepage", uri},
    {"uuid", [](const ScalarContext&, Random& r) { return uuid(r); }},
    {"guid", [](const ScalarContext&, Random& r) { return uuid(r); }},
    {"slug", [](const ScalarContext&, Random& r) { return slug(r); }},
    {"sha", [](const ScalarContext&, Random& r) { return letters(40, kHex, r); }},
    {"hash", [](const ScalarContext&, Random& r) { return letters(32, kHex, r); }},
    {"etag", [](const ScalarContext&, Random& r) { return letters(32, kHex, r); }},
    {"token", [](const ScalarContext&, Random& r) { return letters(24, kBase62, r); }},
    {"secret", [](const ScalarContext&, Random& r) { return letters(24, kBase62, r); }},
    {"version",
     [](const ScalarContext&, Random& r) {
       const auto major = r.below(4) + 1;
       const auto minor = r.below(20);
       return fmt::format("{}.{}.{}", major, minor, r.below(10));
     }},
    {"sku", [](const ScalarContext&, Random& r) { return "SKU-" + letters(6, kDigits, r); }},
    {"price", [](const ScalarContext&, Random& r) { return money(r); }},
    {"amount", [](const ScalarContext&, Random& r) { return money(r); }},
    {"date", [](const ScalarContext& c, Random& r) { return to_date(moment(c, r)); }},
    {"time", [](const ScalarContext& c, Random& r) { return to_date_time(moment(c, r)); }},
    {"timestamp", [](const ScalarContext& c, Random& r) { return to_date_time(moment(c, r)); }},
    {"at", [](const ScalarContext& c, Random& r) { return to_date_time(moment(c, r)); }},
    {"id", [](const ScalarContext&, Random& r) { return letters(12, kAlphanumeric, r); }},
    {"key", [](const ScalarContext&, Random& r) { return letters(16, kAlphanumeric, r); }},
};
#undef HOLOTYPE_FROM

// Whose `name` it is decides what a name looks like.
struct OwnerRow {
  string_view word;
  Maker make;
};
constexpr string_view kPeople[] = {"user",    "person",    "author",    "customer", "owner",
                                   "contact", "member",    "employee",  "patient",  "assignee",
                                   "creator", "people",    "passenger", "guest",    "driver",
                                   "manager", "recipient", "sender"};
constexpr string_view kOrganizations[] = {"company",  "organization", "organisation", "vendor",
                                          "supplier", "account",      "business",     "employer"};

string name_of(const ScalarContext& context, Random& random) {
  const string owner = words_in(context.owner);
  const auto is_owner = [&](std::span<const string_view> words) {
    return std::ranges::any_of(words, [&](string_view word) {
      return has_word(owner, word) || has_word(owner, string(word) + "s");
    });
  };
  if (is_owner(kPeople)) return full_name(random);
  if (is_owner(kOrganizations)) return string(one_of(words_of::kCompanies, random));
  const string_view first = one_of(words_of::kWords, random);
  string name = fmt::format("{} {}", first, one_of(words_of::kWords, random));
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

struct NumberRow {
  string_view words;
  NumberRange range;
};
constexpr NumberRow kNumbers[] = {
    {"latitude", {-60, 70, 6}},
    {"lat", {-60, 70, 6}},
    {"longitude", {-170, 170, 6}},
    {"lng", {-170, 170, 6}},
    {"lon", {-170, 170, 6}},
    {"price", {5, 500, 2}},
    {"amount", {5, 5000, 2}},
    {"total", {5, 5000, 2}},
    {"cost", {5, 500, 2}},
    {"fee", {1, 50, 2}},
    {"tax", {1, 90, 2}},
    {"balance", {10, 9000, 2}},
    {"salary", {30'000, 120'000, 2}},
    {"age", {18, 90, 0}},
    {"year", {2015, 2024, 0}},
    {"month", {1, 12, 0}},
    {"day", {1, 28, 0}},
    {"hour", {0, 23, 0}},
    {"minute", {0, 59, 0}},
    {"second", {0, 59, 0}},
    {"count", {0, 200, 0}},
    {"quantity", {1, 20, 0}},
    {"qty", {1, 20, 0}},
    {"page", {1, 10, 0}},
    {"limit", {10, 100, 0}},
    {"offset", {0, 100, 0}},
    {"percent", {0, 100, 1}},
    {"percentage", {0, 100, 1}},
    {"rate", {0, 10, 2}},
    {"rating", {1, 5, 1}},
    {"score", {0, 100, 1}},
    {"priority", {1, 5, 0}},
    {"width", {100, 1920, 0}},
    {"height", {100, 1080, 0}},
    {"weight", {1, 90, 1}},
    {"size", {1, 4096, 0}},
    {"duration", {1, 3600, 0}},
    {"port", {1024, 49151, 0}},
    {"code", {100, 999, 0}},
    {"id", {1000, 999'999, 0}},
    {"temperature", {-10, 35, 1}},
};

struct FormatRow {
  string_view format;
  string_view placeholder;  // "" where it depends on the clock
  string_view shortest;     // "" where the placeholder is about as short as it gets
  Maker make;               // nullptr: the placeholder is the only one
};

string utf8_email(const ScalarContext& c, Random& r) { return kNames[0].make(c, r); }
string date_time(const ScalarContext& c, Random& r) { return to_date_time(moment(c, r)); }

constexpr FormatRow kFormats[] = {
    {"date-time", "", "", date_time},
    {"date", "", "", [](const ScalarContext& c, Random& r) { return to_date(moment(c, r)); }},
    {"time", "", "", [](const ScalarContext& c, Random& r) { return to_time(moment(c, r)); }},
    {"duration", "P3D", "P1D",
     [](const ScalarContext&, Random& r) { return fmt::format("PT{}M", r.below(59) + 1); }},
    {"email", "user@example.com", "a@b.co", utf8_email},
    {"idn-email", "пользователь@пример.ру", "a@b.co", utf8_email},
    {"hostname", "example.com", "a", [](const ScalarContext&, Random& r) { return domain(r); }},
    {"idn-hostname", "пример.ру", "a", [](const ScalarContext&, Random& r) { return domain(r); }},
    {"ipv4", "192.168.0.1", "1.1.1.1",
     [](const ScalarContext&, Random& r) { return fmt::format("192.0.2.{}", r.below(254) + 1); }},
    {"ipv6", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "::1",
     [](const ScalarContext&, Random& r) {
       return "2001:db8::" + letters(3, "123456789abcdef", r);
     }},
    {"ip", "192.168.0.1", "::1",
     [](const ScalarContext&, Random& r) { return fmt::format("192.0.2.{}", r.below(254) + 1); }},
    {"uri", "http://example.com", "a:b", uri},
    {"url", "http://example.com", "a:b", uri},
    {"iri", "http://example.com", "a:b", uri},
    {"uri-reference", "../dictionary", "a",
     [](const ScalarContext&, Random& r) { return "/" + slug(r); }},
    {"iri-reference", "../dictionary", "a",
     [](const ScalarContext&, Random& r) { return "/" + slug(r); }},
    {"uri-template", "http://example.com/{endpoint}", "a",
     [](const ScalarContext&, Random& r) { return "https://" + domain(r) + "/{id}"; }},
    {"uuid", "497f6eca-6276-4993-bfeb-53cbbbba6f08", "",
     [](const ScalarContext&, Random& r) { return uuid(r); }},
    {"guid", "497f6eca-6276-4993-bfeb-53cbbbba6f08", "",
     [](const ScalarContext&, Random& r) { return uuid(r); }},
    {"json-pointer", "/json/pointer", "/a",
     [](const ScalarContext&, Random& r) { return "/" + slug(r); }},
    {"relative-json-pointer", "1/relative/json/pointer", "0",
     [](const ScalarContext&, Random& r) { return "1/" + slug(r); }},
    {"regex", "^regex$", "a",
     [](const ScalarContext&, Random& r) {
       return "^" + string(one_of(words_of::kWords, r)) + "$";
     }},
    {"password", "pa$$word", "a",
     [](const ScalarContext&, Random& r) { return letters(14, kBase62, r); }},
    {"byte", "c3RyaW5n",
     "YQ==", [](const ScalarContext&, Random& r) { return base64::encode(words(2, r)); }},
    {"base64", "c3RyaW5n",
     "YQ==", [](const ScalarContext&, Random& r) { return base64::encode(words(2, r)); }},
    {"base64url", "c3RyaW5n", "YQ", nullptr},
    {"binary", "string", "a", [](const ScalarContext&, Random& r) { return words(3, r); }},
    {"unix-time", "1705314600", "1", nullptr},
};

const FormatRow* find_format(string_view format) {
  const auto row = std::ranges::find(kFormats, format, &FormatRow::format);
  return row == std::end(kFormats) ? nullptr : row;
}

}  // namespace

NumberRange usual_range(const ScalarContext& context, bool is_integer) {
  NumberRange range;
  if (context.example != nullptr && context.example->is_number()) {
    const double magnitude = std::abs(context.example->as_double());
    if (magnitude >= 1 && magnitude < 1e12) {
      range.most = static_cast<std::int64_t>(magnitude * 2);
      range.least = static_cast<std::int64_t>(magnitude / 2);
    }
    return range;
  }
  const string name = words_in(context.name);
  for (const NumberRow& row : kNumbers) {
    if (ends_with_words(name, row.words)) {
      range = row.range;
      return range;
    }
  }
  const bool is_moment =
      is_integer && (ends_with_words(name, "timestamp") || ends_with_words(name, "at") ||
                     ends_with_words(name, "created") || ends_with_words(name, "date") ||
                     ends_with_words(name, "updated") || ends_with_words(name, "time"));
  if (is_moment) {
    const auto now =
        std::chrono::floor<std::chrono::seconds>(context.now).time_since_epoch().count();
    range = {now - 30 * kDayMs / 1000, now, 0};
  }
  return range;
}

std::optional<string> named_text(const ScalarContext& context, Random& random) {
  const string name = words_in(context.name);
  if (name.empty()) return std::nullopt;
  // "name" alone asks whose it is; "cityName" is a city.
  if (name == "name" || name == "display name" || name == "label") return name_of(context, random);
  string_view text = name;
  if (ends_with_words(text, "name") && text.size() > 5) {
    for (const NameRow& row : kNames) {
      if (row.words.find(' ') != string_view::npos && ends_with_words(text, row.words)) {
        return row.make(context, random);
      }
    }
    text.remove_suffix(5);
    ScalarContext owned = context;
    owned.owner = text;
    for (const NameRow& row : kNames) {
      if (ends_with_words(text, row.words)) return row.make(context, random);
    }
    return name_of(owned, random);
  }
  const NameRow* longest = nullptr;
  for (const NameRow& row : kNames) {
    const bool is_longer = longest == nullptr || row.words.size() > longest->words.size();
    if (is_longer && ends_with_words(text, row.words)) longest = &row;
  }
  if (longest != nullptr) return longest->make(context, random);
  // "photoUrls" holds URLs: an element is named by the singular.
  if (!text.ends_with('s') || text.size() < 4) return std::nullopt;
  ScalarContext singular = context;
  text.remove_suffix(1);
  singular.name = text;
  return named_text(singular, random);
}

std::optional<string> formatted_text(string_view format, const ScalarContext& context,
                                     Random& random) {
  const FormatRow* row = find_format(format);
  if (row == nullptr) return std::nullopt;
  if (row->make == nullptr) return string(row->placeholder);
  return row->make(context, random);
}

std::optional<string> placeholder_text(string_view format, Instant now) {
  if (format == "date-time") return to_date_time(now);
  if (format == "date") return to_date(now);
  if (format == "time") return to_time(now);
  const FormatRow* row = find_format(format);
  if (row == nullptr) return std::nullopt;
  return string(row->placeholder);
}

string_view shortest_text(string_view format) {
  const FormatRow* row = find_format(format);
  return row == nullptr ? string_view() : row->shortest;
}

std::optional<string> reshaped(string_view example, Random& random) {
  if (example.empty() || example.size() > 128) return std::nullopt;
  // An identifier has digits, or a prefix: "cus_NffrFeUfNV2Hib". Prose has spaces.
  const bool has_digit = std::ranges::any_of(example, is_digit);
  if (!has_digit || example.find(' ') != string_view::npos) return std::nullopt;
  if (example.find_first_of("/:@") != string_view::npos) return std::nullopt;
  // What stands before the last "_" or "-" and has no digit is a prefix.
  std::size_t fixed = 0;
  for (std::size_t i = 0; i < example.size(); ++i) {
    if (is_digit(example[i])) break;
    if (example[i] == '_' || example[i] == '-') fixed = i + 1;
  }
  const bool is_hex = std::ranges::all_of(example.substr(fixed), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || c == '-';
  });
  string text(example.substr(0, fixed));
  for (const char c : example.substr(fixed)) {
    if (is_digit(c)) {
      text += kDigits[random.below(10)];
    } else if (is_lower(c)) {
      text += static_cast<char>('a' + random.below(is_hex ? 6 : 26));
    } else if (is_upper(c)) {
      text += static_cast<char>('A' + random.below(26));
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace holotype::generate
