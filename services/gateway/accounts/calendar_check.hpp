// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/calendar/calendar.hpp"

namespace rapport::gateway::accounts {

/// invalid_argument for a calendar that cannot be counted with, and for what contradicts itself in one that can: hours
/// of one weekday that overlap, breaks that overlap or lie in no hours, a weekday that is named twice. Hours may touch.
/// Of two it names the path of the later, and says which is the earlier.
void check_hours(const kit::Calendar& calendar);

}  // namespace rapport::gateway::accounts
