// Which specification a description is written in.
#pragma once

#include <cstdint>

namespace holotype::openapi {

enum class Version : std::uint8_t { Swagger20, OpenApi30, OpenApi31, OpenApi32 };

}  // namespace holotype::openapi
