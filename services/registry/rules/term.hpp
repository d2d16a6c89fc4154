// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/time.hpp"

namespace rapport::registry {

/// The same day of the month, `months` later (or earlier); the month's last day where it is too short.
Day add_months(Day day, int months);

/// How long an agreement runs. Each end is computed from the start, never from the end before, so that a start on the
/// 31st does not drift to the 28th; the last day of notice is counted back from the end.
struct Term {
    Day start;
    int months = 12;
    int renewal_months = 12;  ///< what each renewal adds
    int notice_months = 0;    ///< full months between the day after the last notice day and the end

    /// The first day on which it holds no more, after so many renewals.
    Day ends(int renewals) const { return add_months(start, total(renewals)); }
    Day last_day(int renewals) const { return {ends(renewals).days - 1}; }
    /// The last day on which notice for that end is in time.
    Day notice_by(int renewals) const { return {add_months(ends(renewals), -notice_months).days - 1}; }

    /// How often it was renewed if it holds on `today` and renews itself: at least `from` times.
    int renewals_on(Day today, int from = 0) const;
    /// After how many renewals it ends if notice was in on `day`: the first end that the notice is in time for.
    int renewals_at_notice(Day day) const;

private:
    int total(int renewals) const { return months + renewals * renewal_months; }
};

}  // namespace rapport::registry
