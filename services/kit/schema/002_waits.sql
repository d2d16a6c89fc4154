-- SPDX-License-Identifier: MIT
-- Since when something waits for a while, and not for an hour of the day: the while begins anew when the clock is set back behind that.
alter table kit_timers add column since text;
alter table kit_jobs add column since text;
