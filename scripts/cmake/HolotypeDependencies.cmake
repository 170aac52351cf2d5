# Third-party libraries: the system's package first, a pinned release where the system lacks it.
include(FetchContent)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(holotype_fetch name url hash)
  message(STATUS "holotype: no system package for ${name}; fetching ${url}")
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${hash})
  FetchContent_MakeAvailable(${name})
endfunction()

find_package(tl-expected REQUIRED)   # libexpected-dev: Result<T, E>
find_package(fmt REQUIRED)           # libfmt-dev: every message
find_package(RapidJSON REQUIRED)     # rapidjson-dev: src/json
add_library(holotype_rapidjson INTERFACE)
target_include_directories(holotype_rapidjson SYSTEM INTERFACE ${RapidJSON_INCLUDE_DIRS})
pkg_check_modules(gmp REQUIRED IMPORTED_TARGET GLOBAL gmp)  # libgmp-dev: src/json (exact numbers)
find_package(yaml-cpp REQUIRED)      # libyaml-cpp-dev: src/document
find_package(CLI11 REQUIRED)         # libcli11-dev: src/cli
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET GLOBAL libpcre2-8)      # libpcre2-dev: src/regex
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET GLOBAL libidn2)          # libidn2-dev: src/formats
find_library(unistring_library unistring REQUIRED)  # libunistring-dev: src/formats (libidn2 needs it too)
add_library(holotype_unistring INTERFACE)
target_link_libraries(holotype_unistring INTERFACE ${unistring_library})
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET GLOBAL cpp-httplib)   # libcpp-httplib-dev: src/transport
find_package(ZLIB REQUIRED)          # zlib1g-dev: src/http/content_coding.cc
if(HOLOTYPE_TESTS)
  find_package(GTest REQUIRED)       # libgtest-dev, libgmock-dev
endif()
