// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "services/kit/calendar/testing/helpdesk_log.hpp"
#include "services/kit/calendar/testing/slow_calendar.hpp"

namespace rapport::kit {
namespace {

struct Elapsed {
    std::int64_t all = 0, worked = 0;  ///< business time from the first to the last event, and without waiting
    friend bool operator==(const Elapsed&, const Elapsed&) = default;
};
std::ostream& operator<<(std::ostream& out, const Elapsed& e) { return out << e.all << " ms, worked " << e.worked; }

template <class Between>
Elapsed elapsed(const std::vector<HelpdeskStep>& steps, Between&& between) {
    Elapsed sum{.all = between(steps.front().at, steps.back().at)};
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (!steps[i - 1].waits) sum.worked += between(steps[i - 1].at, steps[i].at);
    return sum;
}

TEST(HelpdeskReplay, EveryRealCaseTookTheBusinessTimeThatTheSlowReferenceCounts) {
    const HelpdeskLog log = helpdesk_log();
    if (!log.skipped.empty()) GTEST_SKIP() << log.skipped;
    const BusinessTime fast(helpdesk_hours());
    const SlowCalendar slow(helpdesk_hours(), *instant_from("2010-01-01T00:00:00Z"),
                            *instant_from("2013-01-01T00:00:00Z"));
    std::size_t events = 0;
    Elapsed total;
    for (const auto& [id, steps] : log.cases) {
        events += steps.size();
        const Elapsed counted = elapsed(steps, [&](Instant a, Instant b) { return fast.between(a, b).ms; });
        EXPECT_EQ(counted, elapsed(steps, [&](Instant a, Instant b) { return slow.ms_between(a, b); }))
            << "case " << id;
        total.all += counted.all, total.worked += counted.worked;
    }
    EXPECT_EQ(log.cases.size(), 3'804U);
    EXPECT_EQ(events, 13'710U);
    EXPECT_LT(total.worked, total.all) << "some waited";
    std::cout << log.cases.size() << " cases, " << events << " events, business time " << total << '\n';
}

}  // namespace
}  // namespace rapport::kit
