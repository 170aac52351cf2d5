# Libraries by others: the system's package first. Where a system lacks one that is easily compiled, a
# pinned release is fetched when CMake configures (HOLOTYPE_FETCH=OFF forbids it); the other ones are
# libraries that every system packages, and their absence ends the configuration with the name of
# Debian's package. Nothing is fetched at run time.
#
# The pins are the versions of Debian 12, which is what CI builds with. Their hashes are those that other
# package collections publish; the downloads themselves have not been tried from here.
include(FetchContent)
find_package(Threads REQUIRED)
option(HOLOTYPE_FETCH "Fetch pinned releases of libraries that the system lacks" ON)
option(HOLOTYPE_STATIC_LIBRARIES "Link libraries by others into the program where the system has them as archives" ON)

# holotype_link(TARGET NAME SHARED): TARGET links lib<NAME>.a, else SHARED. Half of the program's start
# went into finding the symbols of shared libraries, of which it uses a small part.
function(holotype_link target name shared)
  add_library(${target} INTERFACE)
  if(HOLOTYPE_STATIC_LIBRARIES)
    find_library(holotype_${name}_ARCHIVE lib${name}.a)
  endif()
  if(holotype_${name}_ARCHIVE)
    target_link_libraries(${target} INTERFACE ${holotype_${name}_ARCHIVE})
    if(TARGET ${shared})
      target_include_directories(
        ${target} SYSTEM INTERFACE $<TARGET_PROPERTY:${shared},INTERFACE_INCLUDE_DIRECTORIES>)
    endif()
  else()
    target_link_libraries(${target} INTERFACE ${shared})
  endif()
endfunction()

# holotype_find(PACKAGE DEBIAN name [URL url SHA256 hash] [HEADERS_ONLY])
#
# A macro, because what find_package() sets must reach the caller. HEADERS_ONLY fetches without running
# the project's own CMake; <package>_SOURCE_DIR (lower case) then says where its headers are.
macro(holotype_find package)
  cmake_parse_arguments(holotype_find "HEADERS_ONLY" "DEBIAN;URL;SHA256" "" ${ARGN})
  find_package(${package} QUIET)
  if(NOT ${package}_FOUND)
    holotype_fetch(${package} "${holotype_find_DEBIAN}" "${holotype_find_URL}"
                   "${holotype_find_SHA256}" ${holotype_find_HEADERS_ONLY})
  endif()
endmacro()

function(holotype_fetch package debian url hash headers_only)
  if(NOT url OR NOT HOLOTYPE_FETCH)
    message(FATAL_ERROR "${package} is missing. On Debian and Ubuntu: apt-get install ${debian}")
  endif()
  message(STATUS "${package} is missing (Debian's package is ${debian}); fetching ${url}")
  set(subfolder "")
  if(headers_only)
    set(subfolder SOURCE_SUBDIR no_cmake_here)
  endif()
  string(TOLOWER ${package} name)
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${hash} SYSTEM
                       DOWNLOAD_EXTRACT_TIMESTAMP ON ${subfolder})
  # Their tests are theirs to run.
  foreach(option EXPECTED_BUILD_TESTS CLI11_BUILD_TESTS CLI11_BUILD_EXAMPLES YAML_CPP_BUILD_TESTS
                 YAML_CPP_BUILD_TOOLS INSTALL_GTEST)
    set(${option} OFF CACHE BOOL "" FORCE)
  endforeach()
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

# holotype_find_c(NAME DEBIAN PACKAGE MODULE): a C library, by pkg-config, as PkgConfig::NAME.
find_package(PkgConfig)
if(NOT PKG_CONFIG_FOUND)
  message(FATAL_ERROR "pkg-config is missing. On Debian and Ubuntu: apt-get install pkg-config")
endif()
macro(holotype_find_c name debian module)
  pkg_check_modules(${name} QUIET IMPORTED_TARGET GLOBAL ${module})
  if(NOT ${name}_FOUND)
    holotype_fetch(${module} ${debian} "" "" OFF)
  endif()
endmacro()

