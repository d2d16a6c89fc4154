// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/calendar/ics.hpp"

namespace rapport::kit {

/// What a file changes in a calendar's days.
struct IcsMerge {
    std::int64_t added = 0, removed = 0;   ///< days, or parts of days
    std::vector<std::vector<Day>> left{};  ///< of each event: the days that it moved away from
};

/// Puts a file's days among those that are there, each once. An event takes the place of what earlier files said of its
/// UID from `wish.first` to `wish.last`: a day that its publisher moved or cancelled goes. An earlier version than that
/// of the days that are there (SEQUENCE) gives nothing, and `file` then says so; what was not understood changes
/// nothing. Days put by hand stay.
IcsMerge merge(IcsDays& file, const IcsWish& wish, std::vector<Holiday>& holidays,
               std::vector<WorkingDay>& working_days);

}  // namespace rapport::kit
