// What stands around a list, made true for one page of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/percent.h"
#include "http/target.h"
#include "json/pointer.h"
#include "json/text.h"
#include "state/naming.h"
#include "state/paging.h"

namespace holotype::state {
namespace {

// What a member around a list says.
enum class Fact : std::uint8_t {
  Total,
  OnPage,
  Pages,
  PageNumber,
  Limit,
  Offset,
  HasMore,
  HasLess,
  Next,
  Previous,
  FirstId,
  LastId,
  SelfLink,
  FirstLink,
  LastLink,
};
struct NamedFact {
  std::string_view name;  // folded
  Fact fact;
};
constexpr NamedFact kFacts[] = {
    {"total", Fact::Total},
    {"totalcount", Fact::Total},
    {"totalitems", Fact::Total},
    {"totalelements", Fact::Total},
    {"totalresults", Fact::Total},
    {"totalrecords", Fact::Total},
    {"totalsize", Fact::Total},
    {"count", Fact::Total},
    {"numberofelements", Fact::OnPage},
    {"totalpages", Fact::Pages},
    {"pagecount", Fact::Pages},
    {"pages", Fact::Pages},
    {"numpages", Fact::Pages},
    {"lastpage", Fact::Pages},
    {"page", Fact::PageNumber},
    {"currentpage", Fact::PageNumber},
    {"pagenumber", Fact::PageNumber},
    {"limit", Fact::Limit},
    {"perpage", Fact::Limit},
    {"pagesize", Fact::Limit},
    {"itemsperpage", Fact::Limit},
    {"offset", Fact::Offset},
    {"skip", Fact::Offset},
    {"startindex", Fact::Offset},
    {"hasmore", Fact::HasMore},
    {"hasnext", Fact::HasMore},
    {"hasnextpage", Fact::HasMore},
    {"more", Fact::HasMore},
    {"hasprevious", Fact::HasLess},
    {"hasprev", Fact::HasLess},
    {"haspreviouspage", Fact::HasLess},
    {"next", Fact::Next},
    {"nextpage", Fact::Next},
    {"nextcursor", Fact::Next},
    {"nextpagetoken", Fact::Next},
    {"nexttoken", Fact::Next},
    {"nextpageuri", Fact::Next},
    {"nextpageurl", Fact::Next},
    {"nexturl", Fact::Next},
    {"nexturi", Fact::Next},
    {"nextlink", Fact::Next},
    {"endcursor", Fact::Next},
    {"continuationtoken", Fact::Next},
    {"continue", Fact::Next},
    {"cursor", Fact::Next},
    {"prev", Fact::Previous},
    {"previous", Fact::Previous},
    {"prevpage", Fact::Previous},
    {"previouspage", Fact::Previous},
    {"prevcursor", Fact::Previous},
    {"previouscursor", Fact::Previous},
    {"previouspageuri", Fact::Previous},
    {"prevurl", Fact::Previous},
    {"previousurl", Fact::Previous},
    {"firstid", Fact::FirstId},
    {"lastid", Fact::LastId},
};
// In an object that is called links, where these mean the page, not an element of it.
constexpr NamedFact kLinks[] = {
    {"self", Fact::SelfLink},
    {"first", Fact::FirstLink},
    {"last", Fact::LastLink},
};
constexpr int kDeepestFact = 3;

// What a member called `name` (folded) says, in an object at that pointer; nullptr for what is
// none.
const NamedFact* fact_of(std::string_view name, std::string_view at) {
  const auto* row = std::ranges::find(kFacts, name, &NamedFact::name);
  if (row != std::end(kFacts)) return row;
  if (folded(at.substr(at.rfind('/') + 1)) != "links") return nullptr;
  const auto* link = std::ranges::find(kLinks, name, &NamedFact::name);
  return link == std::end(kLinks) ? nullptr : link;
}

// `target` with the query parameter `name` set to `value`, or without it.
std::string with_query(std::string_view target, std::string_view name,
                       std::optional<std::string_view> value) {
  const std::size_t mark = target.find('?');
  std::string out(target.substr(0, mark));
  char separator = '?';
  if (mark != std::string_view::npos) {
    for (const http::RawPair& pair : http::RawPairs(target.substr(mark + 1))) {
      if (pair.name == name) continue;
      out += separator;
      out += pair.name;
      if (pair.value) out += "=" + std::string(*pair.value);
      separator = '&';
    }
  }
  return value ? fmt::format("{}{}{}={}", out, separator, name, percent::encode(*value)) : out;
}

const ListParameter* parameter_for(const PageFacts& facts, ListUse use) {
  if (facts.parameters == nullptr) return nullptr;
  const auto found = std::ranges::find(*facts.parameters, use, &ListParameter::use);
  return found == facts.parameters->end() ? nullptr : &*found;
}

// The target of the list's first page: without a cursor there is none before it.
std::string first_target(const PageFacts& facts) {
  std::string target(facts.raw_target);
  for (const ListUse use : {ListUse::After, ListUse::Before}) {
    if (const ListParameter* p = parameter_for(facts, use))
      target = with_query(target, p->parameter->name, std::nullopt);
  }
  if (const ListParameter* p = parameter_for(facts, ListUse::Page))
    return with_query(target, p->parameter->name, std::to_string(p->first_page));
  if (const ListParameter* p = parameter_for(facts, ListUse::Offset))
    return with_query(target, p->parameter->name, "0");
  return target;
}

// That of its last page; nullopt where only a cursor leads there.
std::optional<std::string> last_target(const PageFacts& facts) {
  const auto total = static_cast<std::int64_t>(facts.page.total);
  const std::int64_t limit = facts.page.limit.value_or(0);
  const std::int64_t index = limit > 0 && total > 0 ? (total - 1) / limit : 0;  // of the page
  if (const ListParameter* p = parameter_for(facts, ListUse::Page))
    return with_query(facts.raw_target, p->parameter->name, std::to_string(p->first_page + index));
  if (const ListParameter* p = parameter_for(facts, ListUse::Offset))
    return with_query(facts.raw_target, p->parameter->name, std::to_string(index * limit));
  if (facts.page.has_more()) return std::nullopt;
  return std::string(facts.raw_target);
}

// What leads to another page: a parameter, and what it is set to.
struct Way {
  std::string_view name;
  std::string value;
};

std::optional<Way> way_at(const PageFacts& facts, ListUse by_id, std::string_view id,
                          std::int64_t page, std::int64_t offset) {
  if (const ListParameter* p = parameter_for(facts, by_id); p != nullptr && !id.empty())
    return Way{p->parameter->name, std::string(id)};
  if (const ListParameter* p = parameter_for(facts, ListUse::Page))
    return Way{p->parameter->name, std::to_string(page)};
  if (const ListParameter* p = parameter_for(facts, ListUse::Offset))
    return Way{p->parameter->name, std::to_string(offset)};
  return std::nullopt;
}

std::optional<Way> way_to_next(const PageFacts& facts) {
  if (!facts.page.has_more()) return std::nullopt;
  return way_at(facts, ListUse::After, facts.last_id, facts.page.number + 1,
                static_cast<std::int64_t>(facts.page.end));
}

std::optional<Way> way_to_previous(const PageFacts& facts) {
  if (!facts.page.has_less()) return std::nullopt;
  const auto begin = static_cast<std::int64_t>(facts.page.begin);
  return way_at(facts, ListUse::Before, facts.first_id, facts.page.number - 1,
                std::max<std::int64_t>(begin - facts.page.limit.value_or(begin), 0));
}

std::optional<std::string> target_of(const PageFacts& facts, const std::optional<Way>& way) {
  if (!way) return std::nullopt;
  return with_query(facts.raw_target, way->name, way->value);
}

}  // namespace

std::optional<std::string> next_target(const PageFacts& facts) {
  return target_of(facts, way_to_next(facts));
}

std::optional<std::string> previous_target(const PageFacts& facts) {
  return target_of(facts, way_to_previous(facts));
}

namespace {

// Makes what stands around a list true.
class PageWriter {
 public:
  PageWriter(const PageFacts& facts, const PageStyle& style, json::Arena& arena)
      : facts_(facts), style_(style), arena_(arena) {}

