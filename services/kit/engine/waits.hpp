// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// Lets what waits for a while, timers and jobs, begin its wait anew if it began in what is the future now: the clock
/// was set back since, and it would else wait until it is that time again. In a transaction of its own.
void begin_waits_of_the_future_anew(Db& db, Instant now);

}  // namespace rapport::kit
