# What `cmake --install` puts where:
#
#   bin/holotype                     the program
#   include/holotype/                the public headers (standard types only)
#   lib/libholotype.a                every module in one archive: no order of libraries to get wrong
#   lib/cmake/holotype/              find_package(holotype) gives the target holotype::holotype
#   share/holotype/specs, fixtures   what is served by default
#
# The public headers name no library by others, so a user needs none of their headers: only the shared
# libraries below, to link. They are Debian's names; tests/package fails if one is missing here.
set(HOLOTYPE_LINKED_LIBRARIES fmt yaml-cpp pcre2-8 gmp idn2 unistring cpp-httplib ssl crypto z expat aio)

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

if(TARGET holotype)
  install(TARGETS holotype RUNTIME)
endif()
install(DIRECTORY specs fixtures DESTINATION ${CMAKE_INSTALL_DATADIR}/holotype)

if(TARGET holotype_server)
  get_property(modules GLOBAL PROPERTY HOLOTYPE_MODULES)
  list(REMOVE_ITEM modules cli)
  set(objects "")
  foreach(module IN LISTS modules)
    list(APPEND objects $<TARGET_OBJECTS:holotype_${module}>)
  endforeach()
  add_library(holotype_library STATIC ${objects})
  set_target_properties(holotype_library PROPERTIES OUTPUT_NAME holotype EXPORT_NAME holotype
                                                    LINKER_LANGUAGE CXX)
  target_compile_features(holotype_library INTERFACE cxx_std_20)
  target_link_libraries(holotype_library INTERFACE Threads::Threads)

  install(TARGETS holotype_library EXPORT holotypeTargets
          ARCHIVE INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(DIRECTORY src/server/include/ src/validator/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/holotype)
  install(EXPORT holotypeTargets NAMESPACE holotype:: DESTINATION ${folder})
  configure_package_config_file(scripts/cmake/holotypeConfig.cmake.in
                                "${CMAKE_CURRENT_BINARY_DIR}/holotypeConfig.cmake"
                                INSTALL_DESTINATION ${folder}
                                PATH_VARS CMAKE_INSTALL_DATADIR)
  write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/holotypeConfigVersion.cmake"
                                   COMPATIBILITY SameMinorVersion)
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/holotypeConfig.cmake"
                "${CMAKE_CURRENT_BINARY_DIR}/holotypeConfigVersion.cmake"
          DESTINATION ${folder})
endif()