  json::Value write(const json::Value& wrapper, const std::string& at,
                    std::string_view list_pointer, const json::Value& list, int depth) const {
    if (at == list_pointer) return list;
    if (!wrapper.is_object() || depth > kDeepestFact) return wrapper;
    std::vector<json::Member> members;
    for (const json::Member& member : wrapper.members()) {
      const std::string below = json::join(at, member.name());
      const bool leads_to_list = list_pointer == below || list_pointer.starts_with(below + "/");
      json::Value value = member.value;
      const std::string name = folded(member.name());
      const NamedFact* row = fact_of(name, at);
      if (leads_to_list || value.is_object()) {
        value = write(value, below, list_pointer, list, depth + 1);
      } else if (row != nullptr && !value.is_array()) {
        const auto fact = value_of(row->fact, value, name);
        if (!fact) continue;
        value = *fact;
      }
      members.emplace_back(json::HashedName(member.name(), member.hash), value);
    }
    // The list itself may be missing in what was generated.
    const std::string_view rest = list_pointer.substr(std::min(at.size(), list_pointer.size()));
    if (list_pointer.starts_with(at) && rest.starts_with('/') &&
        rest.find('/', 1) == std::string_view::npos) {
      const auto tokens = json::tokens(rest);
      if (wrapper.find(tokens->front()) == nullptr)
        members.emplace_back(arena_.copy(tokens->front()), list);
    }
    return json::Value::object(arena_, members);
  }

 private:
  json::Value number(const json::Value& old, std::int64_t value) const {
    return old.is_string() ? json::Value::string(arena_, std::to_string(value))
                           : json::Value::integer(value);
  }

  std::optional<json::Value> absent() const {
    if (style_.absent == Absent::LeftOut) return std::nullopt;
    return style_.absent == Absent::Null ? json::Value() : json::Value::string_view("");
  }

