// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/any.hpp"
#include "bus/base/fields.hpp"
#include "services/cli/imports/mapping_file.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::cli::imports {

/// Makes of a row of the file a row of the call. Error(invalid_argument), for the person who brought the file, if it
/// cannot.
using Mapping = std::function<Any(const kit::CsvRow& row)>;

/// How one file is read.
struct Plan {
    Mapping mapping;
    std::vector<std::string> left_columns = {};  ///< that no field takes, where a mapping ignores them all together
};

/// The registry's parties, by name.
using Parties = std::map<std::string, Uuid, std::less<>>;

/// The column in which organisations are named, each by the one name that it has in that system.
struct PartyColumn {
    std::string_view name, system;
};

/// How a file may be laid out.
struct Format {
    std::string_view name;
    std::string_view doc;
    /// `parties` are those of the column below; without a registry there are none. Error(invalid_argument) that names
    /// the column if the file lacks one.
    Plan (*plan)(const kit::CsvReader& file, const MappingFile& how, const Parties& parties);
    bool takes_mapping = false;  ///< a mapping may name its columns and the forms of its dates
    std::optional<PartyColumn> parties = {};
};

/// Something that can be imported.
struct Kind {
    std::string_view name;     ///< what the command line calls it
    std::string_view service;  ///< whose command `method` takes kit::ImportRows
    std::string_view method;
    bool may_change = false;  ///< a row of what is known already changes it
    bool in_order = false;    ///< a row may name what a row before it brings
    std::vector<Format> formats;

    /// Error(invalid_argument) if there is none of that name.
    const Format& format(std::string_view wanted) const;
};

const std::vector<Kind>& kinds();

}  // namespace rapport::cli::imports
