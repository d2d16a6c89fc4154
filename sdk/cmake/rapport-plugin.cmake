# SPDX-License-Identifier: MIT
# rapport_add_plugin(NAME source…): a plugin NAME.so that exports its entry and nothing else, in ${CMAKE_BINARY_DIR}/plugins
# (or where RAPPORT_PLUGIN_FOLDER says). Needs a target rapport_sdk that leads to the headers.

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
    target_link_libraries(${name} PRIVATE rapport_sdk)
endfunction()
