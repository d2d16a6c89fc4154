// SPDX-License-Identifier: MIT
#include "services/registry/rules/term.hpp"

namespace rapport::registry {

Day add_months(Day day, int months) {
    namespace chrono = std::chrono;
    const chrono::year_month_day from{chrono::sys_days(chrono::days(day.days))};
    const chrono::year_month month = chrono::year_month(from.year(), from.month()) + chrono::months(months);
    chrono::year_month_day to = month / from.day();
    if (!to.ok()) to = month / chrono::last;
    return {static_cast<std::int32_t>(chrono::sys_days(to).time_since_epoch().count())};
}

int Term::renewals_on(Day today, int from) const {
    int renewals = from;
    while (ends(renewals) <= today) ++renewals;
    return renewals;
}

int Term::renewals_at_notice(Day day) const {
    int renewals = 0;
    while (notice_by(renewals) < day) ++renewals;
    return renewals;
}

}  // namespace rapport::registry
