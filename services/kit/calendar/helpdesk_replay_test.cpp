// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "services/kit/calendar/business_time.hpp"
#include "services/kit/calendar/testing/slow_calendar.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::kit {
namespace {

/// The log names its activities by numbers. After a 9 the case rests until its next event, mostly an 8 (work on it).
constexpr const char* waiting = "9";

struct Step {
    Instant at;
    bool waits;
};
using Cases = std::map<std::string, std::vector<Step>>;

/// The log's times are those of the wall.
Instant instant_of(const Zone& zone, std::string text) {
    text[10] = 'T';
    const Instant as_utc = instant_from(text + "Z").value();
    const Day day = day_of(as_utc);
    const std::int64_t ms = (as_utc - start_of(day)).count();
    return zone.instant({day, static_cast<std::int32_t>(ms / 60'000)}) + Millis(ms % 60'000);
}

Cases read(const std::filesystem::path& file, const Zone& zone) {
    std::ifstream in(file);
    CsvReader reader(in);
    const auto id = reader.column("CaseID"), what = reader.column("ActivityID"),
               when = reader.column("CompleteTimestamp");
    Cases cases;
    for (CsvRow row; reader.next(row);) {
        EXPECT_FALSE(row.rejected) << row.line;
        cases[row.fields[id]].push_back({instant_of(zone, row.fields[when]), row.fields[what] == waiting});
    }
    for (auto& [_, steps] : cases) std::ranges::stable_sort(steps, {}, &Step::at);
    return cases;
}

struct Elapsed {
    std::int64_t all = 0, worked = 0;  ///< business time from the first to the last event, and without waiting
    friend bool operator==(const Elapsed&, const Elapsed&) = default;
};
std::ostream& operator<<(std::ostream& out, const Elapsed& e) { return out << e.all << " ms, worked " << e.worked; }

template <class Between>
Elapsed elapsed(const std::vector<Step>& steps, Between&& between) {
    Elapsed sum{.all = between(steps.front().at, steps.back().at)};
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (!steps[i - 1].waits) sum.worked += between(steps[i - 1].at, steps[i].at);
    return sum;
}

TEST(HelpdeskReplay, EveryRealCaseTookTheBusinessTimeThatTheSlowReferenceCounts) {
    const char* const folder = std::getenv("RAPPORT_DATA");
    const auto file = std::filesystem::path(folder ? folder : RAPPORT_DATA_DEFAULT) / "helpdesk-events.csv";
    if (!exists(file)) GTEST_SKIP() << "NOT RUN: there is no " << file << "; name its folder in RAPPORT_DATA";
    const std::vector weekdays{Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday,
                               Weekday::friday};
    const Calendar office{.time_zone = "Europe/Rome",
                          .hours = {{weekdays, "09:00", "17:00"}},
                          .breaks = {{{}, "12:30", "13:30"}},
                          .holidays = {{*day_from("2011-04-25"), "Festa della Liberazione", {}, {}},
                                       {*day_from("2011-12-24"), "Vigilia", "12:00", {}},
                                       {*day_from("2012-01-06"), "Epifania", {}, {}}}};
    const BusinessTime fast(office);
    const Cases cases = read(file, fast.zone());
    const SlowCalendar slow(office, *instant_from("2010-01-01T00:00:00Z"), *instant_from("2013-01-01T00:00:00Z"));
    std::size_t events = 0;
    Elapsed total;
    for (const auto& [id, steps] : cases) {
        events += steps.size();
        const Elapsed counted = elapsed(steps, [&](Instant a, Instant b) { return fast.between(a, b).ms; });
        EXPECT_EQ(counted, elapsed(steps, [&](Instant a, Instant b) { return slow.ms_between(a, b); }))
            << "case " << id;
        total.all += counted.all, total.worked += counted.worked;
    }
    EXPECT_EQ(cases.size(), 3'804U);
    EXPECT_EQ(events, 13'710U);
    EXPECT_LT(total.worked, total.all) << "some waited";
    std::cout << cases.size() << " cases, " << events << " events, business time " << total << '\n';
}

}  // namespace
}  // namespace rapport::kit
