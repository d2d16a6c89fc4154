// SPDX-License-Identifier: MIT
#pragma once
#include "services/notifier/settings.hpp"

namespace rapport::notifier {

/// What every letter of this organisation has in common.
struct Letterhead {
    std::string public_url = {};    ///< without a slash at its end; empty: letters carry no link
    std::string organisation = {};  ///< with whose name they are signed; empty: none
    std::string language = "en";    ///< of those whose own is not known
    std::string time_zone = "UTC";  ///< the same
};

/// invalid_argument naming the setting for a public_url that is no address such as https://help.example.com (a host and
/// maybe a port, nothing after it: the gateway's pages begin at its root), a language that is no tag, a zone that is
/// none.
Letterhead letterhead_of(const Settings& settings);

}  // namespace rapport::notifier
