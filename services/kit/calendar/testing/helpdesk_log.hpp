// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/kit/calendar/business_time.hpp"

namespace rapport::kit {

/// The log of a real help desk, of which each case is a few steps in time.
struct HelpdeskStep {
    Instant at;
    bool waits;  ///< nobody works on it from here until the next step
};
/// Cases of a real help desk, by their number.
struct HelpdeskLog {
    std::map<std::string, std::vector<HelpdeskStep>> cases;
    std::string skipped;  ///< why there are none: the file is public data that is not kept with the project
};

/// Reads helpdesk-events.csv from the folder that RAPPORT_DATA names, or `shared/data` beside the checkout.
HelpdeskLog helpdesk_log();
/// The calendar under which it is replayed: 9 to 17 in Rome with a lunch break and holidays.
Calendar helpdesk_hours();

}  // namespace rapport::kit
