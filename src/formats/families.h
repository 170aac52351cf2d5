// The tables of all families, for format.cc alone.
#pragma once

#include <span>

#include "formats/format.h"

namespace holotype::formats {

std::span<const Format> date_time_formats();
std::span<const Format> encoding_formats();
std::span<const Format> host_formats();
std::span<const Format> http_formats();
std::span<const Format> identifier_formats();
std::span<const Format> mail_formats();
std::span<const Format> uri_formats();

}  // namespace holotype::formats