  static bool is_address(const json::Value& old, std::string_view name) {
    const bool says_so = name.ends_with("url") || name.ends_with("uri") || name.ends_with("link");
    if (!old.is_string()) return says_so;
    const std::string_view text = old.as_string();
    return says_so || text.starts_with('/') || text.find("://") != std::string_view::npos;
  }

  // `target` on the server of what stood there ("https://api.example.com", "https://a.example/v1").
  json::Value address(const json::Value& old, std::string_view target) const {
    std::string_view origin;
    if (old.is_string()) {
      const std::string_view text = old.as_string();
      const std::size_t scheme = text.find("://");
      if (scheme != std::string_view::npos) {
        std::size_t end = std::min(text.find_first_of("/?", scheme + 3), text.size());
        const std::string_view old_path = text.substr(end, text.find('?', end) - end);
        const std::string_view path = target.substr(0, target.find('?'));
        if (old_path.ends_with(path)) end += old_path.size() - path.size();
        origin = text.substr(0, end);
      }
    }
    return json::Value::string(arena_, std::string(origin) + std::string(target));
  }

  std::optional<json::Value> link(Fact fact, const json::Value& old) const {
    if (!old.is_string() && !old.is_null()) return old;
    if (fact == Fact::SelfLink) return address(old, facts_.raw_target);
    if (fact == Fact::FirstLink) return address(old, first_target(facts_));
    const auto target = last_target(facts_);
    return target ? std::optional(address(old, *target)) : absent();
  }

  std::optional<json::Value> neighbour(const json::Value& old, std::string_view name,
                                       bool is_next) const {
    const bool is_there = is_next ? facts_.page.has_more() : facts_.page.has_less();
    if (!is_there) return absent();
    if (old.is_boolean()) return json::Value::boolean(true);
    const auto way = is_next ? way_to_next(facts_) : way_to_previous(facts_);
    if (is_address(old, name)) {
      const auto target = target_of(facts_, way);
      if (!target) return absent();
      return address(old, *target);
    }
    const bool is_number = old.is_number() || (old.is_null() && style_.unseen == Neighbour::Number);
    if (is_number) return neighbour_number(way, name, is_next);
    // What leads there is sent back as it stands here. Where no parameter of the list is known to
    // turn its pages, one that is not known may take an id.
    if (way) return json::Value::string(arena_, way->value);
    if (turns_pages()) return absent();
    return json::Value::string(arena_, is_next ? facts_.last_id : facts_.first_id);
  }

  // "next_page" is a page also where a cursor leads there.
  json::Value neighbour_number(const std::optional<Way>& way, std::string_view name,
                               bool is_next) const {
    if (way && !name.ends_with("page")) {
      const auto read = json::read(arena_, way->value);
      if (read && read->is_number()) return *read;
    }
    return json::Value::integer(facts_.page.number + (is_next ? 1 : -1));
  }

  bool turns_pages() const {
    return std::ranges::any_of(
        std::array{ListUse::After, ListUse::Before, ListUse::Page, ListUse::Offset},
        [this](ListUse use) { return parameter_for(facts_, use) != nullptr; });
  }

  std::optional<json::Value> value_of(Fact fact, const json::Value& old,
                                      std::string_view name) const {
    const Page& page = facts_.page;
    const auto total = static_cast<std::int64_t>(page.total);
    switch (fact) {
      case Fact::Total:
        return number(old, total);
      case Fact::OnPage:
        return number(old, static_cast<std::int64_t>(page.end - page.begin));
      case Fact::Pages: {
        const std::int64_t limit = page.limit.value_or(0);
        return number(old, limit > 0 ? std::max<std::int64_t>((total + limit - 1) / limit, 1) : 1);
      }
      case Fact::PageNumber:
        return number(old, page.number);
      case Fact::Limit:
        return page.limit ? number(old, *page.limit) : old;
      case Fact::Offset:
        return number(old, static_cast<std::int64_t>(page.begin));
      case Fact::HasMore:
        return json::Value::boolean(page.has_more());
      case Fact::HasLess:
        return json::Value::boolean(page.has_less());
      case Fact::Next:
        return neighbour(old, name, true);
      case Fact::Previous:
        return neighbour(old, name, false);
      case Fact::FirstId:
      case Fact::LastId: {
        const std::string_view id = fact == Fact::FirstId ? facts_.first_id : facts_.last_id;
        if (id.empty()) return absent();
        return json::Value::string(arena_, id);
      }
      case Fact::SelfLink:
      case Fact::FirstLink:
      case Fact::LastLink:
        return link(fact, old);
    }
    return old;
  }

  const PageFacts& facts_;
  PageStyle style_;
  json::Arena& arena_;
};

}  // namespace

json::Value with_page(const json::Value& wrapper, std::string_view list_pointer,
                      const json::Value& list, const PageFacts& facts, const PageStyle& style,
                      json::Arena& arena) {
  return PageWriter(facts, style, arena).write(wrapper, "", list_pointer, list, 0);
}

}  // namespace holotype::state
