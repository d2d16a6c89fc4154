# SPDX-License-Identifier: MIT
# Builds the .json files of a words folder into a header: -DFOLDER= -DOUT= -DNAMESPACE=
file(GLOB files ${FOLDER}/*.json)
list(SORT files)
string(REPLACE "/" "::" namespace ${NAMESPACE})
set(text "// Made from ${NAMESPACE}'s words folder.\n#pragma once\n#include \"services/kit/wording.hpp\"\n\n")
string(APPEND text "namespace rapport::${namespace} {\n\ninline constexpr rapport::kit::WordsFile words[] = {\n")
foreach(file IN LISTS files)
    get_filename_component(language ${file} NAME_WE)
    file(READ ${file} json)
    string(APPEND text "    {\"${language}\", R\"words(${json})words\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace rapport::${namespace}\n")
file(WRITE ${OUT} "${text}")
