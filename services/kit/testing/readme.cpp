// SPDX-License-Identifier: MIT
#include "services/kit/testing/readme.hpp"

#include <fstream>
#include <sstream>

namespace rapport::testing_kit {

std::set<const kit::MoveTable*> moves_of(const kit::Definition& definition) {
    std::set<const kit::MoveTable*> all;
    for (const kit::Route& route : definition.routes)
        if (const auto* query = std::get_if<kit::QueryRoute>(&route); query && query->moves) all.insert(query->moves);
    return all;
}

std::vector<std::string> moves_lacking_in(const std::filesystem::path& readme, const kit::Definition& definition) {
    std::ifstream file(readme);
    std::stringstream text;
    text << file.rdbuf();
    std::vector<std::string> lacking;
    for (const kit::MoveTable* table : moves_of(definition))
        if (text.str().find(table->as_markdown()) == std::string::npos)
            lacking.push_back(table->what() + ":\n" + table->as_markdown());
    return lacking;
}

}  // namespace rapport::testing_kit
