// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/organisation.hpp"

namespace rapport::notifier {

/// What every letter of this organisation has in common.
struct Letterhead {
    std::string public_url = {};    ///< without a slash at its end; empty: letters carry no link
    std::string organisation = {};  ///< with whose name they are signed; empty: none
    std::string language = "en";    ///< of those whose own is not known
    std::string time_zone = "UTC";  ///< the same
};

inline Letterhead letterhead_of(const kit::Organisation& organisation) {
    return {.public_url = organisation.public_url.value_or(""),
            .organisation = organisation.name.value_or(""),
            .language = organisation.language(),
            .time_zone = organisation.time_zone};
}

}  // namespace rapport::notifier
