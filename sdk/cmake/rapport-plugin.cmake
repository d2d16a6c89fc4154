# SPDX-License-Identifier: MIT
# How plugins are built and tested; README.md lists the functions. Needs the target rapport::sdk, which leads to the headers.

# rapport_add_plugin(NAME source…): a plugin NAME.so that exports its entry and nothing else, in ${CMAKE_BINARY_DIR}/plugins (or where
# RAPPORT_PLUGIN_FOLDER says).
function(rapport_add_plugin name)
    set(exports ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
    add_library(${name} MODULE ${ARGN})
    set(folder ${CMAKE_BINARY_DIR}/plugins)
    if(RAPPORT_PLUGIN_FOLDER)
        set(folder ${RAPPORT_PLUGIN_FOLDER})
    endif()
    # Nothing but the entry is visible: else two plugins with a like-named inline variable share one, even when loaded apart. The
    # list of exports sees to the standard library's templates too, and makes GNU's unique symbols local, as -fno-gnu-unique would.
    set_target_properties(${name} PROPERTIES
        PREFIX "" SUFFIX ".so" NO_SONAME ON LIBRARY_OUTPUT_DIRECTORY ${folder}
        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    target_compile_features(${name} PRIVATE cxx_std_20)
    target_compile_options(${name} PRIVATE -Wall -Wextra)
    # A missing symbol is found at build time, except where a sanitizer brings its own at run time.
    get_property(flags DIRECTORY PROPERTY COMPILE_OPTIONS)
    string(FIND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_DEBUG} ${flags}" "-fsanitize=" sanitized)
    if(sanitized EQUAL -1)
        target_link_options(${name} PRIVATE -Wl,-z,defs)
    endif()
    target_link_options(${name} PRIVATE -Wl,--version-script=${exports})
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${exports})
    target_link_libraries(${name} PRIVATE rapport::sdk)
endfunction()

# rapport_add_plugin_test(NAME source…): a test program NAME_test in which the plugin's sources are linked (<rapport/testing.hpp>).
function(rapport_add_plugin_test name)
    get_target_property(sources ${name} SOURCES)
    get_target_property(folder ${name} SOURCE_DIR)
    list(TRANSFORM sources REPLACE "^([^/$].*)$" "${folder}/\\1")
    add_executable(${name}_test ${ARGN} ${sources})
    target_compile_features(${name}_test PRIVATE cxx_std_20)
    target_include_directories(${name}_test PRIVATE $<TARGET_PROPERTY:${name},INCLUDE_DIRECTORIES>)
    target_compile_definitions(${name}_test PRIVATE $<TARGET_PROPERTY:${name},COMPILE_DEFINITIONS>)
    target_link_libraries(${name}_test PRIVATE rapport::sdk $<TARGET_PROPERTY:${name},LINK_LIBRARIES>)
    add_test(NAME ${name} COMMAND ${name}_test)
endfunction()

# rapport_check_plugin(NAME option…): `rapport plugin check` as the test NAME-check.
function(rapport_check_plugin name)
    add_test(NAME ${name}-check COMMAND ${RAPPORT_EXECUTABLE} plugin check $<TARGET_FILE:${name}> ${ARGN})
endfunction()

# rapport_run_plugin(NAME data.csv option…): `rapport plugin run` on these rows as the test NAME-sample.
function(rapport_run_plugin name data)
    cmake_path(ABSOLUTE_PATH data)
    add_test(NAME ${name}-sample COMMAND ${RAPPORT_EXECUTABLE} plugin run $<TARGET_FILE:${name}> --data ${data} ${ARGN})
endfunction()
