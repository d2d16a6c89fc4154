# SPDX-License-Identifier: MIT
# Builds the .json files of a folder into a header: -DFOLDER= -DOUT=
file(GLOB files ${FOLDER}/*.json)
list(SORT files)
set(text "// Made from the demo's data.\n#pragma once\n#include <string_view>\n\nnamespace rapport::cli::demo {\n\n")
string(APPEND text "struct DataFile {\n    std::string_view name, json;\n};\ninline constexpr DataFile data[] = {\n")
foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME)
    file(READ ${file} json)
    string(APPEND text "    {\"${name}\", R\"data(${json})data\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace rapport::cli::demo\n")
file(WRITE ${OUT} "${text}")
