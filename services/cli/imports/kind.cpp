// SPDX-License-Identifier: MIT
#include "services/cli/imports/kind.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "services/cli/imports/complaints.hpp"
#include "services/cli/imports/parties.hpp"

namespace rapport::cli::imports {

const std::vector<Kind>& kinds() {
    static const std::vector all{complaints(), parties()};
    return all;
}

const Format& Kind::format(std::string_view wanted) const {
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const auto& f) { return f.name == wanted; });
    if (found == formats.end()) throw invalid("format", std::string(name) + " are not read from such files");
    return *found;
}

}  // namespace rapport::cli::imports
