# SPDX-License-Identifier: MIT
# Builds the .sql files of a schema folder into a header: -DFOLDER= -DOUT= -DNAMESPACE=
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(text "// Made from ${NAMESPACE}'s schema folder.\n#pragma once\n#include \"services/kit/store/migrations.hpp\"\n\n")
string(APPEND text "namespace rapport::${NAMESPACE} {\n\ninline constexpr rapport::kit::Migration schema[] = {\n")
foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} sql)
    string(APPEND text "    {\"${name}\", R\"sql(${sql})sql\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace rapport::${NAMESPACE}\n")
file(WRITE ${OUT} "${text}")