holotype_find(tl-expected DEBIAN libexpected-dev  # Result<T, E>
  URL https://github.com/TartanLlama/expected/archive/refs/tags/v1.0.0.tar.gz
  SHA256 8f5124085a124113e75e3890b4e923e3a4de5b26a973b891b3deb40e19c03cee)
holotype_find(fmt DEBIAN libfmt-dev               # every message
  URL https://github.com/fmtlib/fmt/archive/9.1.0.tar.gz
  SHA256 5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2)
holotype_find(RapidJSON DEBIAN rapidjson-dev HEADERS_ONLY  # src/json
  URL https://github.com/Tencent/rapidjson/archive/8f4c021fa2f1e001d2376095928fc0532adf2ae6.zip
  SHA256 e6fc99c7df7f29995838a764dd68df87b71db360f7727ace467b21b82c85efda)
if(NOT RapidJSON_FOUND)
  set(RapidJSON_INCLUDE_DIRS "${rapidjson_SOURCE_DIR}/include")
endif()
add_library(holotype_rapidjson INTERFACE)
target_include_directories(holotype_rapidjson SYSTEM INTERFACE ${RapidJSON_INCLUDE_DIRS})
holotype_find(yaml-cpp DEBIAN libyaml-cpp-dev     # src/document
  URL https://github.com/jbeder/yaml-cpp/archive/yaml-cpp-0.7.0.tar.gz
  SHA256 43e6a9fcb146ad871515f0d0873947e5d497a1c9c60c58cb102a97b47208b7c3)
holotype_find(CLI11 DEBIAN libcli11-dev           # src/cli
  URL https://github.com/CLIUtils/CLI11/archive/v2.1.2.tar.gz
  SHA256 26291377e892ba0e5b4972cdfd4a2ab3bf53af8dac1f4ea8fe0d1376b625c8cb)

holotype_find(ZLIB DEBIAN zlib1g-dev)             # src/http/content_coding.cc
holotype_find(OpenSSL DEBIAN libssl-dev)           # src/transport: cpp-httplib includes it
holotype_find_c(gmp libgmp-dev gmp)               # src/json (exact numbers)
holotype_find_c(pcre2 libpcre2-dev libpcre2-8>=10.40)  # src/regex: the properties of ECMA-262
holotype_find_c(httplib libcpp-httplib-dev cpp-httplib)  # src/transport
find_library(holotype_aio_LIBRARY aio)          # src/transport/carrier.cc; it has no pkg-config file
if(NOT holotype_aio_LIBRARY)
  holotype_fetch(aio libaio-dev "" "" OFF)
endif()
holotype_find_c(expat libexpat1-dev expat)       # src/xml
holotype_find_c(idn2 libidn2-dev libidn2)         # src/formats
find_library(holotype_unistring_LIBRARY unistring)  # src/formats; libidn2 needs it too
if(NOT holotype_unistring_LIBRARY)
  holotype_fetch(unistring libunistring-dev "" "" OFF)
endif()
holotype_link(holotype_unistring unistring ${holotype_unistring_LIBRARY})
holotype_link(holotype_idn2 idn2 PkgConfig::idn2)
target_link_libraries(holotype_idn2 INTERFACE holotype_unistring)
holotype_link(holotype_aio aio ${holotype_aio_LIBRARY})
holotype_link(holotype_gmp gmp PkgConfig::gmp)
holotype_link(holotype_pcre2 pcre2-8 PkgConfig::pcre2)
holotype_link(holotype_zlib z ZLIB::ZLIB)
holotype_link(holotype_yaml yaml-cpp yaml-cpp)

if(HOLOTYPE_TESTS)
  holotype_find(GTest DEBIAN "libgtest-dev libgmock-dev"
    URL https://github.com/google/googletest/archive/release-1.12.1.tar.gz
    SHA256 81964fe578e9bd7c94dfdb09c8e4d6e6759e19967e397dbea48d1c10e45d0df2)
endif()
if(HOLOTYPE_BENCHMARKS)
  holotype_find(benchmark DEBIAN libbenchmark-dev)
endif()
