// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "bus/base/any.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::cli::imports {

/// Makes of a row of the file a row of the call. Error(invalid_argument), for the person who brought the file, if it
/// cannot.
using Mapping = std::function<Any(const kit::CsvRow& row)>;

/// How a file may be laid out.
struct Format {
    std::string_view name;
    std::string_view doc;
    /// Error(invalid_argument) that names the column if the file lacks one.
    Mapping (*mapping)(const kit::CsvReader& file);
};

/// Something that can be imported.
struct Kind {
    std::string_view name;     ///< what the command line calls it
    std::string_view service;  ///< whose command `import` takes it
    std::vector<Format> formats;

    /// Error(invalid_argument) if there is none of that name.
    const Format& format(std::string_view wanted) const;
};

const std::vector<Kind>& kinds();

}  // namespace rapport::cli::imports
