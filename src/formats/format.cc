#include "formats/format.h"

#include "formats/families.h"

namespace holotype::formats {

const std::vector<const Format*>& all() {
  static const std::vector<const Format*> kAll = [] {
    std::vector<const Format*> formats;
    for (const std::span<const Format> family :
         {date_time_formats(), host_formats(), mail_formats(), uri_formats(), identifier_formats(),
          encoding_formats(), http_formats()}) {
      for (const Format& format : family) formats.push_back(&format);
    }
    return formats;
  }();
  return kAll;
}

const Format* find(std::string_view name, Edition edition) {
  for (const Format* format : all()) {
    if (format->name == name && format->since <= edition && edition <= format->until) return format;
  }
  return nullptr;
}

}  // namespace holotype::formats
