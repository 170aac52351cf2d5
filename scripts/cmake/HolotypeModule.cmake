# holotype_module(NAME SOURCES ... [ALONE ...] HEADERS ... DEPENDS ... [LIBRARIES ...])
#
# One folder under src/ is one namespace, one library, one include prefix. The call is the one
# statement of what a folder may include: DEPENDS names other modules (base is implied), LIBRARIES
# names third-party targets, which stay private to the module. scripts/lint compares the call with
# every #include in the folder.
#
# With HOLOTYPE_UNITY, several sources are compiled at a time, since reading headers is most of the work.
# The names in their anonymous namespaces then meet: sources whose names clash ("redefinition of ...
# {anonymous}") are named after ALONE, or the name is made to say more.
function(holotype_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;ALONE;HEADERS;DEPENDS;LIBRARIES" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "holotype_module(${name}): unknown arguments ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  set(target holotype_${name})
  add_library(${target} STATIC ${ARG_SOURCES} ${ARG_ALONE} ${ARG_HEADERS})
  if(HOLOTYPE_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    set_source_files_properties(${ARG_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # It takes an included source for a header.
      target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
    endif()
  endif()
  add_library(holotype::${name} ALIAS ${target})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  if(IS_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/include")  # the public face, as users include it
    target_include_directories(${target}
                               PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>)
  endif()
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  holotype_warnings(${target})
  if(NOT name STREQUAL "base")
    target_link_libraries(${target} PUBLIC holotype_base)
  endif()
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(${target} PUBLIC holotype_${dependency})
  endforeach()
  foreach(library IN LISTS ARG_LIBRARIES)
    target_link_libraries(${target} PRIVATE ${library})
  endforeach()
  holotype_reuse_headers(${target})
  set_property(GLOBAL APPEND PROPERTY HOLOTYPE_MODULES ${name})
endfunction()

# The standard library's and fmt's headers, compiled once: reading them is half the time of a module's
# file. Only headers that never change here. GCC alone: Clang's builds prove that every file includes what
# it uses, and sanitizers change nothing in this.
function(holotype_precompile_module_headers)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/module_headers.cc" CONTENT "")
  add_library(holotype_module_headers OBJECT "${CMAKE_CURRENT_BINARY_DIR}/module_headers.cc")
  set_target_properties(holotype_module_headers PROPERTIES POSITION_INDEPENDENT_CODE ON)
  holotype_warnings(holotype_module_headers)
  target_link_libraries(holotype_module_headers PUBLIC tl::expected fmt::fmt Threads::Threads)
  target_precompile_headers(
    holotype_module_headers PRIVATE <algorithm> <array> <charconv> <chrono> <cstddef> <cstdint> <functional>
    <map> <memory> <mutex> <optional> <span> <string> <string_view> <unordered_map> <utility> <variant>
    <vector> <fmt/format.h> <tl/expected.hpp>)
endfunction()

function(holotype_reuse_headers target)
  if(TARGET holotype_module_headers)
    target_precompile_headers(${target} REUSE_FROM holotype_module_headers)
  endif()
endfunction()

function(holotype_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                           -Woverloaded-virtual -Wcast-align -Wimplicit-fallthrough)
  # Designated initializers leave out what has a default on purpose.
  target_compile_options(${target} PRIVATE -Wno-missing-field-initializers)
  # GCC 12 sees overlapping copies in "text" + string where there are none (GCC bug 105651), and at -O1
  # uninitialised or too small strings in a Result that is moved from (GCC bug 105562). Clang's builds and
  # the sanitizers look for the real ones.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized
                                             -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
  if(HOLOTYPE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  # Thread annotations (base/mutex.h) are checked where the compiler can.
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${target} PRIVATE -Wthread-safety)
  endif()
endfunction()

# holotype_test(MODULE SOURCES ... [DEPENDS ...] [LIBRARIES ...] [WHOLE])
#
# One test binary a module, tests/<module>/*_test.cc, every case registered with CTest as
# <module>.<Suite>.<Case>, so that a case which skips is seen to skip.
#
# WHOLE registers the binary as one CTest test. That is for suites by others, whose thousands of cases
# GoogleTest learns of when the binary starts: to start it once for each would take an hour. All of
# tests/conformance is so.
function(holotype_test name)
  cmake_parse_arguments(ARG "WHOLE" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "holotype_test(${name}): unknown arguments ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  set(target ${name}_test)
  add_executable(${target} ${ARG_SOURCES})
  holotype_test_settings(${target})
  # Not among the settings above: paths would keep a compiler cache from serving another clone.
  target_compile_definitions(${target} PRIVATE HOLOTYPE_DATA="${HOLOTYPE_DATA}"
                                               HOLOTYPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(TARGET holotype_test_headers)
    target_precompile_headers(${target} REUSE_FROM holotype_test_headers)
  endif()
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(${target} PRIVATE holotype_${dependency})
  endforeach()
  target_link_libraries(${target} PRIVATE ${ARG_LIBRARIES} GTest::gtest_main)
  if(ARG_WHOLE OR CMAKE_CURRENT_SOURCE_DIR MATCHES "/tests/conformance$")
    add_test(NAME ${name} COMMAND ${target} --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
  else()
    gtest_discover_tests(${target} TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 120
                         EXTRA_ARGS --gtest_brief=1)
  endif()
endfunction()

# What every test binary is compiled with; the precompiled headers need the very same.
function(holotype_test_settings target)
  holotype_warnings(${target})
  # GoogleTest's macros end in an else of their own: "if (x) EXPECT_EQ(...)" is sound.
  target_compile_options(${target} PRIVATE -Wno-dangling-else)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE GTest::gmock)
endfunction()

# GoogleTest's headers, compiled once: without them a test file takes twice as long. GCC alone, because
# Clang refuses them where a test adds a definition; its builds also prove that the tests include what
# they use.
function(holotype_precompile_test_headers)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/test_headers.cc" CONTENT "")
  add_library(holotype_test_headers OBJECT "${CMAKE_CURRENT_BINARY_DIR}/test_headers.cc")
  holotype_test_settings(holotype_test_headers)
  target_precompile_headers(holotype_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
endfunction()
