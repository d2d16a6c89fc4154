// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rapport::cli::imports {

/// Where a field's value comes from.
struct FieldRule {
    std::vector<std::string> columns = {};            ///< one, or several whose cells are joined
    std::string join = " ";                           ///< between cells that are not empty
    std::optional<std::string> split = {};            ///< of the cell only a part is the value, ...
    std::int64_t part = 1;                            ///< ... this one, counted from 1; -1 is the last
    std::map<std::string, std::string> values = {};   ///< their word → ours
    std::optional<std::string> otherwise = {};        ///< for a word that is not among `values`
    std::optional<std::string> constant = {};         ///< the value itself, for every row
    std::optional<std::string> date = {}, zone = {};  ///< instead of the file's
};

/// What a mapping file says of files of one layout: how to read them, and which column is which field.
///
///     system = "tickets"                    # reference.system of every row
///     date = "dd.mm.yyyy hh:mm"             # how all columns write dates
///     zone = "Europe/Berlin"
///     ignore = ["internal note"]            # columns that nothing takes
///     [columns]
///     "reference.id" = "id"
///     received_at = {column = "created", date = "excel"}
///     priority = {column = "urgency", values = {high = "P1", low = "P3"}, otherwise = "P2"}
///     "complainant.name" = {columns = ["first", "last"], join = " "}
///     category = {column = "path", split = " / ", part = 1}
///     received_via = {constant = "email"}
struct MappingFile {
    std::string path = {};  ///< empty: there is none
    std::optional<std::string> separator = {}, encoding = {}, system = {}, date = {}, zone = {};
    std::optional<char> decimal = {};
    std::vector<std::string> ignore = {};           ///< `*`: all that nothing takes
    std::map<std::string, FieldRule> columns = {};  ///< by field
};

/// invalid_argument, with file and line, for what is no TOML or no mapping, and for names that it does not have.
MappingFile read_mapping_file(const std::string& path);

}  // namespace rapport::cli::imports
